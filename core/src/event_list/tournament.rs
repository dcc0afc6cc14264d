//! The least of many keys, each of which may change at any time.
//!
//! A tournament instead of a heap. Each contestant has one leaf with its key, and each inner node the lesser of its
//! two children, so the winner is the root. A new key costs one comparison for each level of a path that is known
//! beforehand: nothing to search, no branch to guess. On bursts a run is twice as fast with it as with a heap.

use std::hint::{cold_path, select_unpredictable};

/// What a tournament compares.
pub(crate) trait Key: Copy {
    /// The key of a contestant that does not take part: no other is greater.
    const NONE: Self;

    /// Whether it comes before another one.
    fn is_before(self, other: Self) -> bool;
}

/// With 5 to 16 contestants, as most pools have, a climb is short enough that a call would be a fifth of it.
const NODES_OF_FEW: usize = 32;
/// With up to 1024.
const NODES_OF_MANY: usize = 2048;

/// One key for each contestant.
#[derive(Clone, Debug)]
pub(crate) struct Tournament<K> {
    /// Node 1 is the root, the children of node n are 2n and 2n + 1, and the leaves fill the second half.
    nodes: Vec<K>,
    climb: Climb<K>,
}

/// Changes the key of a leaf, and plays all games on its way to the root; the least key then.
type Climb<K> = fn(&mut [K], u32, K) -> K;

impl<K: Key> Tournament<K> {
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
        let mut nodes = vec![K::NONE; 2 << levels];
        nodes[1 << levels..][..old].copy_from_slice(&self.nodes[old..]);
        self.nodes = nodes;
        self.play();
    }

    /// Nobody takes part any more; keys may be placed then, and [`Self::play`] makes them count.
    pub(crate) fn clear(&mut self) {
        let leaves = self.nodes.len() / 2;
        self.nodes[leaves..].fill(K::NONE);
    }

    /// Gives a contestant a key that counts once all games are played.
    #[inline]
    pub(crate) fn place(&mut self, contestant: u32, key: K) {
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
    pub(crate) fn first(&self) -> K {
        self.nodes[1]
    }

    /// Changes a contestant's key.
    #[inline]
    pub(crate) fn set(&mut self, contestant: u32, key: K) {
        (self.climb)(&mut self.nodes, contestant, key);
    }

    /// The same, where it is done most: with few contestants it is no call. With up to a thousand it is none either where
    /// `may_be_many`, and in the browser, since a call by a pointer is checked there.
    #[inline(always)]
    pub(crate) fn set_often(&mut self, contestant: u32, key: K, may_be_many: bool) -> K {
        if self.nodes.len() == NODES_OF_FEW {
            climb::<K, 4, NODES_OF_FEW>(&mut self.nodes, contestant, key)
        } else if (may_be_many || cfg!(target_family = "wasm")) && self.nodes.len() == NODES_OF_MANY {
            climb::<K, 10, NODES_OF_MANY>(&mut self.nodes, contestant, key)
        } else {
            (self.climb)(&mut self.nodes, contestant, key)
        }
    }
}

/// How a tournament of at least so many levels above the leaves is climbed, and how many levels it then has. In the browser,
/// where each visitor loads the code, there are fewer lengths to choose from.
#[expect(clippy::match_overlapping_arm, reason = "the first one that there is")]
fn climb_of<K: Key>(levels: u32) -> (u32, Climb<K>) {
    const ALL: bool = !cfg!(target_family = "wasm");
    match levels {
        ..=2 if ALL => (2, climb::<K, 2, 8>),
        ..=4 => (4, climb::<K, 4, NODES_OF_FEW>),
        ..=6 if ALL => (6, climb::<K, 6, 128>),
        ..=8 if ALL => (8, climb::<K, 8, 512>),
        ..=10 => (10, climb::<K, 10, NODES_OF_MANY>),
        ..=12 if ALL => (12, climb::<K, 12, 8192>),
        ..=14 if ALL => (14, climb::<K, 14, 32_768>),
        ..=15 if ALL => (15, climb::<K, 15, 65_536>),
        ..=16 if ALL => (16, climb::<K, 16, 131_072>),
        ..=17 if ALL => (17, climb::<K, 17, 262_144>),
        ..=18 if ALL => (18, climb::<K, 18, 524_288>),
        ..=20 if ALL => (20, climb::<K, 20, 2_097_152>),
        _ => (levels, climb_any),
    }
}

/// A climb of known length is one straight line of code.
#[inline(always)]
fn climb<K: Key, const LEVELS: u32, const NODES: usize>(nodes: &mut [K], contestant: u32, mut key: K) -> K {
    let Some(nodes) = nodes.first_chunk_mut::<NODES>() else {
        return K::NONE;
    };
    let mut node = NODES / 2 + contestant as usize % (NODES / 2);
    nodes[node] = key;
    for _ in 0..LEVELS {
        key = lesser(nodes[node ^ 1], key);
        node /= 2;
        nodes[node] = key;
    }
    key
}

/// A climb of any length takes a little longer, but its code is short.
fn climb_any<K: Key>(nodes: &mut [K], contestant: u32, mut key: K) -> K {
    let mut node = nodes.len() / 2 + contestant as usize;
    nodes[node] = key;
    while node > 1 {
        key = lesser(nodes[node ^ 1], key);
        node /= 2;
        nodes[node] = key;
    }
    key
}

/// Which of the two it is is as good as random: a choice costs less than a wrong guess.
#[inline(always)]
fn lesser<K: Key>(left: K, right: K) -> K {
    select_unpredictable(left.is_before(right), left, right)
}

impl Tournament<u64> {
    /// All keys, the least first, if each ends with its contestant, in the bits of a mask.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the contestant is in the lowest bits"
    )]
    pub(crate) fn in_order(mut self, mask: u32) -> Vec<u64> {
        let mut keys = Vec::new();
        while self.first() != u64::NONE {
            keys.push(self.first());
            self.set(self.first() as u32 & mask, u64::NONE);
        }
        keys
    }
}

impl Key for u64 {
    const NONE: Self = Self::MAX;

    #[inline(always)]
    fn is_before(self, other: Self) -> bool {
        self < other
    }
}

impl Key for u128 {
    const NONE: Self = Self::MAX;

    #[inline(always)]
    fn is_before(self, other: Self) -> bool {
        if cfg!(target_family = "wasm") {
            is_less_by_halves(self, other)
        } else {
            self < other
        }
    }
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
            let mut plain = vec![u128::NONE; size as usize];
            for _ in 0..20 {
                let contestant = u32::try_from(stream.next_word() % u64::from(size)).expect("small");
                let key = match stream.next_word() % 4 {
                    0 => u128::NONE,
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
