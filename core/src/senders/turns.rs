//! Whose turn is next, as long as nothing comes between: the slots in the order in which they are free.
//!
//! The event list compares a time and an insertion number for each slot, 128 bits. Within a stretch of known length
//! both fit into 64: times count from the stretch's beginning, and numbers from the last time that all were given
//! anew. That is half the memory, and whose turn is next is found by a [`LoserTree`].

use crate::senders::SlotId;
use crate::senders::loser_tree::LoserTree;
use crate::time::{SimDuration, SimTime};

/// With more slots, too little of a key is left for the time.
const MOST_SLOTS: u64 = 1 << 17;
/// Bits of a number beyond those of a slot: all are given anew only when each slot had 64 of them, up to 2048 slots.
const EXTRA_BITS: u32 = 6;
/// With few slots a number has so many bits; with many, not more than these or one more than a slot's.
const FEWEST_BITS: u32 = 14;
const MOST_BITS: u32 = 17;

/// The slots that take part, each with the time from which it is free.
#[derive(Clone, Debug)]
pub(crate) struct Turns {
    /// Each is a time, a number and a slot, from high to low.
    keys: LoserTree,
    layout: Layout,
    /// The next number, where it stands in a key.
    next: u64,
    /// The one that was next when all were given last, or when the stretch started.
    first_of_these: u64,
    /// How many were given in the stretch before those.
    given_before: u64,
    /// The first key whose turn does not come yet.
    pause: u64,
    /// The instant that would stand in a key as 0, in nanoseconds. No key is below [`LoserTree::LEAST`], so it lies that far
    /// before the stretch's beginning: before all time, even, where it wraps around.
    origin: u64,
}

/// How the bits of a key are shared out.
#[derive(Clone, Copy, Debug)]
struct Layout {
    /// Where a key has its slot: ones.
    slot_mask: u32,
    /// From one number to the next.
    step: u64,
    /// The number after the last, and as times stand above numbers, what one nanosecond adds to a key.
    end: u64,
    /// How far up the time stands; a word, as WebAssembly shifts a word by one.
    low: u64,
    /// Where a key has its time and its slot: ones.
    time_and_slot: u64,
}

impl Layout {
    fn of(slots: u64) -> Self {
        let slot_bits = slots.next_power_of_two().ilog2();
        let number_bits = (slot_bits + EXTRA_BITS)
            .clamp(FEWEST_BITS, MOST_BITS)
            .max(slot_bits + 1);
        let low = slot_bits + number_bits;
        Self {
            slot_mask: (1 << slot_bits) - 1,
            step: 1 << slot_bits,
            end: 1 << low,
            low: u64::from(low),
            time_and_slot: u64::MAX << low | ((1 << slot_bits) - 1),
        }
    }
}

/// The least key, as long as none changes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn(u64);

impl Turns {
    pub(crate) fn new() -> Self {
        Self {
            keys: LoserTree::new(),
            layout: Layout::of(0),
            next: 0,
            first_of_these: 0,
            given_before: 0,
            pause: LoserTree::NONE,
            origin: 0,
        }
    }

    /// Whether so many slots can take part.
    pub(crate) const fn has_room_for(slots: u64) -> bool {
        slots <= MOST_SLOTS
    }

    /// A stretch of so many slots that begins then ends before this.
    pub(crate) fn reach(since: SimTime, slots: u64) -> SimTime {
        let times = (LoserTree::NONE - LoserTree::LEAST) >> Layout::of(slots).low;
        since.after(SimDuration::from_nanoseconds(times))
    }

    /// A stretch begins: those who take part join next, of those who are free at one instant the first in turn first, and
    /// then it starts. `all` is how many slots there are.
    pub(crate) fn begin(&mut self, all: u32, since: SimTime) {
        self.layout = Layout::of(u64::from(all));
        self.origin = since
            .nanoseconds()
            .wrapping_sub(LoserTree::LEAST >> self.layout.low);
        self.keys.begin(all);
        self.next = 0;
        self.pause = LoserTree::NONE;
    }

    /// Something comes at this instant, which is within reach, before whoever is free then.
    pub(crate) fn pause_at(&mut self, at: SimTime) {
        self.pause = at.nanoseconds().wrapping_sub(self.origin) << self.layout.low;
    }

    /// Nothing does any more.
    pub(crate) fn pause_no_more(&mut self) {
        self.pause = LoserTree::NONE;
    }

    /// A slot is free from then on.
    pub(crate) fn joins(&mut self, at: SimTime, slot: SlotId) {
        let key = self.key(at, slot);
        self.keys.place(slot.0, key);
    }

    /// All who take part have joined.
    pub(crate) fn start(&mut self) {
        self.given_before = 0;
        self.play();
    }

    fn play(&mut self) {
        self.first_of_these = self.next;
        self.keys.play();
    }

    /// How often a slot has become free again since the stretch started.
    pub(crate) const fn given(&self) -> u64 {
        self.given_before + (self.next - self.first_of_these) / self.layout.step
    }

    /// The key of a slot that is free from then on, with a new number.
    #[inline(always)]
    fn key(&mut self, at: SimTime, slot: SlotId) -> u64 {
        let number = self.next;
        self.next = number + self.layout.step;
        at.nanoseconds().wrapping_sub(self.origin) << self.layout.low | number | u64::from(slot.0)
    }

    /// The slot that is free first, or has been for longest, and since when; `None` if no turn comes.
    #[inline(always)]
    pub(crate) fn first(&self) -> Option<(SimTime, SlotId)> {
        self.whose(self.next())
    }

    /// The next turn.
    #[inline(always)]
    pub(crate) fn next(&self) -> Turn {
        Turn(self.keys.first())
    }

    /// Whose turn it is, and since when; `None` if nobody is left, or a pause comes first.
    #[inline(always)]
    pub(crate) fn whose(&self, turn: Turn) -> Option<(SimTime, SlotId)> {
        (turn.0 < self.pause).then(|| self.taken_apart(turn.0))
    }

    /// Those slots whose turns come before any pause, in any order.
    pub(crate) fn free(&self) -> Vec<SlotId> {
        let keys = self.keys.all().filter(|key| *key < self.pause);
        keys.map(|key| self.taken_apart(key).1).collect()
    }

    /// How many slots take part.
    pub(crate) fn count(&self) -> usize {
        self.keys.all().count()
    }

    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "there are no more slots")]
    fn taken_apart(&self, key: u64) -> (SimTime, SlotId) {
        let at = self.origin.wrapping_add(key >> self.layout.low);
        let slot = key as u32 & self.layout.slot_mask;
        (SimTime::from_nanoseconds(at), SlotId(slot))
    }

    /// The slot whose turn it is, is free again after so long: the next turn. As that waits for the key, it is made of the one
    /// before in two steps. `may_be_many` is as for [`LoserTree::replace_often`].
    #[inline(always)]
    pub(crate) fn free_after(
        &mut self,
        turn: Turn,
        slot: SlotId,
        time: SimDuration,
        may_be_many: bool,
    ) -> Turn {
        if self.next == self.layout.end {
            self.number_anew();
        }
        // a product: a shift by what only the run knows takes a register that nothing else may have
        let later = (time.nanoseconds() * self.layout.end) | self.next;
        self.next += self.layout.step;
        let key = (turn.0 & self.layout.time_and_slot) + later;
        Turn(self.keys.replace_often(slot.0, key, may_be_many))
    }

    /// Those slots whose turns come before any pause, in order, each with the time from which it is free.
    pub(crate) fn in_order(&self) -> Vec<(SimTime, SlotId)> {
        let keys = self.keys.in_order(self.pause);
        keys.into_iter().map(|key| self.taken_apart(key)).collect()
    }

    /// The slot whose turn it is takes no longer part.
    #[inline]
    pub(crate) fn leaves(&mut self, slot: SlotId) {
        self.keys.replace(slot.0, LoserTree::NONE);
    }

    /// All numbers are given: those that count are given anew, in the same order.
    #[cold]
    #[inline(never)]
    fn number_anew(&mut self) {
        let keys = self.keys.in_order(LoserTree::NONE);
        self.given_before = self.given();
        self.next = 0;
        // nobody takes part, in the tree that there is
        self.keys.begin(0);
        for key in keys {
            let (at, slot) = self.taken_apart(key);
            self.joins(at, slot);
        }
        self.play();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, Purpose};
    use std::collections::BTreeSet;

    /// Against the plain structure: a set of (time, number, slot). Times often fall together, and numbers run out.
    #[test]
    fn whoever_is_free_first_is_next_and_whoever_was_named_first_among_equals() {
        let mut stream = Draws::new(3, 0).stream(Purpose::Luck, 0, 0);
        let mut below = |limit: u64| stream.next_word() % limit;
        for slots in [1, 2, 7, 100, 3000] {
            let since = SimTime::from_nanoseconds(below(1 << 50));
            let at = |time| since.after(SimDuration::from_nanoseconds(time));
            let mut turns = Turns::new();
            let free: Vec<_> = (0..slots)
                .rev()
                .map(|slot| (at(u64::from(slot % 3)), SlotId(slot)))
                .collect();
            turns.begin(slots, since);
            free.iter().for_each(|(at, slot)| turns.joins(*at, *slot));
            turns.start();
            let mut plain: BTreeSet<_> = (0_u64..)
                .zip(&free)
                .map(|(number, (at, slot))| (*at, number, *slot))
                .collect();
            for number in u64::from(slots)..100_000 {
                let Some((at, _, slot)) = plain.pop_first() else {
                    assert_eq!(turns.first(), None);
                    break;
                };
                assert_eq!(turns.first(), Some((at, slot)), "{slots} slots, {number}");
                if below(20_000) == 0 {
                    turns.leaves(slot);
                } else {
                    let time = SimDuration::from_nanoseconds(below(5));
                    turns.free_after(turns.next(), slot, time, below(2) == 0);
                    let at = at.after(time);
                    plain.insert((at, number, slot));
                }
            }
        }
    }

    /// The greatest keys that there are, as many as there are numbers and one more.
    #[test]
    fn a_stretch_holds_up_to_its_last_nanosecond() {
        for (slots, since) in [
            (1, 0),
            (40, 0),
            (40, 1 << 61),
            (3000, 7),
            (1 << 17, 0),
            (1 << 17, 1 << 61),
        ] {
            let (since, slot) = (SimTime::from_nanoseconds(since), SlotId(slots - 1));
            let reach = Turns::reach(since, u64::from(slots));
            let last = SimTime::from_nanoseconds(reach.nanoseconds() - 1);
            let mut turns = Turns::new();
            turns.begin(slots, since);
            turns.joins(since, slot);
            turns.start();
            turns.free_after(turns.next(), slot, last.elapsed_since(since), false);
            let numbers = turns.layout.end / turns.layout.step;
            for _ in 0..=numbers {
                let turn = turns.free_after(turns.next(), slot, SimDuration::ZERO, false);
                assert_eq!(
                    turns.whose(turn),
                    Some((last, slot)),
                    "{slots} slots from {since}"
                );
            }
            assert_eq!(turns.given(), numbers + 2);
            turns.leaves(slot);
            assert_eq!(turns.first(), None, "{slots} slots from {since}");
        }
    }

    #[test]
    fn a_stretch_begins_anew_with_whoever_is_there_then() {
        let at = |seconds| SimTime::ZERO.after(SimDuration::from_seconds(seconds));
        let mut turns = Turns::new();
        turns.begin(2, at(0));
        turns.joins(at(5), SlotId(1));
        turns.joins(at(7), SlotId(0));
        turns.start();
        assert_eq!(turns.first(), Some((at(5), SlotId(1))));
        turns.begin(40, at(9));
        turns.joins(at(9), SlotId(30));
        turns.start();
        assert_eq!(turns.first(), Some((at(9), SlotId(30))));
        turns.leaves(SlotId(30));
        assert_eq!(turns.first(), None);
        assert!(Turns::reach(at(9), 40) > at(9 + 2 * 3600));
    }
}
