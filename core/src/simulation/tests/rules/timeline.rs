//! Actions: when they take effect, and on what.

use super::*;

#[test]
fn submitted_messages_are_sent_even_when_the_run_seemed_over() {
    let mut settings = constant(1, 1);
    settings.timeline = vec![Entry {
        at: at(8),
        action: Action::Submit {
            kind: 0,
            priority: None,
            text: Some("hello".to_owned()),
        },
    }];
    let report = run(&settings);
    assert_eq!(
        (report.messages.produced, report.messages.sent, report.clock),
        (2, 2, at(9))
    );
}

#[test]
fn actions_come_first_at_their_instant_and_in_the_order_of_the_file() {
    // the attempt ends at 1 as well, after both
    let outcome = |first: u32, second: u32| {
        let timeline = format!(
            "timeline: [{{at: 1s, set: {{failure_rate: {first}}}}}, {{at: 1s, set: {{failure_rate: {second}}}}}]"
        );
        let report = played(&[ONE, "producer: {messages: 1}", &timeline]);
        (report.messages.sent, report.messages.failed)
    };
    assert_eq!(outcome(0, 1), (0, 1));
    assert_eq!(outcome(1, 0), (1, 0));
}

#[test]
fn events_of_one_instant_run_in_the_order_in_which_they_were_scheduled() {
    // at 1 the first attempt ends and a message is produced, which finds the place that the first one left
    let trace = "producer: {arrivals: {trace: [0, 0, 1]}}";
    let report = played(&[ONE, trace, "broker: {capacity: 1}"]);
    // the end was scheduled at 0 by the first message, the third message after the second: the end comes first
    assert_eq!((report.messages.sent, report.messages.rejected), (3, 0));
    // here the third was scheduled at 0.5, the end of the first at 0 …
    let trace = "producer: {arrivals: {trace: [0, 0.5, 1]}}";
    let report = played(&[ONE, trace, "broker: {capacity: 1}"]);
    assert_eq!((report.messages.sent, report.messages.rejected), (3, 0));
    // … and here, with latency, the arrival at 2 before the end of the attempt that begins at 1
    let trace = "producer: {arrivals: {trace: [0, 0, 1]}}";
    let report = played(&[ONE, trace, "broker: {capacity: 0, latency: 1s}"]);
    assert_eq!((report.messages.sent, report.messages.rejected), (2, 1));
}

fn cancelled(sections: &[&str]) -> Report {
    let report = played(sections);
    assert_eq!(report.end, Some(End::Cancelled));
    assert_eq!(report.messages.in_system(), 0);
    report
}

#[test]
fn cancel_drops_what_waits_wherever_it_waits_and_lets_attempts_end() {
    let at_half = "timeline: [{at: 0.5, cancel: {}}]";
    let report = cancelled(&[ONE, "producer: {messages: 5}", "broker: {prefetch: 2}", at_half]);
    assert_eq!(
        (report.messages.sent, report.messages.cancelled, report.clock),
        (1, 4, at(1))
    );
    // in transit
    let report = cancelled(&[ONE, "producer: {messages: 5}", "broker: {latency: 1s}", at_half]);
    assert_eq!((report.messages.cancelled, report.clock), (5, at_ms(500)));
    // held; the messages that were never produced are none
    let block = "broker: {capacity: 1, overflow: block}";
    let report = cancelled(&[ONE, "producer: {messages: 9}", block, at_half]);
    assert_eq!(
        (
            report.messages.produced,
            report.messages.sent,
            report.messages.cancelled
        ),
        (3, 1, 2)
    );
    // backing off
    let failing = "senders: [{count: 1, mean_time: 0.2, service: constant, failure_rate: 1}]";
    let retry = "broker: {max_attempts: 2, backoff: {initial: 10s}}";
    let report = cancelled(&[failing, "producer: {messages: 1}", retry, at_half]);
    assert_eq!((report.messages.cancelled, report.clock), (1, at_ms(500)));
    // an attempt that fails afterwards is not tried again
    let report = cancelled(&[
        failing,
        "producer: {messages: 1}",
        retry,
        "timeline: [{at: 0.1, cancel: {}}]",
    ]);
    assert_eq!((report.messages.cancelled, report.clock), (1, at_ms(200)));
    // before anything was produced
    let report = cancelled(&[ONE, "timeline: [{at: 0s, cancel: {}}]"]);
    assert_eq!((report.messages.produced, report.clock), (0, at(0)));
}

#[test]
fn a_crash_after_the_cancel_redelivers_nothing() {
    let report = cancelled(&[
        ONE,
        "producer: {messages: 1}",
        "timeline: [{at: 0.5, cancel: {}}, {at: 0.6, crash: {sender: 1, down: 1s}}]",
    ]);
    assert_eq!((report.messages.cancelled, report.clock), (1, at_ms(600)));
}

#[test]
fn a_submitted_message_has_the_priority_and_text_it_was_given() {
    let submit = "timeline: [{at: 0.5, submit: {priority: 3, text: all clear}}]";
    let sections = [
        ONE,
        "producer: {messages: 3}",
        "broker: {discipline: priority}",
        submit,
    ];
    let ids: Vec<u32> = starts(&sections).iter().map(|start| start.0).collect();
    assert_eq!(ids, [0, 3, 1, 2]);
    let mut run = Simulation::new(&scenario(&sections), 0);
    run.run_to_end();
    assert_eq!(run.content(crate::message::MessageId(3)).text, "all clear");
    assert_ne!(run.content(crate::message::MessageId(2)).text, "all clear");
}

#[test]
fn only_a_submission_revives_a_settled_run() {
    let mut run = Simulation::new(&scenario(&[ONE, "producer: {messages: 1}"]), 0);
    assert_eq!(run.run_to_end(), End::Settled);
    assert!(run.act(Action::PauseProducer).is_err());
    let submit = Action::Submit {
        kind: 0,
        priority: None,
        text: None,
    };
    let when = run.act(submit).expect("revives");
    assert_eq!(when.nanoseconds(), 1_000_000_001);
    assert_eq!(run.run_to_end(), End::Settled);
    assert_eq!(run.report().clock.nanoseconds(), 2_000_000_001);
    run.act(Action::Cancel).expect_err("too late");
}

#[test]
fn a_crash_by_hand_lasts_as_told_or_as_the_group_s_or_until_restarted() {
    let clock = |crash: &str, timeline: &str| {
        let senders =
            format!("senders: [{{count: 1, mean_time: 1s, service: constant, failure_rate: 0, {crash}}}]");
        let report = played(&[&senders, "producer: {messages: 1}", timeline]);
        (report.clock, report.messages.sent)
    };
    let model = "crash: {mean_up: 1h, mean_down: 3s, up: constant, down: constant}";
    let by_hand = "timeline: [{at: 0.5, crash: {sender: 1}}]";
    assert_eq!(clock(model, by_hand), (at_ms(4500), 1));
    let told = "timeline: [{at: 0.5, crash: {sender: 1, down: 1s}}]";
    assert_eq!(clock(model, told), (at_ms(2500), 1));
    let restarted = "timeline: [{at: 0.5, crash: {sender: 1}}, {at: 60s, restart: {sender: 1}}]";
    assert_eq!(clock("hang: 0", restarted), (at(61), 1));
    // nothing can happen any more
    assert_eq!(clock("hang: 0", by_hand), (at_ms(500), 0));
}

#[test]
fn a_message_submitted_after_the_cancel_is_cancelled() {
    let report = cancelled(&[
        TWO,
        "producer: {messages: 1}",
        "timeline: [{at: 0.5, cancel: {}}, {at: 0.6, submit: {}}]",
    ]);
    assert_eq!(
        (report.messages.sent, report.messages.cancelled, report.clock),
        (1, 1, at(1))
    );
}

#[test]
fn attempts_that_run_at_the_cancel_may_end_whatever_their_time_out() {
    let report = cancelled(&[
        TWO,
        "producer: {messages: 1}",
        "broker: {visibility_timeout: 0.7}",
        "timeline: [{at: 0.5, cancel: {}}]",
    ]);
    assert_eq!(
        (report.messages.sent, report.messages.cancelled, report.duplicates),
        (1, 0, 0)
    );
    assert_eq!(report.clock, at(1));
}

#[test]
fn nothing_can_be_done_after_the_last_instant() {
    let mut run = Simulation::new(&scenario(&[ONE, "producer: {messages: 9}", "until: 2s"]), 0);
    while run.now() < at(2) {
        run.step();
    }
    assert_eq!(run.end(), None, "there is more at this instant");
    assert_eq!(run.act(Action::Cancel).map_err(|over| over.0), Err(End::Until));
    assert_eq!(run.run_to_end(), End::Until);
}

/// Whoever comes together is there together: nobody holds a message in reserve while another has nothing to do.
#[test]
fn added_senders_share_what_waits() {
    let report = run(&scenario(&[
        "producer: {messages: 4}",
        "broker: {prefetch: 1}",
        "senders: [{count: 1, mean_time: 10s, service: constant, failure_rate: 0}]",
        "timeline: [{at: 1s, add_senders: {count: 2}}]",
    ]));
    let attempts: Vec<u64> = report.senders.iter().map(|sender| sender.attempts).collect();
    assert_eq!((attempts, report.makespan), (vec![2, 1, 1], Some(at(20))));
}
