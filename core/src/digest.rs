//! The fingerprint of a run: 128 bits over every event.
//!
//! Each event is hashed together with whose it is (message and delivery, sender, or the monitor) and its time, so
//! that the order of a stream's events is in the hashes; the hashes are added up. Addition does not care in which
//! order the streams were processed, so the same run has the same digest however an engine walks it. An attempt is
//! hashed as a whole when it ends: production, entry into the queue, beginning and end at once.

use crate::message::{Message, MessageId};
use crate::observer::{Consequence, Observation};
use crate::report::{Counts, Digest, Outcome};
use crate::senders::{Attempt, SenderId};
use crate::time::SimTime;

/// Odd multipliers with evenly spread bits.
const M: [u64; 6] = [
    0x9e37_79b9_7f4a_7c15,
    0xc2b2_ae3d_27d4_eb4f,
    0x1656_67b1_9e37_79f9,
    0xd6e8_feb8_6659_fd93,
    0x94d0_49bb_1331_11eb,
    0xff51_afd7_ed55_8ccd,
];

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Not yet.
    Open,
    /// Its sender was lost.
    Abandoned,
    /// By itself, with this consequence.
    Itself(Consequence),
}

/// The hashes so far, in two lanes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    left: u64,
    right: u64,
}

/// Who makes an attempt at what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Who(u64);

impl Who {
    #[inline(always)]
    pub(crate) fn new(message: MessageId, sender: SenderId) -> Self {
        // the end's factor once, as if ends counted from one: so no part is nothing by itself
        Self(pair(message.0, sender.0).wrapping_add(M[5]))
    }
}

/// What attempts have in common that are the first delivery of their messages, or the second, and so on, and that end in the
/// same way; and with [`Self::of`] also when those messages were produced and joined the queue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Delivery(u64);

impl Delivery {
    pub(crate) const fn new(delivery: u32, ending: Ending) -> Self {
        let ending = match ending {
            Ending::Open => 0,
            Ending::Abandoned => 1,
            Ending::Itself(consequence) => 2 + consequence as u32,
        };
        Self(pair(delivery, ending).wrapping_mul(M[1]))
    }

    /// Of messages alone that were produced and joined the queue when this one did.
    #[inline(always)]
    pub(crate) fn of(self, message: &Message) -> Self {
        let joined = message.produced_at.nanoseconds().rotate_left(20) ^ message.waits_since.nanoseconds();
        Self(self.0.wrapping_add(joined))
    }
}

impl Fingerprint {
    /// Adds an observation.
    #[inline(always)]
    pub(crate) fn absorb(&mut self, at: SimTime, observation: &Observation) {
        let at = at.nanoseconds();
        match *observation {
            Observation::TimedOut {
                message,
                delivery,
                sender,
            } => {
                self.add(pair(message.0, sender), at, pair(3, delivery));
            }
            Observation::Settled {
                message,
                messages,
                outcome,
                produced_at,
            } => {
                self.absorb_settled(message, messages, outcome, [at, produced_at.nanoseconds()]);
            }
            Observation::SenderChanged { sender, state, cause } => {
                let change = 6 + ((state as u32) << 8) + ((cause as u32) << 16);
                self.add(pair(sender, u32::MAX), at, pair(change, 0));
            }
            Observation::Acted { entry } => self.add(pair(entry, u32::MAX - 1), at, 7),
            Observation::Sampled { settled, queued } => self.add(settled, at, queued.rotate_left(32) ^ 8),
            // bound into what follows them: the whole attempt, `Settled`, the figures themselves
            Observation::Started { .. }
            | Observation::Ended { .. }
            | Observation::Abandoned { .. }
            | Observation::Produced { .. }
            | Observation::Held { .. }
            | Observation::Queued { .. }
            | Observation::Reserved { .. }
            | Observation::WarmedUp => {}
        }
    }

    /// Adds final outcomes of messages with consecutive numbers. The numbers count by their sum and the sum of
    /// their squares, which have closed forms: a million at once are one step, and it does not matter in which parts
    /// an engine settles them.
    fn absorb_settled(&mut self, first: MessageId, messages: u32, outcome: Outcome, when: [u64; 2]) {
        let (first, count) = (u128::from(first.0), u128::from(messages));
        // sums of 0, 1, 2 … count-1 and of their squares
        let steps = count * count.saturating_sub(1) / 2;
        let squares = steps * (2 * count).saturating_sub(1) / 3;
        let sum = modulo(count * first + steps);
        let sum_of_squares = modulo(count * first * first + 2 * first * steps + squares);
        let what = (outcome as u64 + 5).wrapping_mul(M[0]);
        let when = when[0]
            .wrapping_mul(M[1])
            .wrapping_add(when[1].wrapping_mul(M[2]));
        let (each, number) = (
            scramble(what.wrapping_add(when)),
            scramble(what.rotate_left(21) ^ when),
        );
        let lane = |sum: u64, each: u64, number: u64| {
            sum.wrapping_mul(number | 1)
                .wrapping_add(u64::from(messages).wrapping_mul(each))
        };
        self.left = self.left.wrapping_add(lane(sum, each, number));
        self.right = self.right.wrapping_add(lane(sum_of_squares, number, each));
    }

    /// Adds an attempt: who, when from the message's production on, and how it ended.
    pub(crate) fn absorb_attempt(
        &mut self,
        attempt: &Attempt,
        sender: SenderId,
        at: SimTime,
        ending: Ending,
    ) {
        let message = &attempt.message;
        let delivery = Delivery::new(message.deliveries, ending).of(message);
        self.absorb_delivery(Who::new(message.id, sender), delivery, [attempt.started_at, at]);
    }

    /// The same in parts, each of which is put together as soon as it is known.
    #[inline(always)]
    pub(crate) fn absorb_delivery(&mut self, who: Who, delivery: Delivery, [begun, ended]: [SimTime; 2]) {
        let x = who.0.wrapping_add(ended.nanoseconds().wrapping_mul(M[5]));
        let y = delivery.0.wrapping_add(begun.nanoseconds().wrapping_mul(M[4]));
        // two products of what x and y know; one of them folded, so that attempts which begin alike cannot exchange anything
        let product = x.wrapping_mul(y);
        self.left = self.left.wrapping_add(product ^ product >> 32);
        let other = x.rotate_left(32).wrapping_mul(y);
        self.right = self.right.wrapping_add(other);
    }

    #[inline(always)]
    fn add(&mut self, whose: u64, at: u64, what: u64) {
        let (x, y, z) = (
            whose.wrapping_mul(M[0]),
            at.wrapping_mul(M[1]),
            what.wrapping_mul(M[2]),
        );
        self.mix_in(
            x.wrapping_add(y).wrapping_add(z),
            x.rotate_left(21) ^ y.rotate_left(42) ^ z,
        );
    }

    #[inline(always)]
    const fn mix_in(&mut self, left: u64, right: u64) {
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

/// The lowest 64 bits.
#[expect(clippy::cast_possible_truncation, reason = "a sum modulo 2^64 is meant")]
const fn modulo(sum: u128) -> u64 {
    sum as u64
}

#[inline]
const fn scramble(mut bits: u64) -> u64 {
    bits = (bits ^ bits >> 32).wrapping_mul(M[3]);
    bits ^ bits >> 29
}

#[inline]
const fn pair(low: u32, high: u32) -> u64 {
    (high as u64) << 32 | low as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::senders::Standing;

    fn of(attempts: &[(u64, u32, u32)]) -> Digest {
        let mut fingerprint = Fingerprint::default();
        for (at, id, deliveries) in attempts {
            let attempt = Attempt {
                message: Message {
                    deliveries: *deliveries,
                    ..Message::new(MessageId(*id), 0, SimTime::ZERO)
                },
                number: 0,
                started_at: SimTime::ZERO,
                standing: Standing::default(),
            };
            let ending = Ending::Itself(Consequence::Sent);
            fingerprint.absorb_attempt(&attempt, SenderId(0), SimTime::from_nanoseconds(*at), ending);
        }
        fingerprint.digest(&Counts::default())
    }

    #[test]
    fn every_part_of_an_attempt_matters() {
        let at = SimTime::from_nanoseconds;
        let sent = Ending::Itself(Consequence::Sent);
        let of = |change: fn(&mut Attempt), sender: u32, end: u64, ending: Ending| {
            let mut attempt = Attempt {
                message: Message {
                    deliveries: 2,
                    waits_since: SimTime::from_nanoseconds(20),
                    ..Message::new(MessageId(7), 0, SimTime::from_nanoseconds(10))
                },
                number: 5,
                started_at: SimTime::from_nanoseconds(30),
                standing: Standing::default(),
            };
            change(&mut attempt);
            let mut fingerprint = Fingerprint::default();
            fingerprint.absorb_attempt(&attempt, SenderId(sender), at(end), ending);
            fingerprint.digest(&Counts::default())
        };
        let all = [
            of(|_| {}, 3, 40, sent),
            of(|_| {}, 4, 40, sent),
            of(|_| {}, 3, 41, sent),
            of(|_| {}, 3, 40, Ending::Open),
            of(|_| {}, 3, 40, Ending::Abandoned),
            of(|_| {}, 3, 40, Ending::Itself(Consequence::BacksOff)),
            of(|attempt| attempt.message.id = MessageId(8), 3, 40, sent),
            of(|attempt| attempt.message.deliveries = 3, 3, 40, sent),
            of(
                |attempt| attempt.message.produced_at = SimTime::from_nanoseconds(11),
                3,
                40,
                sent,
            ),
            of(
                |attempt| attempt.message.waits_since = SimTime::from_nanoseconds(21),
                3,
                40,
                sent,
            ),
            of(
                |attempt| attempt.started_at = SimTime::from_nanoseconds(31),
                3,
                40,
                sent,
            ),
        ];
        for (place, digest) in all.iter().enumerate() {
            assert!(!all[..place].contains(digest), "{place}");
        }
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

    /// What many attempts have in common must not let them exchange the rest: a burst begins at one instant everywhere.
    #[test]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::needless_range_loop,
        reason = "small numbers, and parts that two attempts have"
    )]
    fn no_two_attempts_can_exchange_anything() {
        use crate::draws::{Draws, Purpose};
        let mut stream = Draws::new(8, 0).stream(Purpose::Luck, 0, 0);
        let mut below = |limit: u64| stream.next_word() % limit;
        let at = SimTime::from_nanoseconds;
        for _ in 0..200_000 {
            // message, delivery, sender, production, entry, beginning, end, failure
            let common = [
                below(1000),
                1,
                below(10),
                below(3),
                below(3),
                below(3),
                below(1 << 30),
                0,
            ];
            let mut pair = [common; 2];
            for part in 0..8 {
                if part == 0 || below(2) == 0 {
                    let most = [3, 1 << 20][below(2) as usize];
                    pair[1][part] = pair[0][part] + 1 + below(most);
                }
            }
            let of = |attempts: [[u64; 8]; 2]| {
                let mut fingerprint = Fingerprint::default();
                for [id, delivery, sender, produced, waits, begun, ended, failed] in attempts {
                    let message = Message {
                        waits_since: at(waits),
                        ..Message::new(MessageId(id as u32), 0, at(produced))
                    };
                    let consequence = [Consequence::Sent, Consequence::AttemptsUsedUp][(failed % 2) as usize];
                    fingerprint.absorb_delivery(
                        Who::new(message.id, SenderId(sender as u32)),
                        Delivery::new(delivery as u32, Ending::Itself(consequence)).of(&message),
                        [at(begun), at(ended)],
                    );
                }
                fingerprint
            };
            let part = 1 + below(6) as usize;
            let mut exchanged = pair;
            (exchanged[0][part], exchanged[1][part]) = (pair[1][part], pair[0][part]);
            assert!(exchanged == pair || of(exchanged) != of(pair), "{pair:?}, {part}");
            // and together with the next part
            (exchanged[0][part + 1], exchanged[1][part + 1]) = (pair[1][part + 1], pair[0][part + 1]);
            let same = exchanged[0][..7] == pair[0][..7] && (exchanged[0][7] ^ pair[0][7]) % 2 == 0;
            assert!(same || of(exchanged) != of(pair), "{pair:?}, {part} and the next");
        }
    }

    #[test]
    fn outcomes_are_the_same_in_one_part_or_in_many() {
        let of = |parts: &[(u32, u32)], outcome: Outcome, when: [u64; 2]| {
            let mut fingerprint = Fingerprint::default();
            for (first, messages) in parts {
                fingerprint.absorb_settled(MessageId(*first), *messages, outcome, when);
            }
            fingerprint.digest(&Counts::default())
        };
        let base = of(&[(3, 40_000)], Outcome::Expired, [9, 2]);
        let each: Vec<(u32, u32)> = (0..40_000).rev().map(|i| (3 + i, 1)).collect();
        assert_eq!(base, of(&each, Outcome::Expired, [9, 2]));
        assert_eq!(base, of(&[(100, 39_903), (3, 97)], Outcome::Expired, [9, 2]));
        let all = [(0, 4_294_967_295), (4_294_967_295, 1)];
        assert_eq!(
            of(&all, Outcome::Expired, [9, 2]),
            of(&[all[1], (0, 7), (7, 4_294_967_288)], Outcome::Expired, [9, 2])
        );
        for other in [
            of(&[(3, 39_999)], Outcome::Expired, [9, 2]),
            of(&[(4, 40_000)], Outcome::Expired, [9, 2]),
            of(&[(3, 39_998), (40_000, 1), (40_003, 1)], Outcome::Expired, [9, 2]),
            of(&[(3, 40_000)], Outcome::Evicted, [9, 2]),
            of(&[(3, 40_000)], Outcome::Expired, [8, 2]),
            of(&[(3, 40_000)], Outcome::Expired, [9, 1]),
            of(&[(3, 40_000)], Outcome::Expired, [2, 9]),
        ] {
            assert_ne!(base, other);
        }
    }
}
