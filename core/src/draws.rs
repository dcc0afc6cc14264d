//! Randomness as a pure function of (seed, replication, purpose, subject, delivery).
//!
//! Nobody hands a generator around: whoever needs a number names what it is for, and gets the same number in
//! whatever order events are processed and whatever else the scenario does. So one changed knob moves no other
//! draw (common random numbers), and replications can run in any order.
//!
//! The generator is `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
//! OOPSLA 2014) with Stafford's mixer 13. Each (purpose, subject, delivery) starts a stream of its own.

use std::convert::Infallible;

use rand::TryRng;

/// The golden ratio in 64 bits: the step of the generator's counter.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
/// An odd number that spreads neighbouring subjects over the whole range.
const SPREAD: u64 = 0xd134_2543_de82_ef95;

/// What a draw is for. The numbers are part of every digest: never change one, only add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Purpose {
    /// The gap before a message's production.
    Interarrival = 0,
    /// A message's kind.
    Kind = 1,
    /// A message's phone number and text.
    Content = 2,
    /// The unit demand of an attempt.
    Service = 3,
    /// Whether an attempt fails.
    Luck = 4,
    /// Whether an attempt never ends.
    Hang = 5,
    /// The spread of a backoff.
    Jitter = 6,
    /// How long a sender stays up.
    TimeUp = 7,
    /// How long a sender stays down.
    TimeDown = 8,
}

const PURPOSES: usize = 9;

/// All randomness of one run.
#[derive(Clone, Debug)]
pub struct Draws {
    keys: [u64; PURPOSES],
}

impl Draws {
    /// The randomness of one replication of a seed.
    #[must_use]
    pub fn new(seed: u64, replication: u32) -> Self {
        let run = mix(mix(seed ^ SPREAD).wrapping_add(u64::from(replication).wrapping_mul(GOLDEN)));
        let mut keys = [0; PURPOSES];
        for (purpose, key) in (1_u64..).zip(&mut keys) {
            *key = mix(run.wrapping_add(purpose.wrapping_mul(SPREAD)));
        }
        Self { keys }
    }

    /// The stream for one purpose, subject (a message's or sender's number) and delivery (or crash, or …) number.
    #[must_use]
    #[inline]
    pub fn stream(&self, purpose: Purpose, subject: u32, delivery: u32) -> Stream {
        let place = u64::from(delivery) << 32 | u64::from(subject);
        Stream {
            state: self.keys[purpose as usize] ^ place.wrapping_mul(SPREAD),
        }
    }
}

/// Stafford's mixer 13: a bijection of 64 bits in which every input bit flips each output bit half the time.
#[inline]
const fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ bits >> 31
}

/// An endless sequence of random words.
#[derive(Clone, Debug)]
pub struct Stream {
    state: u64,
}

/// A stream whose first word is drawn already: the word takes as long as what is made of it, so whoever knows beforehand what
/// to draw begins with the word.
#[derive(Clone, Debug)]
pub struct FirstWord {
    pub(crate) word: u64,
    /// The words after it.
    pub(crate) rest: Stream,
}

impl FirstWord {
    /// The stream with this word before it.
    pub(crate) const fn whole(self) -> Stream {
        Stream {
            state: self.rest.state.wrapping_sub(GOLDEN),
        }
    }
}

impl Stream {
    /// Draws the first word.
    #[must_use]
    #[inline(always)]
    pub fn first_word(mut self) -> FirstWord {
        FirstWord {
            word: self.next_word(),
            rest: self,
        }
    }

    /// 64 random bits.
    #[inline]
    pub fn next_word(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        mix(self.state)
    }

    /// Uniform in [0, 1), a multiple of 2^-53.
    #[inline]
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a float exactly")]
    pub fn unit(&mut self) -> f64 {
        (self.next_word() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform in (0, 1): never an end, so that its logarithm is finite.
    #[inline]
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a float exactly")]
    pub fn open_unit(&mut self) -> f64 {
        ((self.next_word() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// Whether an event of this chance happens.
    #[inline]
    pub fn happens(&mut self, chance: Chance) -> bool {
        chance.covers(self.next_word())
    }
}

/// So that samplers of the ecosystem can draw from a stream.
impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.next_word() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next_word())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next_word().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// A probability as a threshold for the upper 63 bits of random words: 0 never happens, 1 always does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chance {
    below: u64,
}

impl Chance {
    /// Of a probability from 0 to 1.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 to 2^63"
    )]
    pub fn new(probability: f64) -> Self {
        Self {
            below: (probability.min(1.0) * 9_223_372_036_854_775_808.0) as u64,
        }
    }

    /// Whether it never happens.
    pub(crate) const fn is_never(self) -> bool {
        self.below == 0
    }

    /// Whether this random word means that it happens.
    #[must_use]
    #[inline]
    pub const fn covers(self, word: u64) -> bool {
        // the difference's sign, as both are below 2^63
        (word >> 1).wrapping_sub(self.below) >> 63 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn the_generator_is_frozen() {
        let draws = Draws::new(42, 0);
        let words: Vec<u64> = (0..3)
            .map(|message| draws.stream(Purpose::Service, message, 0).next_word())
            .collect();
        assert_eq!(words, KNOWN, "a changed draw changes every digest");
    }

    const KNOWN: [u64; 3] = [9040305233666903938, 8598286420481420062, 2944094587265358398];

    #[test]
    fn every_coordinate_matters_and_none_else() {
        let word = |seed, replication, purpose, subject, delivery| {
            Draws::new(seed, replication)
                .stream(purpose, subject, delivery)
                .next_u64()
        };
        let base = word(1, 0, Purpose::Luck, 7, 0);
        assert_eq!(base, word(1, 0, Purpose::Luck, 7, 0));
        for other in [
            word(2, 0, Purpose::Luck, 7, 0),
            word(1, 1, Purpose::Luck, 7, 0),
            word(1, 0, Purpose::Hang, 7, 0),
            word(1, 0, Purpose::Luck, 8, 0),
            word(1, 0, Purpose::Luck, 7, 1),
        ] {
            assert_ne!(base, other);
        }
    }

    #[test]
    fn chances_are_exact_at_the_ends() {
        assert!(!Chance::new(0.0).covers(0));
        assert!(Chance::new(1.0).covers(u64::MAX));
        assert!(Chance::new(0.5).covers(u64::MAX / 2));
        assert!(!Chance::new(0.5).covers(u64::MAX / 2 + 1));
    }

    /// Pearson's chi-square over 256 cells of the top and of the bottom byte, along messages, deliveries, seeds.
    #[test]
    fn neighbours_are_uniform() {
        type Walk = (&'static str, fn(u32) -> u64);
        let walks: [Walk; 4] = [
            ("messages", |i| {
                Draws::new(1, 0).stream(Purpose::Luck, i, 0).next_word()
            }),
            ("deliveries", |i| {
                Draws::new(1, 0).stream(Purpose::Luck, 5, i).next_word()
            }),
            ("seeds", |i| {
                Draws::new(u64::from(i), 0)
                    .stream(Purpose::Luck, 5, 0)
                    .next_word()
            }),
            ("replications", |i| {
                Draws::new(1, i).stream(Purpose::Luck, 5, 0).next_word()
            }),
        ];
        for (name, walk) in walks {
            for shift in [0, 28, 56] {
                let mut cells = [0_u32; 256];
                for i in 0..256 * 200 {
                    cells[(walk(i) >> shift & 255) as usize] += 1;
                }
                let chi: f64 = cells
                    .iter()
                    .map(|&n| (f64::from(n) - 200.0) * (f64::from(n) - 200.0) / 200.0)
                    .sum();
                // 255 degrees of freedom: mean 255, standard deviation 22.6
                assert!(
                    (chi - 255.0).abs() < 5.0 * 22.6,
                    "{name}, bit {shift}: chi-square {chi}"
                );
            }
        }
    }

    /// Correlation between a message's draws for two purposes, and between neighbours.
    #[test]
    fn neighbours_are_uncorrelated() {
        let draws = Draws::new(9, 0);
        let n = 100_000_u32;
        let unit = |purpose, message| draws.stream(purpose, message, 0).unit() - 0.5;
        let pairs: [(&str, f64); 2] = [
            (
                "purposes",
                (0..n)
                    .map(|i| unit(Purpose::Service, i) * unit(Purpose::Luck, i))
                    .sum(),
            ),
            (
                "messages",
                (0..n)
                    .map(|i| unit(Purpose::Service, i) * unit(Purpose::Service, i + 1))
                    .sum(),
            ),
        ];
        for (name, sum) in pairs {
            let correlation = sum / f64::from(n) * 12.0;
            assert!(
                correlation.abs() < 5.0 / f64::from(n).sqrt(),
                "{name}: {correlation}"
            );
        }
    }
}
