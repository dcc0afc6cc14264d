//! The engine against the theory: replications must lie around each formula's value, and as far from it as it says.

use super::*;
use crate::report::Report;
use crate::scenario::Scenario;
use crate::simulation::Simulation;

const RUNS: u32 = 40;

/// Replications of the settings against their theory.
fn compare(name: &str, settings: Settings) {
    let theory = theory_of(&settings);
    assert!(theory.model.is_some(), "{name}: {}", theory.note);
    let scenario = Scenario::of(settings);
    let reports: Vec<Report> = (0..RUNS)
        .map(|replication| {
            let mut run = Simulation::new(&scenario, replication);
            run.run_to_end();
            run.report()
        })
        .collect();
    for figure in theory.figures {
        let observed: Vec<f64> = reports
            .iter()
            .flat_map(|report| &report.theory.figures)
            .filter(|beside| beside.name == figure.name)
            .map(|beside| beside.observed.to_f64())
            .collect();
        assert_eq!(observed.len(), reports.len(), "{name}: no {}", figure.name);
        check(name, &figure, &observed);
    }
}

fn check(name: &str, figure: &ExpectedFigure, observed: &[f64]) {
    let n = f64::from(RUNS);
    let mean = observed.iter().sum::<f64>() / n;
    let spread = |centre: f64| (observed.iter().map(|x| (x - centre) * (x - centre)).sum::<f64>() / n).sqrt();
    let off = (mean - figure.value).abs();
    match figure.deviation {
        Some(exact) if exact <= 0.0 => {
            assert!(
                off <= 1e-8 * (1.0 + figure.value),
                "{name}: {} is {mean}, not {}",
                figure.name,
                figure.value
            );
        }
        Some(deviation) => {
            assert!(
                off < 4.0 * deviation / n.sqrt(),
                "{name}: {} is {mean}, not {}",
                figure.name,
                figure.value
            );
            // a standard deviation of 40 values is off by 11 %, more where tails are long
            let ratio = spread(figure.value) / deviation;
            assert!(
                (0.6..1.55).contains(&ratio),
                "{name}: {} strays {ratio} as far as expected",
                figure.name
            );
        }
        // a finite run has fewer extremes, starts empty and takes time to end: 2 % for that
        None => assert!(
            figure.name.ends_with(".p999") || off < 4.0 * spread(mean) / n.sqrt() + 0.02 * figure.value,
            "{name}: {} is {mean}, not {}",
            figure.name,
            figure.value
        ),
    }
}

/// Poisson arrivals, 20,000 messages in the statistics.
fn steady(rate: f64, senders: u32, change: fn(&mut Settings)) -> Settings {
    let mut settings = poisson(rate, senders);
    settings.producer.messages = 22_000;
    settings.warm_up = WarmUp::Messages(2000);
    settings.monitor.interval = SimDuration::from_seconds(100_000);
    change(&mut settings);
    settings
}

#[test]
fn unlimited_queues() {
    compare("M/M/1", steady(6.0, 1, |_| ()));
    compare("M/M/c", steady(40.0, 5, |_| ()));
    compare(
        "last in, first out",
        steady(40.0, 5, |s| s.broker.discipline = Discipline::Lifo),
    );
    compare(
        "M/D/1",
        steady(6.0, 1, |s| s.senders[0].service = Shape::Constant),
    );
    compare(
        "M/D/c",
        steady(40.0, 5, |s| s.senders[0].service = Shape::Constant),
    );
    compare(
        "M/G/1",
        steady(5.0, 1, |s| s.senders[0].service = Shape::Gamma { shape: 0.6 }),
    );
    let retries = |s: &mut Settings| {
        s.senders[0].failure_rate = 0.25;
        s.broker.max_attempts = 4;
        s.broker.latency = milliseconds(30);
    };
    compare("retries", steady(30.0, 5, retries));
    let priorities = |s: &mut Settings| {
        s.senders[0].service = Shape::Constant;
        s.broker.discipline = Discipline::Priority;
        let short = Kind {
            weight: 3.0,
            ..Kind::default()
        };
        let long = Kind {
            priority: 5,
            work: 3.0,
            name: "long".to_owned(),
            ..Kind::default()
        };
        s.producer.kinds = vec![short, long];
    };
    compare("priorities", steady(4.0, 1, priorities));
    compare(
        "D/M/1",
        steady(6.0, 1, |s| {
            s.producer.arrivals = Arrivals::Every(milliseconds(150));
        }),
    );
}

#[test]
fn queues_with_a_limit() {
    let limit = |s: &mut Settings| {
        s.broker.capacity = Some(4);
        s.senders[0].failure_rate = 0.1;
    };
    compare("reject", steady(50.0, 5, limit));
    let block = |s: &mut Settings| {
        s.broker.capacity = Some(4);
        s.broker.overflow = Overflow::Block;
    };
    compare("block", steady(50.0, 5, block));
    let evict = |s: &mut Settings| {
        s.broker.capacity = Some(4);
        s.broker.overflow = Overflow::Evict;
    };
    compare("evict", steady(50.0, 5, evict));
    let loss = |s: &mut Settings| {
        s.broker.capacity = Some(0);
        s.senders[0].service = Shape::Uniform { spread: 1.0 };
    };
    compare("loss", steady(50.0, 5, loss));
}

#[test]
fn bursts_and_fixed_intervals() {
    let with = |change: fn(&mut Settings)| {
        let mut settings = Settings {
            seed: 7,
            ..Settings::default()
        };
        settings.broker.latency = milliseconds(700);
        change(&mut settings);
        settings
    };
    compare("burst", with(|_| ()));
    compare("burst with retries", with(|s| s.broker.max_attempts = 3));
    compare(
        "burst, last in first out",
        with(|s| s.broker.discipline = Discipline::Lifo),
    );
    compare("constant burst", with(|s| s.senders[0].service = Shape::Constant));
    let single = |s: &mut Settings| {
        s.senders[0].service = Shape::Lognormal { cv: 0.7 };
        s.senders[0].count = 1;
    };
    compare("burst to one sender", with(single));
    let fixed = |s: &mut Settings| {
        s.senders[0].service = Shape::Constant;
        s.producer.arrivals = Arrivals::Every(milliseconds(30));
    };
    compare("D/D/c", with(fixed));
}

#[test]
fn a_run_that_time_itself_cuts_short_is_not_compared() {
    let text = "{producer: {messages: 100}, senders: [{count: 1, mean_time: 1000000000s}]}";
    let mut run = Simulation::new(&Scenario::from_text(text).expect("a scenario"), 0);
    run.run_to_end();
    let report = run.report();
    assert!(report.messages.in_system() > 0, "it is not done");
    assert_eq!(
        (report.theory.note.as_str(), report.theory.figures.len()),
        ("the run was cut short", 0)
    );
}
