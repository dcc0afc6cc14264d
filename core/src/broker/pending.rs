//! Things that wait for their time.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, VecDeque};

use crate::event_list::{self, Notice, PLACE_BITS, PLACES};

/// Things that become due at their notices. Where delays are constant, times come in order and a plain queue
/// does; only what comes out of order goes to the heap.
#[derive(Clone, Debug)]
pub(crate) struct Pending<T> {
    ordered: VecDeque<Due<T>>,
    disordered: BinaryHeap<Due<T>>,
    /// Whether what comes is gathered: it is put in order with the others later, all at once.
    gathers: bool,
    gathered: Vec<Due<T>>,
    /// What those are sorted by: how much later than the first of them each is due, and which it is.
    order: Vec<u64>,
    /// How many there may be before those that nobody waits for any more are looked for.
    enough: u64,
}

/// So few are not worth a look.
const FEW: u64 = 64;

#[derive(Clone, Copy, Debug)]
struct Due<T> {
    notice: Notice,
    what: T,
}

impl<T: Copy> Pending<T> {
    pub(crate) const fn new() -> Self {
        Self {
            ordered: VecDeque::new(),
            disordered: BinaryHeap::new(),
            gathers: false,
            gathered: Vec::new(),
            order: Vec::new(),
            enough: FEW,
        }
    }

    pub(crate) fn length(&self) -> u64 {
        self.ordered.len() as u64 + self.disordered.len() as u64
    }

    /// Drops void ones: all that are next, so that nothing happens in vain, and the others once all have doubled, so that
    /// they cannot pile up until their time; that costs each a constant share.
    pub(crate) fn drop_void(&mut self, mut counts: impl FnMut(&T) -> bool) {
        while self.first().is_some_and(|due| !counts(&due.what)) {
            self.pop();
        }
        if self.length() >= self.enough {
            self.ordered.retain(|due| counts(&due.what));
            self.disordered.retain(|due| counts(&due.what));
            self.enough = FEW.max(2 * self.length());
        }
    }

    fn first(&self) -> Option<&Due<T>> {
        match (self.ordered.front(), self.disordered.peek()) {
            (Some(ordered), Some(disordered)) => Some(ordered.max(disordered)),
            (ordered, disordered) => ordered.or(disordered),
        }
    }

    pub(crate) fn push(&mut self, notice: Notice, what: T) {
        if self.gathers {
            self.gathered.push(Due { notice, what });
        } else {
            self.insert(Due { notice, what });
        }
    }

    #[inline]
    fn insert(&mut self, due: Due<T>) {
        if self.ordered.back().is_none_or(|last| last.notice < due.notice) {
            self.ordered.push_back(due);
        } else {
            self.disordered.push(due);
        }
    }

    /// From now on, what comes becomes one of them with [`Self::put_in_order`] only. Where many come in no order of time
    /// before the first is due, sorting them costs half of what a heap does.
    pub(crate) const fn gather(&mut self) {
        self.gathers = true;
    }

    /// Puts those that were gathered among the others.
    #[inline]
    pub(crate) fn put_in_order(&mut self) {
        if !self.gathered.is_empty() {
            self.sort_in();
        }
    }

    #[inline(never)]
    fn sort_in(&mut self) {
        let mut order = std::mem::take(&mut self.order);
        let gathered = std::mem::take(&mut self.gathered);
        for some in gathered.chunks(PLACES) {
            // they were gathered in the order of their insertion numbers
            let first = some.iter().map(|due| due.notice.at).min().unwrap_or_default();
            order.extend((0..).zip(some).map(|(place, due)| {
                let later = due.notice.at.since(first).nanoseconds();
                later.min(u64::MAX >> PLACE_BITS) << PLACE_BITS | place
            }));
            event_list::sort(&mut order);
            for key in order.drain(..) {
                // those that are too late to be sorted are put in order all the same
                self.insert(some[event_list::place_of(key)]);
            }
        }
        self.order = order;
        self.gathered = gathered;
        self.gathered.clear();
    }

    /// Gathers no longer.
    pub(crate) fn stop_gathering(&mut self) {
        self.put_in_order();
        self.gathers = false;
    }

    /// When the first of them is due.
    pub(crate) fn next(&self) -> Notice {
        let ordered = self.ordered.front().map_or(Notice::NEVER, |due| due.notice);
        let disordered = self.disordered.peek().map_or(Notice::NEVER, |due| due.notice);
        ordered.min(disordered)
    }

    /// Takes the first of them.
    pub(crate) fn pop(&mut self) -> Option<T> {
        let from_heap = match (self.ordered.front(), self.disordered.peek()) {
            (Some(ordered), Some(disordered)) => disordered.notice < ordered.notice,
            (None, _) => true,
            (Some(_), None) => false,
        };
        let due = if from_heap {
            self.disordered.pop()
        } else {
            self.ordered.pop_front()
        };
        due.map(|due| due.what)
    }

    /// Takes all of them, in order of time.
    pub(crate) fn drain(&mut self) -> Vec<T> {
        std::iter::from_fn(|| self.pop()).collect()
    }

    /// All of them, in no order.
    #[cfg(debug_assertions)]
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.ordered.iter().chain(&self.disordered).map(|due| &due.what)
    }
}

// The heap gives its greatest: the earliest is the greatest.
impl<T> Ord for Due<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.notice.cmp(&self.notice)
    }
}

impl<T> PartialOrd for Due<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Due<T> {
    fn eq(&self, other: &Self) -> bool {
        self.notice == other.notice
    }
}

impl<T> Eq for Due<T> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event_list::EventList;
    use crate::time::SimTime;

    #[test]
    fn comes_out_in_order_of_time_and_insertion() {
        let mut list = EventList::new(2);
        let mut pending = Pending::new();
        for (what, at) in [(0, 5), (1, 9), (2, 3), (3, 5), (4, 9), (5, 3)] {
            pending.push(list.notice(SimTime::from_nanoseconds(at)), what);
        }
        assert_eq!(pending.iter().count(), 6);
        assert_eq!(pending.next().at, SimTime::from_nanoseconds(3));
        assert_eq!(pending.drain(), [2, 5, 0, 3, 1, 4]);
        assert!(pending.next().is_never());
    }

    #[test]
    fn gathered_ones_are_as_good_as_pushed_ones() {
        let mut list = EventList::new(2);
        let (mut pushed, mut gathered) = (Pending::new(), Pending::new());
        for what in 0..1000_u64 {
            let notice = list.notice(SimTime::from_nanoseconds(what / 100 * 50 + what * 7919 % 70));
            pushed.push(notice, what);
            if what % 3 == 0 {
                gathered.stop_gathering();
                gathered.push(notice, what);
                gathered.gather();
            } else {
                gathered.push(notice, what);
            }
            if what % 50 == 49 {
                gathered.put_in_order();
                assert_eq!(gathered.next(), pushed.next());
                for _ in 0..40 {
                    assert_eq!(gathered.pop(), pushed.pop());
                }
            }
        }
        assert_eq!(gathered.drain(), pushed.drain());
    }

    #[test]
    fn more_may_be_gathered_than_are_sorted_at_once_and_over_any_time() {
        let mut list = EventList::new(2);
        let (mut pushed, mut gathered) = (Pending::new(), Pending::new());
        gathered.gather();
        for what in 0..150_000_u64 {
            let spread = if what < 100_000 { 1 } else { 1 << 40 };
            let notice = list.notice(SimTime::from_nanoseconds(
                what.wrapping_mul(0x9e37_79b9) % 70_000 * spread,
            ));
            pushed.push(notice, what);
            gathered.push(notice, what);
        }
        gathered.stop_gathering();
        assert_eq!(gathered.drain(), pushed.drain());
    }

    #[test]
    fn void_ones_do_not_pile_up() {
        let mut list = EventList::new(2);
        let mut pending = Pending::new();
        for what in 0..10_000 {
            // every third comes out of order, and every thousandth counts
            let at = if what % 3 == 0 {
                50_000 - what
            } else {
                100_000 + what
            };
            pending.push(list.notice(SimTime::from_nanoseconds(at)), what);
            pending.drop_void(|what| what % 1000 == 1);
            assert!(pending.length() <= 64);
            assert!(pending.first().is_none_or(|due| due.what % 1000 == 1));
        }
        pending.enough = 0;
        pending.drop_void(|what| what % 1000 == 1);
        assert_eq!(
            pending.drain(),
            [8001, 5001, 2001, 1, 1001, 3001, 4001, 6001, 7001, 9001]
        );
    }
}
