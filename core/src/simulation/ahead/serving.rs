//! Within a stretch: one message after another goes to whoever is free first.

use crate::digest::Ending;
use crate::draws::Draws;
use crate::message::{Batch, Message, MessageId};
use crate::observer::Consequence;
use crate::senders::{Attempt, Group, SlotId, Standing, Turn};
use crate::simulation::Simulation;
use crate::simulation::ahead::Span;
use crate::simulation::journey::{fails, service_time};
use crate::time::{SimDuration, SimTime};

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

impl Simulation {
    /// One message after another goes to whoever is free first: those that wait, then those that come back from their
    /// backoff or are produced, until there is none or nobody is free within the stretch.
    #[inline(always)]
    pub(super) fn serve(&mut self, span: &mut Span) {
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
        let (begun, retries) = (first.begun, span.retries);
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
            if begun {
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
            turn = self.attempt_ahead((turn, free_at, slot), message, start, fate, retries, span);
        }
        if !begun {
            let times = u128::from(batch.size - size) * u128::from(first.waits_since.nanoseconds());
            let statistics = &mut self.monitor.statistics;
            let waited = statistics.rising.end(size, &mut statistics.waiting);
            statistics.queue_leave_at(times + waited);
        }
        if size > 0 {
            self.broker.queue.put_back(Batch { first, size });
        }
    }

    /// Messages that are served as they are produced, or wait in a line that nobody else joins. Where
    /// messages may be tried again, none is produced: see [`Self::has_one_line`].
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
            debug_assert!(!span.retries, "who comes back would wait in another line");
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
            turn = self.attempt_ahead((turn, free_at, slot), message, start, fate, false, span);
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
    pub(super) fn returned_before(&mut self, limit: SimTime) -> Option<(SimTime, Message)> {
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
        (turn, free_at, id): (Turn, SimTime, SlotId),
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
            // a copy, so that the message itself need not be in memory for all others
            self.begin_ahead(id, &{ message }, start, end, span);
            return self.turns.next();
        }
        let next = self.turns.free_after(turn, id, end.elapsed_since(free_at));
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
}
