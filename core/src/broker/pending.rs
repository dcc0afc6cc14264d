//! Things that wait for their time.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, VecDeque};

use crate::broker::row::Row;
use crate::event_list::Notice;
use crate::message::{Batch, Message, MessageId};
use crate::time::SimTime;

/// Batches that become due at their notices. Where delays are constant, times come in order and a plain queue
/// does; only what comes out of order goes to the heap.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    /// Those in order: when each is due,
    notices: VecDeque<Notice>,
    /// and what.
    ordered: Row,
    disordered: BinaryHeap<Due>,
    /// How many there may be before those that nobody waits for any more are looked for.
    enough: u64,
}

/// So few are not worth a look.
const FEW: u64 = 64;

/// So many are taken at once.
const MOST_AT_ONCE: usize = 256;

#[derive(Clone, Copy, Debug)]
struct Due {
    notice: Notice,
    batch: Batch,
}

impl Pending {
    pub(crate) const fn new() -> Self {
        Self {
            notices: VecDeque::new(),
            ordered: Row::new(),
            disordered: BinaryHeap::new(),
            enough: FEW,
        }
    }

    pub(crate) fn length(&self) -> u64 {
        self.notices.len() as u64 + self.disordered.len() as u64
    }

    /// Drops void ones: all that are next, so that nothing happens in vain, and the others once all have doubled, so that
    /// they cannot pile up until their time; that costs each a constant share.
    pub(crate) fn drop_void(&mut self, counts: &mut dyn FnMut(&Batch) -> bool) {
        while self.first().is_some_and(|batch| !counts(&batch)) {
            self.pop();
        }
        if self.length() >= self.enough {
            self.disordered.retain(|due| counts(&due.batch));
            for notice in std::mem::take(&mut self.notices) {
                let batch = self.ordered.pop_front();
                if counts(&batch) {
                    self.ordered.push_back(batch);
                    self.notices.push_back(notice);
                }
            }
            self.enough = FEW.max(2 * self.length());
        }
    }

    fn first(&self) -> Option<Batch> {
        if self.heap_is_first() {
            self.disordered.peek().map(|due| due.batch)
        } else {
            self.ordered.front()
        }
    }

    /// Whether the next one is in the heap; if there is none, it is in neither.
    fn heap_is_first(&self) -> bool {
        self.disordered
            .peek()
            .is_some_and(|due| self.notices.front().is_none_or(|notice| due.notice < *notice))
    }

    pub(crate) fn push(&mut self, notice: Notice, batch: Batch) {
        if self.notices.back().is_none_or(|last| *last < notice) {
            self.notices.push_back(notice);
            self.ordered.push_back(batch);
        } else {
            self.disordered.push(Due { notice, batch });
        }
    }

    /// The same for messages that have everything but their numbers in common with this one, in order.
    pub(crate) fn push_alike(&mut self, like: &Message, ids: &[MessageId], notices: &[Notice]) {
        debug_assert!(notices.is_sorted(), "{notices:?}");
        let follows = |first: &Notice| self.notices.back().is_none_or(|last| last < first);
        if notices.first().is_some_and(follows) {
            self.notices.extend(notices);
            self.ordered.push_alike(like, ids, false);
        } else {
            for (id, notice) in ids.iter().zip(notices) {
                self.push(*notice, Batch::one(Message { id: *id, ..*like }));
            }
        }
    }

    /// When the first of them is due.
    pub(crate) fn next(&self) -> Notice {
        let ordered = self.notices.front().copied().unwrap_or(Notice::NEVER);
        let disordered = self.disordered.peek().map_or(Notice::NEVER, |due| due.notice);
        ordered.min(disordered)
    }

    /// Takes the first of them.
    pub(crate) fn pop(&mut self) -> Option<Batch> {
        if self.heap_is_first() {
            return self.disordered.pop().map(|due| due.batch);
        }
        self.notices.pop_front().map(|_| self.ordered.pop_front())
    }

    /// Takes the first message, if it is due before `limit`, and some that are due next, before it too, and differ from it in
    /// nothing else. `ids` become the numbers of all, and `times` those at which they are due.
    pub(crate) fn pop_alike(
        &mut self,
        limit: Notice,
        ids: &mut Vec<MessageId>,
        times: &mut Vec<SimTime>,
    ) -> Option<Message> {
        ids.clear();
        times.clear();
        let next = self.next();
        if next >= limit {
            return None;
        }
        let batch = self.pop()?;
        debug_assert_eq!(batch.size, 1, "only the first would be taken");
        ids.push(batch.first.id);
        times.push(next.at);
        if self.disordered.is_empty() {
            let due = self.notices.partition_point(|notice| *notice < limit);
            self.ordered.take_alike(&batch, due.min(MOST_AT_ONCE), ids);
            let taken = ids.len() - 1;
            times.extend(self.notices.range(..taken).map(|notice| notice.at));
            self.notices.drain(..taken);
        }
        Some(batch.first)
    }

    /// Takes all of them, in order of time.
    pub(crate) fn drain(&mut self) -> Vec<Batch> {
        std::iter::from_fn(|| self.pop()).collect()
    }

    /// All of them, in no order.
    #[cfg(debug_assertions)]
    pub(crate) fn iter(&self) -> impl Iterator<Item = Batch> {
        self.ordered
            .iter()
            .chain(self.disordered.iter().map(|due| due.batch))
    }
}

// The heap gives its greatest: the earliest is the greatest.
impl Ord for Due {
    fn cmp(&self, other: &Self) -> Ordering {
        other.notice.cmp(&self.notice)
    }
}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        self.notice == other.notice
    }
}

impl Eq for Due {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, Purpose};
    use crate::event_list::EventList;

    fn one(id: u32) -> Batch {
        Batch::one(Message::new(MessageId(id), 0, SimTime::ZERO))
    }

    fn numbers(batches: &[Batch]) -> Vec<u32> {
        batches.iter().map(|batch| batch.first.id.0).collect()
    }

    #[test]
    fn comes_out_in_order_of_time_and_insertion() {
        let mut list = EventList::new(2);
        let mut pending = Pending::new();
        for (id, at) in [(0, 5), (1, 9), (2, 3), (3, 5), (4, 9), (5, 3)] {
            pending.push(list.notice(SimTime::from_nanoseconds(at)), one(id));
        }
        assert_eq!(pending.iter().count(), 6);
        assert_eq!(pending.next().at, SimTime::from_nanoseconds(3));
        assert_eq!(numbers(&pending.drain()), [2, 5, 0, 3, 1, 4]);
        assert!(pending.next().is_never());
    }

    /// Against taking one by one, with some out of order and of several kinds.
    #[test]
    fn alike_ones_come_out_together_as_they_would_one_by_one() {
        let mut stream = Draws::new(11, 0).stream(Purpose::Luck, 0, 0);
        let mut below = move |limit: u64| stream.next_word() % limit;
        for round in 0..200_u64 {
            let mut list = EventList::new(2);
            let (mut together, mut alone) = (Pending::new(), Pending::new());
            let (mut ids, mut times) = (Vec::new(), Vec::new());
            for id in 0..2000_u32 {
                let at = u64::from(id) * 3 + below(1 + round % 3 * 4);
                let mut batch = one(id);
                batch.first.failures = u16::try_from(below(1 + round % 4) / 2).unwrap();
                let notice = list.notice(SimTime::from_nanoseconds(at));
                together.push(notice, batch);
                alone.push(notice, batch);
                if below(300) == 0 {
                    let limit = SimTime::from_nanoseconds(at.saturating_sub(below(200)));
                    while let Some(first) = together.pop_alike(Notice::first_at(limit), &mut ids, &mut times)
                    {
                        assert_eq!(times.len(), ids.len());
                        for (id, at) in ids.iter().zip(&times) {
                            let message = Message { id: *id, ..first };
                            assert_eq!(alone.next().at, *at, "{round}");
                            assert_eq!(alone.pop(), Some(Batch::one(message)), "{round}");
                        }
                    }
                    assert_eq!(together.next(), alone.next(), "{round}");
                    assert!(alone.next().at >= limit);
                }
            }
            assert_eq!(together.drain(), alone.drain(), "{round}");
        }
    }

    #[test]
    fn void_ones_do_not_pile_up() {
        let mut list = EventList::new(2);
        let mut pending = Pending::new();
        let counts = |batch: &Batch| batch.first.id.0 % 1000 == 1;
        for id in 0..10_000 {
            // every third comes out of order, and every thousandth counts
            let at = if id % 3 == 0 { 50_000 - id } else { 100_000 + id };
            pending.push(list.notice(SimTime::from_nanoseconds(u64::from(at))), one(id));
            pending.drop_void(&mut |batch| counts(batch));
            assert!(pending.length() <= 64);
            assert!(pending.first().is_none_or(|batch| counts(&batch)));
        }
        pending.enough = 0;
        pending.drop_void(&mut |batch| counts(batch));
        assert_eq!(
            numbers(&pending.drain()),
            [8001, 5001, 2001, 1, 1001, 3001, 4001, 6001, 7001, 9001]
        );
    }
}
