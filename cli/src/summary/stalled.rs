//! Runs in which nothing can happen any more, though messages are not settled.

use bellwether::report::{End, Report, SenderState};
use bellwether::scenario::Scenario;
use bellwether::simulation::MOST_FRUITLESS_REDELIVERIES;

use bellwether::words::{count, things};

/// How many messages a stalled run leaves, and why that can be.
pub(crate) fn stalled(scenario: &Scenario, report: &Report) -> Option<String> {
    if report.end != Some(End::Stalled) {
        return None;
    }
    let messages = &report.messages;
    let unsettled = messages.in_transit
        + messages.queued
        + messages.reserved
        + messages.sending
        + messages.backing_off
        + messages.held;
    if unsettled == 0 {
        let missing = u64::from(scenario.producer.messages).saturating_sub(messages.produced);
        let missing = things(missing, "message");
        return Some(format!(
            "stalled with {missing} never produced: the producer stays paused"
        ));
    }
    let works = |state| matches!(state, SenderState::Idle | SenderState::Busy);
    let senders = &report.senders;
    let away = senders.iter().filter(|sender| !works(sender.state)).count();
    let why = if report.redelivered > MOST_FRUITLESS_REDELIVERIES {
        "they are redelivered again and again".to_owned()
    } else if away > 0 {
        let all = things(senders.len() as u64, "sender");
        format!(
            "{} of {all} silent, down or removed, and nobody to bring them back",
            count(away as u64)
        )
    } else {
        "nothing can happen any more".to_owned()
    };
    Some(format!(
        "stalled with {} never settled: {why}",
        things(unsettled, "message")
    ))
}

/// How many replications stalled, and the first of them.
pub(crate) fn stalled_replications(reports: &[Report]) -> Option<String> {
    let stalled = || reports.iter().filter(|report| report.end == Some(End::Stalled));
    let first = stalled().next()?.replication;
    Some(format!(
        "{} of {} stalled with messages that were never settled, first replication {first}",
        count(stalled().count() as u64),
        things(reports.len() as u64, "replication")
    ))
}
