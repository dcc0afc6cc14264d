//! The waiting messages, in the order in which they will be served.

use std::collections::VecDeque;

use crate::broker::IdSet;
use crate::message::{Batch, Message, MessageId};
use crate::scenario::Discipline;

/// Waiting messages. A fresh burst waits as one entry, so that its size costs no memory.
#[derive(Clone, Debug)]
pub(crate) struct Queue {
    discipline: Discipline,
    /// One lane for each priority that ever waited, the highest first; a single one for the other disciplines.
    lanes: Vec<Lane>,
    length: u64,
    /// Messages that left from the middle: they are skipped when their turn comes.
    withdrawn: IdSet,
}

#[derive(Clone, Debug)]
struct Lane {
    priority: i32,
    entries: VecDeque<Batch>,
}

impl Queue {
    pub(crate) const fn new(discipline: Discipline) -> Self {
        Self {
            discipline,
            lanes: Vec::new(),
            length: 0,
            withdrawn: IdSet::new(),
        }
    }

    pub(crate) const fn length(&self) -> u64 {
        self.length
    }

    /// New and retried messages: behind all others, or on top of them if the last in is the first out.
    pub(crate) fn push_tail(&mut self, batch: Batch) {
        self.length += u64::from(batch.size);
        let entries = self.lane(batch.first.priority);
        // consecutive messages that were alike before they met again become one entry
        if let Some(last) = entries.back_mut()
            && batch.first
                == (Message {
                    id: MessageId(last.first.id.0.wrapping_add(last.size)),
                    ..last.first
                })
        {
            last.size += batch.size;
        } else {
            entries.push_back(batch);
        }
    }

    /// Redelivered messages: the next to be served, in their lane.
    pub(crate) fn push_head(&mut self, message: Message) {
        self.length += 1;
        let last_in_first_out = self.discipline == Discipline::Lifo;
        let entries = self.lane(message.priority);
        if last_in_first_out {
            entries.push_back(Batch::one(message));
        } else {
            entries.push_front(Batch::one(message));
        }
    }

    /// The next message to serve.
    #[inline]
    pub(crate) fn pop(&mut self) -> Option<Message> {
        if self.length == 0 {
            return None;
        }
        let from_back = self.discipline == Discipline::Lifo;
        loop {
            let lane = self.lanes.iter_mut().find(|lane| !lane.entries.is_empty())?;
            let message = take(&mut lane.entries, from_back)?;
            if self.withdrawn.is_empty() || !self.withdrawn.remove(message.id) {
                self.length -= 1;
                return Some(message);
            }
        }
    }

    /// Takes the message that has waited longest: the one to drop for a newer one.
    pub(crate) fn evict(&mut self) -> Option<Message> {
        self.skip_withdrawn();
        let oldest = self
            .lanes
            .iter_mut()
            .filter(|lane| !lane.entries.is_empty())
            .min_by_key(|lane| {
                lane.entries
                    .front()
                    .map(|entry| (entry.first.waits_since, entry.first.id))
            })?;
        self.length -= 1;
        take(&mut oldest.entries, false)
    }

    /// Takes a message out wherever it waits. The caller knows that it does.
    pub(crate) fn withdraw(&mut self, id: MessageId) {
        self.length -= 1;
        self.withdrawn.insert(id, 1);
        self.skip_withdrawn();
    }

    /// Takes all of them.
    pub(crate) fn drain(&mut self) -> Vec<Batch> {
        let mut all = Vec::new();
        while self.withdrawn.is_empty() && self.length > 0 {
            for lane in &mut self.lanes {
                self.length -= lane
                    .entries
                    .iter()
                    .map(|entry| u64::from(entry.size))
                    .sum::<u64>();
                all.extend(lane.entries.drain(..));
            }
        }
        while let Some(message) = self.pop() {
            all.push(Batch::one(message));
        }
        all
    }

    fn lane(&mut self, priority: i32) -> &mut VecDeque<Batch> {
        let priority = if self.discipline == Discipline::Priority {
            priority
        } else {
            0
        };
        let place = match self.lanes.binary_search_by(|lane| priority.cmp(&lane.priority)) {
            Ok(place) => place,
            Err(place) => {
                self.lanes.insert(
                    place,
                    Lane {
                        priority,
                        entries: VecDeque::new(),
                    },
                );
                place
            }
        };
        &mut self.lanes[place].entries
    }

    /// Frees what withdrawn messages still hold at the ends of the lanes, so that they cannot pile up there.
    fn skip_withdrawn(&mut self) {
        for lane in &mut self.lanes {
            for from_back in [false, true] {
                while !self.withdrawn.is_empty()
                    && let Some(id) = peek(&lane.entries, from_back)
                    && self.withdrawn.remove(id)
                {
                    take(&mut lane.entries, from_back);
                }
            }
        }
    }
}

fn peek(entries: &VecDeque<Batch>, from_back: bool) -> Option<MessageId> {
    if from_back {
        entries
            .back()
            .map(|entry| MessageId(entry.first.id.0 + entry.size - 1))
    } else {
        entries.front().map(|entry| entry.first.id)
    }
}

#[inline]
fn take(entries: &mut VecDeque<Batch>, from_back: bool) -> Option<Message> {
    let entry = if from_back {
        entries.back_mut()
    } else {
        entries.front_mut()
    }?;
    let mut message = entry.first;
    entry.size -= 1;
    if from_back {
        message.id.0 += entry.size;
    } else {
        entry.first.id.0 += 1;
    }
    if entry.size == 0 {
        if from_back {
            entries.pop_back();
        } else {
            entries.pop_front();
        }
    }
    Some(message)
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
        assert_eq!(queue.evict().map(|m| m.id.0), Some(0));
        assert_eq!(served(&mut queue), [9, 5, 2, 1]);
    }

    #[test]
    fn priorities_first_then_order_of_entry() {
        let mut queue = Queue::new(Discipline::Priority);
        for (id, priority) in [(0, 0), (1, 5), (2, 0), (3, -1), (4, 5)] {
            queue.push_tail(Batch::one(message(id, priority)));
        }
        queue.push_head(message(8, 0));
        assert_eq!(
            queue.evict().map(|m| m.id.0),
            Some(1),
            "the oldest at the head of its lane"
        );
        assert_eq!(served(&mut queue), [4, 8, 0, 2, 3]);
    }

    #[test]
    fn a_burst_is_one_entry_and_neighbours_join_it() {
        let mut queue = Queue::new(Discipline::Fifo);
        for id in 0..1000 {
            queue.push_tail(Batch::one(message(id, 0)));
        }
        assert_eq!(queue.lanes[0].entries.len(), 1);
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
        queue.withdraw(MessageId(2));
        queue.withdraw(MessageId(0));
        assert_eq!(queue.length(), 3);
        assert_eq!(served(&mut queue), [1, 3, 4]);
        assert!(queue.withdrawn.is_empty());
        for id in 10..20 {
            queue.push_tail(Batch::one(message(id, 0)));
        }
        for id in 10..20 {
            queue.withdraw(MessageId(id));
        }
        assert!(queue.lanes[0].entries.is_empty() && queue.withdrawn.is_empty());
    }

    #[test]
    fn a_withdrawn_message_cannot_be_evicted() {
        let mut queue = Queue::new(Discipline::Fifo);
        queue.push_tail(Batch {
            first: message(0, 0),
            size: 3,
        });
        queue.withdraw(MessageId(1));
        assert_eq!(queue.pop().map(|m| m.id.0), Some(0));
        assert_eq!(queue.evict().map(|m| m.id.0), Some(2));
        assert_eq!(queue.length(), 0);
    }
}
