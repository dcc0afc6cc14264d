//! The fingerprint of a run: 128 bits over every event.
//!
//! Each observation is hashed together with whose it is (message and delivery, sender, or the monitor) and its
//! time, so that the order of a stream's events is in the hashes; the hashes are added up. Addition does not care
//! in which order the streams were processed, so the same run has the same digest however an engine walks it.
//! Production and entry into the queue are bound into the observation that follows them.

use crate::observer::{Consequence, Observation};
use crate::report::{Counts, Digest};
use crate::time::SimTime;

/// Odd multipliers with evenly spread bits.
const M: [u64; 4] = [
    0x9e37_79b9_7f4a_7c15,
    0xc2b2_ae3d_27d4_eb4f,
    0x1656_67b1_9e37_79f9,
    0xd6e8_feb8_6659_fd93,
];

/// The hashes so far, in two lanes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    left: u64,
    right: u64,
}

impl Fingerprint {
    /// Adds an observation.
    #[inline(always)]
    pub(crate) fn absorb(&mut self, at: SimTime, observation: &Observation) {
        let at = at.nanoseconds();
        let pair = |low: u32, high: u32| u64::from(high) << 32 | u64::from(low);
        match *observation {
            Observation::Started {
                message,
                delivery,
                sender,
                produced_at,
                waits_since,
            } => {
                let times = produced_at.nanoseconds().rotate_left(20) ^ waits_since.nanoseconds();
                self.add(pair(message.0, sender), at, times.wrapping_add(pair(1, delivery)));
            }
            Observation::Ended {
                message,
                delivery,
                sender,
                consequence,
            } => {
                self.add(
                    pair(message.0, sender),
                    at,
                    pair(2 + (code(consequence) << 8), delivery),
                );
            }
            Observation::TimedOut {
                message,
                delivery,
                sender,
            } => {
                self.add(pair(message.0, sender), at, pair(3, delivery));
            }
            Observation::Abandoned {
                message,
                delivery,
                sender,
            } => {
                self.add(pair(message.0, sender), at, pair(4, delivery));
            }
            Observation::Settled {
                message,
                outcome,
                produced_at,
            } => {
                self.add(
                    pair(message.0, 5 + ((outcome as u32) << 8)),
                    at,
                    produced_at.nanoseconds(),
                );
            }
            Observation::SenderChanged { sender, state, cause } => {
                let change = 6 + ((state as u32) << 8) + ((cause as u32) << 16);
                self.add(pair(sender, u32::MAX), at, pair(change, 0));
            }
            Observation::Acted { entry } => self.add(pair(entry, u32::MAX - 1), at, 7),
            Observation::Sampled { settled, queued } => self.add(settled, at, queued.rotate_left(32) ^ 8),
            // bound into what follows them: `Started` or `Settled`, and the figures themselves
            Observation::Produced { .. }
            | Observation::Held { .. }
            | Observation::Queued { .. }
            | Observation::Reserved { .. }
            | Observation::WarmedUp => {}
        }
    }

    #[inline(always)]
    fn add(&mut self, whose: u64, at: u64, what: u64) {
        let (x, y, z) = (
            whose.wrapping_mul(M[0]),
            at.wrapping_mul(M[1]),
            what.wrapping_mul(M[2]),
        );
        let left = x.wrapping_add(y).wrapping_add(z);
        let right = x.rotate_left(21) ^ y.rotate_left(42) ^ z;
        self.left = self.left.wrapping_add(scramble(left));
        self.right = self.right.wrapping_add(scramble(right));
    }

    /// The digest of a run that came so far.
    pub(crate) fn digest(self, messages: &Counts) -> Digest {
        let mut last = self;
        last.add(messages.produced, messages.settled(), 9);
        Digest(
            scramble(last.left ^ last.right.rotate_left(32)),
            scramble(last.right.wrapping_add(last.left)),
        )
    }
}

#[inline]
const fn scramble(mut bits: u64) -> u64 {
    bits = (bits ^ bits >> 32).wrapping_mul(M[3]);
    bits ^ bits >> 29
}

const fn code(consequence: Consequence) -> u32 {
    consequence as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::MessageId;

    fn of(observations: &[(u64, u32, u32)]) -> Digest {
        let mut fingerprint = Fingerprint::default();
        for (at, message, delivery) in observations {
            let ended = Observation::Ended {
                message: MessageId(*message),
                delivery: *delivery,
                sender: 0,
                consequence: Consequence::Sent,
            };
            fingerprint.absorb(SimTime::from_nanoseconds(*at), &ended);
        }
        fingerprint.digest(&Counts::default())
    }

    #[test]
    fn streams_may_come_in_any_order_but_nothing_may_change() {
        let base = of(&[(1, 7, 1), (2, 8, 1), (3, 7, 2)]);
        assert_eq!(base, of(&[(2, 8, 1), (3, 7, 2), (1, 7, 1)]));
        for other in [
            of(&[(2, 7, 1), (1, 8, 1), (3, 7, 2)]),
            of(&[(1, 7, 1), (2, 8, 1), (3, 7, 1)]),
            of(&[(1, 7, 1), (2, 8, 1)]),
            of(&[(1, 7, 1), (2, 8, 1), (4, 7, 2)]),
        ] {
            assert_ne!(base, other);
        }
    }
}
