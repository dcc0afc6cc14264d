//! Calm stretches, followed in the order of starts.
//!
//! Where nothing can befall an attempt, the next message in line goes to whoever is free first (J. Kiefer and
//! J. Wolfowitz, "On the theory of queues with many servers", Transactions of the AMS 78, 1955). So between two events
//! of the monitor or the timeline it is enough to go from start to start: an attempt that ends within the stretch is
//! finished as it begins, and nobody need guess whether an arrival or an end comes next. The run is the same, to the
//! bit: what is drawn and what follows from it is asked of `journey.rs`, and all that is kept of attempts is a sum, a
//! least or a greatest value, so that it may be counted in any order and added up at the end. After the stretch
//! everything stands as if it had been walked event by event.

mod burst;
mod failing;
mod fate;
mod line;
mod samples;
mod serving;

pub(super) use failing::Failing;

use std::sync::Arc;

use crate::event_list::{self, Notice, Source};
use crate::observer::Consequence;
use crate::scenario::{Discipline, Jitter};
use crate::senders::{Group, SlotId, Totals, Turns};
use crate::simulation::Simulation;
use crate::simulation::ahead::samples::Running;
use crate::time::{SimDuration, SimTime};

/// With fewer attempts for each slot, a stretch's beginning and end cost more than it saves: if all are always at work,
/// and with the work there is.
const ATTEMPTS_EACH: f64 = 1.5;
const WORK_EACH: f64 = 0.125;
/// A message is produced, or back from a backoff, and its attempt ends.
const EVENTS_EACH: u64 = 2;
/// No stretch begins later, 73 years after the start: so no time in one is greater than a histogram takes.
const LATEST: SimTime = SimTime::from_nanoseconds(1 << 61);
/// Whoever allows more events allows all.
const ALL: u64 = u64::MAX / 2;
/// Whoever allows that many, and a quarter as many as there are slots, allows as many as make a stretch worth it.
const MANY: u64 = 1 << 13;
/// So many attempts for each slot, or in all: some tens of milliseconds' worth.
const ENOUGH_EACH: u64 = 16;
const ENOUGH: u64 = 1 << 19;

/// A stretch in which fewer attempts for each slot began was not worth it.
const FEW_EACH: f64 = 1.0 / 16.0;

/// How long nobody looks ahead after stretches that were not worth it. How much is done in one can only be guessed before: where
/// few slots are fast and the others slow, or nearly all messages back off, it may be next to nothing.
#[derive(Debug, Default)]
pub(super) struct Reluctance {
    /// Nobody looks before so much is done.
    until: u64,
    /// How much had to be done before the look that found this stretch; each disappointment doubles it.
    last: u64,
}

impl Reluctance {
    /// So much is done after a stretch of so many slots in which this much was done.
    #[expect(clippy::cast_precision_loss, reason = "about so many")]
    fn learn(&mut self, done: u64, in_stretch: u64, slots: u64) {
        self.last = if (in_stretch as f64) < FEW_EACH * slots as f64 {
            slots.max(2 * self.last)
        } else {
            0
        };
        self.until = done + self.last;
    }
}

/// A stretch that is followed from start to start.
#[derive(Debug)]
struct Span {
    /// It ends before this instant.
    limit: SimTime,
    /// What comes before that: a sample that is taken on the way, or nothing.
    pause: Notice,
    /// Attempts that end from then on are not finished as they begin.
    beyond: SimTime,
    /// Attempts that were, and are under way at that pause.
    running: Vec<Running>,
    /// Whether a burst is served, so that outcomes are recorded as turns come.
    is_in_burst: bool,
    /// The last of what happened, as far as it is known.
    latest: SimTime,
    /// When the sender whose turn it was last became free. Turns are taken in the order of these times: once all are taken,
    /// no attempt ended later.
    last_free: SimTime,
    /// The work of each message.
    work: f64,
    /// The same for the first group's senders: what a unit of demand takes them, in nanoseconds.
    scale: f64,
    /// The only group, if there is but one: at hand, so that nobody need look for it.
    alike: Option<Arc<Group>>,
    /// The priority of each new message.
    priority: i32,
    /// Whether new messages come.
    produces: bool,
    /// Whether the length of the line matters as it shrinks.
    watches_line: bool,
    /// Whether a message may fail and be tried again, or comes back to be.
    retries: bool,
    /// Whether a message backs off only when its sender's turn comes.
    defers: bool,
    /// The last end of an attempt that settled a message.
    last_settled_at: SimTime,
    booked: Booked,
}

/// What is in the run's counts by now: of the attempts that began and ended in a stretch, and of all that senders did.
#[derive(Clone, Copy, Debug, Default)]
struct Booked {
    ended: u64,
    /// Those of them after which the message backed off.
    back_off: u64,
    totals: Totals,
}

impl Simulation {
    /// Where it is right and worth it, follows the run from start to start: up to `last`, the next event from outside,
    /// or until about so many events are used up. What is left of those.
    #[inline(never)]
    pub(super) fn look_ahead(&mut self, last: SimTime, left: u64) -> u64 {
        let done = |run: &Self| run.attempts.started + run.messages.produced;
        let before = done(self);
        if before < self.reluctance.until || !self.has_one_line() {
            return left;
        }
        let slots = self.senders.slots.len() as u64;
        let reach = self
            .first_but_samples()
            .min(last.next())
            .min(Turns::reach(self.now, slots));
        let work = self.kinds.work_of(self.producer.next_id(), &self.draws);
        let mut far = reach;
        if left < ALL {
            // with room for chance: about half of them are expected
            let mut messages = left / EVENTS_EACH / 2;
            if left >= MANY.max(slots / 4) {
                messages = messages.max((ENOUGH_EACH * slots).min(ENOUGH));
            }
            far = far.min(self.producer.horizon(self.now, messages));
            // without retries there are no more attempts than messages
            if self.broker.settings.max_attempts > 1 || self.unsettled > messages {
                far = far.min(self.senders.horizon(self.now, messages, work));
            }
        }
        let limit = far.min(self.events.first_of(Source::Monitor));
        let time = limit.since(self.now);
        let worth_it = self.senders.most_attempts(time, work) >= ATTEMPTS_EACH * self.senders.slot_count()
            && self.expected_work(time) >= WORK_EACH * self.senders.slot_count();
        if !worth_it {
            return left;
        }
        self.run_ahead([limit, far], work);
        let after = done(self);
        self.reluctance.learn(after, after - before, slots);
        match after - before {
            // nobody came or began so soon
            0 => left,
            _ if limit == far && far < reach => 0,
            done => left.saturating_sub(EVENTS_EACH * done),
        }
    }

    /// When the first event comes that neither a message nor a sender brings about, but a sample.
    fn first_but_samples(&self) -> SimTime {
        self.events.first_of(Source::Timeline).min(self.warm_up.at)
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
            && self.now < LATEST
            && Turns::has_room_for(self.senders.slots.len() as u64)
            // what comes now, a burst among it, comes at its own event
            && self.producer.next.at > self.now
            && (!retries || !produces && one_backoff && drains)
    }

    /// Whether anybody backs off, or may fail.
    fn may_come_back(&self) -> bool {
        let may_fail = |group: &Arc<Group>| !group.failure.is_never();
        self.messages.backing_off > 0 || self.senders.groups.iter().any(may_fail)
    }

    /// Carries out everything before `limit`, or before `far` if only samples come until then and can be taken on the way.
    fn run_ahead(&mut self, [limit, far]: [SimTime; 2], work: f64) {
        debug_assert!(self.broker.queue.is_whole(), "nobody is withdrawn in a calm run");
        let mut span = Span {
            limit,
            pause: Notice::first_at(limit),
            beyond: limit,
            running: Vec::new(),
            is_in_burst: false,
            latest: self.now,
            last_free: self.now,
            work,
            scale: self.senders.groups[0].mean * work,
            alike: match &self.senders.groups[..] {
                [all] => Some(Arc::clone(all)),
                _ => None,
            },
            priority: self.kinds.priority_of(self.producer.next_id(), &self.draws),
            produces: !self.producer.next.is_never(),
            watches_line: true,
            retries: self.broker.settings.max_attempts > 1 && self.may_come_back(),
            defers: true,
            last_settled_at: SimTime::ZERO,
            booked: Booked::default(),
        };
        let produced = self.producer.next_id();
        self.departures
            .were_at_most(self.monitor.statistics.peak.so_far());
        if span.retries {
            self.failing.begin(self.senders.slots.len());
        }
        self.line_senders_up(&mut span);
        span.booked.totals = self.senders.totals();
        self.let_samples_pass(&mut span, far);
        self.serve(&mut span);
        self.dismiss(&mut span);
        let produced = u64::from(self.producer.next_id().0 - produced.0);
        self.messages.produced += produced;
        self.unsettled += produced;
        let totals = self.senders.totals();
        self.book(&mut span, self.turns.given(), totals);
        self.monitor.statistics.peak.reaches(self.departures.most());
        self.stand_at_the_end(&span);
        #[cfg(test)]
        {
            self.stretches_ahead += 1;
        }
    }

    /// All who are free within the stretch line up: those who are now, and those whose attempts end, which are finished.
    fn line_senders_up(&mut self, span: &mut Span) {
        let all = u32::try_from(self.senders.slots.len()).unwrap_or(u32::MAX);
        self.turns.begin(all, self.now);
        while let Some(slot) = self.senders.claim_slot() {
            self.senders.engage(slot);
            self.turns.joins(self.now, slot);
        }
        // in the order of their insertion numbers, which decides between equals; turns are sorted by time as it is
        let slots = (0..).zip(&self.senders.slots);
        let ended = slots
            .filter(|(_, slot)| slot.attempt.is_some() && slot.end.at < span.limit)
            .map(|(id, slot)| slot.end.insertion_and(id));
        for word in event_list::sort(ended) {
            let place = event_list::place_of(word);
            let (slot, at) = (
                SlotId(u32::try_from(place).unwrap_or(u32::MAX)),
                self.senders.slots[place].end.at,
            );
            if let Some(attempt) = self.senders.end_attempt(slot, at) {
                if self.finish::<true>(slot, &attempt, at) == Consequence::BacksOff {
                    // that attempt is in the run's counts, though its message backs off in the stretch
                    span.booked.back_off += 1;
                    let mark = self.mark_of(attempt.message);
                    self.failing
                        .goes_on(slot, self.now, mark, attempt.message.id, true);
                }
                self.turns.joins(at, slot);
            }
        }
        self.turns.start();
    }

    /// Adds what was counted of a stretch to what is counted of the run: so many attempts ended in it by now, and this is what
    /// all senders have done.
    fn book(&mut self, span: &mut Span, ended: u64, totals: Totals) {
        let mut back_off = 0;
        if span.retries {
            self.let_back_off();
            back_off = self.failing.backed_off();
        } else if ended > 0 {
            // each end settled a message; of the last ones it is known once nobody has a turn any more
            span.last_settled_at = span.last_free;
        }
        let now = Booked {
            ended,
            back_off,
            totals,
        };
        let before = std::mem::replace(&mut span.booked, now);
        let ended = ended - before.ended;
        let failed = totals.failed - before.totals.failed;
        let (sent, settled) = (ended - failed, ended - (back_off - before.back_off));
        self.attempts.started += ended;
        self.attempts.succeeded += sent;
        self.attempts.failed += failed;
        self.messages.sent += sent;
        self.messages.failed += settled - sent;
        self.unsettled -= settled;
        self.last_settled_at = self.last_settled_at.max(span.last_settled_at);
        let service = &mut self.monitor.statistics.service;
        service.add_to_sum(totals.busy - before.totals.busy);
        if settled > 0 {
            self.fruitless_redeliveries = 0;
        }
    }

    /// Who has nothing to do is free, in the order of becoming so.
    fn dismiss(&mut self, span: &mut Span) {
        while let Some((free_at, slot)) = self.turns.first() {
            if span.retries && self.failing.ends(slot, free_at) {
                self.let_back_off();
            }
            self.turns.leaves(slot);
            self.senders.release(slot);
            self.senders.free_up(slot);
            span.latest = span.latest.max(free_at);
            span.last_free = free_at;
        }
    }

    /// Those whose backoff is over by then wait again.
    fn rejoin(&mut self, limit: Notice) {
        let (mut ids, mut times) = (Vec::new(), Vec::new());
        while let Some(like) = self.broker.backoff.pop_alike(limit, &mut ids, &mut times) {
            self.messages.backing_off -= ids.len() as u64;
            self.broker.queue.push_tail_alike(&like, &ids);
            for (id, at) in ids.iter().zip(&times) {
                self.now = *at;
                self.joined_queue::<true>(*id, 1, false);
            }
        }
    }

    /// Brings everything to where it stands when the stretch is over.
    fn stand_at_the_end(&mut self, span: &Span) {
        self.events
            .set_attempts(self.senders.slots.iter().map(|slot| slot.end));
        // who came and found nobody free waits
        self.events.set(Source::Producer, self.producer.next);
        while self.producer.next.at < span.limit {
            self.now = self.producer.next.at;
            self.on_produced::<true>();
            // the queue is as long as that and those who were still waiting then
            let waiting = self.messages.queued + self.departures.after(self.now);
            self.monitor.statistics.peak.grows(self.now, waiting);
        }
        self.rejoin(Notice::first_at(span.limit));
        self.events.set(Source::Backoff, self.broker.backoff.next());
        self.now = self.now.max(span.latest);
        #[cfg(debug_assertions)]
        self.check();
        if self.unsettled == 0 {
            self.end_if_over();
        }
    }
}
