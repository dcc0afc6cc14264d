//! Messages that are handed out again: crashes, visibility time-outs, limits of deliveries, copies.

use super::*;

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
    assert_eq!(report.makespan, at(1));
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
    // the second delivery times out at 0.8, when the message becomes a dead letter: its successes are duplicates
    assert_eq!(
        (
            report.messages.failed,
            report.duplicates,
            report.makespan.nanoseconds()
        ),
        (1, 2, 800_000_000)
    );
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
