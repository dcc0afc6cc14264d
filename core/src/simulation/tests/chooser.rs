//! Random scenarios, each feature on or off by chance, and random actions on them.

use crate::draws::{Draws, Purpose, Stream};
use crate::scenario::{
    Acknowledge, Action, Arrivals, Backoff, Change, Crash, Discipline, Entry, Group, Hazard, Jitter, Kind,
    Overflow, Producer, SenderName, Settings, Shape, Supervisor, WarmUp,
};
use crate::time::{SimDuration, SimTime};

pub(super) fn milliseconds(count: u64) -> SimDuration {
    SimDuration::from_nanoseconds(count * 1_000_000)
}

pub(super) fn after(count: u64) -> SimTime {
    SimTime::ZERO.after(milliseconds(count))
}

/// Random choices.
pub(super) struct Chooser(Stream);

impl Chooser {
    pub(super) fn below(&mut self, limit: u32) -> u32 {
        u32::try_from(self.0.next_word() % u64::from(limit)).expect("below a u32")
    }

    pub(super) fn maybe(&mut self) -> bool {
        self.below(3) == 0
    }

    pub(super) fn some<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.maybe().then(|| make(self))
    }

    pub(super) fn duration(&mut self, most: u32) -> SimDuration {
        milliseconds(u64::from(1 + self.below(most)))
    }

    fn shape(&mut self) -> Shape {
        match self.below(6) {
            0 | 1 => Shape::Constant,
            2 => Shape::Uniform { spread: 0.5 },
            3 => Shape::Lognormal { cv: 1.5 },
            _ => Shape::Exponential,
        }
    }

    fn arrivals(&mut self) -> Arrivals {
        match self.below(5) {
            0 => Arrivals::Every(self.duration(40)),
            1 => Arrivals::Poisson(50.0),
            2 => Arrivals::Steps(vec![(after(0), 100.0), (after(300), 0.0), (after(700), 30.0)]),
            3 => Arrivals::Trace((0..200).map(|i| after(i / 3 * 20)).collect()),
            _ => Arrivals::Burst,
        }
    }

    fn group(&mut self, index: u32) -> Group {
        Group {
            name: format!("group-{index}"),
            count: 1 + self.below(4),
            mean_time: self.duration(120),
            service: self.shape(),
            failure_rate: f64::from(self.below(4)) * 0.25,
            concurrency: 1 + self.below(3),
            crash: self.some(|c| Crash {
                mean_up: c.duration(900),
                mean_down: c.duration(200),
                up: c.shape(),
                down: c.shape(),
                hazard: if c.maybe() { Hazard::Busy } else { Hazard::Always },
            }),
            hang: if self.maybe() { 0.02 } else { 0.0 },
        }
    }

    pub(super) fn action(&mut self, groups: &[Group]) -> Action {
        let group = self.below(u32::try_from(groups.len()).expect("few"));
        let sender = SenderName {
            group,
            number: 1 + self.below(groups[group as usize].count),
        };
        match self.below(12) {
            0 => Action::Set(Change::FailureRate {
                group: Some(group),
                value: 0.5,
            }),
            1 => Action::Set(Change::MeanTime {
                group: None,
                value: self.duration(60),
            }),
            2 => Action::Set(Change::ArrivalRate(80.0)),
            3 => Action::AddSenders {
                group,
                count: 1 + self.below(2),
            },
            4 => Action::RemoveSender(sender),
            5 => Action::Crash {
                sender,
                down: self.some(|c| c.duration(100)),
            },
            6 => Action::Hang(sender),
            7 => Action::Restart(sender),
            8 => Action::PauseProducer,
            9 => Action::ResumeProducer,
            10 => Action::Submit {
                kind: 0,
                priority: self.some(|_| 9),
                text: None,
            },
            _ if self.maybe() => Action::Cancel,
            _ => Action::ResumeProducer,
        }
    }

    pub(super) fn settings(&mut self) -> Settings {
        let senders: Vec<Group> = (0..1 + self.below(3)).map(|index| self.group(index)).collect();
        let mut settings = Settings {
            seed: self.0.next_word(),
            ..Settings::default()
        };
        settings.until = self.some(|c| c.duration(5000));
        settings.warm_up = match self.below(4) {
            0 => WarmUp::Time(self.duration(400)),
            1 => WarmUp::Messages(20),
            _ => WarmUp::Time(SimDuration::ZERO),
        };
        settings.producer = Producer {
            messages: 1 + self.below(150),
            arrivals: self.arrivals(),
            ..Producer::default()
        };
        if self.maybe() {
            let kind = |name: &str, priority, work| Kind {
                name: name.to_owned(),
                weight: 1.0,
                priority,
                work,
            };
            settings.producer.kinds = vec![
                kind("alert", 5, 0.5),
                kind("report", 0, 2.0),
                kind("bulk", -1, 1.0),
            ];
        }
        let broker = &mut settings.broker;
        broker.discipline =
            [Discipline::Fifo, Discipline::Lifo, Discipline::Priority][self.below(3) as usize];
        broker.capacity = self.some(|c| c.below(30));
        broker.overflow = [Overflow::Reject, Overflow::Block, Overflow::Evict][self.below(3) as usize];
        broker.time_to_live = self.some(|c| c.duration(800));
        broker.latency = self.some(|c| c.duration(30)).unwrap_or_default();
        broker.acknowledge = if self.maybe() {
            Acknowledge::Early
        } else {
            Acknowledge::Late
        };
        broker.visibility_timeout = self.some(|c| c.duration(200));
        broker.prefetch = self.some(|c| c.below(4)).unwrap_or(0);
        broker.max_attempts = 1 + self.below(4);
        broker.max_deliveries = if self.maybe() {
            Some(1 + self.below(6))
        } else {
            Some(50)
        };
        broker.backoff = Backoff {
            initial: self.duration(100),
            factor: 1.0 + f64::from(self.below(3)),
            cap: self.some(|c| c.duration(300)),
            jitter: [Jitter::None, Jitter::Full, Jitter::Fraction(0.3)][self.below(3) as usize],
        };
        settings.monitor.interval = self.duration(200);
        settings.monitor.max_samples = 2 + self.below(40);
        settings.monitor.supervisor = self.some(|c| Supervisor {
            silent_after: c.duration(300),
            restart_time: c.duration(50),
            max_restarts: c.some(|c| c.below(3)),
        });
        settings.timeline = (0..self.below(6))
            .map(|_| Entry {
                at: after(u64::from(self.below(2000))),
                action: self.action(&senders),
            })
            .collect();
        settings.timeline.sort_by_key(|entry| entry.at);
        settings.senders = senders;
        settings
    }
}

pub(super) fn chooser(seed: u32) -> Chooser {
    Chooser(Draws::new(2026, 0).stream(Purpose::Luck, seed, 0))
}
