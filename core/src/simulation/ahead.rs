//! Calm stretches, followed in the order of starts.
//!
//! Where nothing can befall an attempt, the next message in line goes to whoever is free first (J. Kiefer and
//! J. Wolfowitz, "On the theory of queues with many servers", Transactions of the AMS 78, 1955). So between two events
//! of the monitor or the timeline it is enough to go from start to start: an attempt that ends within the stretch is
//! finished as it begins, and nobody need guess whether an arrival or an end comes next. The run is the same, to the
//! bit: what is drawn and what follows from it is asked of `journey.rs`, and all that is kept of attempts is a sum, a
//! least or a greatest value, so that it may be counted in any order and added up at the end. After the stretch
//! everything stands as if it had been walked event by event.

use crate::digest::Ending;
use crate::draws::Draws;
use crate::event_list::{self, Source};
use crate::message::{Batch, Message, MessageId};
use crate::observer::Consequence;
use crate::scenario::{Discipline, Jitter};
use crate::senders::{Attempt, Group, SlotId, Standing, Turn, Turns};
use crate::simulation::Simulation;
use crate::simulation::journey::{fails, service_time};
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

/// A stretch that is followed from start to start.
#[derive(Debug)]
struct Span {
    /// It ends before this instant.
    limit: SimTime,
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
    alike: Option<Group>,
    /// The priority of each new message.
    priority: i32,
    /// Whether new messages come.
    produces: bool,
    /// Whether the length of the line matters as it shrinks.
    watches_line: bool,
    /// Whether a message that fails may be tried again.
    retries: bool,
    books: Books,
}

/// What chance makes of an attempt.
#[derive(Clone, Copy, Debug, Default)]
struct Fate {
    length: SimDuration,
    fails: bool,
}

impl Fate {
    #[inline(always)]
    fn of(group: &Group, scale: f64, message: MessageId, delivery: u32, draws: &Draws) -> Self {
        Self {
            length: service_time(group, scale, message, delivery, draws),
            fails: fails(group, message, delivery, draws),
        }
    }
}

/// The attempts that began and ended in a stretch, counted together when it is over.
#[derive(Clone, Copy, Debug, Default)]
struct Books {
    ended: u64,
    failed: u64,
    /// Those of them after which the message backed off.
    back_off: u64,
    /// The last end that settled a message.
    last_settled_at: SimTime,
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
        let reach = outside.min(Turns::reach(self.now, self.senders.slots.len() as u64));
        let work = self.kinds.work_of(self.producer.next_id(), &self.draws);
        let mut limit = reach;
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
            _ if limit < reach => 0,
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
            && self.now < LATEST
            && Turns::has_room_for(self.senders.slots.len() as u64)
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
            last_free: self.now,
            work,
            scale: self.senders.groups[0].mean * work,
            alike: match &self.senders.groups[..] {
                [all] => Some(all.clone()),
                _ => None,
            },
            priority: self.kinds.priority_of(self.producer.next_id(), &self.draws),
            produces: !self.producer.next.is_never(),
            watches_line: true,
            retries: self.broker.settings.max_attempts > 1,
            books: Books::default(),
        };
        let produced = self.producer.next_id();
        self.departures
            .were_at_most(self.monitor.statistics.peak.so_far());
        self.broker.backoff.gather();
        self.line_senders_up(limit);
        let before = self.senders.totals();
        self.serve(&mut span);
        self.dismiss(&mut span);
        let after = self.senders.totals();
        span.books.ended = self.turns.given();
        span.books.failed = after.failed - before.failed;
        if !span.retries && span.books.ended > 0 {
            // each end settled a message
            span.books.last_settled_at = span.last_free;
        }
        self.monitor
            .statistics
            .service
            .add_to_sum(after.busy - before.busy);
        self.broker.backoff.stop_gathering();
        let produced = u64::from(self.producer.next_id().0 - produced.0);
        self.messages.produced += produced;
        self.unsettled += produced;
        self.book(span.books);
        self.monitor.statistics.peak.reaches(self.departures.most());
        self.stand_at_the_end(&span);
        #[cfg(test)]
        {
            self.stretches_ahead += 1;
        }
    }

    /// All who are free within the stretch line up: those who are now, and those whose attempts end, which are finished.
    fn line_senders_up(&mut self, limit: SimTime) {
        let all = u32::try_from(self.senders.slots.len()).unwrap_or(u32::MAX);
        self.turns.begin(all, self.now);
        while let Some(slot) = self.senders.claim_slot() {
            self.senders.engage(slot);
            self.turns.joins(self.now, slot);
        }
        // in the order of their insertion numbers, which decides between equals; turns are sorted by time as it is
        let slots = (0..).zip(&self.senders.slots);
        let mut order: Vec<u64> = slots
            .filter(|(_, slot)| slot.attempt.is_some() && slot.end.at < limit)
            .map(|(id, slot)| slot.end.insertion_and(id))
            .collect();
        event_list::sort(&mut order);
        for word in order {
            let place = event_list::place_of(word);
            let (slot, at) = (
                SlotId(u32::try_from(place).unwrap_or(u32::MAX)),
                self.senders.slots[place].end.at,
            );
            if let Some(attempt) = self.senders.end_attempt(slot, at) {
                self.finish::<true>(slot, &attempt, at);
                self.turns.joins(at, slot);
            }
        }
        self.turns.start();
    }

    /// One message after another goes to whoever is free first: those that wait, then those that come back from their
    /// backoff or are produced, until there is none or nobody is free within the stretch.
    #[inline(always)]
    fn serve(&mut self, span: &mut Span) {
        while self.turns.first().is_some()
            && let Some((batch, joined)) = self.next_in_line(span.limit)
        {
            self.serve_line(batch, joined, span);
        }
        // where messages come back, none is produced: see `has_one_line`
        if self.broker.queue.length() == 0 {
            self.serve_produced(span);
        }
        self.messages.queued = self.broker.queue.length();
    }

    /// Who is next in line: those that wait, or else the first one whose backoff is over by then; and since when. Those that
    /// wait are on record: as their joining was taken off the area under the queue's length, they count from zero on.
    #[inline(never)]
    fn next_in_line(&mut self, limit: SimTime) -> Option<(Batch, SimTime)> {
        if let Some(batch) = self.broker.queue.take_batch() {
            return Some((batch, SimTime::ZERO));
        }
        let (at, message) = self.returned_before(limit)?;
        Some((Batch::one(message), at))
    }

    /// Messages that stand in line and differ in their numbers alone.
    #[inline(always)]
    fn serve_line(&mut self, batch: Batch, joined: SimTime, span: &mut Span) {
        let Batch { mut first, mut size } = batch;
        let delivery = first.deliveries + 1;
        let mut ahead = self.fate_ahead(first.id, delivery, span);
        let mut turn = self.turns.next();
        while size > 0
            && let Some((free_at, slot)) = self.turns.whose(turn)
        {
            let message = first;
            first.id.0 = first.id.0.wrapping_add(1);
            size -= 1;
            span.last_free = free_at;
            let fate = match &span.alike {
                Some(all) if size > 0 => std::mem::replace(
                    &mut ahead,
                    Fate::of(all, span.scale, first.id, delivery, &self.draws),
                ),
                Some(_) => ahead,
                None => self.fate_at(slot, message.id, delivery, span),
            };
            // nobody idles while a message waits; who comes back may find somebody idle
            let mut start = free_at;
            let statistics = &mut self.monitor.statistics;
            if message.begun {
                start = free_at.max(joined);
                statistics.queue_pass(joined, start);
            } else {
                let waited = start.elapsed_since(message.waits_since);
                statistics
                    .rising
                    .record(waited, size + 1, &mut statistics.waiting);
            }
            if span.watches_line {
                self.leave_line(start, size, span);
            }
            turn = self.attempt_ahead(slot, message, start, fate, span.retries, span);
        }
        if !first.begun {
            let times = u128::from(batch.size - size) * u128::from(first.waits_since.nanoseconds());
            let statistics = &mut self.monitor.statistics;
            let waited = statistics.rising.end(size, &mut statistics.waiting);
            statistics.queue_leave_at(times + waited);
        }
        if size > 0 {
            self.broker.queue.put_back(Batch { first, size });
        }
    }

    /// Messages that are served as they are produced, or wait in a line that nobody else joins. None of them is tried again
    /// within the stretch: see [`Self::has_one_line`].
    #[inline(always)]
    fn serve_produced(&mut self, span: &mut Span) {
        let waited_before = self.monitor.statistics.waiting.sum();
        let rate = self.producer.poisson_rate();
        let mut ahead = self.fate_ahead(self.producer.next_id(), 1, span);
        let mut turn = self.turns.next();
        while self.producer.next.at < span.limit
            && let Some((free_at, slot)) = self.turns.whose(turn)
        {
            span.last_free = free_at;
            let at = self.producer.next.at;
            let start = at.max(free_at);
            let waiting = &mut self.monitor.statistics.waiting;
            waiting.record_usual(start.elapsed_since(at));
            self.departures.passed(at, start);
            let message = self.produce_one(at, rate, span.priority);
            let fate = match &span.alike {
                Some(all) => {
                    let id = MessageId(message.id.0.wrapping_add(1));
                    std::mem::replace(&mut ahead, Fate::of(all, span.scale, id, 1, &self.draws))
                }
                None => self.fate_at(slot, message.id, 1, span),
            };
            turn = self.attempt_ahead(slot, message, start, fate, false, span);
        }
        let statistics = &mut self.monitor.statistics;
        statistics.queue_leave_at(statistics.waiting.sum() - waited_before);
    }

    /// Where the length of the line matters as it shrinks.
    #[inline(never)]
    fn leave_line(&mut self, start: SimTime, rest: u32, span: &mut Span) {
        let peak = &mut self.monitor.statistics.peak;
        peak.shrinks(start, self.broker.queue.length() + u64::from(rest));
        self.departures.left(start);
        self.departures.were_at_most(peak.so_far());
        // the length of the first instant is known once that is over
        span.watches_line = span.produces || start == self.now;
    }

    /// Produces a message that goes straight on to its attempt; `rate` is that of a Poisson process, which is asked first. Its
    /// clock does not stand still while messages come.
    #[inline(always)]
    fn produce_one(&mut self, at: SimTime, rate: Option<f64>, priority: i32) -> Message {
        let id = self.producer.next_id();
        self.producer.count_produced(1);
        self.producer.next = if let Some(rate) = rate
            && self.producer.has_more()
        {
            let gap = self.producer.poisson_gap(rate, &self.draws);
            self.events.notice(at.plus(gap))
        } else {
            self.next_production(at)
        };
        Message {
            waits_since: at,
            ..Message::new(id, priority, at)
        }
    }

    /// The first message whose backoff is over by then, and when it is.
    fn returned_before(&mut self, limit: SimTime) -> Option<(SimTime, Message)> {
        self.broker.backoff.put_in_order();
        let at = self.broker.backoff.next().at;
        if at >= limit {
            return None;
        }
        let message = self.broker.backoff.pop()?;
        self.messages.backing_off -= 1;
        Some((at, message))
    }

    /// What becomes of an attempt if all senders are alike. It is drawn while the message before is served: who is free next
    /// waits for it, and it for nothing.
    #[inline(always)]
    fn fate_ahead(&self, message: MessageId, delivery: u32, span: &Span) -> Fate {
        match &span.alike {
            Some(all) => Fate::of(all, span.scale, message, delivery, &self.draws),
            None => Fate::default(),
        }
    }

    /// What becomes of an attempt that this slot makes.
    #[inline(always)]
    fn fate_at(&self, slot: SlotId, message: MessageId, delivery: u32, span: &Span) -> Fate {
        // one value from each call: a pair would go through memory in the page, wherever it came from
        Fate {
            length: self.length_at(slot, message, delivery, span.work),
            fails: self.fails_at(slot, message, delivery),
        }
    }

    #[inline(never)]
    fn length_at(&self, slot: SlotId, message: MessageId, delivery: u32, work: f64) -> SimDuration {
        let group = self.group_of(slot);
        service_time(group, group.mean * work, message, delivery, &self.draws)
    }

    #[inline(never)]
    fn fails_at(&self, slot: SlotId, message: MessageId, delivery: u32) -> bool {
        fails(self.group_of(slot), message, delivery, &self.draws)
    }

    fn group_of(&self, slot: SlotId) -> &Group {
        let account = &self.senders.accounts[slot.0 as usize];
        &self.senders.groups[account.group as usize]
    }

    /// An attempt begins, and ends at once if that is within the stretch. `may_retry` says whether a message that fails may
    /// be tried again.
    #[inline(always)]
    fn attempt_ahead(
        &mut self,
        id: SlotId,
        message: Message,
        start: SimTime,
        fate: Fate,
        may_retry: bool,
        span: &mut Span,
    ) -> Turn {
        let account = &mut self.senders.accounts[id.0 as usize];
        let sender = account.sender;
        let delivery = message.deliveries + 1;
        let Fate { length, fails } = fate;
        let end = start.plus(length);
        account.attempts += 1;
        if end >= span.limit {
            self.begin_ahead(id, &{ message }, start, end, span);
            return self.turns.next();
        }
        let next = self.turns.free_from(end, id);
        account.failed += u64::from(fails);
        account.busy += length.nanoseconds();
        let statistics = &mut self.monitor.statistics;
        statistics.service.record_but_sum(length);
        let books = &mut span.books;
        let consequence = if may_retry {
            let consequence = self.what_follows::<true>(&message, delivery, fails);
            if consequence != Consequence::BacksOff {
                books.last_settled_at = books.last_settled_at.max(end);
            }
            consequence
        } else if fails {
            Consequence::AttemptsUsedUp
        } else {
            Consequence::Sent
        };
        if consequence == Consequence::BacksOff {
            books.back_off += 1;
            self.back_off::<true>(
                Message {
                    deliveries: delivery,
                    begun: true,
                    ..message
                },
                end,
            );
        } else {
            let tally = self.monitor.statistics.outcome(fails);
            tally.record_usual(end.elapsed_since(message.produced_at));
        }
        self.fingerprint.absorb_delivery(
            &message,
            delivery,
            sender,
            [start, end],
            Ending::Itself(consequence),
        );
        next
    }

    /// An attempt begins, and goes on when the stretch is over.
    #[inline(never)]
    fn begin_ahead(&mut self, id: SlotId, message: &Message, start: SimTime, end: SimTime, span: &mut Span) {
        self.turns.leaves(id);
        self.attempts.started += 1;
        self.messages.sending += 1;
        span.latest = span.latest.max(start);
        let slot = &mut self.senders.slots[id.0 as usize];
        slot.end = self.events.notice(end);
        slot.attempt = Some(Attempt {
            message: Message {
                deliveries: message.deliveries + 1,
                begun: true,
                ..*message
            },
            // those that ended are added later
            number: self.attempts.started + self.turns.given(),
            started_at: start,
            standing: Standing::default(),
        });
    }

    /// Adds what was counted of a stretch to what is counted of the run.
    fn book(&mut self, books: Books) {
        let (sent, settled) = (books.ended - books.failed, books.ended - books.back_off);
        self.attempts.started += books.ended;
        self.attempts.succeeded += sent;
        self.attempts.failed += books.failed;
        self.messages.sent += sent;
        self.messages.failed += settled - sent;
        self.unsettled -= settled;
        self.last_settled_at = self.last_settled_at.max(books.last_settled_at);
        if settled > 0 {
            self.fruitless_redeliveries = 0;
        }
    }

    /// Who has nothing to do is free, in the order of becoming so.
    fn dismiss(&mut self, span: &mut Span) {
        while let Some((free_at, slot)) = self.turns.first() {
            self.turns.leaves(slot);
            self.senders.release(slot);
            self.senders.free_up(slot);
            span.latest = span.latest.max(free_at);
            span.last_free = free_at;
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
        while let Some((at, message)) = self.returned_before(span.limit) {
            self.now = at;
            self.broker.queue.push_tail(Batch::one(message));
            self.joined_queue::<true>(message.id, 1, false);
        }
        self.events.set(Source::Backoff, self.broker.backoff.next());
        self.now = self.now.max(span.latest);
        #[cfg(debug_assertions)]
        self.check();
        if self.unsettled == 0 {
            self.end_if_over();
        }
    }
}
