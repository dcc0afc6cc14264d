//! The least of many keys, of which only the least is ever replaced.
//!
//! A tree of losers (Knuth, The Art of Computer Programming, volume 3, section 5.4.1): each inner node keeps the greater of
//! the two keys that met there, and the least of all stands above the root. Whoever takes the winner's place meets those whom
//! the winner met: one node for each level, where in the event list's tournament, any key of which may change, one node is
//! read and another one written.
//!
//! Keys are floats: processors have instructions for the lesser and the greater of two of those, but not of two words. The
//! bits of positive floats are in the order of the floats, so it is the words' order all the same.

use crate::event_list;

/// With 5 to 16 contestants, as most pools have, the games are so few that a call would be a fifth of them.
const FEW: usize = 16;
/// With up to 1024.
const MANY: usize = 1024;

/// What stands where nobody takes part: no other key is greater.
const NOBODY: f64 = f64::INFINITY;

/// One key for each contestant. No two are equal, as each ends with its contestant's number.
#[derive(Clone, Debug)]
pub(super) struct LoserTree {
    /// The least key. It has a place of its own: beside the last loser, which is written with it, both would be written as one, and
    /// the loser alone read after that.
    winner: f64,
    /// From 1 on the loser of each game. After game n the winner plays games n / 2, n / 4 and so on up to 1.
    nodes: Vec<f64>,
    /// The keys before any game.
    leaves: Vec<f64>,
    replay: Replay,
}

/// A contestant's key, which was the least, is replaced, and all its games are played again; the least key then.
type Replay = fn(&mut [f64], u32, f64) -> f64;

impl LoserTree {
    /// The key of a contestant that does not take part. All others are less, and not below [`Self::LEAST`].
    pub(super) const NONE: u64 = NOBODY.to_bits();
    /// Below this, floats are what some processors take long for, or take for zero.
    pub(super) const LEAST: u64 = f64::MIN_POSITIVE.to_bits();

    pub(super) fn new() -> Self {
        let (leaves, replay) = replay_of(0);
        Self {
            winner: NOBODY,
            nodes: vec![NOBODY; leaves],
            leaves: vec![NOBODY; leaves],
            replay,
        }
    }

    /// Contestants from 0 to `contestants` - 1, at most 2^20, of whom nobody takes part yet. A tree with room for more stays as
    /// it is. Whoever takes part is placed before [`Self::play`]; until then the games are those of before.
    pub(super) fn begin(&mut self, contestants: u32) {
        if contestants as usize > self.leaves.len() {
            let (leaves, replay) = replay_of(contestants);
            *self = Self {
                winner: NOBODY,
                nodes: vec![NOBODY; leaves],
                leaves: vec![NOBODY; leaves],
                replay,
            };
        }
        self.leaves.fill(NOBODY);
    }

    /// Gives a contestant a key that counts once all games are played.
    #[inline]
    pub(super) fn place(&mut self, contestant: u32, key: u64) {
        debug_assert!(
            (Self::LEAST..Self::NONE).contains(&key),
            "{key:x} is out of order"
        );
        self.leaves[contestant as usize] = f64::from_bits(key);
    }

    /// Plays all games, from the leaves on, whose places the winners take.
    pub(super) fn play(&mut self) {
        let mut games = self.leaves.len() / 2;
        while games > 0 {
            for game in 0..games {
                let (left, right) = (self.leaves[2 * game], self.leaves[2 * game + 1]);
                self.leaves[game] = left.min(right);
                self.nodes[games + game] = left.max(right);
            }
            games /= 2;
        }
        self.winner = self.leaves[0];
    }

    /// The least key.
    #[inline(always)]
    pub(super) fn first(&self) -> u64 {
        self.winner.to_bits()
    }

    /// Replaces the least key, which is this contestant's; the least one then.
    #[inline]
    pub(super) fn replace(&mut self, contestant: u32, key: u64) -> u64 {
        self.winner = (self.replay)(&mut self.nodes, contestant, f64::from_bits(key));
        self.winner.to_bits()
    }

    /// The same, where it is done most: with few contestants it is no call. With up to a thousand it is none either where
    /// `may_be_many`, and in the browser, since a call by a pointer is checked there.
    #[inline(always)]
    pub(super) fn replace_often(&mut self, contestant: u32, key: u64, may_be_many: bool) -> u64 {
        debug_assert!(
            (Self::LEAST..Self::NONE).contains(&key),
            "{key:x} is out of order"
        );
        let key = f64::from_bits(key);
        self.winner = if self.nodes.len() == FEW {
            replay::<4, FEW>(&mut self.nodes, contestant, key)
        } else if (may_be_many || cfg!(target_family = "wasm")) && self.nodes.len() == MANY {
            replay::<10, MANY>(&mut self.nodes, contestant, key)
        } else {
            (self.replay)(&mut self.nodes, contestant, key)
        };
        self.winner.to_bits()
    }

    /// The keys of those who take part that are below this one, the least first.
    pub(super) fn in_order(&self, limit: u64) -> Vec<u64> {
        event_list::sort(self.all().filter(|key| *key < limit))
    }

    /// The keys of all who take part, in any order.
    pub(super) fn all(&self) -> impl Iterator<Item = u64> {
        let all = self.nodes.iter().skip(1).chain([&self.winner]);
        all.map(|key| key.to_bits()).filter(|key| *key != Self::NONE)
    }
}

/// How many leaves there are for at least so many contestants, and how games among them are played again. In the browser,
/// where each visitor loads the code, there are fewer sizes to choose from.
#[expect(clippy::match_overlapping_arm, reason = "the first one that there is")]
fn replay_of(contestants: u32) -> (usize, Replay) {
    const ALL: bool = !cfg!(target_family = "wasm");
    let levels = contestants.max(2).next_power_of_two().ilog2();
    let (levels, replay): (u32, Replay) = match levels {
        ..=2 if ALL => (2, replay::<2, 4>),
        ..=4 => (4, replay::<4, FEW>),
        ..=6 if ALL => (6, replay::<6, 64>),
        ..=8 if ALL => (8, replay::<8, 256>),
        ..=10 => (10, replay::<10, MANY>),
        ..=12 if ALL => (12, replay::<12, 4096>),
        ..=14 if ALL => (14, replay::<14, 16_384>),
        ..=15 if ALL => (15, replay::<15, 32_768>),
        ..=16 if ALL => (16, replay::<16, 65_536>),
        ..=17 if ALL => (17, replay::<17, 131_072>),
        _ => (levels, replay_any),
    };
    (1 << levels, replay)
}

/// As many games as are known beforehand are one straight line of code. If they are many, the winner is known in half as many
/// steps: those whom it would meet in the second half play among themselves while the first half is played.
#[inline(always)]
fn replay<const LEVELS: u32, const LEAVES: usize>(nodes: &mut [f64], contestant: u32, key: f64) -> f64 {
    let Some(nodes) = nodes.first_chunk_mut::<LEAVES>() else {
        return NOBODY;
    };
    let mut node = LEAVES + contestant as usize % LEAVES;
    let first_half = if LEAVES > FEW { LEVELS / 2 } else { LEVELS };
    let mut winner = Winner::new(key);
    for _ in 0..first_half {
        node /= 2;
        nodes[node] = winner.plays(nodes[node]);
    }
    if first_half == LEVELS {
        return winner.key();
    }
    let mut best_of_others = Winner::new(NOBODY);
    for _ in first_half..LEVELS {
        node /= 2;
        let other = nodes[node];
        nodes[node] = winner.or(best_of_others).plays(other);
        best_of_others.plays(other);
    }
    winner.or(best_of_others).key()
}

/// Any number of games takes a little longer, but its code is short.
fn replay_any(nodes: &mut [f64], contestant: u32, key: f64) -> f64 {
    let mut node = (nodes.len() + contestant as usize) / 2;
    let mut winner = Winner::new(key);
    while node > 0 {
        nodes[node] = winner.plays(nodes[node]);
        node /= 2;
    }
    winner.key()
}

#[cfg(not(target_feature = "simd128"))]
use Scalar as Winner;
#[cfg(target_feature = "simd128")]
use Vector as Winner;

/// The winner of the games so far. The comparisons are written as processors make them: of two that are equal, either.
#[cfg(not(target_feature = "simd128"))]
#[derive(Clone, Copy)]
struct Scalar(f64);

#[cfg(not(target_feature = "simd128"))]
impl Scalar {
    #[inline(always)]
    const fn new(key: f64) -> Self {
        Self(key)
    }

    /// Plays against this one, who may win; the loser.
    #[inline(always)]
    fn plays(&mut self, other: f64) -> f64 {
        let loser = if self.0 > other { self.0 } else { other };
        self.0 = if self.0 < other { self.0 } else { other };
        loser
    }

    /// The one of both who wins.
    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Self(if self.0 < other.0 { self.0 } else { other.0 })
    }

    #[inline(always)]
    const fn key(self) -> f64 {
        self.0
    }
}

/// The same in WebAssembly, which has such instructions for vectors alone: its others want to know about signs of zero and
/// what is no number.
#[cfg(target_feature = "simd128")]
#[derive(Clone, Copy)]
struct Vector(std::arch::wasm32::v128);

#[cfg(target_feature = "simd128")]
impl Vector {
    #[inline(always)]
    fn new(key: f64) -> Self {
        Self(std::arch::wasm32::f64x2_splat(key))
    }

    /// Plays against this one, who may win; the loser.
    #[inline(always)]
    fn plays(&mut self, other: f64) -> f64 {
        use std::arch::wasm32::{f64x2_extract_lane, f64x2_pmax, f64x2_pmin, f64x2_splat};
        let (one, other) = (self.0, f64x2_splat(other));
        self.0 = f64x2_pmin(one, other);
        f64x2_extract_lane::<0>(f64x2_pmax(one, other))
    }

    /// The one of both who wins.
    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Self(std::arch::wasm32::f64x2_pmin(self.0, other.0))
    }

    #[inline(always)]
    fn key(self) -> f64 {
        std::arch::wasm32::f64x2_extract_lane::<0>(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, Purpose};

    /// Against the plain structure: a list that is searched through, at every size of the tree.
    #[test]
    fn the_first_is_the_least_of_all_at_every_size() {
        let mut stream = Draws::new(9, 0).stream(Purpose::Luck, 0, 0);
        let mut tree = LoserTree::new();
        for size in [
            1, 4, 5, 16, 60, 200, 7, 1000, 3000, 10_000, 30_000, 60_000, 100_000, 200_000,
        ] {
            let mut key = |contestant: u32| {
                let range = LoserTree::NONE - LoserTree::LEAST - (1 << 20);
                LoserTree::LEAST
                    + (stream.next_word() % range) / (1 << 20) * (1 << 20)
                    + u64::from(contestant)
            };
            tree.begin(size);
            let mut plain = vec![LoserTree::NONE; size as usize];
            for contestant in (0..size).filter(|contestant| contestant % 5 != 3) {
                plain[contestant as usize] = key(contestant);
                tree.place(contestant, plain[contestant as usize]);
            }
            tree.play();
            for round in 0_u32..30 {
                let least = plain.iter().copied().min().unwrap_or(LoserTree::NONE);
                assert_eq!(tree.first(), least, "{size}, round {round}");
                let Some(contestant) = plain
                    .iter()
                    .position(|key| *key == least && least != LoserTree::NONE)
                else {
                    break;
                };
                let number = u32::try_from(contestant).expect("small");
                plain[contestant] = if round % 4 == 2 {
                    LoserTree::NONE
                } else {
                    key(number)
                };
                let first = match round % 4 {
                    0 | 2 => tree.replace(number, plain[contestant]),
                    1 => tree.replace_often(number, plain[contestant], false),
                    _ => tree.replace_often(number, plain[contestant], true),
                };
                assert_eq!(first, tree.first(), "{size}, round {round}");
            }
            plain.retain(|key| *key != LoserTree::NONE);
            plain.sort_unstable();
            assert_eq!(tree.in_order(LoserTree::NONE), plain, "{size}");
        }
    }
}
