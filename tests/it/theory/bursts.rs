//! All at once: how long it takes until the last is sent.

use super::runs;

/// The last of N exponential services at c senders: whole rounds, then 1 + 1/2 + … + 1/c.
#[test]
fn a_burst_to_equal_exponential_senders() {
    for (messages, senders) in [(1000_u32, 3_u32), (7, 10), (50, 7)] {
        let left = f64::from(messages.saturating_sub(senders));
        let harmonic: f64 = (1..=messages.min(senders)).map(|n| 1.0 / f64::from(n)).sum();
        let producer = format!("producer: {{messages: {messages}}}");
        let text = format!("senders: [{{count: {senders}, mean_time: 100ms, failure_rate: 0}}]");
        let c = f64::from(senders);
        runs(300, &[&producer, &text, "seed: 161"])
            .have("makespan", 0.1 * (left / c + harmonic))
            .have(
                "waiting.mean",
                0.1 / c * left * (left + 1.0) / 2.0 / f64::from(messages),
            );
    }
}

#[test]
fn a_burst_to_constant_senders_is_exact() {
    for (messages, senders, slots, time) in [
        (10, 3, 1, 1.0),
        (1000, 7, 1, 0.25),
        (6, 6, 1, 2.0),
        (100, 3, 4, 1.5),
    ] {
        let producer = format!("producer: {{messages: {messages}}}");
        let text = format!(
            "senders: [{{count: {senders}, concurrency: {slots}, mean_time: {time}, service: constant, failure_rate: 0}}]"
        );
        let rounds = f64::from(u32::div_ceil(messages, senders * slots));
        runs(2, &[&producer, &text, "broker: {latency: 250ms}"]).have("makespan", rounds * time + 0.25);
    }
}

/// While there is work, each group sends at its own rate.
#[test]
fn unlike_groups_share_by_their_rates() {
    let senders = "senders: [{name: a, count: 3, mean_time: 0.5, failure_rate: 0}, {name: b, count: 2, mean_time: 2s, failure_rate: 0}, \
                   {name: c, count: 1, concurrency: 3, rate: 1/s, service: {gamma: {shape: 2}}, failure_rate: 0}]";
    let sent = |group: usize| {
        move |report: &bellwether::report::Report| {
            f64::from(u32::try_from(report.groups[group].sent).unwrap_or(0))
        }
    };
    runs(
        16,
        &[
            "until: 2000s",
            "producer: {messages: 1000000}",
            senders,
            "seed: 162",
        ],
    )
    .mean_of("sent by a", sent(0), 12_000.0, 0.0)
    .mean_of("sent by b", sent(1), 2000.0, 0.0)
    .mean_of("sent by c", sent(2), 6000.0, 0.001);
}

/// With room for all in their reserves, two senders take every other message whatever their speed.
#[test]
fn unlimited_reserves_halve_a_burst() {
    let senders = "senders: [{name: fast, count: 1, mean_time: 1s, service: constant, failure_rate: 0}, \
                   {name: slow, count: 1, mean_time: 3s, service: constant, failure_rate: 0}]";
    runs(
        2,
        &["producer: {messages: 100}", senders, "broker: {prefetch: 1000}"],
    )
    .have("makespan", 150.0);
}
