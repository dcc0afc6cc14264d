//! Messages that come back: retries and their backoffs, time-outs and duplicates, limits of deliveries.

use super::{area, runs, series, waiting_in};

/// With a sender for each message nobody waits: a life is attempts of one second and the pauses between them.
#[test]
fn retries_and_their_backoffs() {
    for (failure, most, backoff, pauses) in [
        (
            0.3_f64,
            4_i32,
            "{initial: 2s, factor: 3, cap: 10s}",
            [2.0, 6.0, 10.0],
        ),
        (0.5, 3, "{initial: 4s, factor: 2, jitter: full}", [2.0, 4.0, 0.0]),
        (0.5, 3, "{initial: 4s, factor: 2, jitter: 0.5}", [4.0, 8.0, 0.0]),
        (0.6, 4, "{initial: 1s, factor: 1}", [1.0, 1.0, 1.0]),
    ] {
        let senders = format!("senders: [{{count: 5000, mean_time: 1s, failure_rate: {failure}}}]");
        let broker = format!("broker: {{max_attempts: {most}, backoff: {backoff}}}");
        let attempts = (1.0 - failure.powi(most)) / (1.0 - failure);
        let paused: f64 = (1..most)
            .zip(pauses)
            .map(|(k, pause)| failure.powi(k) * pause)
            .sum();
        runs(
            10,
            &["producer: {messages: 5000}", &senders, &broker, "seed: 131"],
        )
        .have("attempts.started", 5000.0 * attempts)
        .have("attempts.failed", 5000.0 * failure * attempts)
        .have("shares.failed", failure.powi(most))
        .have("sojourn.mean", attempts + paused);
    }
}

/// Delivery k + 1 is made if none of the k before it has succeeded within its k, k - 1 … time-outs; all of them
/// succeed in the end.
#[test]
fn a_time_out_sends_twice_as_often_as_attempts_outlast_it() {
    let exponential = "senders: [{count: 300, mean_time: 1s, failure_rate: 0}]";
    for time_out in [1.0, 0.5] {
        let broker = format!("broker: {{visibility_timeout: {time_out}}}");
        let twice = series(|k| (-time_out * k * (k + 1.0) / 2.0).exp());
        let not_sent = |time: f64| {
            let deliveries = (time / time_out).floor() + 1.0;
            // work done at all deliveries so far: t + (t - v) + (t - 2 v) …
            (-(deliveries * time - time_out * deliveries * (deliveries - 1.0) / 2.0)).exp()
        };
        runs(
            10,
            &[
                "producer: {messages: 10000, arrivals: {poisson: 1}}",
                exponential,
                &broker,
                "seed: 132",
            ],
        )
        .have("duplicates", 10_000.0 * twice)
        .have("redelivered", 10_000.0 * twice)
        .have("attempts.succeeded", 10_000.0 * (1.0 + twice))
        .have("delivery.mean", area(0.0, 30.0, not_sent));
    }
}

/// A crash comes before the end of an exponential attempt with the share of its rate among both rates.
#[test]
fn crashes_lose_or_return_what_they_cut_off() {
    let senders = |up: u32| {
        format!(
            "senders: [{{count: 3, mean_time: 1s, failure_rate: 0, crash: {{mean_up: {up}, mean_down: 1s}}}}]"
        )
    };
    let burst = "producer: {messages: 20000}";
    runs(
        10,
        &[burst, &senders(20), "broker: {acknowledge: early}", "seed: 133"],
    )
    .have("shares.lost", 1.0 / 21.0)
    .have("redelivered", 0.0);
    runs(
        10,
        &[burst, &senders(3), "broker: {max_deliveries: 3}", "seed: 134"],
    )
    .have("shares.failed", 0.25_f64.powi(3))
    .have(
        "attempts.abandoned",
        20_000.0 * (0.25 + 0.25_f64.powi(2) + 0.25_f64.powi(3)),
    )
    .have("redelivered", 20_000.0 * (0.25 + 0.25_f64.powi(2)));
}

/// Messages that always fail and come back are machines that break down, the senders those who repair them: with so
/// many messages the time to come back may have any distribution, only its mean counts.
#[test]
fn messages_that_always_fail_go_round_like_machines_to_be_repaired() {
    for (messages, servers, jitter, away) in [
        (10_u32, 1_u32, "none", 10.0),
        (10, 1, "full", 5.0),
        (12, 3, "0.5", 10.0),
    ] {
        let mut weights = vec![1.0];
        for n in 1..=messages {
            let last = weights[weights.len() - 1];
            weights.push(last * f64::from(messages - n + 1) / away / f64::from(n.min(servers)));
        }
        let all: f64 = weights.iter().sum();
        let states: Vec<f64> = weights.into_iter().map(|weight| weight / all).collect();
        let waiting = waiting_in(&states, servers);
        let present: f64 = (0_u32..).zip(&states).map(|(n, p)| f64::from(n) * p).sum();
        let producer = format!("producer: {{messages: {messages}}}");
        let senders = format!("senders: [{{count: {servers}, mean_time: 1s, failure_rate: 1}}]");
        let broker =
            format!("broker: {{max_attempts: 1000, backoff: {{initial: 10s, factor: 1, jitter: {jitter}}}}}");
        let times = ["until: 3500s", "warm_up: 300s", "seed: 135"];
        runs(60, &[&producer, &senders, &broker, times[0], times[1], times[2]])
            .have_about("utilisation", (present - waiting) / f64::from(servers), 0.001)
            .have_about("queue.mean_length", waiting, 0.003);
    }
}
