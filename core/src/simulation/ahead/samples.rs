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
    /// and all slots have turns. An attempt that began before the stretch and goes on might end at the instant of a sample that was
    /// planned later, and before it; later on, `beyond` sees to it that whatever ends at that instant is the younger one.
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
        if ((ended - span.booked.ended) as f64) < FEW_EACH * self.senders.slot_count() {
            if running == 0 {
                span.limit = span.pause.at;
                return false;
            }
            // who is under way ends before that
            span.limit = span.beyond;
        }
        let mut totals = self.senders.totals();
        for attempt in &span.running {
            totals.failed -= u64::from(attempt.fails);
            totals.busy -= u128::from(attempt.length.nanoseconds());
        }
        // whoever backs off has a number then, before the next sample gets one
        self.book(span, ended, totals);
        // as long as anything is left, the run has not stalled either
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
        // there may be a queue again, and those that were under way back off when their slots' turns come
        span.defers = true;
        true
    }

    /// Takes a sample while so many attempts are under way.
    fn take_sample(&mut self, running: u64) {
        #[cfg(test)]
        {
            self.samples_passed += 1;
        }
        // while messages wait nobody is
        let idle = self.turns.free();
        for slot in &idle {
            self.senders.release(*slot);
        }
        self.on_sample_due(running);
        for slot in &idle {
            self.senders.engage(*slot);
        }
    }
}
