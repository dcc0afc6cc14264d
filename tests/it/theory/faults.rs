//! What befalls senders: availability, repeated work, hangs and the supervisor.

use super::runs;

/// A sender that always has work is up for its share of the time, whichever clock its hazard runs on.
#[test]
fn availability_is_time_up_over_all_time() {
    for (crash, up, down) in [
        ("mean_up: 50s, mean_down: 20s", 50.0, 20.0),
        ("mean_up: 50s, mean_down: 20s, while: busy", 50.0, 20.0),
        (
            "mean_up: 30s, mean_down: 10s, up: constant, down: {lognormal: {cv: 1}}",
            30.0,
            10.0,
        ),
    ] {
        let senders = format!("senders: [{{count: 1, mean_time: 1s, failure_rate: 0, crash: {{{crash}}}}}]");
        let available = up / (up + down);
        runs(
            16,
            &[
                "until: 50000s",
                "producer: {messages: 1000000}",
                &senders,
                "seed: 141",
            ],
        )
        .have_about("utilisation", available, 0.001)
        // what is cut off is drawn again, but exponential service does not remember
        .have_about("throughput", available, 0.002)
        .mean_of(
            "crashes",
            |r| f64::from(u32::try_from(r.groups[0].crashes).unwrap_or(0)),
            50_000.0 / (up + down),
            0.001,
        );
    }
}

/// Work of d seconds that starts anew after each crash takes (up + down) (e^(d / up) - 1) in all.
#[test]
fn work_that_is_cut_off_starts_anew() {
    let senders = "senders: [{count: 1, mean_time: 4s, service: constant, failure_rate: 0, crash: {mean_up: 10s, mean_down: 3s}}]";
    let cut = (4.0_f64 / 10.0).exp() - 1.0;
    runs(16, &["producer: {messages: 5000}", senders, "seed: 142"])
        .have_about("makespan", 5000.0 * 13.0 * cut, 0.001)
        .have("attempts.abandoned", 5000.0 * cut);
}

/// Where only work wears a sender out, crashes follow its work and not the clock.
#[test]
fn an_idle_sender_is_not_worn() {
    let senders = "senders: [{count: 1, mean_time: 1s, service: constant, failure_rate: 0, crash: {mean_up: 100s, mean_down: 1s, while: busy}}]";
    let cut = (1.0_f64 / 100.0).exp() - 1.0;
    runs(
        16,
        &[
            "producer: {messages: 20000, arrivals: {poisson: 0.2}}",
            senders,
            "seed: 143",
        ],
    )
    .mean_of(
        "crashes",
        |r| f64::from(u32::try_from(r.groups[0].crashes).unwrap_or(0)),
        20_000.0 * cut,
        0.0,
    );
}

/// Each hang costs the supervisor's patience and the restart; attempts hang independently.
#[test]
fn hangs_cost_patience_and_restarts() {
    let supervisor = "monitor: {interval: 1000h, supervisor: {silent_after: 3s, restart_time: 2s}}";
    let senders = "senders: [{count: 1, mean_time: 1s, service: constant, failure_rate: 20%, hang: 5%}]";
    let hangs = 0.05 / 0.95;
    runs(
        16,
        &["producer: {messages: 10000}", senders, supervisor, "seed: 144"],
    )
    .have("makespan", 10_000.0 * (1.0 + hangs * 5.0))
    .have("attempts.abandoned", 10_000.0 * hangs)
    .have("shares.failed", 0.2);
}

/// A supervisor cuts off whatever lasts longer than its patience; the rest has the times that are left.
#[test]
fn a_supervisor_cuts_long_attempts_off() {
    let patience: f64 = 1.5;
    let supervisor = "monitor: {interval: 1000h, supervisor: {silent_after: 1.5, restart_time: 0.5}}";
    let senders = "senders: [{count: 1, mean_time: 1s, failure_rate: 0}]";
    let cut = (-patience).exp();
    runs(
        16,
        &["producer: {messages: 10000}", senders, supervisor, "seed: 145"],
    )
    .have("makespan", 10_000.0 * ((1.0 - cut) + cut * 0.5) / (1.0 - cut))
    .have("service.mean", 1.0 - patience * cut / (1.0 - cut))
    .have("attempts.abandoned", 10_000.0 * cut / (1.0 - cut));
}

/// One exponential sender that breaks down at any time (White and Christie's priority queue of two classes), or only
/// while it sends (Pollaczek and Khinchine, the time to complete a message taking in the repairs that fall in it).
#[test]
fn a_queue_at_a_sender_that_breaks_down() {
    let (rate, up, down) = (0.5_f64, 20.0_f64, 5.0_f64);
    let producer = format!("producer: {{messages: 44000, arrivals: {{poisson: {rate}}}}}");
    let (breaks, mends) = (1.0 / up, 1.0 / down);
    let always = (rate * (breaks + mends).powi(2) + rate * breaks)
        / ((breaks + mends) * (mends - rate * (breaks + mends)));
    let square = 2.0 * (1.0 + breaks / mends).powi(2) + 2.0 * breaks / (mends * mends);
    let load = rate * (1.0 + breaks / mends);
    let busy = load + rate * rate * square / 2.0 / (1.0 - load);
    for (hazard, in_system) in [("always", always), ("busy", busy)] {
        let senders = format!(
            "senders: [{{count: 1, mean_time: 1s, failure_rate: 0, crash: {{mean_up: {up}, mean_down: {down}, while: {hazard}}}}}]"
        );
        runs(
            24,
            &[&producer, &senders, "warm_up: {messages: 4000}", "seed: 146"],
        )
        .have_about("sojourn.mean", in_system / rate, 0.012)
        .have_about("queue.mean_length", in_system - rate, 0.015)
        .have_about("utilisation", rate, 0.003);
    }
}

/// Attempts succeed until one never ends; then a sender is silent for ever, or restarted so often and no more.
#[test]
fn how_far_senders_come_before_all_are_silent() {
    let senders = "senders: [{count: 4, mean_time: 1s, service: constant, failure_rate: 0, hang: 10%}]";
    let burst = "producer: {messages: 100000}";
    runs(300, &[burst, senders, "seed: 147"]).have("messages.sent", 4.0 * 0.9 / 0.1);
    let supervisor =
        "monitor: {interval: 1000h, supervisor: {silent_after: 50s, restart_time: 1s, max_restarts: 3}}";
    runs(300, &[burst, senders, supervisor, "seed: 148"])
        .have("messages.sent", 4.0 * 4.0 * 0.9 / 0.1)
        .mean_of(
            "restarts",
            |r| f64::from(u32::try_from(r.groups[0].restarts).unwrap_or(0)),
            12.0,
            0.0,
        );
}
