//! Within a stretch: samples, which are taken on the way.
//!
//! A sample changes nothing but itself, so a stretch need not end for it. Turns that come after it wait for it. Attempts that are
//! under way then were finished as they began: what was counted of them is left out of the sample, and all of them end before the
//! next one. Whose attempt would not, has no more turns in the stretch, which ends before that attempt does.

use crate::event_list::Notice;
use crate::senders::SlotId;
use crate::simulation::Simulation;
use crate::simulation::ahead::{FEW_EACH, Span};
use crate::time::{SimDuration, SimTime};

/// An attempt that was finished as it began, and is under way when the next sample is taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Running {
    slot: SlotId,
    length: SimDuration,
    /// From the production of its message to its end.
    after: SimDuration,
    fails: bool,
    /// Whether what comes of the message is recorded when the slot's turn comes.
    by_turn: bool,
}

impl Span {
    /// An attempt is under way at the next pause.
    #[inline(never)]
    pub(super) fn runs_on(
        &mut self,
        slot: SlotId,
        produced_at: SimTime,
        [start, end]: [SimTime; 2],
        fails: bool,
    ) {
        self.running.push(Running {
            slot,
            length: end.elapsed_since(start),
            after: end.elapsed_since(produced_at),
            fails,
            by_turn: self.is_in_burst,
        });
    }

    /// No more turns come in this burst.
    pub(super) fn burst_is_over(&mut self) {
        self.is_in_burst = false;
        for attempt in &mut self.running {
            attempt.by_turn = false;
        }
    }
}

impl Simulation {
    /// From the stretch's beginning on, samples are taken on the way, and it lasts until `far`: if nothing is produced meanwhile,
    /// and all slots have turns.
    pub(super) fn let_samples_pass(&mut self, span: &mut Span, far: SimTime) {
        if !span.produces && self.turns.count() == self.senders.slots.len() {
            span.limit = far;
            self.pause_for_sample(span);
        }
    }

    fn pause_for_sample(&mut self, span: &mut Span) {
        let at = self.sample.at;
        if at < span.limit {
            span.pause = self.sample;
            span.beyond = span.limit.min(self.monitor.next_after(at));
            self.turns.pause_at(at);
        } else {
            span.pause = Notice::first_at(span.limit);
            span.beyond = span.limit;
            self.turns.pause_no_more();
        }
    }

    /// Everything before the next pause has happened, and so many messages wait that are not in the queue. If that pause is for a
    /// sample, takes it; unless the run is over or the stretch not worth it any more, which then ends there.
    #[inline(never)]
    #[expect(clippy::cast_precision_loss, reason = "about so many")]
    pub(super) fn pass_sample(&mut self, waiting: u32, span: &mut Span) -> bool {
        if span.pause.at >= span.limit {
            return false;
        }
        let running = span.running.len() as u64;
        let ended = self.turns.given() - running;
        let few = FEW_EACH * self.senders.slot_count();
        if running == 0 && ((ended - span.booked.ended) as f64) < few {
            span.limit = span.pause.at;
            return false;
        }
        let mut totals = self.senders.totals();
        for attempt in &span.running {
            totals.failed -= u64::from(attempt.fails);
            totals.busy -= u128::from(attempt.length.nanoseconds());
        }
        self.book(span, ended, totals);
        if self.unsettled == 0 {
            return false;
        }
        self.messages.queued = self.broker.queue.length() + u64::from(waiting);
        self.rejoin(span.pause);
        self.now = span.pause.at;
        self.take_sample(running);
        self.pause_for_sample(span);
        for attempt in span.running.drain(..) {
            if !attempt.by_turn {
                self.record_end(attempt.slot, attempt.after);
            }
        }
        // who waits again goes before those who fail now
        span.defers = true;
        true
    }

    /// Takes a sample while so many attempts are under way that are counted as if they had ended.
    fn take_sample(&mut self, running: u64) {
        #[cfg(test)]
        {
            self.samples_passed += 1;
        }
        // hardly ever
        let idle = if self.turns.first().is_some() {
            self.turns.in_order()
        } else {
            Vec::new()
        };
        for (_, slot) in &idle {
            self.senders.release(*slot);
        }
        self.messages.sending += running;
        self.monitor.statistics.counted_early = running;
        self.on_sample_due();
        self.monitor.statistics.counted_early = 0;
        self.messages.sending -= running;
        for (_, slot) in &idle {
            self.senders.engage(*slot);
        }
    }
}
