//! The model once more, as plainly as possible: lists that are searched from end to end, one event after the other.
//! It knows no batches, tournaments or shortcuts, so it can only agree with the engine where both follow the rules.

mod model;
mod deliveries;

use crate::observer::{Consequence, Observation, Observer};
use crate::report::Outcome;
use crate::scenario::{
    Acknowledge, Action, Arrivals, Backoff, Discipline, Entry, Group, Kind, Overflow, Scenario, SenderName,
    Settings, Shape,
};
use crate::simulation::tests::chooser::{Chooser, after, chooser, milliseconds};
use crate::simulation::tests::plain::model::Plain;
use crate::simulation::tests::watched_to_end;
use crate::time::SimTime;

/// What is compared, in milliseconds: starts (by which sender), final outcomes, successes after them: of a message
/// that was sent before, or given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Start(u64, u32, usize),
    Final(u64, u32, Outcome),
    Duplicate(u64, u32),
    TooLate(u64, u32),
}

#[derive(Debug, Default)]
struct Marks(Vec<Mark>);

impl Observer for Marks {
    fn observe(&mut self, at: SimTime, observation: &Observation) {
        let at = at.nanoseconds() / 1_000_000;
        if let Observation::Settled {
            message,
            messages,
            outcome,
            ..
        } = *observation
        {
            let numbers = message.0..message.0 + messages;
            self.0
                .extend(numbers.map(|number| Mark::Final(at, number, outcome)));
        }
        self.0.extend(match *observation {
            Observation::Started { message, sender, .. } => Some(Mark::Start(at, message.0, sender as usize)),
            Observation::Ended {
                message, consequence, ..
            } => match consequence {
                Consequence::Sent => Some(Mark::Final(at, message.0, Outcome::Sent)),
                Consequence::AttemptsUsedUp | Consequence::DeliveriesUsedUp => {
                    Some(Mark::Final(at, message.0, Outcome::Failed))
                }
                Consequence::Duplicate => Some(Mark::Duplicate(at, message.0)),
                Consequence::TooLate => Some(Mark::TooLate(at, message.0)),
                _ => None,
            },
            _ => None,
        });
    }
}

/// Times are multiples of 10 ms, so that much happens at one instant.
fn settings(c: &mut Chooser) -> Settings {
    let tens = |count: u32| milliseconds(u64::from(count) * 10);
    let mut settings = Settings {
        seed: u64::from(c.below(1000)),
        ..Settings::default()
    };
    settings.producer.messages = 1 + c.below(60);
    settings.producer.arrivals = if c.maybe() {
        Arrivals::Every(tens(1 + c.below(4)))
    } else {
        let mut instant = 0;
        let mut next = || {
            instant += u64::from(c.below(5).saturating_sub(2)) * 10;
            after(instant)
        };
        Arrivals::Trace((0..60).map(|_| next()).collect())
    };
    let kind = |name: &str, priority, work| Kind {
        name: name.to_owned(),
        weight: 1.0,
        priority,
        work,
    };
    settings.producer.kinds = vec![kind("short", 0, 1.0), kind("long", 1, 2.0)];
    settings.senders = (0..1 + c.below(2))
        .map(|index| Group {
            name: format!("group-{index}"),
            count: 1 + c.below(3),
            mean_time: tens(1 + c.below(8)),
            service: Shape::Constant,
            failure_rate: [0.0, 0.3][c.below(2) as usize],
            ..Group::default()
        })
        .collect();
    let broker = &mut settings.broker;
    broker.discipline = [Discipline::Fifo, Discipline::Lifo, Discipline::Priority][c.below(3) as usize];
    broker.overflow = [Overflow::Reject, Overflow::Block, Overflow::Evict][c.below(3) as usize];
    broker.capacity = (c.below(3) > 0).then(|| c.below(6));
    broker.time_to_live = c.some(|c| tens(1 + c.below(20)));
    broker.latency = c.some(|c| tens(c.below(4))).unwrap_or_default();
    broker.acknowledge = [Acknowledge::Early, Acknowledge::Late][c.below(2) as usize];
    broker.prefetch = c.some(|c| 1 + c.below(3)).unwrap_or(0);
    broker.visibility_timeout = c.some(|c| tens(1 + c.below(12)));
    broker.max_attempts = 1 + c.below(4);
    broker.max_deliveries = c.some(|c| 1 + c.below(8));
    broker.backoff = Backoff {
        initial: tens(c.below(6)),
        ..Backoff::default()
    };
    settings.timeline = (0..c.below(5))
        .map(|_| {
            let group = c.below(u32::try_from(settings.senders.len()).expect("few"));
            let sender = SenderName {
                group,
                number: 1 + c.below(settings.senders[group as usize].count),
            };
            Entry {
                at: after(u64::from(c.below(60)) * 10),
                action: Action::Crash {
                    sender,
                    down: Some(tens(c.below(30))),
                },
            }
        })
        .collect();
    settings.timeline.sort_by_key(|entry| entry.at);
    settings
}

#[test]
fn the_engine_agrees_with_the_plain_model() {
    let (mut kinds_of_outcomes, mut duplicates, mut too_late) = ([0_u32; 7], 0, 0);
    for seed in 0..1500 {
        let settings = settings(&mut chooser(seed + 4_000_000));
        let (marks, clock) = Plain::new(&settings).run();
        let (run, Marks(ours)) = watched_to_end(&Scenario::of(settings.clone()));
        let differ = ours.iter().zip(&marks).position(|(ours, plain)| ours != plain);
        let place = differ.unwrap_or(ours.len().min(marks.len()));
        assert!(
            *ours == marks,
            "seed {seed}, mark {place}: {:?} and {:?} in {settings:?}",
            ours.get(place),
            marks.get(place)
        );
        assert_eq!(run.now(), after(clock), "seed {seed}: {settings:?}");
        for mark in marks {
            match mark {
                Mark::Final(_, _, outcome) => kinds_of_outcomes[outcome as usize] += 1,
                Mark::Duplicate(..) => duplicates += 1,
                Mark::TooLate(..) => too_late += 1,
                Mark::Start(..) => {}
            }
        }
    }
    assert!(duplicates > 100 && too_late > 100, "{duplicates} and {too_late}");
    // all but cancelled
    assert!(
        kinds_of_outcomes[..6].iter().all(|count| *count > 100),
        "{kinds_of_outcomes:?}"
    );
}
