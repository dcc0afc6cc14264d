//! Random scenarios: each feature is on or off by chance, so that every pair of features meets. While they run,
//! `check` compares the counts with the parts after each event.

use crate::message::MessageId;
use crate::observer::{Consequence, Observation, Observer};
use crate::report::{End, SenderState};
use crate::scenario::{Action, Group, Overflow, Scenario, Settings};
use crate::simulation::Simulation;
use crate::simulation::tests::assert_alike;
use crate::simulation::tests::chooser::chooser;
use crate::simulation::tests::run;
use crate::simulation::tests::watched_to_end;
use crate::time::{SimDuration, SimTime};
use std::collections::BTreeSet;

/// How many random scenarios each test plays.
const SCENARIOS: u32 = 1500;

/// What the ends of attempts led to.
#[derive(Debug, Default)]
struct Ends {
    too_late: u64,
    /// Deliveries whose time-out passed.
    timed_out: BTreeSet<(MessageId, u32)>,
    /// Failures of those, and of others.
    failures: [u64; 2],
}

impl Observer for Ends {
    fn observe(&mut self, _: SimTime, observation: &Observation) {
        match *observation {
            Observation::TimedOut {
                message, delivery, ..
            } => {
                self.timed_out.insert((message, delivery));
            }
            Observation::Ended {
                message,
                delivery,
                consequence,
                ..
            } => match consequence {
                Consequence::TooLate => self.too_late += 1,
                Consequence::Sent | Consequence::Duplicate => {}
                _ => {
                    let in_time = !self.timed_out.contains(&(message, delivery));
                    self.failures[usize::from(in_time)] += 1;
                }
            },
            _ => {}
        }
    }
}

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
fn attempts_end_as_they_were_seen_to() {
    for seed in 0..SCENARIOS {
        let (run, ends) = watched_to_end::<Ends>(&Scenario::of(chooser(seed).settings()));
        let report = run.report();
        let (m, a) = (report.messages, report.attempts);
        assert_eq!(
            a.succeeded,
            m.sent + report.duplicates + ends.too_late,
            "seed {seed}: each success is a message, a duplicate or too late"
        );
        let (sent, failed): (u64, u64) = report
            .senders
            .iter()
            .fold((0, 0), |s, x| (s.0 + x.sent, s.1 + x.failed));
        assert_eq!(sent, a.succeeded, "seed {seed}");
        assert_eq!([a.timed_out, a.failed], ends.failures, "seed {seed}");
        assert_eq!(failed, a.failed + a.timed_out, "seed {seed}");
    }
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
        assert_alike(&chunks.report(), &whole, format_args!("seed {seed}"));
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
