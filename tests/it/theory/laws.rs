//! Laws that hold exactly on every run: Little's law, balance of flow, and work as the sum of service times.

use super::scenario;
use bellwether::decimal::Decimal;
use bellwether::draws::{Draws, Purpose, Stream};
use bellwether::report::{KindReport, Report};
use bellwether::simulation::Simulation;
use bellwether::time::{SimDuration, SimTime};

/// One of several, by chance.
fn one<'t>(stream: &mut Stream, of: &[&'t str]) -> &'t str {
    let count = u64::try_from(of.len()).unwrap_or(1);
    of[usize::try_from(stream.next_word() % count).unwrap_or(0)]
}

/// A random scenario in which each message that waits begins just once.
fn sections(stream: &mut Stream) -> Vec<String> {
    let arrivals = [
        "burst",
        "{poisson: 40}",
        "{every: 20ms}",
        "{steps: [{at: 0s, rate: 90}, {at: 2s, rate: 10}]}",
    ];
    let shapes = [
        "exponential",
        "constant",
        "uniform",
        "{lognormal: {cv: 2}}",
        "{erlang: {stages: 4}}",
    ];
    let kinds = [
        "[{name: a}]",
        "[{name: a, priority: 1, work: 2}, {name: b, weight: 3}]",
    ];
    vec![
        format!(
            "producer: {{messages: 400, arrivals: {}, kinds: {}}}",
            one(stream, &arrivals),
            one(stream, &kinds)
        ),
        format!(
            "senders: [{{count: {}, concurrency: {}, mean_time: {}, service: {}, failure_rate: {}}}]",
            one(stream, &["1", "2", "5"]),
            one(stream, &["1", "3"]),
            one(stream, &["10ms", "70ms", "200ms"]),
            one(stream, &shapes),
            one(stream, &["0", "0.3"]),
        ),
        format!(
            "broker: {{discipline: {}, latency: {}, capacity: {}, overflow: {}}}",
            one(stream, &["fifo", "lifo", "priority"]),
            one(stream, &["0s", "130ms"]),
            one(stream, &["null", "0", "7", "100"]),
            "reject",
        ),
        format!("seed: {}", stream.next_word() % 1000),
        "monitor: {interval: 300ms, max_samples: 100000}".to_owned(),
    ]
}

fn close(name: &str, one: f64, other: f64) {
    // sums of a few hundred times rounded to a billionth of a second
    assert!((one - other).abs() <= 1e-6, "{name}: {one} and {other}");
}

fn check(report: &Report) {
    let of = |count: u64| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let sum = |mean: Option<Decimal>, count: u64| mean.map_or(0.0, Decimal::to_f64) * of(count);
    let clock = report.clock.elapsed().seconds().to_f64();
    let waited = sum(report.waiting.mean, report.waiting.count);
    close(
        "Little's law at the queue",
        report.queue.mean_length.to_f64() * clock,
        waited,
    );
    let served = sum(report.service.mean, report.service.count);
    let group = &report.groups[0];
    close("work", group.busy.to_f64(), served);
    let latency = report.scenario["broker"]["latency"] == "130ms";
    let travelled = if latency {
        0.13 * of(report.sojourn.count)
    } else {
        0.0
    };
    close(
        "sojourn",
        sum(report.sojourn.mean, report.sojourn.count),
        waited + served + travelled,
    );
    let messages = &report.messages;
    assert_eq!(
        messages.produced,
        messages.sent + messages.failed + messages.rejected
    );
    assert_eq!(report.sojourn.count, messages.sent + messages.failed);
    let of_kinds = |figure: fn(&KindReport) -> u64| report.kinds.iter().map(figure).sum::<u64>();
    assert_eq!(of_kinds(|kind| kind.sent), messages.sent);
    assert_eq!(of_kinds(|kind| kind.failed), messages.failed);
    assert_eq!(of_kinds(|kind| kind.delivery.count), report.delivery.count);
    let waited_by_kind = report
        .kinds
        .iter()
        .map(|kind| sum(kind.waiting.mean, kind.waiting.count));
    close("waiting of all kinds", waited_by_kind.sum(), waited);
    for (index, sample) in report.samples.iter().enumerate() {
        let m = &sample.messages;
        assert_eq!(m.produced, m.settled() + m.in_system());
        // the last sample comes early: its throughput is of a whole interval at least
        let interval = SimDuration::from_nanoseconds(300_000_000);
        let mut earlier = report.samples[..index].iter().rev();
        let since = earlier.find(|other| sample.at.since(other.at) >= interval);
        let (from, before) = since.map_or((SimTime::ZERO, 0), |other| (other.at, other.messages.sent));
        close(
            "throughput",
            sample.throughput.to_f64() * sample.at.since(from).seconds().to_f64(),
            of(m.sent - before),
        );
    }
    close(
        "throughput of the run",
        report.throughput.to_f64() * clock,
        of(messages.sent),
    );
}

#[test]
fn laws_of_every_run() {
    for number in 0..250 {
        let mut stream = Draws::new(171, 0).stream(Purpose::Luck, number, 0);
        let sections = sections(&mut stream);
        let sections: Vec<&str> = sections.iter().map(String::as_str).collect();
        let mut run = Simulation::new(&scenario(&sections), 0);
        run.run_to_end();
        check(&run.report());
    }
}
