//! When a run is over by itself: everything is settled, or nothing can happen any more.

use crate::report::End;
use crate::simulation::Simulation;

/// A run that redelivers so often without settling a single message is going round in circles.
pub const MOST_FRUITLESS_REDELIVERIES: u64 = 10_000_000;

impl Simulation {
    pub(super) fn end_if_over(&mut self) {
        let finite = self.running_attempts() - self.hung;
        if finite > 0 {
            return;
        }
        if self.cancelled {
            self.end = Some(End::Cancelled);
        } else if self.everything_is_settled() {
            self.end = Some(End::Settled);
        }
    }

    /// Whether all messages have their final outcome, and no more will come.
    pub(super) fn everything_is_settled(&self) -> bool {
        let more = !self.cancelled && (self.producer.has_more() || self.will_submit());
        self.unsettled == 0 && !more && self.messages.produced > 0
    }

    /// Whether the run goes on for nobody's sake: all that is left is the monitor looking on.
    #[inline(never)]
    pub(super) fn has_stalled(&self) -> bool {
        self.scenario.until.is_none() && self.nothing_can_happen()
    }

    /// Whether only the monitor has anything left to do, or senders that come and go without work.
    fn nothing_can_happen(&self) -> bool {
        let finite = self.running_attempts() - self.hung;
        if self.fruitless_redeliveries > MOST_FRUITLESS_REDELIVERIES {
            return true;
        }
        finite == 0
            && self.producer.next.is_never()
            && self.broker.transit.next().is_never()
            && self.broker.backoff.next().is_never()
            && self.broker.expiries.next().is_never()
            && self.planned().is_empty()
            && (self.broker.settings.visibility_timeout.is_none()
                || self.senders.slots.iter().all(|slot| slot.visible.is_never()))
            && self.senders.senders.iter().all(|sender| {
                let wanted = self.broker.queue.length() > 0 || self.producer.held.is_some();
                let idle_cycle = !wanted && !sender.holds_work();
                idle_cycle || sender.next().is_never()
            })
    }
}
