//! Calm stretches, followed in the order of starts.
//!
//! Where nothing can befall an attempt, the next message in line goes to whoever is free first (J. Kiefer and
//! J. Wolfowitz, "On the theory of queues with many servers", Transactions of the AMS 78, 1955). So between two events
//! of the monitor or the timeline it is enough to go from start to start: an attempt that ends within the stretch is
//! finished as it begins, and nobody need guess whether an arrival or an end comes next. The run is the same, to the
//! bit: messages and attempts go the way of `journey.rs`, and all that is kept of them is a sum, a least or a greatest
//! value. After the stretch everything stands as if it had been walked event by event.

use std::collections::VecDeque;
use std::hint::select_unpredictable;

use crate::event_list::{Notice, Source};
use crate::message::{Batch, Message};
use crate::scenario::{Discipline, Jitter};
use crate::senders::{Attempt, SlotId, Standing};
use crate::simulation::Simulation;
use crate::simulation::journey::{fails, service_time};
use crate::time::{SimDuration, SimTime};

/// With fewer attempts for each slot, a stretch's beginning and end cost more than it saves: if all are always at work,
/// and with the work there is.
const ATTEMPTS_EACH: f64 = 4.0;
const WORK_EACH: f64 = 0.125;
/// A message is produced, or back from a backoff, and its attempt ends.
const EVENTS_EACH: u64 = 2;
/// Whoever allows more events allows all.
const ALL: u64 = u64::MAX / 2;

/// A stretch that is followed from start to start.
#[derive(Debug)]
struct Span {
    /// It ends before this instant.
    limit: SimTime,
    /// The last of what happened, as far as it is known.
    latest: SimTime,
    /// The work of each message.
    work: f64,
    /// Whether new messages come.
    produces: bool,
    /// When the last messages began: as many as ever waited at once, and one more.
    starts: VecDeque<SimTime>,
}

impl Simulation {
    /// Where it is right and worth it, follows the run from start to start: up to `last`, the next event from outside,
    /// or until about so many events are used up. What is left of those.
    #[inline(never)]
    pub(super) fn look_ahead(&mut self, last: SimTime, left: u64) -> u64 {
        if !self.has_one_line() {
            return left;
        }
        let outside = self.events.first_from_outside().min(last.next());
        let work = self.kinds.work_of(self.producer.next_id(), &self.draws);
        let mut limit = outside;
        if left < ALL {
            // with room for chance: about half of them are expected
            let messages = left / EVENTS_EACH / 2;
            limit = limit.min(self.producer.horizon(self.now, messages));
            // without retries there are no more attempts than messages
            if self.broker.settings.max_attempts > 1 || self.unsettled > messages {
                limit = limit.min(self.senders.horizon(self.now, messages, work));
            }
        }
        let time = limit.since(self.now);
        let worth_it = self.senders.most_attempts(time, work) >= ATTEMPTS_EACH * self.senders.slot_count()
            && self.expected_work(time) >= WORK_EACH * self.senders.slot_count();
        if !worth_it {
            return left;
        }
        let done = |run: &Self| run.attempts.started + run.messages.produced;
        let before = done(self);
        self.run_ahead(limit, work);
        match done(self) - before {
            // nobody came or began so soon
            0 => left,
            _ if limit < outside => 0,
            done => left.saturating_sub(EVENTS_EACH * done),
        }
    }

    /// About how many messages there are to attempt in this time.
    #[expect(clippy::cast_precision_loss, reason = "about so many")]
    fn expected_work(&self, time: SimDuration) -> f64 {
        self.unsettled as f64 + self.producer.expected(time)
    }

    /// Whether messages are served as they come, and from one source beside the queue: which of two sources goes first
    /// at one instant, only their events can tell.
    fn has_one_line(&self) -> bool {
        let settings = &self.broker.settings;
        let produces = !self.producer.next.is_never();
        let retries = settings.max_attempts > 1;
        // so that messages which fail at one instant come back in the order in which they began
        let one_backoff = settings.backoff.jitter == Jitter::None
            && (settings.max_attempts <= 2 || settings.backoff.factor.to_bits() == 1.0_f64.to_bits());
        // so that the line will not be longer than it was
        let drains = self.unsettled <= self.monitor.statistics.peak.so_far();
        settings.discipline == Discipline::Fifo
            && settings.latency.is_zero()
            // what comes now, a burst among it, comes at its own event
            && self.producer.next.at > self.now
            && (!retries || !produces && one_backoff && drains)
    }

    /// Carries out everything before `limit`.
    fn run_ahead(&mut self, limit: SimTime, work: f64) {
        debug_assert!(self.broker.queue.is_whole(), "nobody is withdrawn in a calm run");
        let mut span = Span {
            limit,
            latest: self.now,
            work,
            produces: !self.producer.next.is_never(),
            starts: VecDeque::new(),
        };
        self.goes_ahead = true;
        self.finish_running(&mut span);
        let mut goes_on = true;
        while goes_on {
            goes_on = if self.broker.queue.length() > 0 {
                self.serve_waiting(self.now, &mut span)
            } else if self.producer.next.at < limit {
                self.serve_produced(&mut span)
            } else {
                self.serve_returned(&mut span)
            };
        }
        self.goes_ahead = false;
        self.broker.backoff.put_in_order();
        self.stand_at_the_end(&mut span);
        #[cfg(test)]
        {
            self.stretches_ahead += 1;
        }
    }

    /// Finishes the attempts that run and end within the stretch, in the order of their ends.
    fn finish_running(&mut self, span: &mut Span) {
        let mut ends: Vec<(Notice, u32)> = (0..)
            .zip(&self.senders.slots)
            .filter(|(_, slot)| slot.attempt.is_some() && slot.end.at < span.limit)
            .map(|(id, slot)| (slot.end, id))
            .collect();
        ends.sort_unstable();
        for (end, id) in ends {
            if let Some(attempt) = self.senders.slots[id as usize].end(end.at) {
                self.finish::<true>(SlotId(id), &attempt, end.at);
            }
        }
    }

    /// The next messages that wait, since this time or longer, set out as long as anybody is free within the stretch; false
    /// if nobody is.
    #[inline(never)]
    fn serve_waiting(&mut self, since: SimTime, span: &mut Span) -> bool {
        let Some(mut batch) = self.broker.queue.take_batch() else {
            return false;
        };
        while batch.size > 0 {
            let (free_at, slot) = self.first_free();
            let start = since.max(free_at);
            debug_assert!(start >= self.now, "nobody idles while a message waits");
            if start >= span.limit {
                self.broker.queue.put_back(batch);
                return false;
            }
            let message = batch.take(false);
            self.messages.queued -= 1;
            let statistics = &mut self.monitor.statistics;
            statistics.queue_leave(start, 1, self.messages.queued);
            if span.produces {
                statistics.peak.left(start, &mut span.starts);
            }
            self.attempt_ahead(slot, message, start, span);
        }
        true
    }

    /// New messages set out, as long as any come and anybody is free within the stretch; false if nobody is.
    #[inline(never)]
    fn serve_produced(&mut self, span: &mut Span) -> bool {
        loop {
            let at = self.producer.next.at;
            if at >= span.limit {
                return true;
            }
            let (free_at, slot) = self.first_free();
            let start = at.max(free_at);
            if start >= span.limit {
                return false;
            }
            let message = self.produce_one(at);
            let statistics = &mut self.monitor.statistics;
            statistics.queue_pass(at, start);
            statistics.peak.passed(at, start, &mut span.starts);
            self.attempt_ahead(slot, message, start, span);
        }
    }

    /// The first message whose backoff is over sets out, if there is one and anybody is free within the stretch; false if
    /// not.
    #[inline(never)]
    fn serve_returned(&mut self, span: &mut Span) -> bool {
        self.broker.backoff.put_in_order();
        let at = self.broker.backoff.next().at;
        if at >= span.limit {
            return false;
        }
        if self.senders.free_slots() == 0 && self.events.first_attempt().0 >= span.limit {
            return false;
        }
        let Some(message) = self.broker.backoff.pop() else {
            return false;
        };
        self.messages.backing_off -= 1;
        self.messages.queued += 1;
        self.broker.queue.push_tail(Batch::one(message));
        let statistics = &mut self.monitor.statistics;
        statistics.queue_enter(at, 1, self.messages.queued);
        self.serve_waiting(at, span)
    }

    /// The slot that has been free for longest, or will be first, and when.
    #[inline(always)]
    fn first_free(&mut self) -> (SimTime, SlotId) {
        if self.senders.free_slots() > 0
            && let Some(slot) = self.senders.claim_slot()
        {
            self.senders.engage(slot);
            return (SimTime::ZERO, slot);
        }
        self.events.first_attempt()
    }

    /// An attempt begins, and ends at once if that is within the stretch.
    #[inline(always)]
    fn attempt_ahead(&mut self, id: SlotId, mut message: Message, start: SimTime, span: &mut Span) {
        message.deliveries += 1;
        let slot = &mut self.senders.slots[id.0 as usize];
        let sender = slot.sender;
        let group = &self.senders.groups[slot.group as usize];
        let length = service_time(group, span.work, &message, &self.draws);
        let failed = fails(group, &message, &self.draws);
        let end = start.after(length);
        let ends = self.events.notice(end);
        self.attempts.started += 1;
        let mut attempt = Attempt {
            message,
            number: self.attempts.started,
            started_at: start,
            standing: Standing::default(),
        };
        // but not the copy, of which the wait is still to be counted
        attempt.message.begun = true;
        slot.attempts += 1;
        let ends_within = end < span.limit;
        if ends_within {
            slot.busy += length.nanoseconds();
            *select_unpredictable(failed, &mut slot.failed, &mut slot.sent) += 1;
        } else {
            slot.attempt = Some(attempt);
            slot.end = ends;
            span.latest = span.latest.max(start);
            self.messages.sending += 1;
        }
        self.events.set(Source::Attempt(id.0), ends);
        self.wait_is_over::<true>(&message, start);
        if ends_within {
            self.count_end::<true>(&attempt, sender, failed, end);
        }
    }

    /// Brings everything to where it stands when the stretch is over.
    fn stand_at_the_end(&mut self, span: &mut Span) {
        // who has nothing to do is free, in the order of becoming so
        while let (free_at, slot) = self.events.first_attempt()
            && free_at < span.limit
        {
            self.events.clear(Source::Attempt(slot.0));
            self.senders.release(slot);
            self.senders.free_up(slot);
            span.latest = span.latest.max(free_at);
        }
        // who came and found nobody free waits
        self.events.set(Source::Producer, self.producer.next);
        self.events.set(Source::Backoff, self.broker.backoff.next());
        while self.producer.next.at < span.limit {
            self.now = self.producer.next.at;
            self.on_produced::<true>();
            // the queue is as long as that and those who were still waiting then
            while span.starts.front().is_some_and(|start| *start <= self.now) {
                span.starts.pop_front();
            }
            let waiting = self.messages.queued + span.starts.len() as u64;
            self.monitor.statistics.peak.grows(self.now, waiting);
        }
        while self.broker.backoff.next().at < span.limit {
            self.now = self.broker.backoff.next().at;
            self.on_backoff_over::<true>();
        }
        self.now = self.now.max(span.latest);
        #[cfg(debug_assertions)]
        self.check();
        if self.unsettled == 0 {
            self.end_if_over();
        }
    }
}
