//! Random settings: any that the checks allow, limits included.

use crate::scenario::check::memory::fits;
use crate::scenario::{
    Acknowledge, Action, Arrivals, Backoff, Broker, Change, Crash, Discipline, Entry, Group, Hazard, Jitter,
    Kind, Monitor, Overflow, Producer, SenderName, Settings, Shape, Supervisor, WarmUp,
};
use crate::target::Target;
use crate::time::{SECOND, SimDuration, SimTime};

/// A small generator of its own: the same cases on every run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Mostly small, now and then up to the limit.
    fn whole(&mut self, least: u64, most: u64) -> u64 {
        match self.next() % 8 {
            0 => least,
            1 => most,
            shift => least + (self.next() >> (shift * 7)) % (most - least + 1),
        }
    }

    fn small(&mut self, least: u64, most: u64) -> u32 {
        u32::try_from(self.whole(least, most)).expect("the limit is that of a u32")
    }

    #[expect(clippy::cast_precision_loss, reason = "any float will do")]
    fn float(&mut self, least: f64, most: f64) -> f64 {
        match self.next() % 6 {
            0 => least,
            1 => most,
            2 => ((self.next() % 100) as f64 / 100.0).clamp(least, most),
            _ => {
                let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
                (least + share * share * share * (most - least)).clamp(least, most)
            }
        }
    }

    fn time(&mut self, least: u64) -> SimDuration {
        SimDuration::from_nanoseconds(self.whole(least, 1_000_000_000 * SECOND))
    }

    fn flip(&mut self) -> bool {
        self.next().is_multiple_of(2)
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.flip().then(|| make(self))
    }

    fn one_of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[usize::try_from(self.next() % choices.len() as u64).expect("is small")].clone()
    }

    fn many<T>(&mut self, least: u64, most: u64, mut make: impl FnMut(&mut Self, u64) -> T) -> Vec<T> {
        let count = least + self.next() % (most - least + 1);
        (0..count).map(|index| make(self, index)).collect()
    }

    fn text(&mut self) -> String {
        const PIECES: [&str; 24] = [
            "a", "none", "null", "~", "yes", " ", ": ", " #", "-", "{", "]", ",", "'", "\"", "\\", "1",
            "0x1", "é", "😀", "%", "&x", "*", "!", "\u{fffd}",
        ];
        let pieces = self.many(0, 6, |dice, _| dice.one_of(&PIECES));
        pieces.concat()
    }

    fn shape(&mut self) -> Shape {
        match self.next() % 9 {
            0 => Shape::Constant,
            1 => Shape::Uniform {
                spread: self.float(0.0, 1.0),
            },
            2 => Shape::Exponential,
            3 => Shape::Normal {
                cv: self.float(0.0, 1000.0),
            },
            4 => Shape::Lognormal {
                cv: self.float(0.0, 100.0),
            },
            5 => Shape::Erlang {
                stages: self.small(1, 1000),
            },
            6 => Shape::Gamma {
                shape: self.float(0.001, 1e6),
            },
            7 => self.one_of(&[
                Shape::Triangular { min: 0.2, max: 2.5 },
                Shape::Triangular { min: 0.0, max: 1.75 },
            ]),
            _ => Shape::Empirical {
                values: self.many(
                    1,
                    5,
                    |dice, index| if index == 0 { 1.0 } else { dice.float(0.0, 1e9) },
                ),
            },
        }
    }
}

fn producer(dice: &mut Dice) -> Producer {
    let mut time = SimTime::ZERO;
    let mut later = move |dice: &mut Dice, index: u64| {
        let gap = if index == 0 {
            0
        } else {
            1 + dice.next() % (3600 * SECOND)
        };
        time = time.after(SimDuration::from_nanoseconds(gap));
        time
    };
    let arrivals = match dice.next() % 5 {
        0 => Arrivals::Burst,
        1 => Arrivals::Every(dice.time(1)),
        2 => Arrivals::Poisson(dice.float(1e-9, 1e9)),
        3 => Arrivals::Steps(dice.many(1, 30, |dice, index| (later(dice, index), dice.float(1e-9, 1e9)))),
        _ => Arrivals::Trace(dice.many(1, 200, later)),
    };
    let most = match &arrivals {
        Arrivals::Trace(instants) => instants.len() as u64,
        _ => 4_000_000_000,
    };
    let shortest = dice.small(1, 1000);
    Producer {
        messages: dice.small(1, most),
        arrivals,
        text_length: (shortest, dice.small(u64::from(shortest), 1000)),
        kinds: dice.many(1, 4, |dice, index| Kind {
            name: format!("{}{index}", dice.one_of(&["a", "none-", "7.", "-_"])),
            weight: if index == 0 { 1.0 } else { dice.float(0.0, 1e6) },
            priority: i32::try_from(dice.whole(0, 2_000_000)).expect("is small") - 1_000_000,
            work: dice.float(0.001, 1000.0),
        }),
    }
}

fn broker(dice: &mut Dice) -> Broker {
    Broker {
        discipline: dice.one_of(&[Discipline::Fifo, Discipline::Lifo, Discipline::Priority]),
        capacity: dice.maybe(|dice| dice.small(0, 1_000_000_000)),
        overflow: dice.one_of(&[Overflow::Reject, Overflow::Block, Overflow::Evict]),
        time_to_live: dice.maybe(|dice| dice.time(1)),
        latency: dice.time(0),
        acknowledge: dice.one_of(&[Acknowledge::Late, Acknowledge::Early]),
        visibility_timeout: dice.maybe(|dice| dice.time(1)),
        prefetch: dice.small(0, 10_000),
        max_attempts: dice.small(1, 1000),
        max_deliveries: dice.maybe(|dice| dice.small(1, 1_000_000)),
        backoff: Backoff {
            initial: dice.time(0),
            factor: dice.float(1.0, 1000.0),
            cap: dice.maybe(|dice| dice.time(1)),
            jitter: match dice.next() % 3 {
                0 => Jitter::None,
                1 => Jitter::Full,
                _ => Jitter::Fraction(dice.float(0.0, 1.0)),
            },
        },
    }
}

fn group(dice: &mut Dice, index: u64) -> Group {
    Group {
        name: if index == 0 {
            "none".to_owned()
        } else {
            format!("group-{index}")
        },
        count: dice.small(1, 100),
        mean_time: dice.time(1),
        service: dice.shape(),
        failure_rate: dice.float(0.0, 1.0),
        concurrency: dice.small(1, 1000),
        crash: dice.maybe(|dice| Crash {
            mean_up: dice.time(1),
            mean_down: dice.time(1),
            up: dice.shape(),
            down: dice.shape(),
            hazard: dice.one_of(&[Hazard::Always, Hazard::Busy]),
        }),
        hang: dice.float(0.0, 1.0),
    }
}

fn action(dice: &mut Dice, kinds: usize, groups: u64) -> Action {
    let index = u32::try_from(dice.next() % groups).expect("is small");
    let sender = SenderName {
        group: index,
        number: 1,
    };
    let group = dice.maybe(|_| index);
    match dice.next() % 13 {
        0 => Action::Set(Change::FailureRate {
            group,
            value: dice.float(0.0, 1.0),
        }),
        1 => Action::Set(Change::MeanTime {
            group,
            value: dice.time(1),
        }),
        2 => Action::Set(Change::Hang {
            group,
            value: dice.float(0.0, 1.0),
        }),
        3 => Action::Set(Change::ArrivalRate(dice.float(1e-9, 1e9))),
        4 => Action::AddSenders {
            group: index,
            count: dice.small(1, 10),
        },
        5 => Action::RemoveSender(sender),
        6 => Action::Crash {
            sender,
            down: dice.maybe(|dice| dice.time(1)),
        },
        7 => Action::Hang(sender),
        8 => Action::Restart(sender),
        9 => Action::PauseProducer,
        10 => Action::ResumeProducer,
        11 => Action::Submit {
            kind: u32::try_from(dice.next() % kinds as u64).expect("is small"),
            priority: dice.maybe(|dice| i32::try_from(dice.next() % 9).expect("is small") - 4),
            text: dice.maybe(|dice| format!("{}\n{}", dice.text(), dice.text())),
        },
        _ => Action::Cancel,
    }
}

pub(super) fn settings(dice: &mut Dice) -> Settings {
    let producer = producer(dice);
    let senders = dice.many(1, 4, group);
    let groups = senders.len() as u64;
    let mut timeline = dice.many(0, 12, |dice, _| Entry {
        at: SimTime::ZERO.after(dice.time(0)),
        action: action(dice, producer.kinds.len(), groups),
    });
    timeline.sort_by_key(|entry| entry.at);
    let warm_up = match dice.flip() {
        true => WarmUp::Time(dice.time(0)),
        false => WarmUp::Messages(dice.small(0, u64::from(producer.messages) - 1)),
    };
    // without an end, the last message must come while there is virtual time
    let gap = match producer.arrivals {
        Arrivals::Every(gap) => gap.seconds().to_f64(),
        Arrivals::Poisson(per_second) => 1.0 / per_second,
        _ => 0.0,
    };
    let is_short = f64::from(producer.messages) * gap < 1e10;
    let mut settings = Settings {
        name: dice.text(),
        seed: dice.next(),
        until: (!is_short || dice.flip()).then(|| dice.time(1)),
        warm_up,
        broker: broker(dice),
        senders,
        monitor: Monitor {
            interval: dice.time(1000),
            max_samples: dice.small(10, 100_000),
            supervisor: dice.maybe(|dice| Supervisor {
                silent_after: dice.time(1),
                restart_time: dice.time(0),
                max_restarts: dice.maybe(|dice| dice.small(0, 1_000_000_000)),
            }),
        },
        timeline,
        targets: dice.many(0, 3, |dice, index| {
            let name = if index == 0 { "p90" } else { "p99" };
            Target::parse(&format!("delivery.{name} < {}s", dice.whole(1, 99))).expect("a valid target")
        }),
        producer,
    };
    // statistics begin before the end, and there is room for what waits
    if let (WarmUp::Time(length), Some(until)) = (&mut settings.warm_up, settings.until) {
        *length = SimDuration::from_nanoseconds(length.nanoseconds() % until.nanoseconds());
    }
    while !fits(&settings) {
        settings.producer.messages = settings.producer.messages / 16 + 1;
        settings.warm_up = WarmUp::Messages(0);
    }
    settings
}
