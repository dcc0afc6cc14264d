//! Rules at their edges: who is meant, from when on, and who is not.

use super::*;
use crate::decimal::Decimal;

/// Nobody who holds no work is restarted, however long nothing is heard of him.
#[test]
fn the_supervisor_leaves_idle_senders_alone() {
    let report = played(&[
        TWO,
        "producer: {arrivals: {trace: [0, 100]}}",
        "monitor: {supervisor: {silent_after: 2s, restart_time: 1s}}",
    ]);
    assert_eq!((report.senders[0].restarts, report.senders[1].restarts), (0, 0));
    assert_eq!(report.clock, at(101));
}

/// The service times of failed attempts count; those of attempts that were cut off do not.
#[test]
fn service_times_are_those_of_all_attempts_that_ended() {
    let report = played(&[
        "senders: [{count: 1, mean_time: 2s, service: constant, failure_rate: 1}]",
        "producer: {messages: 3}",
        "broker: {max_attempts: 2, backoff: {initial: 1s}}",
        "timeline: [{at: 1s, crash: {sender: 1, down: 1s}}]",
    ]);
    assert_eq!((report.attempts.failed, report.attempts.abandoned), (6, 1));
    assert_eq!((report.service.count, report.service.max), (6, Some(seconds(2))));
    assert_eq!(report.average_time_per_message, Some(Decimal::from_whole(2)));
}

/// What is done by hand comes after what the file has at that instant, as it will when the run is repeated.
#[test]
fn an_action_by_hand_follows_those_of_the_file_at_its_instant() {
    let sections = [
        ONE,
        "producer: {messages: 1}",
        "timeline: [{at: 500000001ns, set: {failure_rate: 1}}]",
    ];
    let mut run = Simulation::new(&scenario(&sections), 0);
    run.run_until(at_ms(500));
    let change = Change::FailureRate {
        group: None,
        value: 0.0,
    };
    let when = run.act(Action::Set(change)).expect("in time");
    assert_eq!(when.nanoseconds(), 500_000_001);
    run.run_to_end();
    assert_eq!((run.messages().sent, run.timeline().len()), (1, 2));
    let again = Scenario::of(Settings {
        timeline: run.timeline().to_vec(),
        ..(*scenario(&sections)).clone()
    });
    let mut repeated = Simulation::new(&again, 0);
    repeated.run_to_end();
    assert_eq!(repeated.digest(), run.digest());
}

#[test]
fn a_change_without_a_group_is_for_all_groups_and_one_with_it_for_that_one() {
    let senders = "senders: [{name: a, count: 1, mean_time: 1s, service: constant, failure_rate: 0}, \
                   {name: b, count: 1, mean_time: 1s, service: constant, failure_rate: 0}]";
    let clock_and_failed = |change: &str| {
        let timeline = format!("timeline: [{{at: 0s, set: {{{change}}}}}]");
        let report = played(&[senders, "producer: {messages: 2}", &timeline]);
        let busy: Vec<String> = report.groups.iter().map(|group| group.busy.to_string()).collect();
        let failed: Vec<u64> = report.groups.iter().map(|group| group.failed).collect();
        (busy.join(" "), failed)
    };
    assert_eq!(clock_and_failed("mean_time: 3s").0, "3 3");
    assert_eq!(clock_and_failed("mean_time: 3s, group: b").0, "1 3");
    assert_eq!(clock_and_failed("failure_rate: 1").1, [1, 1]);
    assert_eq!(clock_and_failed("failure_rate: 1, group: a").1, [1, 0]);
}

/// A sender that joins later breaks down as its group does, from when it joined.
#[test]
fn added_senders_crash_as_their_group_does() {
    let report = played(&[
        "senders: [{count: 1, mean_time: 1s, service: constant, failure_rate: 0, \
         crash: {mean_up: 3.5, mean_down: 1s, up: constant, down: constant}}]",
        "producer: {messages: 100}",
        "timeline: [{at: 10s, add_senders: {count: 1}}]",
        "until: 20s",
    ]);
    // up for 3.5 of each 4.5 seconds: from 0 on, and from 10 on
    assert_eq!((report.senders[0].crashes, report.senders[1].crashes), (4, 2));
}

/// Two equal senders, and what befalls the other of them: all the same but for who it is.
#[test]
fn the_digest_knows_who_sent() {
    let digest = |gone: u32| {
        let timeline = format!("timeline: [{{at: 0s, hang: {{sender: {gone}}}}}]");
        let mut run = Simulation::new(
            &scenario(&[TWO, "producer: {messages: 1, arrivals: {trace: [1]}}", &timeline]),
            0,
        );
        run.run_to_end();
        (run.report().messages, run.now(), run.digest())
    };
    let (one, other) = (digest(1), digest(2));
    assert_eq!((one.0, one.1), (other.0, other.1));
    assert_ne!(one.2, other.2);
}
