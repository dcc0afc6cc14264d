//! Messages that are handed out again: crashes, visibility time-outs, limits of deliveries, copies.

use super::*;
use crate::observer::Consequence;

#[test]
fn a_passed_visibility_time_out_sends_twice() {
    let report = run(&with_broker(constant(1, 2), |broker| {
        broker.visibility_timeout = Some(SimDuration::from_nanoseconds(400_000_000));
    }));
    // begun at 0 and, handed out again at 0.4, by the second sender; at 0.8 it waits again until the first success
    assert_eq!(
        (report.messages.sent, report.duplicates, report.redelivered),
        (1, 1, 2)
    );
    assert_eq!((report.attempts.started, report.attempts.succeeded), (2, 2));
    assert_eq!(report.makespan, Some(at(1)));
    assert_eq!(
        report.clock,
        SimTime::from_nanoseconds(1_400_000_000),
        "the second attempt may end"
    );
}

#[test]
fn deliveries_are_limited_where_a_limit_is_given() {
    let report = run(&with_broker(constant(1, 3), |broker| {
        broker.visibility_timeout = Some(SimDuration::from_nanoseconds(400_000_000));
        broker.max_deliveries = Some(2);
    }));
    // the second delivery times out at 0.8, when the message becomes a dead letter: its successes come too late
    assert_eq!((report.messages.failed, report.makespan), (1, Some(at_ms(800))));
    assert_eq!((report.attempts.succeeded, report.duplicates), (2, 0));
}

/// Two attempts at a time and two messages in reserve: whichever slot takes one, the other's attempt goes on as it was.
#[test]
fn a_time_out_ends_with_the_reserve_whichever_slot_the_message_goes_to() {
    let report = run(&scenario(&[
        "producer: {messages: 4, arrivals: {trace: [0s, 0s, 1s, 2s]}}",
        "broker: {acknowledge: early, visibility_timeout: 10s, prefetch: 2}",
        "senders: [{concurrency: 2, count: 1, mean_time: 8s, service: constant, failure_rate: 0}]",
    ]));
    let eight = Some(SimDuration::from_seconds(8));
    let service = &report.service;
    assert_eq!((service.count, service.min, service.max), (4, eight, eight));
    assert_eq!((report.redelivered, report.makespan), (0, Some(at(16))));
}

/// Only what follows a success repeats it.
#[test]
fn a_success_of_a_message_that_was_given_up_is_no_duplicate() {
    let given_up = scenario(&[
        "producer: {messages: 5}",
        "broker: {visibility_timeout: 1s, max_deliveries: 1}",
        "senders: [{count: 5, mean_time: 2s, service: constant, failure_rate: 0}]",
    ]);
    let (run, Consequences(seen)) = watched_to_end::<Consequences>(&given_up);
    let report = run.report();
    assert_eq!((report.messages.sent, report.messages.failed), (0, 5));
    assert_eq!((report.attempts.succeeded, report.duplicates), (5, 0));
    assert_eq!(seen, [Consequence::TooLate; 5]);
}

/// What followed from the ends of attempts, in their order.
#[derive(Debug, Default)]
struct Consequences(Vec<Consequence>);

impl Observer for Consequences {
    fn observe(&mut self, _: SimTime, observation: &Observation) {
        if let Observation::Ended { consequence, .. } = observation {
            self.0.push(*consequence);
        }
    }
}

fn crash_at_half(acknowledge: Acknowledge) -> Report {
    let mut settings = with_broker(constant(2, 1), |broker| broker.acknowledge = acknowledge);
    settings.timeline = vec![Entry {
        at: SimTime::from_nanoseconds(500_000_000),
        action: Action::Crash {
            sender: SenderName { group: 0, number: 1 },
            down: Some(seconds(1)),
        },
    }];
    run(&settings)
}

#[test]
fn a_crash_redelivers_or_loses_what_was_in_the_sender_s_hands() {
    let late = crash_at_half(Acknowledge::Late);
    // half an attempt, a second down, two attempts
    assert_eq!(
        (late.messages.sent, late.messages.lost, late.clock.nanoseconds()),
        (2, 0, 3_500_000_000)
    );
    assert_eq!(
        (late.attempts.started, late.attempts.abandoned, late.redelivered),
        (3, 1, 1)
    );
    let early = crash_at_half(Acknowledge::Early);
    assert_eq!(
        (
            early.messages.sent,
            early.messages.lost,
            early.clock.nanoseconds()
        ),
        (1, 1, 2_500_000_000)
    );
    assert_eq!(late.senders[0].crashes, 1);
}

#[test]
fn the_messages_of_a_lost_sender_return_to_the_head_in_their_order() {
    let order = starts(&[
        "senders: [{count: 1, mean_time: 1s, service: constant, failure_rate: 0, concurrency: 2}]",
        "producer: {messages: 5}",
        "broker: {prefetch: 2}",
        "timeline: [{at: 0.5, crash: {sender: 1, down: 0.5}}]",
    ]);
    assert_eq!(
        order,
        [
            (0, 0, 0),
            (1, 0, 0),
            (0, 1000, 0),
            (1, 1000, 0),
            (2, 2000, 0),
            (3, 2000, 0),
            (4, 3000, 0)
        ]
    );
}

#[test]
fn a_message_acknowledged_early_is_never_taken_for_lost() {
    let report = played(&[
        TWO,
        "producer: {messages: 1}",
        "broker: {acknowledge: early, visibility_timeout: 0.4}",
    ]);
    assert_eq!(
        (report.messages.sent, report.duplicates, report.attempts.started),
        (1, 0, 1)
    );
}

#[test]
fn early_acknowledgement_loses_attempts_and_not_reserves() {
    let report = played(&[
        ONE,
        "producer: {messages: 2}",
        "broker: {acknowledge: early, prefetch: 1, max_attempts: 3}",
        "timeline: [{at: 0.5, crash: {sender: 1, down: 1s}}]",
    ]);
    assert_eq!(
        (report.messages.lost, report.messages.sent, report.redelivered),
        (1, 1, 1)
    );
    assert_eq!(report.clock, at_ms(2500));
}

#[test]
fn each_delivery_counts_towards_the_limit_even_into_a_reserve() {
    let report = played(&[
        ONE,
        "producer: {messages: 2}",
        "broker: {prefetch: 1, max_deliveries: 2}",
        "timeline: [{at: 0.5, crash: {sender: 1, down: 0.1}}, {at: 1s, crash: {sender: 1, down: 0.1}}]",
    ]);
    assert_eq!((report.messages.failed, report.redelivered), (2, 2));
    assert_eq!((report.attempts.started, report.makespan), (2, Some(at(1))));
}

#[test]
fn the_limit_of_deliveries_counts_retries_too() {
    let report = played(&[
        "senders: [{count: 1, mean_time: 1s, service: constant, failure_rate: 1}]",
        "producer: {messages: 1}",
        "broker: {max_attempts: 9, max_deliveries: 3, backoff: {initial: 1s, factor: 1}}",
    ]);
    assert_eq!((report.messages.failed, report.attempts.failed), (1, 3));
    assert_eq!(report.clock, at(5));
}

#[test]
fn an_attempt_that_is_cut_off_is_no_failure() {
    let report = played(&[
        "senders: [{count: 1, mean_time: 1s, service: constant, failure_rate: 1}]",
        "producer: {messages: 1}",
        "broker: {max_attempts: 2, backoff: {initial: 1s}}",
        "timeline: [{at: 0.5, crash: {sender: 1, down: 0.5}}, {at: 1.5, restart: {sender: 1}}]",
    ]);
    // cut off at 0.5 and at 1.5, failed at 2.5 and, after its backoff, at 4.5
    assert_eq!((report.messages.failed, report.clock), (1, at_ms(4500)));
    assert_eq!((report.attempts.abandoned, report.attempts.failed), (2, 2));
}

/// The time-out runs from delivery, the wait in a reserve included.
#[test]
fn the_visibility_time_out_runs_from_delivery() {
    let report = played(&[
        ONE,
        "producer: {messages: 2}",
        "broker: {prefetch: 1, visibility_timeout: 1.5}",
    ]);
    // message 1 is reserved at 0, begun at 1, reserved once more at 1.5, sent at 2 and again at 3
    assert_eq!(
        (report.messages.sent, report.duplicates, report.redelivered),
        (2, 1, 1)
    );
    assert_eq!((report.makespan, report.clock), (Some(at(2)), at(3)));
}

#[test]
fn a_failure_after_the_time_out_counts_for_nothing() {
    let report = played(&[
        "senders: [{count: 2, mean_time: 1s, service: constant, failure_rate: 0}]",
        "producer: {messages: 1}",
        "broker: {visibility_timeout: 0.6}",
        "timeline: [{at: 0.9, set: {failure_rate: 1}}, {at: 1.1, set: {failure_rate: 0}}]",
    ]);
    // begun at 0 and 0.6; fails at 1, when it counts no more; handed out again at 1.2, sent at 1.6 and 2.2
    assert_eq!((report.messages.sent, report.messages.failed), (1, 0));
    assert_eq!(
        (
            report.attempts.timed_out,
            report.attempts.failed,
            report.duplicates
        ),
        (1, 0, 1)
    );
    assert_eq!((report.makespan, report.clock), (Some(at_ms(1600)), at_ms(2200)));
}

/// It was no time-out that made the second attempt's failure matter no more, but the success of the first.
#[test]
fn a_failure_after_another_copy_s_success_is_not_timed_out() {
    let report = played(&[
        "senders: [{name: a, count: 1, mean_time: 2s, service: constant, failure_rate: 0}, \
         {name: b, count: 1, mean_time: 3s, service: constant, failure_rate: 1}]",
        "producer: {messages: 1}",
        "broker: {visibility_timeout: 1.5}",
    ]);
    // begun at 0 and, handed out again, at 1.5; sent at 2 by the first sender, failed at 4.5 by the second
    assert_eq!((report.messages.sent, report.clock), (1, at_ms(4500)));
    assert_eq!((report.attempts.timed_out, report.attempts.failed), (0, 1));
}

/// A late success takes the copy out of the backoff; the retry that was planned never happens.
#[test]
fn a_late_success_ends_the_backoff() {
    let report = played(&[
        TWO,
        "producer: {messages: 1}",
        "broker: {visibility_timeout: 0.9, max_attempts: 5, backoff: {initial: 10s}}",
        "timeline: [{at: 0s, set: {mean_time: 3s}}, {at: 0.5, set: {mean_time: 0.2}}, {at: 1s, set: {failure_rate: 1}}, \
         {at: 2s, set: {failure_rate: 0}}]",
    ]);
    // begun at 0 for three seconds; handed out again at 0.9, which fails at 1.1 and would be tried again at 11.1
    assert_eq!((report.messages.sent, report.attempts.failed), (1, 1));
    assert_eq!((report.clock, report.attempts.started), (at(3), 2));
}

/// The second of the two attempts at once became free first, so it took the first of two messages of one instant.
#[test]
fn attempts_of_one_instant_return_in_the_order_of_their_starts() {
    let order = starts(&[
        "senders: [{count: 1, mean_time: 1s, service: constant, failure_rate: 0, concurrency: 2}]",
        "producer: {arrivals: {trace: [0, 3, 3]}, kinds: [{name: short}, {name: long, weight: 0, work: 2}]}",
        "timeline: [{at: 0s, submit: {kind: long}}, {at: 3.5, crash: {sender: 1, down: 0.5}}]",
    ]);
    let order: Vec<(u32, u64)> = order.iter().map(|start| (start.0, start.1)).collect();
    // the submitted message is number 3
    assert_eq!(
        order,
        [(3, 0), (0, 0), (1, 3000), (2, 3000), (1, 4000), (2, 4000)]
    );
}

/// A sender begins with a copy from its reserve that the broker had given up: that is the message's first attempt
/// all the same, so it cannot expire any more and has waited until then.
#[test]
fn the_first_attempt_counts_even_at_a_copy_that_does_not() {
    let report = played(&[
        "senders: [{count: 1, mean_time: 1s, service: constant, failure_rate: 0}, \
         {name: slow, count: 1, mean_time: 20s, service: constant, failure_rate: 0}]",
        "producer: {messages: 3}",
        "broker: {prefetch: 1, visibility_timeout: 0.7, time_to_live: 1.5}",
        "timeline: [{at: 0.1, hang: {sender: slow/1}}]",
    ]);
    // message 2 is reserved at 0, given up at 0.7, begun at 1 from the reserve all the same and sent at 2
    assert_eq!(report.messages.expired, 0, "{:?}", report.messages);
    assert_eq!(report.waiting.count, 3);
    assert_eq!(report.waiting.max, Some(seconds(1)));
}

/// Both are due at 1; the time-out was scheduled at the delivery, the end of the attempt at its start just after.
#[test]
fn a_time_out_at_the_instant_of_the_success_comes_first() {
    let report = played(&[TWO, "producer: {messages: 1}", "broker: {visibility_timeout: 1s}"]);
    assert_eq!((report.messages.sent, report.makespan), (1, Some(at(1))));
    assert_eq!(
        (report.redelivered, report.duplicates, report.clock),
        (1, 1, at(2))
    );
}
