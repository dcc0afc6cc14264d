//! The senders: order of service, attempts at once, faults, supervisor, joining and leaving.

use super::*;

#[test]
fn a_burst_to_constant_senders_takes_whole_rounds() {
    let report = run(&constant(10, 3));
    assert_eq!(sent_failed_clock(&report), (10, 0, at(4)));
    assert_eq!(report.end, Some(End::Settled));
    // three each wait 0, 1 and 2 seconds, one waits 3
    assert_eq!(
        report.waiting.mean.map(|mean| mean.to_string()).as_deref(),
        Some("1.2")
    );
    assert_eq!(report.waiting.max, Some(seconds(3)));
    assert_eq!(report.queue.max_length, 7);
    // the area 7 + 4 + 1 over four seconds
    assert_eq!(report.queue.mean_length.to_string(), "3");
    let attempts: Vec<u64> = report.senders.iter().map(|sender| sender.attempts).collect();
    assert_eq!(
        attempts,
        [4, 3, 3],
        "idle senders are served in the order of the file"
    );
    assert_eq!(report.senders[0].utilisation.to_string(), "1");
    assert_eq!(report.senders[1].utilisation.to_string(), "0.75");
}

#[test]
fn the_supervisor_restarts_a_silent_sender_at_its_very_instant() {
    let mut settings = constant(2, 1);
    settings.timeline = vec![Entry {
        at: at(0),
        action: Action::Set(Change::Hang {
            group: None,
            value: 1.0,
        }),
    }];
    settings.timeline.push(Entry {
        at: at(3),
        action: Action::Set(Change::Hang {
            group: None,
            value: 0.0,
        }),
    });
    settings.monitor.supervisor = Some(Supervisor {
        silent_after: seconds(5),
        restart_time: seconds(2),
        max_restarts: Some(1),
    });
    let report = run(&settings);
    // silent from 0, restarted at 5, back at 7, two attempts
    assert_eq!(
        (report.messages.sent, report.clock, report.senders[0].restarts),
        (2, at(9), 1)
    );
    assert_eq!(report.attempts.abandoned, 1);
}

#[test]
fn senders_join_and_leave() {
    let mut settings = constant(10, 1);
    settings.timeline = vec![
        Entry {
            at: at(2),
            action: Action::AddSenders { group: 0, count: 3 },
        },
        Entry {
            at: at(3),
            action: Action::RemoveSender(SenderName { group: 0, number: 1 }),
        },
    ];
    let report = run(&settings);
    assert_eq!(report.messages.sent, 10);
    assert_eq!(
        (report.senders.len(), report.senders[0].state),
        (4, SenderState::Removed)
    );
    // 2 by the first; at 2 all four take one; the first leaves at 3, before its attempt ends: 3 + 3 + 2
    assert_eq!(report.clock, at(5));
    assert_eq!(report.attempts.abandoned, 1);
}

#[test]
fn idle_senders_are_served_in_the_order_in_which_they_became_idle() {
    let three = "senders: [{count: 3, mean_time: 1s, service: constant, failure_rate: 0}]";
    let trace = "producer: {arrivals: {trace: [0, 0.1, 0.2, 5, 5, 5, 10]}}";
    let order = starts(&[three, trace]);
    let senders: Vec<u32> = order.iter().map(|start| start.2).collect();
    assert_eq!(senders, [0, 1, 2, 0, 1, 2, 0]);
    // who is restarted while idle goes behind the others
    let order = starts(&[three, trace, "timeline: [{at: 3s, restart: {sender: 1}}]"]);
    let senders: Vec<u32> = order.iter().map(|start| start.2).collect();
    assert_eq!(senders, [0, 1, 2, 1, 2, 0, 1]);
}

#[test]
fn restarting_an_idle_sender_loses_nothing() {
    let report = played(&[
        ONE,
        "producer: {arrivals: {trace: [1s]}}",
        "monitor: {supervisor: {restart_time: 2s}}",
        "timeline: [{at: 0.5, restart: {sender: 1}}]",
    ]);
    assert_eq!((report.clock, report.redelivered), (at_ms(3500), 0));
    assert_eq!((report.senders[0].restarts, report.attempts.started), (1, 1));
}

#[test]
fn every_sender_s_first_attempt_comes_before_anybody_s_second() {
    let order = starts(&[
        "senders: [{count: 2, mean_time: 1s, service: constant, failure_rate: 0, concurrency: 2}]",
        "producer: {messages: 4}",
    ]);
    let senders: Vec<u32> = order.iter().map(|start| start.2).collect();
    assert_eq!(senders, [0, 1, 0, 1]);
}

#[test]
fn a_silent_sender_holds_all_its_attempts_until_it_is_restarted() {
    let report = played(&[
        "senders: [{count: 1, mean_time: 1s, service: constant, failure_rate: 0, concurrency: 3}]",
        "producer: {messages: 2}",
        "monitor: {supervisor: {silent_after: 2s, restart_time: 1s}}",
        "timeline: [{at: 0.5, hang: {sender: 1}}]",
    ]);
    // silent since its starts at 0, restarted at 2, back at 3
    assert_eq!((report.messages.sent, report.clock), (2, at(4)));
    assert_eq!((report.attempts.abandoned, report.redelivered), (2, 2));
}

#[test]
fn any_attempt_of_a_sender_is_a_sign_of_its_life() {
    let report = |silent_after: &str| {
        let monitor = format!("monitor: {{supervisor: {{silent_after: {silent_after}, restart_time: 1s}}}}");
        played(&[
            "senders: [{count: 1, mean_time: 1s, service: constant, failure_rate: 0, concurrency: 2}]",
            "producer: {messages: 5, arrivals: {every: 2s}, kinds: [{name: short}, {name: long, weight: 0, work: 10}]}",
            &monitor,
            "timeline: [{at: 0s, submit: {kind: long}}]",
        ])
    };
    // starts and ends at 0, 1, 2 … 9 and at 10
    let alive = report("1001ms");
    assert_eq!((alive.senders[0].restarts, alive.clock), (0, at(10)));
    // at 0.9 nothing was heard for 0.9 seconds
    assert!(report("900ms").senders[0].restarts > 0);
}

#[test]
fn an_attempt_as_long_as_the_supervisor_s_patience_is_let_be() {
    let restarts = |patience: &str| {
        let monitor = format!("monitor: {{supervisor: {{silent_after: {patience}, max_restarts: 2}}}}");
        let report = played(&[ONE, "producer: {messages: 1}", &monitor]);
        (report.senders[0].restarts, report.clock)
    };
    // both are due at 1; the end of the attempt was scheduled first
    assert_eq!(restarts("1s"), (0, at(1)));
    // restarted at 0.999 and, back at 1.999, at 2.998; then it is left alone: back at 3.998
    assert_eq!(restarts("999ms"), (2, at_ms(4998)));
}

#[test]
fn only_work_wears_a_sender_out_where_the_hazard_says_so() {
    let report = |hazard: &str, last: &str| {
        let senders = format!(
            "senders: [{{count: 1, mean_time: 1s, service: constant, failure_rate: 0, crash: {{mean_up: 2.5, \
             mean_down: 1s, up: constant, down: constant, while: {hazard}}}}}]"
        );
        let trace = format!("producer: {{arrivals: {{trace: [0, 2, 4, {last}]}}}}");
        played(&[&senders, &trace])
    };
    // worn for 1 + 1 + 0.5 seconds at 4.5, back at 5.5, whole again: sends until 6.5 and from 20 to 21
    let busy = report("busy", "20");
    assert_eq!((busy.senders[0].crashes, busy.clock), (1, at(21)));
    assert_eq!((busy.makespan, busy.sojourn.max), (Some(at(21)), Some(ms(2500))));
    // up for 2.5, down for 1, from 0 on: message 1 is cut at 2.5 and sent at 4.5, message 2 at 5.5
    let always = report("always", "4");
    assert_eq!((always.senders[0].crashes, always.attempts.abandoned), (2, 2));
    // message 3 is cut off at 6 and sent at 8
    assert_eq!(always.clock, at(8));
}

#[test]
fn added_senders_take_their_share_and_count_from_when_they_joined() {
    let report = played(&[
        ONE,
        "producer: {messages: 4}",
        "broker: {prefetch: 1}",
        "timeline: [{at: 0.5, add_senders: {count: 1}}]",
    ]);
    // 0 and 1 stay with the first sender; the other one takes 2 and, into its reserve, 3
    assert_eq!(report.clock, at_ms(2500));
    let utilisations: Vec<String> = report.senders.iter().map(|s| s.utilisation.to_string()).collect();
    assert_eq!(utilisations, ["0.8", "1"]);
    assert_eq!(report.groups[0].utilisation.to_string(), "0.888888889");
}

#[test]
fn a_removed_sender_counts_until_it_left_even_if_it_was_silent() {
    let report = played(&[
        TWO,
        "producer: {messages: 1}",
        "timeline: [{at: 0.5, hang: {sender: 1}}, {at: 1s, remove_sender: {sender: 1}}, \
         {at: 1.5, restart: {sender: 1}}]",
    ]);
    assert_eq!((report.clock, report.messages.sent), (at(2), 1));
    assert_eq!(report.senders[0].state, SenderState::Removed);
    assert_eq!(report.senders[0].restarts, 0, "nothing happens to who is gone");
    let utilisations: Vec<String> = report.senders.iter().map(|s| s.utilisation.to_string()).collect();
    assert_eq!(utilisations, ["1", "0.5"]);
}

#[test]
fn a_removed_sender_s_work_returns_to_the_head() {
    let order = starts(&[
        TWO,
        "producer: {messages: 6}",
        "broker: {prefetch: 1}",
        "timeline: [{at: 0.5, remove_sender: {sender: 1}}]",
    ]);
    // 0 and 2 were the first sender's; 3 waits at the second
    let order: Vec<(u32, u64)> = order.iter().map(|start| (start.0, start.1)).collect();
    assert_eq!(
        order,
        [
            (0, 0),
            (1, 0),
            (3, 1000),
            (0, 2000),
            (2, 3000),
            (4, 4000),
            (5, 5000)
        ]
    );
}

#[test]
fn a_changed_mean_time_is_for_attempts_that_begin_and_a_failure_rate_for_those_that_end() {
    let report = played(&[
        ONE,
        "producer: {messages: 2}",
        "timeline: [{at: 0.5, set: {mean_time: 3s}}, {at: 3.5, set: {failure_rate: 1}}]",
    ]);
    assert_eq!(sent_failed_clock(&report), (1, 1, at(4)));
}

#[test]
fn service_times_scale_with_sender_and_kind() {
    let report = played(&[
        "senders: [{count: 1, mean_time: 2s, service: constant, failure_rate: 0}]",
        "producer: {messages: 1, kinds: [{name: alert, work: 1.5}]}",
    ]);
    assert_eq!(report.clock, at(3));
}

#[test]
fn restarts_by_hand_do_not_use_the_supervisor_s_up() {
    let report = played(&[
        ONE,
        "producer: {arrivals: {trace: [1s]}}",
        "monitor: {supervisor: {silent_after: 5s, restart_time: 0s, max_restarts: 1}}",
        "timeline: [{at: 0.5, restart: {sender: 1}}, {at: 1.5, hang: {sender: 1}}]",
    ]);
    assert_eq!((report.end, report.clock), (Some(End::Settled), at(7)));
    assert_eq!(report.senders[0].restarts, 2);
}
