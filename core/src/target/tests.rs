//! Targets read from text and held against a known report.

use super::*;
use crate::scenario::{Scenario, Settings};
use crate::simulation::Simulation;
use crate::time::{SimDuration, SimTime};

/// A finished run with some figures set by hand.
fn report() -> Report {
    let mut settings = Settings::default();
    settings.producer.messages = 10;
    settings.senders[0].name = "carrier.a-1".to_owned();
    let mut run = Simulation::new(&Scenario::of(settings), 0);
    run.run_to_end();
    let mut report = run.report();
    report.makespan = Some(SimTime::from_nanoseconds(900_000_000_000));
    report.shares.failed = Decimal::from_billionths(10_000_000);
    report.shares.sent = Decimal::from_billionths(990_000_000);
    report.throughput = Decimal::from_billionths(20_000_000_001);
    report.delivery.p99 = Some(SimDuration::from_seconds(599));
    report.waiting.mean = None;
    report.duplicates = 0;
    report.groups[0].utilisation = Decimal::from_billionths(900_000_000);
    report
}

#[test]
fn comparisons_are_exact() {
    let report = report();
    for (text, value, met) in [
        ("delivery.p99 < 10m", "599", true),
        ("delivery.p99<599s", "599", false),
        ("delivery.p99 <= 9m59s", "599", true),
        ("delivery.p99 <= 598999ms", "599", false),
        ("failed_share < 1%", "0.01", false),
        ("failed_share <= 1%", "0.01", true),
        ("shares.failed == 0.01", "0.01", true),
        ("shares.sent >= 99%", "0.99", true),
        ("shares.sent >= 99.0000001 %", "0.99", false),
        ("duplicates == 0", "0", true),
        ("duplicates != 0", "0", false),
        ("makespan <= 15m", "900", true),
        ("makespan < 0.25h", "900", false),
        ("makespan <= 900", "900", true),
        ("throughput > 20/s", "20.000000001", true),
        ("throughput > 1200/min", "20.000000001", true),
        ("throughput > 72001 / h", "20.000000001", false),
        ("groups.carrier.a-1.utilisation < 0.9", "0.9", false),
        ("groups.carrier.a-1.utilisation <= 90%", "0.9", true),
        ("messages.produced == 10", "10", true),
        ("queue.max_length > 6", "7", true),
    ] {
        let target = Target::parse(text).unwrap();
        let found = target.evaluate(&report);
        assert_eq!(
            found.value.map(|value| value.to_string()).as_deref(),
            Some(value),
            "{text}"
        );
        assert_eq!(found.met, met, "{text}");
        assert_eq!(found.target, text);
    }
}

#[test]
fn nothing_observed_meets_no_target() {
    let report = report();
    for text in [
        "waiting.mean < 2s",
        "waiting.mean >= 0",
        "waiting.mean != 1",
        "groups.nobody.sent == 0",
    ] {
        let found = Target::parse(text).unwrap().evaluate(&report);
        assert_eq!((found.value, found.met), (None, false), "{text}");
    }
}

#[test]
fn each_figure_can_be_a_target() {
    let report = report();
    for figure in figures() {
        let target = Target::parse(&format!("{} >= 0", figure.name)).unwrap();
        assert_eq!(target.evaluate(&report).value, figure.of(&report));
        assert_eq!(target.group(), None);
    }
    for figure in group_figures() {
        let target = Target::parse(&format!("groups.carrier.a-1.{} >= 0", figure.name)).unwrap();
        assert!(target.evaluate(&report).met);
        assert_eq!(target.group(), Some("carrier.a-1"));
    }
    for figure in kind_figures() {
        let target = Target::parse(&format!("kinds.a.b.{} >= 0", figure.name)).unwrap();
        assert_eq!((target.kind(), target.unit()), (Some("a.b"), figure.unit));
        let target = Target::parse(&format!("kinds.message.{} >= 0", figure.name)).unwrap();
        assert_eq!(target.evaluate(&report).value, figure.of(&report.kinds[0]));
    }
    for text in [
        "kinds < 1",
        "kinds.a < 1",
        "kinds.delivery.p99 < 1s",
        "kinds.a.delivery < 1s",
    ] {
        assert!(
            Target::parse(text).unwrap_err().contains("kinds.NAME.FIGURE"),
            "{text}"
        );
    }
}

#[test]
fn errors_say_what_is_wrong_and_what_is_allowed() {
    for (text, message) in WRONG {
        assert_eq!(&Target::parse(text).unwrap_err(), message);
    }
}

#[test]
fn no_text_can_do_harm() {
    for text in [
        "<",
        ">=",
        "a<",
        "<1",
        "makespan<.",
        "makespan<1.",
        "makespan < ..s",
        "makespan < 1s1s",
        "makespan < s",
        "throughput > /",
        "throughput > /s",
        "shares.sent > %",
        "groups.<1",
        "groups..sent<1",
        "groups < 1",
        "µ<1",
        "makespan<1µ",
        "makespan < 1é",
    ] {
        let found = Target::parse(text);
        assert!(found.is_err() || text == "makespan<1.", "{text}: {found:?}");
    }
    let long = Target::parse(&format!("{} < 1", "x".repeat(1_000_000)));
    assert_eq!(long.unwrap_err(), "is longer than 200 characters");
    // characters are counted, not the bytes that they take
    let accented = Target::parse(&format!("{} < 1", "é".repeat(150)));
    assert!(accented.is_err_and(|error| error.contains("no figure")));
    let hidden = Target::parse("makespan\u{1b}[2J < 1");
    assert_eq!(hidden.unwrap_err(), "holds the control character U+001B");
    assert_eq!(
        Target::parse("makespan < 1.5µs").map(|target| target.limit),
        Ok(Decimal::from_billionths(1500))
    );
}

const WRONG: &[(&str, &str)] = &[
    ("", "is empty; allowed: a comparison such as delivery.p99 < 10m"),
    (
        "delivery.p99",
        "`delivery.p99` compares nothing; allowed: a name, one of <, <=, >, >=, == or !=, and a value, such as \
             delivery.p99 < 10m",
    ),
    (
        "delivry.p99 < 10m",
        "the report has no figure `delivry.p99`; did you mean `delivery.p99`?",
    ),
    (
        "Makespan < 10m",
        "the report has no figure `Makespan`; did you mean `makespan`?",
    ),
    (
        "fail_share < 1%",
        "the report has no figure `fail_share`; did you mean `failed_share`?",
    ),
    (
        "speed > 1",
        "the report has no figure `speed`; there are, for example, delivery.p99, waiting.mean, makespan, \
             throughput, shares.sent, duplicates, queue.max_length, groups.NAME.utilisation or \
         kinds.NAME.delivery.p99",
    ),
    (
        "queue < 5",
        "`queue` is several figures; choose one of queue.mean_length, queue.max_length",
    ),
    ("makespan = 1", "`=` is no comparison; write =="),
    ("makespan =< 1", "`=<` is no comparison; write <="),
    ("makespan ≥ 1", "`≥` is no comparison; write >="),
    (
        "makespan <<< 1",
        "`<<<` is no comparison; allowed: <, <=, >, >=, == or !=",
    ),
    (
        "<b>x</b> < 3",
        "`<b>x</b> < 3` compares nothing; allowed: a name, one of <, <=, >, >=, == or !=, and a value, such as \
             delivery.p99 < 10m",
    ),
    (
        "makespan <",
        "has nothing to compare with; allowed: a time, such as 250ms, 2s, 1h30m or a number of seconds",
    ),
    (
        "makespan < 5%",
        "`5%` is not a time; allowed: a time, such as 250ms, 2s, 1h30m or a number of seconds",
    ),
    (
        "makespan < 10s5m",
        "`10s5m` is not a time; allowed: a time, such as 250ms, 2s, 1h30m or a number of seconds",
    ),
    (
        "failed_share < 10m",
        "`10m` is not a share; allowed: a share from 0 to 1, such as 0.02 or 2%",
    ),
    (
        "failed_share < 5",
        "`5` is out of range; allowed: a share from 0 to 1, such as 0.02 or 2%",
    ),
    (
        "duplicates < 1.5",
        "`1.5` is not a whole number; allowed: a whole number from 0, such as 100",
    ),
    (
        "duplicates < -1",
        "`-1` is out of range; allowed: a whole number from 0, such as 100",
    ),
    (
        "duplicates < NaN",
        "`NaN` is not a finite number; allowed: a whole number from 0, such as 100",
    ),
    (
        "throughput > 20/fortnight",
        "`20/fortnight` has an unknown unit (known: /s, /min, /h, /d); allowed: a rate, such as 20/s, 600/min or a number per second",
    ),
    (
        "groups.a.utilization < 1",
        "groups have no figure `utilization`; did you mean `groups.a.utilisation`?",
    ),
    (
        "groups.a.p99 < 1",
        "groups have no figure `p99`; they have sent, failed, attempts, busy, utilisation, crashes, restarts",
    ),
    (
        "groups.sent < 1",
        "`groups.sent` is no figure; write groups.NAME.FIGURE with one of sent, failed, attempts, busy, \
             utilisation, crashes, restarts",
    ),
    (
        "duplicates < 9999999999999999999999999999999999999999",
        "`9999999999999999999999999999999999999999` has too many digits; allowed: a whole number from 0, such as 100",
    ),
];
