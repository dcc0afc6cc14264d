//! Budgets that cut a run which is followed from start to start.

use super::{all_of, settings_with_one_line};
use crate::scenario::{Arrivals, Scenario};
use crate::simulation::tests::assert_alike;
use crate::simulation::tests::calm::Follower;
use crate::simulation::{Simulation, Stretch};
use crate::time::{SimDuration, SimTime};

/// Where a budget cuts a run, it stands as one that was stopped at that time.
#[test]
fn a_budget_cuts_a_run_where_it_could_have_stopped() {
    let mut cuts = 0;
    for seed in 0..400 {
        let mut settings = settings_with_one_line(seed);
        if !matches!(settings.producer.arrivals, Arrivals::Trace(_)) {
            settings.producer.messages = settings.producer.messages.max(2000);
        }
        // every other run takes its samples on the way
        settings.monitor.interval = SimDuration::from_seconds([1, 1000][seed as usize % 2]);
        let scenario = Scenario::of(settings);
        let mut ahead = Simulation::new(&scenario, 0);
        let mut before = 0;
        while ahead.run(1000) == Stretch::Cut {
            if ahead.stretches_ahead == before {
                continue;
            }
            before = ahead.stretches_ahead;
            let mut followed = Simulation::watched(&scenario, 0, Follower);
            // to the end of the instant, within which a run that goes from event to event may be cut
            let now = ahead.now();
            ahead.run_until(now);
            followed.run_until(now);
            assert_alike(
                &all_of(&ahead),
                &all_of(&followed),
                format_args!("seed {seed} at {now}"),
            );
            cuts += 1;
        }
    }
    assert!(cuts > 300, "{cuts}");
}

/// So that whoever must do something else in between need not wait.
#[test]
fn a_budget_holds_where_lengths_and_loads_differ_much() {
    for text in [
        "{producer: {messages: 4000000}, senders: [{count: 3, service: {lognormal: {cv: 30}}}]}",
        "{producer: {messages: 4000000, arrivals: {poisson: 1000000/s}}, senders: [{count: 3}]}",
        "{producer: {messages: 4000000, arrivals: {every: 1us}}, senders: [{count: 3, mean_time: 1us}]}",
        "{producer: {messages: 4000000, kinds: [{name: a, work: 0.001}]}, senders: [{count: 3}]}",
        "{producer: {messages: 4000000, arrivals: {every: 1ms}}, senders: [{count: 1, mean_time: 1ms}], \
         timeline: [{at: 1ms, hang: {sender: sender/1}}]}",
        "{producer: {messages: 4000000, arrivals: {steps: [{at: 0s, rate: 1/s}, {at: 100s, rate: 1000000/s}]}}}",
    ] {
        let text = text.replacen('{', "{monitor: {interval: 1000h}, ", 1);
        let scenario = Scenario::from_text(&text).expect("it is right");
        let mut run = Simulation::new(&scenario, 0);
        let mut before = 0;
        for _ in 0..200 {
            if run.run_within(SimTime::NEVER, 4096) != Stretch::Cut {
                break;
            }
            let done = run.attempts().started + run.messages().produced;
            assert!(
                done - before < 8192 || done - before > 3_990_000,
                "{text}: {done} after {before}"
            );
            before = done;
        }
    }
}
