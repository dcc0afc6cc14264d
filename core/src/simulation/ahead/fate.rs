//! Within a stretch: what chance makes of attempts, where all senders are alike, drawn before anybody waits for it.

use crate::draws::{Draws, FirstWord};
use crate::message::MessageId;
use crate::senders::Group;
use crate::simulation::journey::{fails, service_time, service_word};
use crate::time::SimDuration;

/// What chance makes of an attempt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fate {
    pub(super) length: SimDuration,
    pub(super) fails: bool,
}

/// What becomes of the next messages in line, which are at the same delivery. Whose turn is next waits for a service time, and
/// that for nothing but its own many steps. As a core completes its instructions in their order, a long chain of steps holds up
/// what stands behind it, even so: hence it is cut in two, and the words are drawn one message earlier still.
#[derive(Debug)]
pub(super) struct Forecast {
    pub(super) next: Fate,
    /// Of the message after the next.
    word: FirstWord,
    fails: bool,
}

impl Forecast {
    /// `scale` is what a unit of demand takes, in nanoseconds.
    #[inline(always)]
    pub(super) fn new(
        group: &Group,
        scale: f64,
        [next, second]: [MessageId; 2],
        delivery: u32,
        draws: &Draws,
    ) -> Self {
        Self {
            next: Fate {
                length: service_time(group, scale, service_word(next, delivery, draws)),
                fails: fails(group, next, delivery, draws),
            },
            word: service_word(second, delivery, draws),
            fails: fails(group, second, delivery, draws),
        }
    }

    /// The next message's turn is over; this one comes after the one whose turn it is now.
    #[inline(always)]
    pub(super) fn advance(
        &mut self,
        group: &Group,
        scale: f64,
        second: MessageId,
        delivery: u32,
        draws: &Draws,
    ) {
        self.next = Fate {
            length: service_time(group, scale, self.word.clone()),
            fails: self.fails,
        };
        self.word = service_word(second, delivery, draws);
        self.fails = fails(group, second, delivery, draws);
    }
}

/// The number after this one; after the last of all there is none, and nobody asks for it.
#[inline(always)]
pub(super) const fn after(id: MessageId) -> MessageId {
    MessageId(id.0.wrapping_add(1))
}
