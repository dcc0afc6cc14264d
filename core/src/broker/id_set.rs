//! A set of message numbers as ranges: a whole burst is one entry.

use std::collections::BTreeMap;

use crate::message::MessageId;

/// A set of message numbers, kept as disjoint ranges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct IdSet {
    /// First number of a range to the number after its last.
    ranges: BTreeMap<u64, u64>,
}

impl IdSet {
    pub(crate) const fn new() -> Self {
        Self {
            ranges: BTreeMap::new(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// How many ranges there are.
    pub(crate) fn ranges(&self) -> u64 {
        self.ranges.len() as u64
    }

    pub(crate) fn contains(&self, id: MessageId) -> bool {
        self.first_run(id, 1).is_some()
    }

    /// The first run of numbers that are in the set, of the `size` numbers from `first` on: where it begins, and its
    /// length.
    pub(crate) fn first_run(&self, first: MessageId, size: u32) -> Option<(MessageId, u32)> {
        let (start, end) = (u64::from(first.0), u64::from(first.0) + u64::from(size));
        let reaches_in = self
            .ranges
            .range(..=start)
            .next_back()
            .filter(|(_, last)| **last > start);
        let (first, last) = reaches_in.or_else(|| self.ranges.range(start..end).next())?;
        let (first, last) = (start.max(*first), end.min(*last));
        Some((
            MessageId(u32::try_from(first).ok()?),
            u32::try_from(last - first).ok()?,
        ))
    }

    /// How long the run is that ends with this number, if it is in the set.
    pub(crate) fn run_up_to(&self, id: MessageId) -> Option<u32> {
        let id = u64::from(id.0);
        let (first, last) = self.ranges.range(..=id).next_back()?;
        u32::try_from((*last > id).then(|| id + 1 - first)?).ok()
    }

    /// Adds `size` numbers from `first` on; none of them is in the set.
    pub(crate) fn insert(&mut self, first: MessageId, size: u32) {
        let (mut start, mut end) = (u64::from(first.0), u64::from(first.0) + u64::from(size));
        if let Some((before, before_end)) = self.ranges.range(..start).next_back().map(|(a, b)| (*a, *b))
            && before_end == start
        {
            start = before;
        }
        if let Some(after_end) = self.ranges.remove(&end) {
            end = after_end;
        }
        self.ranges.insert(start, end);
    }

    /// Takes `size` numbers from `first` on out, as far as they are in the set; false if none of them was.
    pub(crate) fn remove(&mut self, first: MessageId, size: u32) -> bool {
        let (first, last) = (u64::from(first.0), u64::from(first.0) + u64::from(size));
        let mut found = false;
        while let Some((start, end)) = self.ranges.range(..last).next_back().map(|(a, b)| (*a, *b))
            && end > first
        {
            found = true;
            if start < first {
                self.ranges.insert(start, first);
            } else {
                self.ranges.remove(&start);
            }
            if last < end {
                self.ranges.insert(last, end);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, Purpose};
    use std::collections::BTreeSet;

    #[test]
    fn agrees_with_a_plain_set() {
        let mut stream = Draws::new(3, 0).stream(Purpose::Luck, 0, 0);
        let (mut set, mut plain) = (IdSet::new(), BTreeSet::new());
        for _ in 0..20_000 {
            let mut small = |bound| u32::try_from(stream.next_word() % bound).expect("small");
            let (id, size, adds) = (small(64), 1 + small(6), small(2) == 0);
            let these = id..id + size;
            if adds && !these.clone().any(|id| plain.contains(&id)) {
                set.insert(MessageId(id), size);
                plain.extend(these);
            } else {
                let found = these.filter(|id| plain.remove(id)).count() > 0;
                assert_eq!(set.remove(MessageId(id), size), found);
            }
            let (id, size) = (small(64), 1 + small(9));
            assert_eq!(set.contains(MessageId(id)), plain.contains(&id));
            let start = (id..id + size).find(|id| plain.contains(id));
            let run = start.map(|start| {
                let length = (start..id + size).take_while(|id| plain.contains(id)).count();
                (MessageId(start), u32::try_from(length).expect("small"))
            });
            assert_eq!(set.first_run(MessageId(id), size), run);
            let down = (0..=id).rev().take_while(|id| plain.contains(id)).count();
            let down = u32::try_from(down).expect("small");
            assert_eq!(set.run_up_to(MessageId(id)), (down > 0).then_some(down));
            assert_eq!(set.is_empty(), plain.is_empty());
        }
    }
}
