//! A row against a plain list of messages.

use super::*;
use crate::draws::{Draws, Purpose};
use crate::time::SimTime;

/// Against the plain structure: a row of single messages.
#[test]
fn it_gives_what_was_put_in_however_alike() {
    let mut stream = Draws::new(6, 0).stream(Purpose::Luck, 0, 0);
    let mut below = move |limit: u64| stream.next_word() % limit;
    for round in 0..300_u32 {
        let (mut row, mut plain) = (Row::default(), VecDeque::new());
        let mut id = 0;
        // from all alike to none
        let kinds = 1 + u64::from(round % 4);
        for _ in 0..400 {
            let first = Message {
                deliveries: u32::try_from(below(kinds)).unwrap(),
                ..Message::new(MessageId(id), 0, SimTime::from_nanoseconds(below(kinds)))
            };
            let batch = Batch {
                first,
                size: 1 + u32::try_from(below(8) / 7 * below(3)).unwrap(),
            };
            let all = (0..batch.size).map(|place| Message {
                id: MessageId(id + place),
                ..first
            });
            match below(8) {
                0..=3 => {
                    if below(2) == 0 || !row.absorb(batch) {
                        row.push_back(batch);
                    }
                    plain.extend(all);
                }
                4 => {
                    row.push_front(batch);
                    all.rev().for_each(|message| plain.push_front(message));
                }
                5..=6 => {
                    let (last, expected) = (row.back(), plain.back().copied());
                    let last = last.map(|batch| Message {
                        id: batch.end(true),
                        ..batch.first
                    });
                    assert_eq!(last, expected, "round {round}");
                    if expected.is_some() {
                        row.drop_back(true, 1);
                        plain.pop_back();
                    }
                }
                _ => {
                    let mut batch = Batch::NONE;
                    row.pop_front_to(&mut batch);
                    for place in 0..batch.size {
                        let message = Message {
                            id: MessageId(batch.first.id.0 + place),
                            ..batch.first
                        };
                        assert_eq!(Some(message), plain.pop_front(), "round {round}");
                    }
                }
            }
            assert_eq!(row.is_empty(), plain.is_empty());
            id += batch.size + u32::try_from(below(2)).unwrap();
        }
        let (mut batch, mut count) = (Batch::NONE, 0);
        while !row.is_empty() {
            row.pop_front_to(&mut batch);
            count += u64::from(batch.size);
        }
        assert_eq!(count, plain.len() as u64);
        assert!(row.headers.is_empty() && row.ids.is_empty() && row.length() == 0);
    }
}

/// Whether they are absorbed or not: against doing it one by one.
#[test]
fn alike_ones_go_in_and_out_together_as_they_do_one_by_one() {
    let mut stream = Draws::new(7, 0).stream(Purpose::Luck, 0, 0);
    let mut below = move |limit: u64| stream.next_word() % limit;
    for round in 0..400_u32 {
        let (mut together, mut alone) = (Row::default(), Row::default());
        let mut taken = Vec::new();
        let mut id = 0;
        for _ in 0..100 {
            let like = Message {
                failures: u16::try_from(below(1 + u64::from(round % 3))).unwrap(),
                ..Message::new(MessageId(0), 0, SimTime::ZERO)
            };
            let of = |id| Batch::one(Message { id, ..like });
            match below(4) {
                0..=1 => {
                    let mut next = || {
                        id += 1 + u32::try_from(below(3)).unwrap();
                        MessageId(id)
                    };
                    let ids: Vec<MessageId> = (0..round % 7).map(|_| next()).collect();
                    let absorb = round % 2 == 0;
                    together.push_alike(&like, &ids, absorb);
                    for id in ids {
                        if !(absorb && alone.absorb(of(id))) {
                            alone.push_back(of(id));
                        }
                    }
                }
                2 => {
                    let first = together.pop_front();
                    let most = usize::try_from(below(5)).unwrap();
                    taken.clear();
                    together.take_alike(&first, most, &mut taken);
                    assert!(taken.len() <= most);
                    assert_eq!(alone.pop_front(), first, "{round}");
                    for id in &taken {
                        let batch = Batch::one(Message {
                            id: *id,
                            ..first.first
                        });
                        assert_eq!(alone.pop_front(), batch, "{round}");
                    }
                }
                _ => {
                    id += 2;
                    together.push_front(of(MessageId(id)));
                    alone.push_front(of(MessageId(id)));
                }
            }
            assert_eq!(together.length(), alone.length(), "{round}");
            assert_eq!(together.front(), alone.front(), "{round}");
        }
        assert!(together.iter().eq(alone.iter()), "{round}");
    }
}

#[test]
fn alike_messages_share_a_header() {
    let mut row = Row::default();
    for id in (0..3000).step_by(3) {
        row.push_back(Batch::one(Message::new(MessageId(id), 0, SimTime::ZERO)));
    }
    assert_eq!(
        (row.entries.len(), row.headers.len(), row.ids.len()),
        (1, 1, 1000)
    );
    assert_eq!(row.length(), 1000);
    for id in 2998..1_000_000 {
        assert!(row.absorb(Batch::one(Message::new(MessageId(id), 0, SimTime::ZERO))));
    }
    assert_eq!(row.ids.len(), 999, "consecutive numbers are a batch");
    assert_eq!(row.length(), 1000);
    assert!(
        size_of::<Entry>() <= size_of::<Batch>(),
        "one alone costs as much as ever"
    );
}
