//! Unlimited queues with Poisson arrivals (and one with a fixed gap), in the long run.

use super::{around, limited, root, runs, scenario, waiting_in};
use bellwether::message::MessageId;
use bellwether::observer::{Observation, Observer};
use bellwether::simulation::Simulation;
use bellwether::time::SimTime;
use std::cell::RefCell;
use std::rc::Rc;

const LONG: &str = "warm_up: {messages: 4000}";

fn poisson(rate: f64) -> String {
    format!("producer: {{messages: 44000, arrivals: {{poisson: {rate}}}}}")
}

/// One exponential server: waiting and sojourn are exponential, but for those who need not wait.
#[test]
fn one_exponential_server() {
    let (load, spare): (f64, f64) = (0.7, 0.3);
    let one = "senders: [{count: 1, mean_time: 1s, failure_rate: 0}]";
    let runs = runs(24, &[&poisson(load), one, LONG, "seed: 101"]);
    runs.have_about("waiting.mean", load / spare, 0.01)
        .have_about("sojourn.mean", 1.0 / spare, 0.01)
        .have_about("sojourn.standard_deviation", 1.0 / spare, 0.01)
        .have_about("queue.mean_length", load * load / spare, 0.01)
        .have_about("utilisation", load, 0.002);
    for (name, share) in [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)] {
        let sojourn = -(1.0_f64 - share).ln() / spare;
        let waiting = (load / (1.0 - share)).ln().max(0.0) / spare;
        runs.have_about(&format!("sojourn.{name}"), sojourn, 0.015)
            .have_about(&format!("waiting.{name}"), waiting, 0.015);
    }
}

/// Several servers, however they are written down: Erlang's C from the states themselves.
#[test]
fn several_exponential_servers() {
    let (servers, rate) = (4_u32, 3.0);
    let states = limited(rate, servers, 400);
    let delayed: f64 = states[4..].iter().sum();
    for senders in [
        "senders: [{count: 4, mean_time: 1s, failure_rate: 0}]",
        "senders: [{count: 2, concurrency: 2, mean_time: 1s, failure_rate: 0}]",
        "senders: [{count: 1, concurrency: 3, mean_time: 1s, failure_rate: 0}, {name: b, count: 1, rate: 1/s, failure_rate: 0}]",
    ] {
        runs(12, &[&poisson(rate), senders, LONG, "seed: 102"])
            .have_about("queue.mean_length", waiting_in(&states, servers), 0.01)
            .have_about("waiting.mean", delayed / (4.0 - rate), 0.01)
            .have_about("waiting.p95", (delayed / 0.05).ln() / (4.0 - rate), 0.02);
    }
}

/// The mean is that of the other order; the mean square is that of it over one less the load.
#[test]
fn last_in_first_out_strays_further() {
    let (load, spare) = (0.6, 0.4);
    let lifo = "broker: {discipline: lifo}";
    let one = "senders: [{count: 1, mean_time: 1s, failure_rate: 0}]";
    let mean = load / spare;
    let square = 2.0 * load / (spare * spare) / spare;
    runs(24, &[&poisson(load), one, lifo, LONG, "seed: 103"])
        .have_about("waiting.mean", mean, 0.01)
        .have_about("waiting.standard_deviation", (square - mean * mean).sqrt(), 0.03);
}

/// Waiting times by kind of message.
#[derive(Debug, Default)]
struct Waits(Vec<(u32, f64)>);

impl Observer for Waits {
    fn observe(&mut self, at: SimTime, observation: &Observation) {
        if let Observation::Started {
            message, waits_since, ..
        } = observation
        {
            self.0
                .push((message.0, at.since(*waits_since).seconds().to_f64()));
        }
    }
}

/// Cobham's classes at several servers: what is served without interruption delays every class alike, what is at
/// least as important stretches it.
#[test]
fn classes_of_priority_wait_as_their_importance_says() {
    let (servers, rate) = (3_u32, 2.55);
    let states = limited(rate, servers, 400);
    let delayed: f64 = states[3..].iter().sum();
    let kinds = "{poisson: 2.55}, kinds: [{name: low, weight: 5, priority: -2}, {name: high, weight: 2, priority: 7}, \
                 {name: middle, weight: 3, priority: 0}]";
    let scenario = scenario(&[
        &format!("producer: {{messages: 40000, arrivals: {kinds}}}"),
        "senders: [{count: 3, mean_time: 1s, failure_rate: 0}]",
        "broker: {discipline: priority}",
        "seed: 104",
    ]);
    let names = ["high", "middle", "low"];
    let mut means: [Vec<f64>; 3] = Default::default();
    for replication in 0..16 {
        let waits = Rc::new(RefCell::new(Waits::default()));
        let mut run = Simulation::watched(&scenario, replication, Rc::clone(&waits));
        run.run_to_end();
        let waits = waits.take().0;
        let (mut sums, mut counts) = ([0.0; 3], [0.0; 3]);
        for (message, waited) in waits.into_iter().filter(|(message, _)| *message >= 4000) {
            let kind = run.kind(MessageId(message));
            let class = names.iter().position(|name| *name == kind).expect("one of them");
            sums[class] += waited;
            counts[class] += 1.0;
        }
        for class in 0..3 {
            means[class].push(sums[class] / counts[class]);
        }
    }
    let mut left = 1.0;
    for (class, share) in [0.2, 0.3, 0.5].into_iter().enumerate() {
        let after = left - share * rate / 3.0;
        let expected = delayed / 3.0 / (left * after);
        around(names[class], &means[class], expected, 0.015);
        left = after;
    }
}

/// Kinds of unlike work, served in order: Pollaczek and Khinchine with the mixture's second moment.
#[test]
fn kinds_of_unlike_work() {
    let kinds = "producer: {messages: 44000, arrivals: {poisson: 0.5}, kinds: [{name: a, weight: 9}, {name: b, weight: 1, work: 3}]}";
    let one = "senders: [{count: 1, mean_time: 1s, failure_rate: 0}]";
    let square = 2.0 * (0.9 + 0.1 * 9.0);
    runs(24, &[kinds, one, LONG, "seed: 105"])
        .have_about("utilisation", 0.5 * 1.2, 0.004)
        .have_about("waiting.mean", 0.5 * square / (2.0 * 0.4), 0.012);
}

#[test]
fn a_fixed_gap_and_one_exponential_server() {
    let every = "producer: {messages: 44000, arrivals: {every: 1.25}}";
    let one = "senders: [{count: 1, mean_time: 1s, failure_rate: 0}]";
    let busy = root(0.0, 0.999, |x| (-1.25 * (1.0 - x)).exp() - x);
    runs(24, &[every, one, LONG, "seed: 106"]).have_about("waiting.mean", busy / (1.0 - busy), 0.01);
}

/// Failures that return at once and for ever: the same as a slower server.
#[test]
fn feedback_is_a_slower_server() {
    let broker = "broker: {max_attempts: 1000, backoff: {initial: 0s}}";
    let one = "senders: [{count: 1, mean_time: 1s, failure_rate: 50%}]";
    runs(24, &[&poisson(0.3), one, broker, LONG, "seed: 107"])
        .have_about("sojourn.mean", 1.0 / (0.5 - 0.3), 0.012)
        .have_about("utilisation", 0.6, 0.004);
}

/// A fixed gap leaves sojourn times exponential; at constant service Erlang's series gives the distribution of waits.
#[test]
fn percentiles_without_randomness_on_one_side() {
    let gap = 1.25_f64;
    let busy = root(0.0, 0.999, |x| (-gap * (1.0 - x)).exp() - x);
    let every = "producer: {messages: 84000, arrivals: {every: 1.25}}";
    let exponential = "senders: [{count: 1, mean_time: 1s, failure_rate: 0}]";
    let fixed_gap = runs(24, &[every, exponential, LONG, "seed: 108"]);
    let load = 0.6_f64;
    let constant = "senders: [{count: 1, mean_time: 1s, service: constant, failure_rate: 0}]";
    let constant_service = runs(24, &[&poisson(load), constant, LONG, "seed: 109"]);
    let not_longer = |time: f64| -> f64 {
        let mut factorial = 1.0;
        let terms = (0_u32..=40).take_while(|k| f64::from(*k) <= time).map(|k| {
            factorial *= f64::from(k.max(1));
            let left = load * (f64::from(k) - time);
            left.powi(i32::try_from(k).unwrap_or(0)) / factorial * (-left).exp()
        });
        (1.0 - load) * terms.sum::<f64>()
    };
    for (name, share) in [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)] {
        let sojourn = -(1.0_f64 - share).ln() / (1.0 - busy);
        fixed_gap.have_about(&format!("sojourn.{name}"), sojourn, 0.015);
        let waiting = root(0.0, 20.0, |time| share - not_longer(time));
        constant_service.have_about(&format!("waiting.{name}"), waiting, 0.01);
    }
}

/// The wait of those who wait is exponential, and so is the service after it.
#[test]
fn percentiles_of_the_whole_stay_at_several_senders() {
    for (servers, rate) in [(2_u32, 1.6), (5, 4.1), (20, 16.5)] {
        let states = limited(rate, servers, 600);
        let delayed: f64 = states[servers as usize..].iter().sum();
        let spare = f64::from(servers) - rate;
        let longer = |time: f64| {
            let both = (spare * (-time).exp() - (-spare * time).exp()) / (spare - 1.0);
            (1.0 - delayed) * (-time).exp() + delayed * both
        };
        let senders = format!("senders: [{{count: {servers}, mean_time: 1s, failure_rate: 0}}]");
        let runs = runs(12, &[&poisson(rate), &senders, LONG, "seed: 110"]);
        for (name, share) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)] {
            let stay = root(0.0, 200.0, |time| longer(time) - (1.0 - share));
            runs.have_about(&format!("sojourn.{name}"), stay, 0.015);
        }
    }
}
