//! Which model is chosen, and what it says, for whole scenarios.

mod classes;
mod assumptions;
mod limited;
mod runs;

use super::*;
use crate::scenario::{Backoff, Discipline, Group, Jitter, Kind, Overflow, Shape, WarmUp};
use crate::time::SimDuration;

fn milliseconds(count: u64) -> SimDuration {
    SimDuration::from_nanoseconds(count * 1_000_000)
}

/// Poisson arrivals at senders of mean 0.1 s that never fail.
fn poisson(rate: f64, senders: u32) -> Settings {
    let mut settings = Settings::default();
    settings.producer.messages = 1_000_000;
    settings.producer.arrivals = Arrivals::Poisson(rate);
    settings.senders[0].count = senders;
    settings.senders[0].failure_rate = 0.0;
    settings
}

fn value(expectation: &Expectation, name: &str) -> f64 {
    find(expectation, name).value
}

fn find(expectation: &Expectation, name: &str) -> ExpectedFigure {
    *expectation
        .figures
        .iter()
        .find(|figure| figure.name == name)
        .unwrap_or_else(|| panic!("no {name} in {expectation:?}"))
}

fn close(found: f64, known: f64, tolerance: f64) {
    assert!((found / known - 1.0).abs() <= tolerance, "{found}, not {known}");
}

#[test]
fn the_exercise_is_an_exact_burst() {
    let theory = theory_of(&Settings::default());
    assert_eq!(theory.model, Some("burst to equal exponential servers"));
    close(value(&theory, "makespan"), 33.416_666_666_666_664, 1e-12);
    close(value(&theory, "shares.failed"), 0.2, 1e-15);
    close(
        find(&theory, "shares.failed").deviation.unwrap(),
        0.16_f64.sqrt() / 1000.0_f64.sqrt(),
        1e-12,
    );
    close(
        value(&theory, "utilisation"),
        100.0 / 3.0 / 33.416_666_666_666_664,
        1e-12,
    );
}

#[test]
fn ten_senders_at_ninety_a_second() {
    let theory = theory_of(&poisson(90.0, 10));
    assert_eq!(theory.model, Some("M/M/c"));
    close(value(&theory, "waiting.mean"), 0.066_873_15, 1e-6);
    close(value(&theory, "sojourn.mean"), 0.166_873_15, 1e-6);
    close(value(&theory, "queue.mean_length"), 6.018_584, 1e-6);
    close(value(&theory, "utilisation"), 0.9, 1e-12);
    close(
        value(&theory, "waiting.p50"),
        libm::log(0.668_731_524_1 / 0.5) / 10.0,
        1e-9,
    );
    let concurrent = {
        let mut settings = poisson(90.0, 5);
        settings.senders[0].concurrency = 2;
        theory_of(&settings)
    };
    assert_eq!(concurrent, theory);
    let two_groups = {
        let mut settings = poisson(90.0, 4);
        settings.senders.push(Group {
            name: "other".to_owned(),
            count: 6,
            ..settings.senders[0].clone()
        });
        theory_of(&settings)
    };
    assert_eq!(two_groups, theory);
}

#[test]
fn the_order_of_service_takes_the_percentiles_only() {
    let fifo = theory_of(&poisson(8.0, 1));
    let mut settings = poisson(8.0, 1);
    settings.broker.discipline = Discipline::Lifo;
    let lifo = theory_of(&settings);
    assert_eq!(find(&lifo, "waiting.mean"), find(&fifo, "waiting.mean"));
    assert!(lifo.figures.iter().all(|figure| !figure.name.contains(".p")));
    assert!(fifo.figures.iter().any(|figure| figure.name == "sojourn.p99"));
    // M/M/1 at 0.8: 0.4 s
    close(value(&fifo, "waiting.mean"), 0.4, 1e-12);
    settings.broker.discipline = Discipline::Priority;
    assert_eq!(theory_of(&settings), fifo, "one class only");
}

#[test]
fn one_sender_takes_any_service() {
    for (shape, model, waiting) in [
        (Shape::Constant, "M/D/1", 0.05),
        (Shape::Erlang { stages: 2 }, "M/G/1", 0.075),
        (Shape::Gamma { shape: 1.0 }, "M/M/1", 0.1),
        (Shape::Lognormal { cv: 2.0 }, "M/G/1", 0.25),
    ] {
        let mut settings = poisson(5.0, 1);
        settings.senders[0].service = shape;
        let theory = theory_of(&settings);
        assert_eq!(theory.model, Some(model));
        close(value(&theory, "waiting.mean"), waiting, 1e-12);
        assert!(find(&theory, "waiting.mean").deviation.is_some());
    }
    let mut settings = poisson(90.0, 10);
    settings.senders[0].service = Shape::Constant;
    let theory = theory_of(&settings);
    assert_eq!(theory.model, Some("M/D/c"));
    close(value(&theory, "waiting.mean"), 0.034_458_205_037_968, 1e-9);
}

#[test]
fn kinds_of_different_work_mix() {
    let mut settings = poisson(4.0, 1);
    settings.senders[0].service = Shape::Constant;
    settings.producer.kinds = vec![
        Kind {
            weight: 3.0,
            work: 1.0,
            priority: 0,
            ..Kind::default()
        },
        Kind {
            weight: 1.0,
            work: 3.0,
            priority: 5,
            ..Kind::default()
        },
    ];
    // service 0.1 s or, for a quarter, 0.3 s: mean 0.15, mean square 0.03, load 0.6
    let fifo = theory_of(&settings);
    assert_eq!(fifo.model, Some("M/G/1"));
    close(value(&fifo, "waiting.mean"), 4.0 * 0.03 / 2.0 / 0.4, 1e-12);
    // Cobham: 0.06 / 0.7 for the long, 0.06 / (0.7 × 0.4) for the short
    settings.broker.discipline = Discipline::Priority;
    let priority = theory_of(&settings);
    assert_eq!(priority.model, Some("M/G/1 with priorities"));
    close(
        value(&priority, "waiting.mean"),
        0.25 * 0.06 / 0.7 + 0.75 * 0.06 / 0.28,
        1e-12,
    );
    settings.senders[0].count = 2;
    assert_eq!(theory_of(&settings).model, None);
}

#[test]
fn retries_add_load_and_time() {
    let mut settings = poisson(50.0, 10);
    settings.senders[0].failure_rate = 0.2;
    settings.broker.max_attempts = 3;
    settings.broker.backoff = Backoff {
        jitter: Jitter::Fraction(0.5),
        ..Backoff::default()
    };
    let theory = theory_of(&settings);
    assert_eq!(theory.model, Some("M/M/c with retries"));
    close(value(&theory, "utilisation"), 0.62, 1e-12);
    let visit = erlang::MultiServer::new(10, 62.0, 0.1).unwrap().mean_sojourn();
    close(value(&theory, "sojourn.mean"), 1.24 * visit + 0.28, 1e-12);
    close(value(&theory, "shares.failed"), 0.008, 1e-12);
    close(value(&theory, "attempts.started"), 1_240_000.0, 1e-12);
    settings.senders[0].service = Shape::Constant;
    assert_eq!(theory_of(&settings).model, None);
}

#[test]
fn latency_shifts_what_it_delays() {
    let mut settings = poisson(5.0, 1);
    settings.broker.latency = SimDuration::from_seconds(3);
    let theory = theory_of(&settings);
    close(value(&theory, "waiting.mean"), 0.1, 1e-12);
    close(value(&theory, "sojourn.mean"), 3.2, 1e-12);
    close(value(&theory, "sojourn.p50"), 3.0 + 0.2 * libm::log(2.0), 1e-12);
}

#[test]
fn where_next_to_nobody_waits_none_who_waits_is_no_surprise() {
    // so few need to wait that a run of any length sees none
    let theory = theory_of(&poisson(50.0, 100));
    let waiting = find(&theory, "waiting.mean");
    assert!(waiting.value < 1e-50);
    // a mean of 0 is what is expected, to within what floats can tell
    assert!(waiting.value <= 0.1 * waiting.deviation.expect("it is known") || waiting.deviation == Some(0.0));
    close(
        find(&theory, "sojourn.mean").deviation.expect("it is known"),
        1e-4,
        1e-3,
    );
}

#[test]
fn a_long_way_to_the_queue_empties_the_start_and_the_note_says_so() {
    let over_time = ["utilisation", "queue.mean_length", "throughput"];
    let deviations = |settings: &Settings| {
        let theory = theory_of(settings);
        over_time.map(|name| find(&theory, name).deviation.is_some())
    };
    let mut settings = poisson(50.0, 10);
    settings.broker.latency = milliseconds(5);
    assert_eq!(deviations(&settings), [true; 3]);
    assert!(!theory_of(&settings).note.contains("short"));
    settings.broker.latency = SimDuration::from_seconds(3600);
    assert_eq!(deviations(&settings), [false; 3]);
    assert!(
        theory_of(&settings)
            .note
            .contains("short for its load and latency")
    );
    // who is looked at from when the first have come sees nothing of it
    settings.warm_up = WarmUp::Time(SimDuration::from_seconds(3600));
    assert_eq!(deviations(&settings), [true; 3]);
    assert!(!theory_of(&settings).note.contains("latency"));
    // those who are on the way when the run is cut off have not failed
    settings.senders[0].failure_rate = 0.1;
    settings.until = Some(SimDuration::from_seconds(10_000));
    assert_eq!(find(&theory_of(&settings), "shares.failed").deviation, None);
    settings.until = Some(SimDuration::from_seconds(1_000_000));
    assert!(
        find(&theory_of(&settings), "shares.failed").deviation.is_some(),
        "all have come before"
    );
    let limited = |latency: u64| {
        let mut settings = poisson(50.0, 10);
        settings.broker.capacity = Some(5);
        settings.broker.latency = SimDuration::from_seconds(latency);
        let theory = theory_of(&settings);
        ["utilisation", "queue.mean_length"].map(|name| find(&theory, name).deviation.is_some())
    };
    assert_eq!((limited(0), limited(3600)), ([true; 2], [false; 2]));
}

#[test]
fn no_steady_state_says_so() {
    let theory = theory_of(&poisson(120.0, 10));
    assert_eq!(theory.model, None);
    assert!(
        theory.note.contains("offered load 1.2000 is not below 1"),
        "{}",
        theory.note
    );
    assert!(theory.figures.is_empty());
}

#[test]
fn a_short_run_is_called_short() {
    let mut settings = poisson(99.0, 10);
    settings.producer.messages = 10_000;
    assert!(theory_of(&settings).note.contains("short"));
    settings.producer.messages = 1_000_000_000;
    assert!(!theory_of(&settings).note.contains("short"));
}

#[test]
fn bursts() {
    let mut settings = Settings::default();
    settings.senders[0].service = Shape::Constant;
    settings.broker.latency = milliseconds(50);
    let theory = theory_of(&settings);
    assert_eq!(find(&theory, "makespan").deviation, Some(0.0));
    close(value(&theory, "makespan"), 33.45, 1e-12);
    settings.broker.max_attempts = 5;
    let retried = theory_of(&settings);
    assert_eq!(find(&retried, "waiting.mean"), find(&theory, "waiting.mean"));
    assert!(retried.figures.iter().all(|figure| figure.name != "makespan"));
    close(
        value(&retried, "attempts.started"),
        1000.0 * (1.0 - 0.000_32) / 0.8,
        1e-12,
    );
    settings.broker.max_attempts = 1;
    settings.senders[0].service = Shape::Normal { cv: 0.3 };
    assert_eq!(theory_of(&settings).model, None);
    settings.senders[0].count = 1;
    assert_eq!(theory_of(&settings).model, Some("burst to one server"));
    settings.until = Some(SimDuration::from_seconds(60));
    assert!(theory_of(&settings).note.contains("cut off"));
}

#[test]
fn fixed_intervals() {
    let mut settings = Settings::default();
    settings.senders[0].service = Shape::Constant;
    settings.producer.arrivals = Arrivals::Every(milliseconds(50));
    let theory = theory_of(&settings);
    assert_eq!(theory.model, Some("D/D/c"));
    assert!(value(&theory, "waiting.mean").abs() < 1e-300);
    close(value(&theory, "makespan"), 50.05, 1e-12);
    settings.senders[0].service = Shape::Exponential;
    assert_eq!(theory_of(&settings).model, None);
    settings.senders[0].count = 1;
    settings.producer.arrivals = Arrivals::Every(milliseconds(200));
    let theory = theory_of(&settings);
    assert_eq!(theory.model, Some("D/M/1"));
    assert!(!theory.note.contains("this one is short"));
    let few = crate::scenario::Producer {
        messages: 30,
        ..settings.producer.clone()
    };
    let few = theory_of(&Settings {
        producer: few,
        ..settings.clone()
    });
    assert!(few.note.contains("this one is short"));
    close(
        value(&theory, "waiting.mean"),
        0.1 * 0.203_187_87 / 0.796_812_13,
        1e-7,
    );
    settings.producer.arrivals = Arrivals::Every(SimDuration::ZERO);
    assert_eq!(
        theory_of(&settings).model,
        Some("burst to equal exponential servers")
    );
}
