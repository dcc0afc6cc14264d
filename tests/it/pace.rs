//! What a run costs grows with what happens in it, not with how many senders look on or how much they hold. Runs are
//! compared with others that are alike, so that it does not matter how fast the machine is.

use anyhow::{Result, anyhow, ensure};
use bellwether::scenario::Scenario;
use bellwether::simulation::Simulation;
use std::time::Instant;

/// Looking at every sender takes hundreds of times as long, looking up a few things less than ten times.
const MOST: f64 = 40.0;

fn time_of(sections: &str) -> Result<f64> {
    let scenario = Scenario::from_text(&format!("{{{sections}}}"))
        .map_err(|problems| anyhow!("{sections}: {problems:?}"))?;
    let start = Instant::now();
    Simulation::new(&scenario, 0).run_to_end();
    Ok(start.elapsed().as_secs_f64())
}

/// A run takes not much longer if its broker has these settings.
fn costs_little(broker: &str, sections: &str) -> Result<()> {
    let with = time_of(&format!("{sections}, broker: {{{broker}}}"))?;
    let times = with / time_of(sections)?;
    ensure!(times < MOST, "{broker}: {times:.0} times as long");
    Ok(())
}

#[test]
fn a_late_success_finds_the_other_copy_at_once() -> Result<()> {
    costs_little(
        "visibility_timeout: 1s",
        "producer: {messages: 100000}, senders: [{count: 50000, mean_time: 2s, service: uniform, failure_rate: 0}]",
    )
}

#[test]
fn who_expires_is_found_at_once_in_a_reserve_or_not() -> Result<()> {
    costs_little(
        "time_to_live: 100ms, prefetch: 1",
        "producer: {messages: 300000, arrivals: {poisson: 150000/s}}, \
         senders: [{count: 20000, mean_time: 200ms, failure_rate: 0}]",
    )
}

#[test]
fn a_large_reserve_is_not_searched_for_what_passes_next() -> Result<()> {
    costs_little(
        "visibility_timeout: 1000h, prefetch: 10000",
        "producer: {messages: 700000}, senders: [{count: 70, mean_time: 1s, failure_rate: 0}]",
    )
}
