//! What is over is forgotten: memory follows what is in the system, not what has been.

use super::*;

/// The most of something that a run of these sections ever keeps.
fn most(sections: &[&str], kept: impl Fn(&Simulation) -> u64) -> u64 {
    let mut run = Simulation::new(&scenario(sections), 0);
    let mut most = 0;
    while run.step() {
        most = most.max(kept(&run));
    }
    most
}

#[test]
fn no_time_to_live_is_kept_of_who_need_not_wait() {
    let sections = [
        "producer: {messages: 5000, arrivals: {every: 10ms}}",
        "senders: [{count: 2, mean_time: 10ms, service: constant, failure_rate: 0}]",
        "broker: {time_to_live: 1h}",
    ];
    assert_eq!(most(&sections, |run| run.broker.expiries.length()), 0);
}

#[test]
fn times_to_live_of_those_that_began_do_not_pile_up_behind_one_that_waits() {
    // each message waits for the one before it, and the one submitted first for all of them
    let sections = [
        "producer: {messages: 5000, arrivals: {every: 10ms}, kinds: [{name: high, priority: 1}, {name: low, weight: 0}]}",
        "senders: [{count: 1, mean_time: 10ms, service: constant, failure_rate: 0}]",
        "broker: {time_to_live: 1h, discipline: priority}",
        "timeline: [{at: 0s, submit: {kind: high}}, {at: 0s, submit: {kind: low}}]",
    ];
    let kept = most(&sections, |run| run.broker.expiries.length());
    assert!((2..=64).contains(&kept), "{kept}");
}

#[test]
fn those_that_expired_do_not_pile_up_under_one_that_never_does() {
    // on the stack, whoever failed once has no more time to live and may lie at the bottom for long
    let sections = [
        "producer: {messages: 20000, arrivals: {poisson: 120/s}}",
        "senders: [{count: 1, mean_time: 10ms, failure_rate: 0.2}]",
        "broker: {time_to_live: 100ms, discipline: lifo, max_attempts: 3}",
    ];
    let kept = most(&sections, |run| {
        run.broker
            .queue
            .kept()
            .saturating_sub(4 * run.broker.queue.length())
    });
    assert!(kept <= 64, "{kept}");
}

#[test]
fn those_that_back_off_in_vain_do_not_pile_up() {
    // many a message is sent late by the first sender while its second copy, which failed, waits for an hour
    let sections = [
        "producer: {messages: 5000, arrivals: {every: 100ms}}",
        "senders: [{count: 30, mean_time: 1s, service: uniform, failure_rate: 0.3}]",
        "broker: {visibility_timeout: 1s, max_attempts: 5, backoff: {initial: 1h}}",
    ];
    let in_vain = most(&sections, |run| {
        run.broker.backoff.length() - run.messages.backing_off
    });
    let in_earnest = most(&sections, |run| run.messages.backing_off);
    assert!(
        in_vain > 10 && in_vain <= 64 + in_earnest,
        "{in_vain} and {in_earnest}"
    );
}

/// Neither a time to live nor a backoff that is over brings the clock on where nothing else happens.
#[test]
fn nothing_happens_in_vain() {
    let waited = played(&[
        ONE,
        "producer: {messages: 1}",
        "broker: {time_to_live: 1h}",
        "timeline: [{at: 0s, submit: {}}, {at: 1.5, hang: {sender: 1}}]",
    ]);
    assert_eq!((waited.end, waited.clock), (Some(End::Stalled), at_ms(1500)));
    // message 0 fails at its second sender at 1.6 and is sent late at 3; message 1 waits for ever from 5 on
    let backed_off = played(&[
        "senders: [{name: a, count: 1, mean_time: 3s, service: constant, failure_rate: 0}, \
         {name: b, count: 1, mean_time: 600ms, service: constant, failure_rate: 1}, {name: c, count: 1}]",
        "producer: {messages: 1}",
        "broker: {visibility_timeout: 1s, max_attempts: 5, backoff: {initial: 1h}}",
        "timeline: [{at: 3.5, remove_sender: {sender: a/1}}, {at: 3.5, remove_sender: {sender: b/1}}, {at: 4s, submit: {}}, \
         {at: 4s, hang: {sender: c/1}}]",
    ]);
    assert_eq!((backed_off.end, backed_off.clock), (Some(End::Stalled), at(5)));
}
