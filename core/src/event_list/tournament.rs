//! The least of many keys, each of which may change at any time.
//!
//! A tournament instead of a heap. Each contestant has one leaf with its key, and each inner node the lesser of its
//! two children, so the winner is the root. A new key costs one comparison for each level of a path that is known
//! beforehand: nothing to search, no branch to guess. On bursts a run is twice as fast with it as with a heap.

use std::hint::{cold_path, select_unpredictable};

/// The key of a contestant that does not take part: no other is greater.
pub(crate) const NONE: u128 = u128::MAX;

/// One key for each contestant.
#[derive(Clone, Debug)]
pub(crate) struct Tournament {
    /// Node 1 is the root, the children of node n are 2n and 2n + 1, and the leaves fill the second half.
    nodes: Vec<u128>,
    climb: Climb,
}

/// Changes the key of a leaf, and plays all games on its way to the root.
type Climb = fn(&mut [u128], u32, u128);

impl Tournament {
    /// For contestants 0 to `contestants` - 1, at most 2^20.
    pub(crate) fn new(contestants: u32) -> Self {
        let mut empty = Self {
            nodes: Vec::new(),
            climb: climb_any,
        };
        empty.reserve(contestants);
        empty
    }

    /// Makes room for more contestants; the others stay as they are.
    pub(crate) fn reserve(&mut self, contestants: u32) {
        let old = self.nodes.len() / 2;
        if contestants as usize <= old {
            return;
        }
        let needed = contestants.max(2).next_power_of_two().ilog2();
        let (levels, climb) = climb_of(needed);
        self.climb = climb;
        let mut nodes = vec![NONE; 2 << levels];
        nodes[1 << levels..][..old].copy_from_slice(&self.nodes[old..]);
        self.nodes = nodes;
        self.play();
    }

    /// Nobody takes part any more; keys may be placed then, and [`Self::play`] makes them count.
    pub(crate) fn clear(&mut self) {
        let leaves = self.nodes.len() / 2;
        self.nodes[leaves..].fill(NONE);
    }

    /// Gives a contestant a key that counts once all games are played.
    #[inline]
    pub(crate) fn place(&mut self, contestant: u32, key: u128) {
        let leaves = self.nodes.len() / 2;
        self.nodes[leaves + contestant as usize] = key;
    }

    /// Plays all games anew.
    pub(crate) fn play(&mut self) {
        for node in (1..self.nodes.len() / 2).rev() {
            self.nodes[node] = lesser(self.nodes[2 * node], self.nodes[2 * node + 1]);
        }
    }

    /// The least key.
    #[inline(always)]
    pub(crate) fn first(&self) -> u128 {
        self.nodes[1]
    }

    /// Changes a contestant's key.
    #[inline]
    pub(crate) fn set(&mut self, contestant: u32, key: u128) {
        (self.climb)(&mut self.nodes, contestant, key);
    }
}

/// How a tournament of at least so many levels above the leaves is climbed, and how many levels it then has. In the browser,
/// where each visitor loads the code, there are fewer lengths to choose from.
#[expect(clippy::match_overlapping_arm, reason = "the first one that there is")]
fn climb_of(levels: u32) -> (u32, Climb) {
    const ALL: bool = !cfg!(target_family = "wasm");
    match levels {
        ..=2 if ALL => (2, climb::<2, 8>),
        ..=4 => (4, climb::<4, 32>),
        ..=6 if ALL => (6, climb::<6, 128>),
        ..=8 if ALL => (8, climb::<8, 512>),
        ..=10 => (10, climb::<10, 2048>),
        ..=12 if ALL => (12, climb::<12, 8192>),
        ..=14 if ALL => (14, climb::<14, 32_768>),
        ..=15 if ALL => (15, climb::<15, 65_536>),
        ..=16 if ALL => (16, climb::<16, 131_072>),
        ..=17 if ALL => (17, climb::<17, 262_144>),
        ..=18 if ALL => (18, climb::<18, 524_288>),
        ..=20 if ALL => (20, climb::<20, 2_097_152>),
        _ => (levels, climb_any),
    }
}

/// A climb of known length is one straight line of code.
#[inline(always)]
fn climb<const LEVELS: u32, const NODES: usize>(nodes: &mut [u128], contestant: u32, mut key: u128) {
    let Some(nodes) = nodes.first_chunk_mut::<NODES>() else {
        return;
    };
    let mut node = NODES / 2 + contestant as usize % (NODES / 2);
    nodes[node] = key;
    for _ in 0..LEVELS {
        key = lesser(nodes[node ^ 1], key);
        node /= 2;
        nodes[node] = key;
    }
}

/// A climb of any length takes a little longer, but its code is short.
fn climb_any(nodes: &mut [u128], contestant: u32, mut key: u128) {
    let mut node = nodes.len() / 2 + contestant as usize;
    nodes[node] = key;
    while node > 1 {
        key = lesser(nodes[node ^ 1], key);
        node /= 2;
        nodes[node] = key;
    }
}

/// Which of the two it is is as good as random: a choice costs less than a wrong guess.
#[inline(always)]
fn lesser(left: u128, right: u128) -> u128 {
    let is_left = if cfg!(target_family = "wasm") {
        is_less_by_halves(left, right)
    } else {
        left < right
    };
    select_unpredictable(is_left, left, right)
}

/// A comparison in two steps, of which the second is rare, since keys begin with times. WebAssembly compares 128 bits
/// in five instructions and two choices; with this a run there is a tenth faster, but a native one slower.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
fn is_less_by_halves(left: u128, right: u128) -> bool {
    let (high, other) = ((left >> 64) as u64, (right >> 64) as u64);
    if high == other {
        cold_path();
        return (left as u64) < (right as u64);
    }
    high < other
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, Purpose};

    /// Against the plain structure: a list that is searched through, at every size of the tournament.
    #[test]
    fn the_first_is_the_least_of_all_at_every_size() {
        let mut stream = Draws::new(9, 0).stream(Purpose::Luck, 0, 0);
        for size in [1, 4, 5, 16, 60, 200, 1000, 3000, 10_000, 60_000, 200_000, 1 << 20] {
            let mut tournament = Tournament::new(size);
            let mut plain = vec![NONE; size as usize];
            for _ in 0..20 {
                let contestant = u32::try_from(stream.next_word() % u64::from(size)).expect("small");
                let key = match stream.next_word() % 4 {
                    0 => NONE,
                    _ => u128::from(stream.next_word()) << 64 | u128::from(stream.next_word()),
                };
                tournament.set(contestant, key);
                plain[contestant as usize] = key;
                assert_eq!(Some(tournament.first()), plain.iter().copied().min(), "{size}");
            }
            let mut all = Tournament::new(size);
            all.set(0, 5);
            all.clear();
            (0..)
                .zip(&plain)
                .for_each(|(contestant, key)| all.place(contestant, *key));
            all.play();
            assert_eq!(all.nodes, tournament.nodes, "{size}");
        }
    }

    #[test]
    fn halves_compare_as_the_whole() {
        let mut stream = Draws::new(10, 0).stream(Purpose::Luck, 0, 0);
        let mut small = || u128::from(stream.next_word() % 4) << 63 | u128::from(stream.next_word() % 3);
        for _ in 0..10_000 {
            let (left, right) = (small(), small());
            assert_eq!(is_less_by_halves(left, right), left < right, "{left} {right}");
        }
    }
}
