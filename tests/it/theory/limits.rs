//! Queues with limits: rejection, eviction, blocking, loss, impatience.

use super::{limited, root, runs, waiting_in};

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

/// Who is let in finds fewer than the most before it, and waits for as many exponential times.
#[test]
fn waits_where_few_are_let_in() {
    let (rate, most) = (1.2, 6_u32);
    let states = limited(rate, 1, most);
    let let_in = 1.0 - states[most as usize];
    let longer = |time: f64| -> f64 {
        let stages = |n: u32| {
            let terms = (1..n).scan(1.0, |term, k| {
                *term *= time / f64::from(k);
                Some(*term)
            });
            (-time).exp() * (1.0 + terms.sum::<f64>())
        };
        (1..most).map(|n| states[n as usize] / let_in * stages(n)).sum()
    };
    let producer = "producer: {messages: 100000, arrivals: {poisson: 1.2}}";
    let runs = runs(
        16,
        &[producer, &exponential(1), "broker: {capacity: 5}", "seed: 126"],
    );
    for (name, share) in [("waiting.p50", 0.5), ("waiting.p90", 0.9), ("waiting.p99", 0.99)] {
        let wait = root(0.0, 60.0, |time| longer(time) - (1.0 - share));
        runs.have_about(name, wait, 0.006);
    }
}

/// Constant service and one place: the chance that nobody came during it is that of an empty queue after it.
#[test]
fn constant_service_and_one_place() {
    let rate = 0.9_f64;
    let lost = 1.0 - 1.0 / ((-rate).exp() + rate);
    let constant = "senders: [{count: 1, mean_time: 1s, service: constant, failure_rate: 0}]";
    runs(
        16,
        &[&poisson(rate), constant, "broker: {capacity: 1}", "seed: 127"],
    )
    .have_about("shares.rejected", lost, 0.002);
}

/// With one place, whoever waits is served if the service ends before the next one comes.
#[test]
fn the_only_one_who_waits_makes_room_for_the_next() {
    let rate = 0.9;
    let states = limited(rate, 1, 2);
    let served = (states[1] + states[2]) / (1.0 + rate);
    runs(
        16,
        &[
            &poisson(rate),
            &exponential(1),
            "broker: {capacity: 1, overflow: evict}",
            "seed: 128",
        ],
    )
    .have_about("shares.evicted", states[2], 0.002)
    .have_about(
        "waiting.mean",
        served / (1.0 + rate) / (served + states[0]),
        0.003,
    );
}

/// Two senders of unlike speed and no place to wait: who has been idle for longest is next, so which of them is at
/// work depends on who came back first.
#[test]
fn unlike_senders_take_turns_by_how_long_they_have_been_idle() {
    let (rate, fast, slow) = (1.3, 2.0, 0.5);
    // shares of time: both idle with the fast one first, or the slow one; the slow or the fast one alone at work; both
    let mut now = [0.2; 5];
    for _ in 0..20_000 {
        let [fast_first, slow_first, slow_busy, fast_busy, both] = now;
        let step = 0.05;
        now[0] += step * (slow_busy * slow - fast_first * rate);
        now[1] += step * (fast_busy * fast - slow_first * rate);
        now[2] += step * (slow_first * rate + both * fast - slow_busy * (slow + rate));
        now[3] += step * (fast_first * rate + both * slow - fast_busy * (fast + rate));
        now[4] += step * ((slow_busy + fast_busy) * rate - both * (fast + slow));
    }
    let [.., slow_busy, fast_busy, both] = now;
    let senders = "senders: [{name: a, count: 1, rate: 2/s, failure_rate: 0}, {name: b, count: 1, rate: 0.5/s, failure_rate: 0}]";
    let group =
        |index: usize| move |report: &bellwether::report::Report| report.groups[index].utilisation.to_f64();
    runs(
        16,
        &[&poisson(rate), senders, "broker: {capacity: 0}", "seed: 129"],
    )
    .have_about("shares.rejected", both, 0.002)
    .mean_of("fast one at work", group(0), fast_busy + both, 0.002)
    .mean_of("slow one at work", group(1), slow_busy + both, 0.002);
}

/// An overloaded queue is full nearly always, but not at the start of a run and after its last message: the reports
/// take no figure for strange because of that.
#[test]
fn the_ends_of_an_overloaded_run_are_no_errors() {
    for (broker, rest) in [
        ("broker: {capacity: 40}", "seed: 130"),
        ("broker: {capacity: 40, overflow: block}", "seed: 131"),
        ("broker: {capacity: 3000}", "seed: 132"),
        ("broker: {capacity: 40}", "until: 1200s, warm_up: 100s"),
    ] {
        let producer = "producer: {messages: 100000, arrivals: {poisson: 60/s}}";
        for report in runs(4, &[producer, &exponential(20), broker, rest]).reports {
            assert!(report.theory.model.is_some(), "{broker}: {}", report.theory.note);
            for figure in &report.theory.figures {
                let errors = figure.standard_errors.map_or(0.0, |errors| errors.size.to_f64());
                assert!(errors < 5.0, "{broker}, {rest}: {figure:?}");
            }
        }
    }
}
