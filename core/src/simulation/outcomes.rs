//! Where a journey ends: a message comes to its final outcome, and is counted.

use std::hint::select_unpredictable;

use crate::message::{Batch, Message};
use crate::observer::Observation;
use crate::report::Outcome;
use crate::simulation::Simulation;
use crate::time::SimTime;

impl Simulation {
    /// A message comes to its final outcome otherwise than by the end of an attempt.
    pub(super) fn settle(&mut self, message: &Message, outcome: Outcome) {
        self.settle_batch(Batch::one(*message), outcome);
    }

    /// Messages that nobody attempts: however many they are, it is one step.
    pub(super) fn settle_batch(&mut self, batch: Batch, outcome: Outcome) {
        let Batch {
            first: message,
            size: messages,
        } = batch;
        self.count_settled::<false>(&message, messages, outcome, self.now);
        self.note(Observation::Settled {
            message: message.id,
            messages,
            outcome,
            produced_at: message.produced_at,
        });
    }

    #[inline(always)]
    pub(super) fn count_settled<const CALM: bool>(
        &mut self,
        message: &Message,
        messages: u32,
        outcome: Outcome,
        at: SimTime,
    ) {
        let counts = &mut self.messages;
        let count = match outcome {
            // these come one by one
            Outcome::Sent => return self.count_attempted::<CALM>(message, false, at),
            Outcome::Failed => return self.count_attempted::<CALM>(message, true, at),
            Outcome::Rejected => &mut counts.rejected,
            Outcome::Evicted => &mut counts.evicted,
            Outcome::Expired => &mut counts.expired,
            Outcome::Lost => &mut counts.lost,
            Outcome::Cancelled => &mut counts.cancelled,
        };
        *count += u64::from(messages);
        self.no_longer_open::<CALM>(message, messages, outcome, at);
    }

    /// A message was sent, or became a dead letter.
    #[inline(always)]
    pub(super) fn count_attempted<const CALM: bool>(&mut self, message: &Message, failed: bool, at: SimTime) {
        let observed = CALM || self.monitor.statistics.observes(message.id.0);
        let counts = &mut self.messages;
        *select_unpredictable(failed, &mut counts.failed, &mut counts.sent) += 1;
        if observed {
            let tally = self.monitor.statistics.outcome(failed);
            tally.record(at.elapsed_since(message.produced_at));
        }
        let outcome = if failed { Outcome::Failed } else { Outcome::Sent };
        self.no_longer_open::<CALM>(message, 1, outcome, at);
        if !CALM {
            self.count_of_kind(message, failed, observed);
        }
    }

    /// What all outcomes have in common.
    #[inline(always)]
    fn no_longer_open<const CALM: bool>(
        &mut self,
        message: &Message,
        messages: u32,
        outcome: Outcome,
        at: SimTime,
    ) {
        self.unsettled -= u64::from(messages);
        self.last_settled_at = self.last_settled_at.max(at);
        self.fruitless_redeliveries = 0;
        if !CALM {
            self.broker.has_settled(message.id, messages, outcome);
            if self.broker.settings.time_to_live.is_some() {
                self.follow_expiries();
            }
        }
    }
}
