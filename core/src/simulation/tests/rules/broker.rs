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
fn priorities_choose_who_waits() {
    let mut settings = with_broker(constant(60, 1), |broker| broker.discipline = Discipline::Priority);
    let kind = |name: &str, priority| Kind {
        name: name.to_owned(),
        weight: 1.0,
        priority,
        work: 1.0,
    };
    settings.producer.kinds = vec![kind("low", 0), kind("high", 1)];
    settings.producer.arrivals = Arrivals::Trace(vec![SimTime::ZERO; 60]);
    let (order, starts) = watched_to_end::<Starts>(&Scenario::of(settings));
    let ids: Vec<u32> = starts.0.iter().map(|start| start.0).collect();
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

#[test]
fn the_last_in_is_served_first() {
    let order = starts(&[
        ONE,
        "producer: {arrivals: {trace: [0, 0.1, 0.2, 0.3]}}",
        "broker: {discipline: lifo}",
    ]);
    assert_eq!(order, [(0, 0, 0), (3, 1000, 0), (2, 2000, 0), (1, 3000, 0)]);
}

#[test]
fn a_retried_message_rejoins_behind_all_others() {
    let order = starts(&[
        ONE,
        "producer: {messages: 3}",
        "broker: {max_attempts: 2, backoff: {initial: 0.5}}",
        "timeline: [{at: 0s, set: {failure_rate: 1}}, {at: 1.2, set: {failure_rate: 0}}]",
    ]);
    assert_eq!(order, [(0, 0, 0), (1, 1000, 0), (2, 2000, 0), (0, 3000, 0)]);
}

/// Who is evicted: at the head of a line, at the bottom of a stack, whoever has waited longest of all priorities.
#[test]
fn the_oldest_waiting_message_is_evicted_under_each_discipline() {
    let order = |discipline: &str| {
        let broker = format!("broker: {{discipline: {discipline}, capacity: 2, overflow: evict}}");
        let trace = "producer: {arrivals: {trace: [0, 0.1, 0.2, 0.3, 0.4]}}";
        let ids: Vec<u32> = starts(&[ONE, trace, &broker])
            .iter()
            .map(|start| start.0)
            .collect();
        ids
    };
    assert_eq!(order("fifo"), [0, 3, 4]);
    assert_eq!(order("lifo"), [0, 4, 3]);
    let submitted = |first: i32, second: i32| {
        let timeline = format!(
            "timeline: [{{at: 0.1, submit: {{priority: {first}}}}}, {{at: 0.2, submit: {{priority: {second}}}}}, \
             {{at: 0.3, submit: {{priority: 0}}}}]"
        );
        let broker = "broker: {discipline: priority, capacity: 2, overflow: evict}";
        let ids: Vec<u32> = starts(&[ONE, "producer: {messages: 1}", broker, &timeline])
            .iter()
            .map(|start| start.0)
            .collect();
        ids
    };
    assert_eq!(submitted(0, 5), [0, 2, 3]);
    assert_eq!(
        submitted(5, 0),
        [0, 2, 3],
        "a high priority does not save the oldest"
    );
}

/// The queue holds one too many because a message returned; a newer one brings it back to its capacity.
#[test]
fn returning_messages_are_always_taken_back() {
    let crash = "timeline: [{at: 0.5, crash: {sender: 1, down: 10s}}]";
    let report = played(&[ONE, "producer: {messages: 2}", "broker: {capacity: 1}", crash]);
    assert_eq!((report.queue.max_length, report.messages.sent), (2, 2));
    let evict = played(&[
        ONE,
        "producer: {arrivals: {trace: [0, 0.1, 1]}}",
        "broker: {capacity: 1, overflow: evict}",
        crash,
    ]);
    assert_eq!((evict.messages.sent, evict.messages.evicted), (1, 2));
}

#[test]
fn a_reserved_message_can_expire() {
    let report = played(&[
        ONE,
        "producer: {messages: 3}",
        "broker: {prefetch: 1, time_to_live: 0.5}",
    ]);
    assert_eq!((report.messages.sent, report.messages.expired), (1, 2));
    assert_eq!(report.clock, at(1));
}

#[test]
fn all_that_wait_of_a_burst_expire_wherever_they_stand_among_those_that_do_not() {
    // at 5 the first sender is down and 0 and 2 are back at the head; 1 is being sent, 3 in reserve, 4 and 5 queued
    let report = played(&[
        "senders: [{count: 2, mean_time: 10s, service: constant, failure_rate: 0}]",
        "producer: {messages: 6}",
        "broker: {prefetch: 1, time_to_live: 5s}",
        "timeline: [{at: 1s, crash: {sender: 1, down: 10s}}]",
    ]);
    assert_eq!((report.messages.sent, report.messages.expired), (2, 4));
    assert_eq!(report.clock, at(20));
}

#[test]
fn what_expires_at_one_instant_leaves_the_reserves_in_order_of_its_numbers() {
    // at 5 message 3 leaves the slow sender's reserve, then 4 the fast one's: the slow one has room for longer and is
    // given message 5, which it cannot begin in time
    let report = played(&[
        "senders: [{count: 1, mean_time: 3s, service: constant, failure_rate: 0}, \
         {name: slow, count: 1, mean_time: 20s, service: constant, failure_rate: 0}]",
        "producer: {messages: 5}",
        "broker: {prefetch: 1, time_to_live: 5s}",
        "timeline: [{at: 5.5, submit: {}}]",
    ]);
    assert_eq!((report.messages.sent, report.messages.expired), (3, 3));
}

#[test]
fn time_to_live_begins_at_the_queue_and_stops_with_the_first_attempt() {
    // 1.5 seconds pass before the second message begins, but only one of them in the queue
    let report = played(&[
        ONE,
        "producer: {messages: 2}",
        "broker: {latency: 0.5, time_to_live: 1.2}",
    ]);
    assert_eq!(report.messages.sent, 2);
    // what was begun before the crash lives on, what was not does not
    let crash = "timeline: [{at: 0.5, crash: {sender: 1, down: 10s}}]";
    let report = played(&[
        ONE,
        "producer: {messages: 2}",
        "broker: {time_to_live: 2s}",
        crash,
    ]);
    assert_eq!((report.messages.sent, report.messages.expired), (1, 1));
    assert_eq!(report.clock, at_ms(11_500));
    // a message held by the producer is not in the queue yet: held until 1, begun at 2
    let report = played(&[
        ONE,
        "producer: {messages: 3}",
        "broker: {capacity: 1, overflow: block, time_to_live: 1.5}",
    ]);
    assert_eq!(report.messages.sent, 3);
}

#[test]
fn reserves_are_filled_in_turn_and_only_when_nobody_is_free() {
    let order = starts(&[
        "senders: [{count: 1, mean_time: 1s, service: constant, failure_rate: 0}, \
         {name: slow, count: 1, mean_time: 10s, service: constant, failure_rate: 0}]",
        "producer: {messages: 7}",
        "broker: {prefetch: 2}",
    ]);
    // 2 and 4 wait at the fast sender, 3 and 5 at the slow one; the sender of 6 is the first with room again
    assert_eq!(
        order,
        [
            (0, 0, 0),
            (1, 0, 1),
            (2, 1000, 0),
            (4, 2000, 0),
            (6, 3000, 0),
            (3, 10_000, 1),
            (5, 20_000, 1)
        ]
    );
}

#[test]
fn room_at_senders_and_in_their_reserves_comes_before_the_capacity() {
    let report = played(&[
        TWO,
        "producer: {messages: 20}",
        "broker: {capacity: 3, prefetch: 2}",
    ]);
    assert_eq!((report.messages.sent, report.messages.rejected), (2 + 4 + 3, 11));
    assert_eq!(report.queue.max_length, 3);
}

#[test]
fn backoff_is_jittered_within_its_bounds() {
    let settings = |jitter: &str| {
        let broker = format!("broker: {{max_attempts: 2, backoff: {{initial: 10s, jitter: {jitter}}}}}");
        let senders = "senders: [{count: 200, mean_time: 1s, service: constant, failure_rate: 1}]";
        let order = starts(&[senders, "producer: {messages: 200}", &broker]);
        let waits: Vec<u64> = order[200..].iter().map(|start| start.1 - 1000).collect();
        (waits[0], waits[199])
    };
    assert_eq!(settings("none"), (10_000, 10_000));
    let (least, most) = settings("full");
    assert!(least < 1000 && (9000..=10_000).contains(&most), "{least} {most}");
    let (least, most) = settings("0.2");
    assert!(
        (8000..8400).contains(&least) && (11_600..=12_000).contains(&most),
        "{least} {most}"
    );
}
