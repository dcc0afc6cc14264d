//! Queues with limits: rejection, eviction, blocking, loss, impatience.

use super::{limited, runs, waiting_in};

fn poisson(rate: f64) -> String {
    format!("producer: {{messages: 40000, arrivals: {{poisson: {rate}}}}}")
}

fn exponential(count: u32) -> String {
    format!("senders: [{{count: {count}, mean_time: 1s, failure_rate: 0}}]")
}

#[test]
fn a_full_queue_rejects_evicts_and_blocks_as_often_as_it_is_full() {
    for (servers, most, rate) in [(1, 5, 1.5), (3, 7, 2.5), (2, 2, 1.0)] {
        let broker = |overflow| format!("broker: {{capacity: {}, overflow: {overflow}}}", most - servers);
        let (arrivals, senders) = (poisson(rate), exponential(servers));
        let states = limited(rate, servers, most);
        let (full, length) = (states[most as usize], waiting_in(&states, servers));
        runs(12, &[&arrivals, &senders, &broker("reject"), "seed: 121"])
            .have_about("shares.rejected", full, 0.002)
            .have_about("queue.mean_length", length, 0.003)
            .have_about("waiting.mean", length / (rate * (1.0 - full)), 0.003)
            .have_about("throughput", rate * (1.0 - full), 0.002);
        // without room to wait there is nobody to evict
        let dropped = if most > servers {
            "shares.evicted"
        } else {
            "shares.rejected"
        };
        runs(12, &[&arrivals, &senders, &broker("evict"), "seed: 122"])
            .have_about(dropped, full, 0.002)
            .have_about("queue.mean_length", length, 0.003);
        // a blocked producer is one state more, in which nothing arrives
        let states = limited(rate, servers, most + 1);
        let pace = rate * (1.0 - states[most as usize + 1]);
        runs(12, &[&arrivals, &senders, &broker("block"), "seed: 123"])
            .have_about("throughput", pace, 0.002)
            .have_about("waiting.mean", waiting_in(&states, servers) / pace, 0.003);
    }
}

/// Erlang's loss does not depend on the shape of service times.
#[test]
fn a_loss_system_loses_the_same_with_any_service() {
    let lost = limited(6.0, 5, 5)[5];
    for shape in [
        "exponential",
        "constant",
        "{lognormal: {cv: 1.5}}",
        "{gamma: {shape: 0.5}}",
    ] {
        let senders = format!("senders: [{{count: 5, mean_time: 1s, service: {shape}, failure_rate: 0}}]");
        runs(
            12,
            &[&poisson(6.0), &senders, "broker: {capacity: 0}", "seed: 124"],
        )
        .have_about("shares.rejected", lost, 0.001)
        .have_about("utilisation", 6.0 * (1.0 - lost) / 5.0, 0.001)
        .have("waiting.max", 0.0);
    }
}

/// Who leaves after so long a wait: the work in the system has, below that age, the density of the patient queue,
/// and above it falls as fast as it is served. For c servers, states below c are as ever.
#[test]
fn the_impatient_leave_as_often_as_the_wait_offered_is_too_long() {
    for (servers, rate, patience, latency) in [
        (1, 0.9, 2.0, 0),
        (1, 1.5, 1.0, 0),
        (3, 3.5, 0.7, 0),
        (3, 2.0, 0.4, 5),
    ] {
        let c = f64::from(servers);
        let mut below = vec![1.0];
        for n in 1..servers {
            let last = below[below.len() - 1];
            below.push(last * rate / f64::from(n));
        }
        let at_once = rate * below[below.len() - 1];
        let fall = (c - rate) * patience;
        let shorter = at_once * (1.0 - (-fall).exp()) / (c - rate);
        let longer = at_once * (-fall).exp() / c;
        let all = below.iter().sum::<f64>() + shorter + longer;
        let broker = format!("broker: {{time_to_live: {patience}, latency: {latency}s}}");
        runs(16, &[&poisson(rate), &exponential(servers), &broker, "seed: 125"])
            .have_about("shares.expired", longer / all, 0.003)
            .have_about("utilisation", rate * (1.0 - longer / all) / c, 0.003);
    }
}
