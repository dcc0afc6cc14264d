//! Within a stretch: what is known of an attempt before it begins, as all messages of a line have it in common.

use crate::digest::{Delivery, Ending};
use crate::message::Message;
use crate::monitor::Ended;
use crate::observer::Consequence;
use crate::simulation::ahead::failing::Mark;

/// What messages in line have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// What becomes of one whose attempt fails.
    pub(super) after_failure: Consequence,
    /// How it is noted then.
    pub(super) mark: Mark,
    /// What the digest knows of each by its delivery, if the attempt fails and if it does not.
    pub(super) failed: Delivery,
    pub(super) sent: Delivery,
    /// What ends with an attempt that does not fail, and with one that does.
    ends: [Ended; 2],
}

impl Line {
    pub(super) const TRIED_ONCE: Self = Self::of(1, Consequence::AttemptsUsedUp, Mark::NONE);

    pub(super) const fn of(delivery: u32, after_failure: Consequence, mark: Mark) -> Self {
        let failure = match after_failure {
            Consequence::BacksOff => Ended::Nothing,
            _ => Ended::Failed,
        };
        Self {
            after_failure,
            mark,
            failed: Delivery::new(delivery, Ending::Itself(after_failure)),
            sent: Delivery::new(delivery, Ending::Itself(Consequence::Sent)),
            ends: [Ended::Sent, failure],
        }
    }

    /// What ends with an attempt.
    #[inline(always)]
    pub(super) const fn ended(&self, failed: bool) -> Ended {
        self.ends[failed as usize]
    }

    /// Of messages that were produced and joined the queue when this one did.
    #[inline(always)]
    pub(super) fn with(self, message: &Message) -> Self {
        Self {
            failed: self.failed.of(message),
            sent: self.sent.of(message),
            ..self
        }
    }
}
