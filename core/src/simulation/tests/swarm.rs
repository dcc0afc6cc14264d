//! Random scenarios: each feature is on or off by chance, so that every pair of features meets. While they run,
//! `check` compares the counts with the parts after each event.

use crate::draws::{Draws, Purpose, Stream};
use crate::report::{End, SenderState};
use crate::scenario::{
    Acknowledge, Action, Arrivals, Backoff, Change, Crash, Discipline, Entry, Group, Hazard, Jitter, Kind,
    Overflow, Producer, Scenario, SenderName, Settings, Shape, Supervisor, WarmUp,
};
use crate::simulation::Simulation;
use crate::simulation::tests::run;
use crate::simulation::tests::watched_to_end;
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

    fn duration(&mut self, most: u32) -> SimDuration {
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

    fn action(&mut self, groups: &[Group]) -> Action {
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

/// How many random scenarios each test plays.
const SCENARIOS: u32 = 1500;

#[test]
fn messages_are_conserved_and_figures_agree() {
    let mut ends = [0_u32; 5];
    for seed in 0..SCENARIOS {
        let settings = chooser(seed).settings();
        let report = run(&settings);
        let (m, a) = (report.messages, report.attempts);
        let end = report.end.expect("a run to its end has one");
        ends[end as usize] += 1;
        assert_eq!(m.produced, m.settled() + m.in_system(), "seed {seed}");
        if end == End::Settled {
            assert_eq!(m.in_system(), 0, "seed {seed}");
        }
        assert!(
            report.waiting.count <= m.produced,
            "seed {seed}: each message waits once at most"
        );
        assert!(
            a.started >= a.succeeded + a.failed + a.timed_out + a.abandoned,
            "seed {seed}"
        );
        assert_eq!(
            a.succeeded,
            m.sent + report.duplicates,
            "seed {seed}: each success is a message or a duplicate"
        );
        let (sent, failed): (u64, u64) = report
            .senders
            .iter()
            .fold((0, 0), |s, x| (s.0 + x.sent, s.1 + x.failed));
        assert_eq!(sent, a.succeeded, "seed {seed}");
        assert!(
            failed >= a.failed && failed <= a.failed + a.timed_out,
            "seed {seed}"
        );
        assert_eq!(
            report.senders.iter().map(|s| s.attempts).sum::<u64>(),
            a.started,
            "seed {seed}"
        );
        assert_eq!(
            report.groups.iter().map(|s| s.attempts).sum::<u64>(),
            a.started,
            "seed {seed}"
        );
        for sender in &report.senders {
            assert!(sender.utilisation.to_f64() <= 1.0, "seed {seed}: {sender:?}");
        }
        for summary in [report.waiting, report.service, report.sojourn, report.delivery] {
            let percentiles = [
                summary.min,
                summary.p50,
                summary.p90,
                summary.p95,
                summary.p99,
                summary.p999,
                summary.max,
            ];
            assert!(percentiles.is_sorted(), "seed {seed}: {summary:?}");
        }
        assert!(report.samples.iter().map(|s| s.at).is_sorted(), "seed {seed}");
        assert!(
            report.samples.len() as u64 <= u64::from(settings.monitor.max_samples) + 1,
            "seed {seed}"
        );
        // returning messages are always taken back, and one on its way from a blocked producer has its place
        let returned = settings.broker.max_attempts > 1 || report.redelivered > 0;
        let promised = settings.broker.overflow == Overflow::Block && !settings.broker.latency.is_zero();
        if let Some(capacity) = settings.broker.capacity {
            assert!(
                returned || promised || report.queue.max_length <= u64::from(capacity),
                "seed {seed}"
            );
        }
    }
    assert!(
        ends[End::Settled as usize] > 0 && ends[End::Until as usize] > 0,
        "{ends:?}"
    );
    assert!(
        ends[End::Cancelled as usize] > 0 && ends[End::Stalled as usize] > 0,
        "{ends:?}"
    );
}

#[test]
fn a_run_is_the_same_in_any_chunks() {
    for seed in 0..SCENARIOS / 3 {
        let settings = chooser(seed).settings();
        let whole = run(&settings);
        let mut choices = chooser(seed + 1_000_000);
        let mut chunks = Simulation::new(&Scenario::of(settings), 0);
        while chunks.end().is_none() {
            match choices.below(3) {
                0 => {
                    chunks.step();
                }
                1 => {
                    chunks.run(u64::from(choices.below(50)));
                }
                _ => {
                    let further = chunks.now().after(choices.duration(100));
                    chunks.run_until(further);
                }
            }
        }
        assert_eq!(chunks.report(), whole, "seed {seed}");
    }
}

/// A run that was driven by hand, run again from its timeline.
#[test]
fn a_run_driven_by_hand_can_be_repeated_from_its_timeline() {
    let mut driven = 0;
    for seed in 0..SCENARIOS / 3 {
        let settings = chooser(seed).settings();
        let mut choices = chooser(seed + 2_000_000);
        let mut by_hand = Simulation::new(&Scenario::of(settings.clone()), 0);
        for _ in 0..choices.below(8) {
            if choices.maybe() {
                by_hand.run(u64::from(choices.below(200)));
            } else {
                let further = by_hand.now().after(choices.duration(400));
                by_hand.run_until(further);
            }
            let action = choices.action(&settings.senders);
            if by_hand.act(action).is_ok() {
                driven += 1;
            }
        }
        by_hand.run_to_end();
        let repeated = run(&Settings {
            timeline: by_hand.timeline().to_vec(),
            ..settings
        });
        let by_hand = by_hand.report();
        assert_eq!(by_hand.digest, repeated.digest, "seed {seed}");
        assert_eq!(by_hand, repeated, "seed {seed}");
    }
    assert!(driven > 1000, "{driven}");
}

/// Cancelled at any instant: nothing is lost from the books, nothing new begins.
#[test]
fn cancelling_at_any_instant_settles_the_books() {
    for seed in 0..SCENARIOS / 3 {
        let settings = Settings {
            until: None,
            timeline: Vec::new(),
            ..chooser(seed).settings()
        };
        let mut run = Simulation::new(&Scenario::of(settings), 0);
        run.run(u64::from(chooser(seed + 3_000_000).below(600)));
        if run.act(Action::Cancel).is_err() {
            continue;
        }
        let end = run.run_to_end();
        let report = run.report();
        assert!(
            matches!(end, End::Cancelled | End::Settled | End::Stalled),
            "seed {seed}: {end:?}"
        );
        let silent = report
            .senders
            .iter()
            .any(|sender| sender.state == SenderState::Silent);
        assert!(
            silent || report.messages.in_system() == 0,
            "seed {seed}: {:?}",
            report.messages
        );
    }
}

/// Adding senders never changes the messages, their demands or their luck.
#[test]
fn another_sender_reshuffles_nothing() {
    use crate::message::MessageId;
    use crate::observer::{Consequence, Observation, Observer};
    use std::collections::BTreeMap;

    /// Length and consequence of each first delivery.
    #[derive(Debug, Default)]
    struct Lives(BTreeMap<MessageId, (SimTime, Option<(SimDuration, Consequence)>)>);

    impl Observer for Lives {
        fn observe(&mut self, at: SimTime, observation: &Observation) {
            match *observation {
                Observation::Started {
                    message, delivery: 1, ..
                } => {
                    self.0.insert(message, (at, None));
                }
                Observation::Ended {
                    message,
                    delivery: 1,
                    consequence,
                    ..
                } => {
                    if let Some(life) = self.0.get_mut(&message) {
                        life.1 = Some((at.since(life.0), consequence));
                    }
                }
                _ => {}
            }
        }
    }

    let with = |count| {
        let settings = Settings {
            senders: vec![Group {
                count,
                ..Group::default()
            }],
            ..Settings::default()
        };
        watched_to_end::<Lives>(&Scenario::of(settings)).1.0
    };
    let (few, many) = (with(3), with(7));
    assert_eq!(few.len(), 1000);
    for (message, life) in &few {
        assert_eq!(life.1, many[message].1, "{message:?}");
        assert!(many[message].0 <= life.0, "one more sender never delays a start");
    }
}
