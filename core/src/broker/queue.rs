//! The waiting messages, in the order in which they will be served.

mod lane;

use crate::broker::IdSet;
use crate::broker::queue::lane::Lane;
use crate::message::{Batch, Message, MessageId};
use crate::scenario::Discipline;

/// Waiting messages. A fresh burst waits as one batch, so that its size costs no memory.
#[derive(Clone, Debug)]
pub(crate) struct Queue {
    discipline: Discipline,
    /// One lane for each priority that ever waited, the highest first; a single one for the other disciplines.
    lanes: Vec<Lane>,
    /// The lane that is served; those before it are empty.
    served: u64,
    length: u64,
    /// Messages that left from the middle: they are skipped when their turn comes.
    withdrawn: IdSet,
    /// How much may be kept before the lanes are cleared of them.
    enough: u64,
}

/// So little is not worth a look.
const LITTLE: u64 = 64;

impl Queue {
    pub(crate) const fn new(discipline: Discipline) -> Self {
        Self {
            discipline,
            lanes: Vec::new(),
            served: 0,
            length: 0,
            withdrawn: IdSet::new(),
            enough: LITTLE,
        }
    }

    #[inline]
    pub(crate) const fn length(&self) -> u64 {
        self.length
    }

    /// New and retried messages: behind all others, or before them if the last in is the first out.
    #[inline]
    pub(crate) fn push_tail(&mut self, batch: Batch) {
        self.length += u64::from(batch.size);
        let last_in_first_out = self.is_last_in_first_out();
        let lane = self.lane(batch.first.priority);
        if last_in_first_out {
            lane.put_first(batch);
        } else {
            lane.put_last(batch);
        }
    }

    /// Redelivered messages: the next to be served, in their lane.
    pub(crate) fn push_head(&mut self, message: Message) {
        self.length += 1;
        self.lane(message.priority).put_first(Batch::one(message));
    }

    /// The next message to serve, if there is one.
    pub(crate) fn pop(&mut self) -> Option<Message> {
        (self.length > 0).then(|| self.take())
    }

    /// The next message to serve; the queue must not be empty.
    #[inline(always)]
    pub(crate) fn take(&mut self) -> Message {
        let its_last = self.is_last_in_first_out();
        loop {
            #[expect(clippy::cast_possible_truncation, reason = "a lane's place is one of memory")]
            let lane = &mut self.lanes[self.served as usize];
            if lane.is_empty() {
                self.served += 1;
                continue;
            }
            let message = lane.take_next(its_last);
            if self.withdrawn.is_empty() || !self.withdrawn.remove(message.id, 1) {
                self.length -= 1;
                return message;
            }
        }
    }

    /// Takes the messages that have waited longest, at most so many: those to drop for newer ones. It gives as many
    /// as it can at once, and none if nobody waits.
    pub(crate) fn evict(&mut self, most: u64) -> Option<Batch> {
        self.skip_withdrawn();
        let last_in_first_out = self.is_last_in_first_out();
        let oldest_of = |lane: &Lane| {
            let batch = if last_in_first_out {
                lane.last()
            } else {
                lane.next()
            };
            batch.copied()
        };
        let lanes = || self.lanes.iter().enumerate();
        let (place, batch) = lanes()
            .filter_map(|(place, lane)| Some((place, oldest_of(lane)?)))
            .min_by_key(|(_, batch)| (batch.first.waits_since, batch.first.id))?;
        // where others could be older than the batch's next one, or that one is gone already, they go one by one
        let alone =
            self.withdrawn.is_empty() && lanes().all(|(other, lane)| other == place || lane.is_empty());
        let most = if alone { most } else { most.min(1) };
        let (gone, _) = batch.split(u32::try_from(most).unwrap_or(u32::MAX));
        let lane = &mut self.lanes[place];
        if last_in_first_out {
            lane.drop_last(false, gone.size);
        } else {
            lane.drop_next(false, gone.size);
        }
        self.length -= u64::from(gone.size);
        Some(gone)
    }

    /// Takes messages with consecutive numbers out wherever they wait. The caller knows that they do.
    pub(crate) fn withdraw(&mut self, first: MessageId, messages: u32) {
        self.length -= u64::from(messages);
        self.withdrawn.insert(first, messages);
        self.skip_withdrawn();
        // looked for only after all has doubled, which costs each a constant share
        if self.kept() > self.enough {
            self.clear_of_withdrawn();
            self.enough = LITTLE.max(2 * self.kept());
        }
    }

    /// Batches, and ranges of withdrawn messages: what it takes to remember who waits.
    pub(crate) fn kept(&self) -> u64 {
        self.lanes.iter().map(Lane::batches).sum::<u64>() + self.withdrawn.ranges()
    }

    /// Takes all of them.
    pub(crate) fn drain(&mut self) -> Vec<Batch> {
        let mut all = Vec::new();
        if self.withdrawn.is_empty() {
            all.extend(self.lanes.iter_mut().flat_map(Lane::drain));
            self.length = 0;
        }
        while let Some(message) = self.pop() {
            all.push(Batch::one(message));
        }
        all
    }

    #[inline]
    fn is_last_in_first_out(&self) -> bool {
        self.discipline == Discipline::Lifo
    }

    #[inline]
    fn lane(&mut self, priority: i32) -> &mut Lane {
        let place = if self.discipline == Discipline::Priority || self.lanes.is_empty() {
            self.place_of(priority)
        } else {
            0
        };
        &mut self.lanes[place]
    }

    /// Where the lane of a priority stands; it is about to be filled.
    fn place_of(&mut self, priority: i32) -> usize {
        let place = match self.lanes.binary_search_by(|lane| priority.cmp(&lane.priority)) {
            Ok(place) => place,
            Err(place) => {
                self.lanes.insert(place, Lane::new(priority));
                place
            }
        };
        self.served = self.served.min(place as u64);
        place
    }

    /// Frees what withdrawn messages hold between those that still wait.
    fn clear_of_withdrawn(&mut self) {
        let withdrawn = std::mem::take(&mut self.withdrawn);
        let its_last = self.is_last_in_first_out();
        for lane in &mut self.lanes {
            lane.replace_each(|batch| {
                let mut others = Vec::new();
                let mut rest = Some(batch);
                while let Some(batch) = rest {
                    let Some((first, many)) = withdrawn.first_run(batch.first.id, batch.size) else {
                        others.push(batch);
                        break;
                    };
                    let before = first.0 - batch.first.id.0;
                    if before > 0 {
                        others.push(batch.split(before).0);
                    }
                    rest = batch.split(before + many).1;
                }
                if its_last {
                    others.reverse();
                }
                others
            });
        }
    }

    /// Frees what withdrawn messages still hold at the ends of the lanes, where it is done at once.
    fn skip_withdrawn(&mut self) {
        let its_last = self.is_last_in_first_out();
        for lane in &mut self.lanes {
            while let Some(batch) = lane.next()
                && let Some(many) = withdrawn_at(&mut self.withdrawn, batch, its_last)
            {
                lane.drop_next(its_last, many);
            }
            while let Some(batch) = lane.last()
                && let Some(many) = withdrawn_at(&mut self.withdrawn, batch, !its_last)
            {
                lane.drop_last(!its_last, many);
            }
        }
    }
}

/// How many messages at this end of a batch were withdrawn; they are remembered no longer.
fn withdrawn_at(withdrawn: &mut IdSet, batch: &Batch, its_last: bool) -> Option<u32> {
    if withdrawn.is_empty() {
        return None;
    }
    let end = batch.end(its_last);
    let (first, many) = if its_last {
        let many = withdrawn.run_up_to(end)?.min(batch.size);
        (MessageId(end.0 - (many - 1)), many)
    } else {
        withdrawn
            .first_run(end, batch.size)
            .filter(|(first, _)| *first == end)?
    };
    withdrawn.remove(first, many);
    Some(many)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::SimTime;

    fn message(id: u32, priority: i32) -> Message {
        Message::new(MessageId(id), priority, SimTime::ZERO)
    }

    fn served(queue: &mut Queue) -> Vec<u32> {
        std::iter::from_fn(|| queue.pop())
            .map(|message| message.id.0)
            .collect()
    }

    #[test]
    fn first_in_first_out_with_returns_at_both_ends() {
        let mut queue = Queue::new(Discipline::Fifo);
        queue.push_tail(Batch {
            first: message(0, 0),
            size: 3,
        });
        queue.push_tail(Batch::one(Message {
            failures: 1,
            ..message(9, 0)
        }));
        queue.push_head(message(7, 0));
        assert_eq!(queue.length(), 5);
        assert_eq!(served(&mut queue), [7, 0, 1, 2, 9]);
    }

    #[test]
    fn last_in_first_out() {
        let mut queue = Queue::new(Discipline::Lifo);
        queue.push_tail(Batch {
            first: message(0, 0),
            size: 3,
        });
        queue.push_tail(Batch::one(message(5, 0)));
        queue.push_head(message(9, 0));
        assert_eq!(evicted(&mut queue), Some(0));
        assert_eq!(served(&mut queue), [9, 5, 2, 1]);
    }

    fn evicted(queue: &mut Queue) -> Option<u32> {
        queue.evict(1).map(|batch| batch.first.id.0)
    }

    #[test]
    fn priorities_first_then_order_of_entry() {
        let mut queue = Queue::new(Discipline::Priority);
        for (id, priority) in [(0, 0), (1, 5), (2, 0), (3, -1), (4, 5)] {
            queue.push_tail(Batch::one(message(id, priority)));
        }
        queue.push_head(message(8, 0));
        assert_eq!(evicted(&mut queue), Some(1), "the oldest at the head of its lane");
        assert_eq!(served(&mut queue), [4, 8, 0, 2, 3]);
    }

    #[test]
    fn a_burst_is_one_entry_and_neighbours_join_it() {
        let mut queue = Queue::new(Discipline::Fifo);
        for id in 0..1000 {
            queue.push_tail(Batch::one(message(id, 0)));
        }
        assert_eq!(queue.lanes[0].batches(), 1);
        queue.push_tail(Batch {
            first: message(1000, 0),
            size: 3_999_999_000,
        });
        assert_eq!(queue.length(), 4_000_000_000);
        assert_eq!(queue.drain().len(), 1);
        assert_eq!(queue.length(), 0);
    }

    #[test]
    fn withdrawn_messages_are_skipped_and_leave_nothing_behind() {
        let mut queue = Queue::new(Discipline::Fifo);
        queue.push_tail(Batch {
            first: message(0, 0),
            size: 5,
        });
        queue.withdraw(MessageId(2), 1);
        queue.withdraw(MessageId(0), 1);
        assert_eq!(queue.length(), 3);
        assert_eq!(served(&mut queue), [1, 3, 4]);
        assert!(queue.withdrawn.is_empty());
        for id in 10..20 {
            queue.push_tail(Batch::one(message(id, 0)));
        }
        for id in 10..20 {
            queue.withdraw(MessageId(id), 1);
        }
        assert!(queue.lanes[0].is_empty() && queue.withdrawn.is_empty());
    }

    #[test]
    fn withdrawn_messages_between_two_that_wait_do_not_pile_up() {
        for discipline in [Discipline::Fifo, Discipline::Lifo] {
            let mut queue = Queue::new(discipline);
            let mut waiting = Vec::new();
            // of some tens three wait for ever, two of them neighbours; the others vanish once the next have come
            for first in (0..100_000).step_by(10) {
                let moment = SimTime::from_nanoseconds(u64::from(first));
                let first_of_burst = Message::new(MessageId(first), 0, moment);
                queue.push_tail(Batch {
                    first: first_of_burst,
                    size: 10,
                });
                let Some(before) = first.checked_sub(10) else {
                    continue;
                };
                if before % 5000 == 0 {
                    queue.withdraw(MessageId(before), 3);
                    queue.withdraw(MessageId(before + 5), 4);
                    waiting.extend([before + 3, before + 4, before + 9]);
                } else {
                    queue.withdraw(MessageId(before + 5), 5);
                    queue.withdraw(MessageId(before), 5);
                }
                assert!(queue.kept() <= LITTLE + 4 * 20 * 2, "{}", queue.kept());
            }
            waiting.extend(99_990..100_000);
            assert_eq!(queue.length(), waiting.len() as u64);
            if discipline == Discipline::Lifo {
                waiting.reverse();
            }
            assert_eq!(served(&mut queue), waiting);
        }
    }

    #[test]
    fn many_are_withdrawn_at_once() {
        for discipline in [Discipline::Fifo, Discipline::Lifo] {
            let mut queue = Queue::new(discipline);
            queue.push_tail(Batch {
                first: message(0, 0),
                size: 4_000_000_000,
            });
            queue.withdraw(MessageId(5), 3_999_999_990);
            assert_eq!(queue.length(), 10);
            queue.withdraw(MessageId(3_999_999_998), 2);
            queue.withdraw(MessageId(0), 3);
            let (low, high) = ([3, 4], [3_999_999_995, 3_999_999_996, 3_999_999_997]);
            let in_order: Vec<u32> = low.into_iter().chain(high).collect();
            let in_order = match discipline {
                Discipline::Lifo => in_order.into_iter().rev().collect(),
                _ => in_order,
            };
            // what stands between them is skipped one by one: only a few are asked for
            assert_eq!(queue.pop().map(|m| m.id.0), in_order.first().copied());
            queue.push_tail(Batch::one(message(4_000_000_000, 0)));
            queue.withdraw(MessageId(4_000_000_000), 1);
            assert_eq!(queue.length(), 4);
            assert_eq!(
                evicted(&mut queue),
                Some(if discipline == Discipline::Lifo { 3 } else { 4 })
            );
        }
    }

    #[test]
    fn many_are_evicted_at_once_and_the_oldest_first() {
        for (discipline, rest) in [(Discipline::Fifo, [7, 8, 9]), (Discipline::Lifo, [9, 8, 7])] {
            let mut queue = Queue::new(discipline);
            for (first, size) in [(0, 4), (4, 5), (9, 1)] {
                let first = Message::new(MessageId(first), 0, SimTime::from_nanoseconds(u64::from(first)));
                queue.push_tail(Batch { first, size });
            }
            let gone = |queue: &mut Queue| queue.evict(7).map(|batch| (batch.first.id.0, batch.size));
            assert_eq!(gone(&mut queue), Some((0, 4)));
            assert_eq!(
                queue.evict(3).map(|batch| (batch.first.id.0, batch.size)),
                Some((4, 3))
            );
            assert_eq!(served(&mut queue), rest);
            assert_eq!(gone(&mut queue), None);
        }
        // with a second lane each may be the oldest
        let mut queue = Queue::new(Discipline::Priority);
        for (id, priority) in [(0, 1), (1, 2), (2, 1)] {
            queue.push_tail(Batch::one(message(id, priority)));
        }
        let in_turn: Vec<_> = std::iter::from_fn(|| queue.evict(3))
            .map(|batch| (batch.first.id.0, batch.size))
            .collect();
        assert_eq!(in_turn, [(0, 1), (1, 1), (2, 1)]);
    }

    #[test]
    fn a_withdrawn_message_cannot_be_evicted() {
        let mut queue = Queue::new(Discipline::Fifo);
        queue.push_tail(Batch {
            first: message(0, 0),
            size: 3,
        });
        queue.withdraw(MessageId(1), 1);
        assert_eq!(queue.pop().map(|m| m.id.0), Some(0));
        assert_eq!(evicted(&mut queue), Some(2));
        assert_eq!(queue.length(), 0);
    }
}
