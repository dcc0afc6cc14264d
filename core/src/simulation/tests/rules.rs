//! Rules of the model, one scenario each, with results that can be worked out by hand.

use crate::report::{End, Report, SenderState};
use crate::scenario::{
    Acknowledge, Action, Arrivals, Backoff, Broker, Discipline, Entry, Group, Kind, Overflow, Producer,
    SenderName, Settings, Shape, Supervisor,
};
use crate::simulation::tests::run;
use crate::time::{SimDuration, SimTime};

fn seconds(count: u64) -> SimDuration {
    SimDuration::from_seconds(count)
}

fn at(count: u64) -> SimTime {
    SimTime::ZERO.after(seconds(count))
}

/// So many messages at once to so many senders that take exactly one second and never fail.
fn constant(messages: u32, count: u32) -> Settings {
    Settings {
        producer: Producer {
            messages,
            ..Producer::default()
        },
        senders: vec![Group {
            count,
            mean_time: seconds(1),
            service: Shape::Constant,
            failure_rate: 0.0,
            ..Group::default()
        }],
        ..Settings::default()
    }
}

fn with_broker(settings: Settings, change: impl FnOnce(&mut Broker)) -> Settings {
    let mut settings = settings;
    change(&mut settings.broker);
    settings
}

fn sent_failed_clock(report: &Report) -> (u64, u64, SimTime) {
    (report.messages.sent, report.messages.failed, report.clock)
}

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
    let mut order = crate::simulation::Simulation::watched(
        &crate::scenario::Scenario::of(settings),
        0,
        Starts::default(),
    );
    order.run_to_end();
    let ids = std::mem::take(&mut order.observer_mut().0);
    // the first finds the sender idle; among the others all of the high kind go first
    let kinds: Vec<String> = ids[1..].iter().map(|id| order.kind(*id).to_owned()).collect();
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

/// Messages in the order in which their attempts began.
#[derive(Default)]
struct Starts(Vec<crate::message::MessageId>);

impl crate::observer::Observer for Starts {
    fn observe(&mut self, _: SimTime, observation: &crate::observer::Observation) {
        if let crate::observer::Observation::Started { message, .. } = observation {
            self.0.push(*message);
        }
    }
}

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
fn the_supervisor_restarts_a_silent_sender_at_its_very_instant() {
    let mut settings = constant(2, 1);
    settings.timeline = vec![Entry {
        at: at(0),
        action: Action::Set(crate::scenario::Change::Hang {
            group: None,
            value: 1.0,
        }),
    }];
    settings.timeline.push(Entry {
        at: at(3),
        action: Action::Set(crate::scenario::Change::Hang {
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
fn a_run_in_which_nothing_can_happen_says_so() {
    let mut settings = constant(2, 1);
    settings.senders[0].hang = 1.0;
    let report = run(&settings);
    assert_eq!(report.end, Some(End::Stalled));
    assert_eq!((report.messages.sending, report.messages.queued), (1, 1));
    assert_eq!(report.senders[0].state, SenderState::Silent);
}

#[test]
fn a_paused_producer_s_clock_stands_still() {
    let mut settings = constant(3, 1);
    settings.producer.arrivals = Arrivals::Every(seconds(10));
    settings.timeline = vec![
        Entry {
            at: at(4),
            action: Action::PauseProducer,
        },
        Entry {
            at: at(100),
            action: Action::ResumeProducer,
        },
    ];
    let report = run(&settings);
    // at 0, then six seconds after the pause, then ten more, and one second to send
    assert_eq!(report.clock, at(117));
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
fn until_ends_a_run_in_the_middle() {
    let report = run(&Settings {
        until: Some(SimDuration::from_nanoseconds(2_500_000_000)),
        ..constant(10, 1)
    });
    assert_eq!(report.end, Some(End::Until));
    assert_eq!(
        (
            report.messages.sent,
            report.messages.sending,
            report.messages.queued
        ),
        (2, 1, 7)
    );
    assert_eq!(
        report.senders[0].busy.to_string(),
        "2.5",
        "a running attempt counts for its time so far"
    );
}

#[test]
fn the_report_s_scenario_run_again_gives_the_same_bytes() {
    let text = "{producer: {messages: 300, arrivals: {poisson: 40/s}}, broker: {max_attempts: 3}, \
                senders: [{rate: 30/s, failure_rate: 5%}, {count: 2, service: {erlang: {stages: 3}}}], \
                timeline: [{at: 2s, crash: {sender: sender/1, down: 1s}}], targets: ['delivery.p99 < 10s']}";
    let first = crate::scenario::Scenario::from_text(text)
        .map(|scenario| run(&scenario))
        .expect("valid");
    let again =
        crate::scenario::Scenario::from_text(&first.scenario.to_string()).map(|scenario| run(&scenario));
    assert_eq!(Ok(first.to_json()), again.map(|report| report.to_json()));
    assert_eq!(first.targets.len(), 1);
}
