//! The broker: disciplines, capacity and overflow, time to live, latency, prefetch, retries.

use super::*;

#[test]
fn failures_are_tried_again_after_their_backoff_until_attempts_are_used_up() {
    let mut settings = with_broker(constant(1, 1), |broker| {
        broker.max_attempts = 4;
        broker.backoff = Backoff {
            initial: seconds(1),
            factor: 2.0,
            ..Backoff::default()
        };
    });
    settings.senders[0].failure_rate = 1.0;
    let report = run(&settings);
    // attempts of one second with 1, 2 and 4 seconds between them
    assert_eq!(sent_failed_clock(&report), (0, 1, at(11)));
    assert_eq!((report.attempts.started, report.attempts.failed), (4, 4));
    assert_eq!(
        (report.sojourn.count, report.sojourn.max, report.delivery.count),
        (1, Some(seconds(11)), 0)
    );
}

#[test]
fn a_full_queue_rejects_evicts_or_blocks() {
    let full = |overflow| {
        run(&with_broker(constant(10, 1), |broker| {
            broker.capacity = Some(2);
            broker.overflow = overflow;
        }))
    };
    let reject = full(Overflow::Reject);
    assert_eq!(
        (reject.messages.sent, reject.messages.rejected, reject.clock),
        (3, 7, at(3))
    );
    let evict = full(Overflow::Evict);
    assert_eq!(
        (evict.messages.sent, evict.messages.evicted, evict.clock),
        (3, 7, at(3))
    );
    let block = full(Overflow::Block);
    assert_eq!((block.messages.sent, block.clock), (10, at(10)));
    // produced at 0, 0, 0, 0 and then, held again and again, one each second: each waits its three seconds
    assert_eq!(block.waiting.max, Some(seconds(3)));
}

#[test]
fn a_loss_system_lets_nobody_wait() {
    let report = run(&with_broker(constant(10, 3), |broker| broker.capacity = Some(0)));
    assert_eq!((report.messages.sent, report.messages.rejected), (3, 7));
    assert_eq!(report.queue.max_length, 0);
}

#[test]
fn time_to_live_ends_at_its_very_instant_and_only_before_the_first_attempt() {
    let live = |length| {
        run(&with_broker(constant(5, 1), |broker| {
            broker.time_to_live = Some(length);
        }))
    };
    // the end of the time to live was scheduled before the end of the second attempt: it comes first
    let report = live(seconds(2));
    assert_eq!((report.messages.sent, report.messages.expired), (2, 3));
    let longer = live(SimDuration::from_nanoseconds(2_000_000_001));
    assert_eq!((longer.messages.sent, longer.messages.expired), (3, 2));
}

#[test]
fn latency_delays_the_queue_and_not_the_waiting_time() {
    let report = run(&with_broker(constant(2, 1), |broker| broker.latency = seconds(5)));
    assert_eq!(report.clock, at(7));
    assert_eq!(report.waiting.max, Some(seconds(1)));
    assert_eq!(report.sojourn.max, Some(seconds(7)));
}

#[test]
fn last_in_first_out_and_priorities_choose_who_waits() {
    let lifo = run(&with_broker(constant(4, 1), |broker| {
        broker.discipline = Discipline::Lifo;
    }));
    assert_eq!(
        lifo.waiting.max,
        Some(seconds(3)),
        "a burst has no order of arrival to show"
    );
    let mut settings = with_broker(constant(60, 1), |broker| broker.discipline = Discipline::Priority);
    let kind = |name: &str, priority| Kind {
        name: name.to_owned(),
        weight: 1.0,
        priority,
        work: 1.0,
    };
    settings.producer.kinds = vec![kind("low", 0), kind("high", 1)];
    settings.producer.arrivals = Arrivals::Trace(vec![SimTime::ZERO; 60]);
    let mut order = Simulation::watched(&Scenario::of(settings), 0, Starts::default());
    order.run_to_end();
    let ids: Vec<u32> = order.observer_mut().0.iter().map(|start| start.0).collect();
    // the first finds the sender idle; among the others all of the high kind go first
    let kind_of = |id: &u32| order.kind(crate::message::MessageId(*id)).to_owned();
    let kinds: Vec<String> = ids[1..].iter().map(kind_of).collect();
    let high = kinds.iter().filter(|kind| *kind == "high").count();
    assert!(
        high > 10 && kinds[..high].iter().all(|kind| kind == "high"),
        "{kinds:?}"
    );
    assert!(
        ids[1..=high].is_sorted() && ids[high + 1..].is_sorted(),
        "first in, first out within a kind"
    );
}

#[test]
fn prefetched_messages_wait_at_their_sender_while_others_idle() {
    let mut settings = with_broker(constant(4, 1), |broker| broker.prefetch = 2);
    settings.senders.push(Group {
        name: "slow".to_owned(),
        mean_time: seconds(10),
        ..settings.senders[0].clone()
    });
    let report = run(&settings);
    // one each in an attempt, one each in reserve: the slow sender's second message waits for ten seconds
    assert_eq!(report.clock, at(20));
    assert_eq!(report.waiting.max, Some(seconds(10)));
}
