//! Within a stretch: one message after another goes to whoever is free first.

use std::hint::select_unpredictable;

use crate::digest::Who;
use crate::message::{Batch, Message, MessageId};
use crate::monitor::Ended;
use crate::observer::Consequence;
use crate::producer::gap_word;
use crate::senders::{Attempt, Group, SlotId, Standing, Turn};
use crate::simulation::Simulation;
use crate::simulation::ahead::Span;
use crate::simulation::ahead::failing::Mark;
use crate::simulation::ahead::fate::{Fate, Forecast, after};
use crate::simulation::ahead::line::Line;
use crate::simulation::journey::{fails, service_time, service_word};
use crate::time::{SimDuration, SimTime};

/// So many messages that are not numbered consecutively are taken out of the queue at once: those that are not served must
/// be put back.
const MOST_AT_ONCE: usize = 256;

impl Simulation {
    /// One message after another goes to whoever is free first: those that wait, then those that come back from their
    /// backoff or are produced, until there is none or nobody is free within the stretch. Samples are taken on the way.
    #[inline(always)]
    pub(super) fn serve(&mut self, span: &mut Span) {
        loop {
            self.serve_until_pause(span);
            if !self.pass_sample(0, span) {
                return;
            }
        }
    }

    #[inline(always)]
    fn serve_until_pause(&mut self, span: &mut Span) {
        let mut others = Vec::new();
        while self.turns.first().is_some()
            && let Some((batch, joined)) = self.next_in_line(&mut others, span)
        {
            let is_burst = others.is_empty() && self.is_burst(&batch);
            let burst = if is_burst { span.alike.clone() } else { None };
            // compiled for each, as what one needs for a retry takes registers from the other
            match (span.retries, burst) {
                (true, Some(all)) => self.serve_burst::<true>(batch, &all, span),
                (false, Some(all)) => self.serve_burst::<false>(batch, &all, span),
                (true, None) => self.serve_again(batch, &others, joined, span),
                (false, None) => self.serve_line::<false>(batch, &[], joined, span),
            }
        }
        // where messages come back, none is produced: see `has_one_line`
        if span.produces && self.broker.queue.length() == 0 {
            self.serve_produced(span);
        }
        self.messages.queued = self.broker.queue.length();
    }

    /// Who is next in line: those that wait, or else the first one whose backoff is over by then; and since when. Those that
    /// wait are on record: as their joining was taken off the area under the queue's length, they count from zero on. `others`
    /// become the numbers of those behind who have everything else in common.
    #[inline(never)]
    fn next_in_line(&mut self, others: &mut Vec<MessageId>, span: &mut Span) -> Option<(Batch, SimTime)> {
        let most = if span.retries { MOST_AT_ONCE } else { 0 };
        if let Some(batch) = self.broker.queue.take_alike(most, others) {
            return Some((batch, SimTime::ZERO));
        }
        if !span.retries {
            return None;
        }
        if span.defers {
            self.end_all(span);
        }
        self.let_back_off();
        let next = self.broker.backoff.next();
        if next >= span.pause {
            return None;
        }
        let batch = self.broker.backoff.pop()?;
        self.messages.backing_off -= 1;
        Some((batch, next.at))
    }

    /// Nobody waits: who fails is the next to come back. So those messages back off in the order of their attempts' ends, and
    /// others from now on as their attempts begin.
    #[cold]
    fn end_all(&mut self, span: &mut Span) {
        span.defers = false;
        for (at, slot) in self.turns.in_order() {
            if self.failing.ends(slot, at) {
                self.let_back_off();
            }
        }
    }

    /// What messages like this one have in common.
    pub(super) fn line_of(&mut self, message: &Message) -> Line {
        let deliveries = message.deliveries + 1;
        let after_failure = self.what_follows::<true>(message, deliveries, true);
        let delivered = Message {
            deliveries,
            begun: true,
            ..*message
        };
        let mark = match after_failure {
            Consequence::BacksOff => self.mark_of(delivered),
            _ => Mark::NONE,
        };
        Line::of(deliveries, after_failure, mark)
    }

    /// Where messages may be tried again.
    #[inline(never)]
    fn serve_again(&mut self, batch: Batch, others: &[MessageId], joined: SimTime, span: &mut Span) {
        self.serve_line::<true>(batch, others, joined, span);
    }

    /// Messages that stand in line and differ in their numbers alone.
    #[inline(always)]
    fn serve_line<const RETRIES: bool>(
        &mut self,
        batch: Batch,
        mut others: &[MessageId],
        joined: SimTime,
        span: &mut Span,
    ) {
        let Batch { mut first, mut size } = batch;
        let before = left(size, others);
        let delivery = first.deliveries + 1;
        let begun = first.begun;
        let line = if RETRIES {
            self.line_of(&first)
        } else {
            Line::of(delivery, Consequence::AttemptsUsedUp, Mark::NONE)
        };
        let line = line.with(&first);
        let second = |first: MessageId, size, others: &[MessageId]| match others {
            [second, ..] if size == 1 => *second,
            _ => after(first),
        };
        let alike = span.alike.as_ref();
        let mut forecast = alike.map(|all| {
            let two = [first.id, second(first.id, size, others)];
            Forecast::new(all, span.scale, two, delivery, &self.draws)
        });
        let mut turn = self.turns.next();
        while size > 0
            && let Some((free_at, slot)) = self.turns.whose(turn)
        {
            let message = first;
            first.id = after(first.id);
            size -= 1;
            if size == 0
                && let Some((id, rest)) = others.split_first()
            {
                others = rest;
                first.id = *id;
                size = 1;
            }
            span.last_free = free_at;
            let fate = match &forecast {
                Some(forecast) => forecast.next,
                None => self.fate_at(slot, message.id, delivery, span),
            };
            if RETRIES
                && self
                    .failing
                    .goes_on(slot, free_at, line.mark, message.id, fate.fails)
            {
                self.let_back_off();
            }
            // nobody idles while a message waits; who comes back may find somebody idle
            let mut start = free_at;
            let statistics = &mut self.monitor.statistics;
            if begun {
                start = free_at.max(joined);
                statistics.queue_pass(joined, start);
            } else {
                let waited = start.elapsed_since(message.waits_since);
                statistics.record_rising(waited, Ended::Nothing);
            }
            if span.watches_line {
                self.leave_line(start, left(size, others), span);
            }
            let whose = (turn, free_at, slot);
            turn = self.attempt_ahead::<RETRIES, false, true>(whose, message, start, fate, line, span);
            if let Some(all) = &span.alike
                && let Some(forecast) = &mut forecast
            {
                let second = second(first.id, size, others);
                forecast.advance(all, span.scale, second, delivery, &self.draws);
            }
        }
        if !begun {
            self.line_is_over(first.waits_since, before - left(size, others));
        }
        if size > 0 {
            self.broker.queue.put_back(Batch { first, size }, others);
        }
    }

    /// So many messages left a line in which they had waited since then.
    pub(super) fn line_is_over(&mut self, waited_since: SimTime, messages: u32) {
        let times = u128::from(messages) * u128::from(waited_since.nanoseconds());
        let statistics = &mut self.monitor.statistics;
        let waited = statistics.end_rising();
        statistics.queue_leave_at(times + waited);
    }

    /// Messages that are served as they are produced, or wait in a line that nobody else joins. Where
    /// messages may be tried again, none is produced: see [`Self::has_one_line`].
    #[inline(always)]
    fn serve_produced(&mut self, span: &mut Span) {
        let waited_before = self.monitor.statistics.waiting.sum();
        let rate = self.producer.poisson_rate();
        let next = self.producer.next_id();
        let mut gap = gap_word(after(next), &self.draws);
        let alike = span.alike.as_ref();
        let mut forecast =
            alike.map(|all| Forecast::new(all, span.scale, [next, after(next)], 1, &self.draws));
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
            // made of the word that was drawn with the message before, for the reason that [`Forecast`] tells
            let gap_after = rate.map(|rate| self.producer.poisson_gap(gap, rate));
            let message = self.produce_one(at, gap_after, span.priority);
            let next = after(message.id);
            gap = gap_word(after(next), &self.draws);
            let fate = match &forecast {
                Some(forecast) => forecast.next,
                None => self.fate_at(slot, message.id, 1, span),
            };
            let whose = (turn, free_at, slot);
            let line = Line::TRIED_ONCE.with(&message);
            turn = self.attempt_ahead::<false, false, false>(whose, message, start, fate, line, span);
            if let Some(all) = &span.alike
                && let Some(forecast) = &mut forecast
            {
                forecast.advance(all, span.scale, after(next), 1, &self.draws);
            }
        }
        let statistics = &mut self.monitor.statistics;
        statistics.queue_leave_at(statistics.waiting.sum() - waited_before);
    }

    /// Where the length of the line matters as it shrinks.
    #[inline(never)]
    pub(super) fn leave_line(&mut self, start: SimTime, rest: u32, span: &mut Span) {
        let peak = &mut self.monitor.statistics.peak;
        peak.shrinks(start, self.broker.queue.length() + u64::from(rest));
        self.departures.left(start);
        self.departures.were_at_most(peak.so_far());
        // the length of the first instant is known once that is over
        span.watches_line = span.produces || start == self.now;
    }

    /// Produces a message that goes straight on to its attempt; `gap` is the one before the next if arrivals are Poisson, which
    /// is asked first. The producer's clock does not stand still while messages come.
    #[inline(always)]
    fn produce_one(&mut self, at: SimTime, gap: Option<SimDuration>, priority: i32) -> Message {
        let id = self.producer.next_id();
        self.producer.count_produced(1);
        self.producer.next = if let Some(gap) = gap
            && self.producer.has_more()
        {
            self.events.notice(at.plus(gap))
        } else {
            self.next_production(at)
        };
        Message {
            waits_since: at,
            ..Message::new(id, priority, at)
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
        service_time(
            group,
            group.mean * work,
            service_word(message, delivery, &self.draws),
        )
    }

    #[inline(never)]
    fn fails_at(&self, slot: SlotId, message: MessageId, delivery: u32) -> bool {
        fails(self.group_of(slot), message, delivery, &self.draws)
    }

    fn group_of(&self, slot: SlotId) -> &Group {
        let account = &self.senders.accounts[slot.0 as usize];
        &self.senders.groups[account.group as usize]
    }

    /// An attempt begins, and ends at once if that is within the stretch. `BURST`: what comes of its message is recorded when the
    /// slot's turn comes, with the waiting time of the next. `PAUSES`: samples may be taken on the way.
    #[inline(always)]
    pub(super) fn attempt_ahead<const RETRIES: bool, const BURST: bool, const PAUSES: bool>(
        &mut self,
        (turn, free_at, id): (Turn, SimTime, SlotId),
        message: Message,
        start: SimTime,
        fate: Fate,
        line: Line,
        span: &mut Span,
    ) -> Turn {
        let account = &mut self.senders.accounts[id.0 as usize];
        if BURST {
            let waited = start.elapsed_since(message.waits_since);
            self.monitor.statistics.record_rising(waited, account.ended);
        }
        let who = Who::new(message.id, account.sender);
        let Fate { length, fails } = fate;
        let end = start.plus(length);
        account.attempts += 1;
        let runs_on = end >= if PAUSES { span.pause.at } else { span.limit };
        if runs_on {
            if !PAUSES || end >= span.beyond {
                // a copy, so that the message itself need not be in memory for all others
                self.begin_ahead(id, &{ message }, start, end, span);
                return self.turns.next();
            }
            span.runs_on(id, message.produced_at, [start, end], fails);
        }
        let next = self
            .turns
            .free_after(turn, id, end.elapsed_since(free_at), RETRIES);
        account.failed += u64::from(fails);
        account.busy += length.nanoseconds();
        let statistics = &mut self.monitor.statistics;
        statistics.service.record_but_sum(length);
        if BURST || runs_on {
            account.ended = line.ended(fails);
        } else {
            let after = end.elapsed_since(message.produced_at);
            let backs_off = RETRIES && line.after_failure == Consequence::BacksOff;
            statistics.outcome_or_none(fails, backs_off).record_usual(after);
        }
        if RETRIES {
            span.last_settled_at = span.last_settled_at.max(line.mark.settled_at(end, fails));
            if !BURST && !span.defers && !runs_on && self.failing.ends(id, end) {
                self.let_back_off();
            }
        }
        let delivery = select_unpredictable(fails, line.failed, line.sent);
        self.fingerprint.absorb_delivery(who, delivery, [start, end]);
        next
    }

    /// An attempt begins, and goes on when the stretch is over.
    #[inline(never)]
    fn begin_ahead(&mut self, id: SlotId, message: &Message, start: SimTime, end: SimTime, span: &mut Span) {
        self.turns.leaves(id);
        self.senders.accounts[id.0 as usize].ended = Ended::Nothing;
        self.attempts.started += 1;
        self.messages.sending += 1;
        span.latest = span.latest.max(start);
        span.limit = span.limit.min(end);
        let slot = &mut self.senders.slots[id.0 as usize];
        slot.end = self.events.notice(end);
        slot.attempt = Some(Attempt {
            message: Message {
                deliveries: message.deliveries + 1,
                begun: true,
                ..*message
            },
            // those that ended are added later
            number: self.attempts.started + self.turns.given() - span.booked.ended,
            started_at: start,
            standing: Standing::default(),
        });
    }
}

/// How many are left of a line.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "there are no more messages")]
fn left(size: u32, others: &[MessageId]) -> u32 {
    size + others.len() as u32
}
