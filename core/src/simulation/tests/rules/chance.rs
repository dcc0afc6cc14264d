//! Chances that must not hang together, and clocks that must not remember.

use super::*;
use std::cell::RefCell;
use std::rc::Rc;

/// Of the attempts that end, as many fail as the failure rate says, however many hang.
#[test]
fn hanging_has_nothing_to_do_with_failing() {
    let report = played(&[
        "senders: [{count: 1, mean_time: 1ms, service: constant, failure_rate: 50%, hang: 50%}]",
        "producer: {messages: 4000}",
        "monitor: {supervisor: {silent_after: 1s, restart_time: 0s}}",
    ]);
    // four standard deviations of a fair coin thrown 4000 times
    assert!(
        report.messages.failed.abs_diff(2000) < 126,
        "{:?}",
        report.messages
    );
    let hung = report.attempts.abandoned;
    assert!(hung.abs_diff(4000) < 4 * 90, "as many hang as end: {hung}");
}

/// From any instant on, the next Poisson arrival is a whole mean gap away, however long the last one is past: what is left
/// of a gap as the rate changes must be no more and no less.
#[test]
fn after_a_changed_rate_the_next_message_is_a_whole_mean_gap_away() {
    let scenario = scenario(&[
        ONE,
        "producer: {messages: 100, arrivals: {poisson: 1/s}}",
        "timeline: [{at: 20s, set: {arrival_rate: 1/s}}]",
        "until: 60s",
    ]);
    let runs = 2000_u32;
    let sum: f64 = (0..runs)
        .map(|replication| {
            let seen = Rc::new(RefCell::new(FirstAfter::default()));
            Simulation::watched(&scenario, replication, Rc::clone(&seen)).run_to_end();
            let first = seen.borrow().0.expect("one comes within 40 mean gaps");
            first.since(at(20)).seconds().to_f64()
        })
        .sum();
    let mean = sum / f64::from(runs);
    // exponential: the mean of 2000 strays by 0.022
    assert!((mean - 1.0).abs() < 0.09, "{mean}");
}

/// The first production after 20 s.
#[derive(Debug, Default)]
struct FirstAfter(Option<SimTime>);

impl Observer for FirstAfter {
    fn observe(&mut self, now: SimTime, observation: &Observation) {
        if let Observation::Produced { .. } = observation
            && now > at(20)
        {
            self.0 = self.0.or(Some(now));
        }
    }
}

#[test]
fn the_clock_comes_to_where_it_was_sent_though_nothing_happens_there() {
    let mut run = Simulation::new(&scenario(&[ONE, "producer: {arrivals: {trace: [10s]}}"]), 0);
    run.run_until(at(4));
    assert_eq!((run.now(), run.messages().produced), (at(4), 0));
    run.run_until(at(2));
    assert_eq!(run.now(), at(4), "never back");
    run.run_until(at(10));
    assert_eq!((run.now(), run.messages().sending), (at(10), 1));
    run.run_until(at(99));
    assert_eq!(run.now(), at(11), "a run that is over stays where it ended");
}

/// The two backoffs of a message are spread independently, and so are those of neighbours.
#[test]
fn each_backoff_is_spread_anew() {
    let order = starts(&[
        "senders: [{count: 400, mean_time: 1s, service: constant, failure_rate: 1}]",
        "producer: {messages: 400}",
        "broker: {max_attempts: 3, backoff: {initial: 10s, factor: 1, jitter: full}}",
    ]);
    let mut begun = vec![Vec::new(); 400];
    for (message, milliseconds, _) in order {
        begun[message as usize].push(milliseconds as f64);
    }
    // backoffs in seconds, less their mean of 5
    let off: Vec<(f64, f64)> = begun
        .iter()
        .map(|at| ((at[1] - at[0]) / 1e3 - 6.0, (at[2] - at[1]) / 1e3 - 6.0))
        .collect();
    let correlation = off.iter().map(|(one, other)| one * other).sum::<f64>() / 400.0 / (100.0 / 12.0);
    assert!(correlation.abs() < 0.2, "{correlation}");
    let neighbours = off.windows(2).map(|pair| pair[0].0 * pair[1].0).sum::<f64>() / 399.0 / (100.0 / 12.0);
    assert!(neighbours.abs() < 0.2, "{neighbours}");
}
