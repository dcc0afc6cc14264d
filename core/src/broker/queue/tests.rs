//! Who is served next, who is evicted, and what withdrawn messages leave behind.

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
