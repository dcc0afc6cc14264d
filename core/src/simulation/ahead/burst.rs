//! Within a stretch: what is left of a burst, served by senders that are alike.
//!
//! Those who came together wait since then. So when it is a sender's turn, the next message has waited as long as the one
//! before it took there, from its production to its outcome: both times are recorded at once, when the turn comes and not when
//! the attempt begins. Nothing but the messages' numbers and the draws changes from turn to turn.

use crate::message::{Batch, Message};
use crate::monitor::Ended;
use crate::observer::Consequence;
use crate::senders::{Group, SlotId};
use crate::simulation::Simulation;
use crate::simulation::ahead::Span;
use crate::simulation::ahead::fate::{Forecast, after};
use crate::simulation::ahead::line::Line;
use crate::time::{SimDuration, SimTime};

/// With no more messages for each slot, what it takes to end the burst is as much as it spares.
const MESSAGES_EACH: usize = 2;

impl Simulation {
    /// Whether these messages, who are next in line, are a burst of which others are settled, so that the least of all times to
    /// an outcome is known; and so many that it is worth recording the last ends apart.
    pub(super) fn is_burst(&self, batch: &Batch) -> bool {
        let Some((free_at, _)) = self.turns.first() else {
            return false;
        };
        let (first, statistics) = (&batch.first, &self.monitor.statistics);
        let shortest = free_at.elapsed_since(first.produced_at).nanoseconds();
        batch.size as usize > MESSAGES_EACH * self.senders.slots.len()
            && first.deliveries == 0
            && first.waits_since == first.produced_at
            && statistics.delivery.reaches_down_to(shortest)
            && (statistics.failure.reaches_down_to(shortest) || !self.may_fail_for_good(first))
    }

    /// Whether the first attempt at this message may be its last, and fail.
    fn may_fail_for_good(&self, message: &Message) -> bool {
        self.may_come_back() && self.what_follows::<true>(message, 1, true) != Consequence::BacksOff
    }

    /// A burst is served, and samples are taken on the way.
    pub(super) fn serve_burst<const RETRIES: bool>(
        &mut self,
        mut batch: Batch,
        all: &Group,
        span: &mut Span,
    ) {
        #[cfg(test)]
        {
            self.bursts_ahead += 1;
        }
        span.is_in_burst = true;
        loop {
            let before = batch.size;
            self.serve_burst_until_pause::<RETRIES>(&mut batch, all, span);
            self.line_is_over(batch.first.waits_since, before - batch.size);
            if batch.size == 0 || !self.pass_sample(batch.size, span) {
                break;
            }
        }
        span.burst_is_over();
        if batch.size > 0 {
            // nobody is left in this stretch
            self.broker.queue.put_back(batch, &[]);
        } else {
            self.record_last_ends(batch.first.produced_at);
        }
    }

    /// One message after another goes to whoever is free first.
    #[inline(never)]
    fn serve_burst_until_pause<const RETRIES: bool>(
        &mut self,
        batch: &mut Batch,
        all: &Group,
        span: &mut Span,
    ) {
        let Batch { mut first, mut size } = *batch;
        let line = if RETRIES {
            self.line_of(&first)
        } else {
            Line::TRIED_ONCE
        };
        let line = line.with(&first);
        let mut forecast = Forecast::new(all, span.scale, [first.id, after(first.id)], 1, &self.draws);
        let mut turn = self.turns.next();
        while size > 0
            && let Some((start, slot)) = self.turns.whose(turn)
        {
            let message = first;
            first.id = after(first.id);
            size -= 1;
            span.last_free = start;
            let fate = forecast.next;
            if RETRIES
                && self
                    .failing
                    .goes_on(slot, start, line.mark, message.id, fate.fails)
            {
                self.let_back_off();
            }
            if span.watches_line {
                self.leave_line(start, size, span);
            }
            let whose = (turn, start, slot);
            turn = self.attempt_ahead::<RETRIES, true, true>(whose, message, start, fate, line, span);
            forecast.advance(all, span.scale, after(first.id), 1, &self.draws);
        }
        *batch = Batch { first, size };
    }

    /// Those attempts ended too after which no turn came that a message of the burst was there for.
    fn record_last_ends(&mut self, produced_at: SimTime) {
        for (at, slot) in self.turns.in_order() {
            self.record_end(slot, at.elapsed_since(produced_at));
        }
    }

    /// The outcome of the slot's last attempt, if it is still to be recorded.
    pub(super) fn record_end(&mut self, slot: SlotId, after: SimDuration) {
        let account = &mut self.senders.accounts[slot.0 as usize];
        let statistics = &mut self.monitor.statistics;
        match std::mem::replace(&mut account.ended, Ended::Nothing) {
            Ended::Nothing => {}
            Ended::Sent => statistics.delivery.record_usual(after),
            Ended::Failed => statistics.failure.record_usual(after),
        }
    }
}
