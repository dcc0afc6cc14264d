//! A burst is as many messages at one instant, whatever the discipline and however they are kept.

use super::*;

/// The order must not depend on a capacity that nobody comes near, nor on how the one instant was written down.
#[test]
fn a_burst_is_served_as_so_many_arrivals_at_one_instant() {
    let two = "senders: [{count: 2, mean_time: 1s, service: constant, failure_rate: 0, concurrency: 2}]";
    for discipline in ["fifo", "lifo", "priority"] {
        // times to live that end with the first and the second attempts, and one that is never reached
        for (prefetch, time_to_live) in [0, 1]
            .into_iter()
            .flat_map(|p| ["1s", "2s", "null"].map(|t| (p, t)))
        {
            let order = |arrivals: &str, limits: &str| {
                let producer = format!("producer: {{messages: 12, arrivals: {arrivals}}}");
                let broker = format!(
                    "broker: {{discipline: {discipline}, prefetch: {prefetch}, time_to_live: {time_to_live}{limits}}}"
                );
                starts(&[two, &producer, &broker])
            };
            let at = format!("{discipline}, {prefetch}, {time_to_live}");
            let burst = order("burst", "");
            assert_eq!(
                burst,
                order("{trace: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}", ""),
                "{at}"
            );
            assert_eq!(burst, order("burst", ", capacity: 1000"), "{at}");
            assert_eq!(burst, order("burst", ", capacity: 1000, overflow: block"), "{at}");
        }
    }
}

/// Whose time is over together expires before anybody takes one of them: otherwise it would matter how they are kept.
#[test]
fn messages_that_expire_at_one_instant_expire_together() {
    let order = |arrivals: &str| {
        let producer = format!("producer: {{messages: 7, arrivals: {arrivals}}}");
        let sections = [
            "senders: [{count: 2, mean_time: 900ms, service: constant, failure_rate: 1}]",
            "broker: {prefetch: 1, time_to_live: 1s, max_attempts: 2, backoff: {initial: 50ms, jitter: none}}",
            &producer,
        ];
        let messages = played(&sections).messages;
        assert_eq!((messages.expired, messages.failed), (3, 4), "{arrivals}");
        starts(&sections)
    };
    assert_eq!(order("burst"), order("{trace: [0, 0, 0, 0, 0, 0, 0]}"));
}

#[test]
fn the_first_of_a_stack_finds_the_sender_idle_and_the_last_is_next() {
    let order = starts(&[ONE, "producer: {messages: 4}", "broker: {discipline: lifo}"]);
    let ids: Vec<u32> = order.iter().map(|start| start.0).collect();
    assert_eq!(ids, [0, 3, 2, 1]);
}
