//! How many messages come when, and of which kinds.

use super::{area, runs};

/// Of a Poisson process count and variance are the rate's area, whatever steps it takes.
#[test]
fn counts_of_random_arrivals() {
    let steps = "{steps: [{at: 0s, rate: 40}, {at: 10s, rate: 0}, {at: 20s, rate: 120}]}";
    let cases = [
        ("{poisson: 50}", "until: 20s", "timeline: []", 1000.0),
        (steps, "until: 10s", "timeline: []", 400.0),
        (steps, "until: 15s", "timeline: []", 400.0),
        (steps, "until: 30s", "timeline: []", 1600.0),
        (
            "{poisson: 50}",
            "until: 20s",
            "timeline: [{at: 5s, set: {arrival_rate: 10/s}}]",
            400.0,
        ),
        // the clock stands for ten of the twenty seconds
        (
            "{poisson: 50}",
            "until: 20s",
            "timeline: [{at: 4s, pause_producer: {}}, {at: 14s, resume_producer: {}}]",
            500.0,
        ),
    ];
    for (arrivals, until, timeline, expected) in cases {
        let producer = format!("producer: {{messages: 100000, arrivals: {arrivals}}}");
        let fast = "senders: [{count: 1, mean_time: 1us, failure_rate: 0}]";
        let runs = runs(200, &[&producer, until, timeline, fast, "seed: 151"]);
        runs.have("messages.produced", expected);
        let square = |report: &bellwether::report::Report| {
            let off = f64::from(u32::try_from(report.messages.produced).unwrap_or(0)) - expected;
            off * off
        };
        runs.mean_of("variance of produced", square, expected, 0.0);
    }
}

/// Kinds come in the shares of their weights and take the work of their kind.
#[test]
fn kinds_by_weight_and_work() {
    let producer = "producer: {messages: 20000, kinds: [{name: a, weight: 6}, {name: b, weight: 3, work: 2}, {name: c, weight: 1, work: 0.5}]}";
    let senders = "senders: [{count: 1, mean_time: 1s, service: constant, failure_rate: 0}]";
    runs(16, &[producer, senders, "seed: 152"])
        .have("makespan", 20_000.0 * (0.6 + 0.6 + 0.05))
        .have(
            "service.standard_deviation",
            (0.6 + 1.2 + 0.025 - 1.25_f64 * 1.25).sqrt(),
        );
}

#[test]
fn failures_come_at_each_group_s_own_rate() {
    let senders = "senders: [{name: a, count: 1, mean_time: 1s, service: constant, failure_rate: 10%}, \
                   {name: b, count: 3, mean_time: 1s, service: constant, failure_rate: 60%}]";
    let share = |group: usize| {
        move |report: &bellwether::report::Report| {
            let of = |count: u64| f64::from(u32::try_from(count).unwrap_or(0));
            of(report.groups[group].failed) / of(report.groups[group].attempts)
        }
    };
    runs(16, &["producer: {messages: 20000}", senders, "seed: 153"])
        .mean_of("failed of a", share(0), 0.1, 0.0)
        .mean_of("failed of b", share(1), 0.6, 0.0)
        .have("shares.failed", 0.25 * 0.1 + 0.75 * 0.6);
}

/// With a sender for each, those at work are the arrivals so far, each still there with the share of its service that
/// is longer than its age: whatever the rate did meanwhile.
#[test]
fn those_at_work_follow_the_rate() {
    let steps = [(0.0, 0.0), (2.0, 100.0), (5.0, 10.0), (12.0, 60.0)];
    let rate = |time: f64| {
        steps
            .iter()
            .rev()
            .find(|(at, _)| time >= *at)
            .map_or(0.0, |(_, rate)| *rate)
    };
    let producer = "producer: {messages: 100000, arrivals: {steps: [{at: 0s, rate: 0}, {at: 2s, rate: 100}, {at: 5s, rate: 10}, {at: 12s, rate: 60}]}}";
    let senders = "senders: [{count: 2000, mean_time: 1s, failure_rate: 0}]";
    let runs = runs(
        80,
        &[
            producer,
            senders,
            "until: 20s",
            "monitor: {interval: 1s}",
            "seed: 154",
        ],
    );
    for second in [1_u32, 3, 5, 8, 12, 14, 20] {
        let time = f64::from(second);
        let expected = area(0.0, time, |at| rate(at) * (at - time).exp());
        let at_work = |report: &bellwether::report::Report| {
            let sample = &report.samples[second as usize - 1];
            assert!((sample.at.elapsed().seconds().to_f64() - time).abs() < 1e-9);
            f64::from(u32::try_from(sample.messages.sending).unwrap_or(0))
        };
        runs.mean_of("at work", at_work, expected, 0.001);
    }
}
