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

    pub(crate) fn contains(&self, id: MessageId) -> bool {
        let id = u64::from(id.0);
        self.ranges
            .range(..=id)
            .next_back()
            .is_some_and(|(_, end)| id < *end)
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

    /// Takes one number out; false if it was not in the set.
    pub(crate) fn remove(&mut self, id: MessageId) -> bool {
        let id = u64::from(id.0);
        let Some((start, end)) = self.ranges.range(..=id).next_back().map(|(a, b)| (*a, *b)) else {
            return false;
        };
        if id >= end {
            return false;
        }
        if start < id {
            self.ranges.insert(start, id);
        } else {
            self.ranges.remove(&start);
        }
        if id + 1 < end {
            self.ranges.insert(id + 1, end);
        }
        true
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
            let id = u32::try_from(stream.next_word() % 64).expect("small");
            if stream.next_word().is_multiple_of(2) && !plain.contains(&id) {
                set.insert(MessageId(id), 1);
                plain.insert(id);
            } else {
                assert_eq!(set.remove(MessageId(id)), plain.remove(&id));
            }
            let id = u32::try_from(stream.next_word() % 64).expect("small");
            assert_eq!(set.contains(MessageId(id)), plain.contains(&id));
            assert_eq!(set.is_empty(), plain.is_empty());
        }
    }
}
