//! What is measured: clocks, warm-up, samples, utilisation; and how runs end.

use super::*;
use crate::decimal::Decimal;

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
    let first = Scenario::from_text(text)
        .map(|scenario| run(&scenario))
        .expect("valid");
    let again = Scenario::from_text(&first.scenario.to_string()).map(|scenario| run(&scenario));
    assert_eq!(Ok(first.to_json()), again.map(|report| report.to_json()));
    assert_eq!(first.targets.len(), 1);
}

/// Of a run whose last sample falls on its end, of one whose does not, and of one that is not over.
#[test]
fn a_report_is_the_same_whether_samples_are_copied_and_bytes_put_together() {
    for (messages, time) in [(10, SimTime::NEVER), (11, SimTime::NEVER), (10, at(7))] {
        let mut settings = constant(messages, 1);
        settings.monitor.interval = seconds(2);
        let mut run = Simulation::new(&Scenario::of(settings), 0);
        run.run_until(time);
        let copied = run.report();
        let taken = run.into_report();
        assert!(taken.samples.len() > 1);
        assert_eq!(taken, copied);
        let mut pieces = Vec::new();
        taken.write_json(&mut pieces).expect("memory takes them");
        assert_eq!(String::from_utf8(pieces), Ok(copied.to_json()));
    }
}

#[test]
fn after_a_warm_up_by_time_the_statistics_are_of_what_follows() {
    let report = played(&[ONE, "producer: {messages: 10}", "warm_up: 2.5"]);
    // two sent before, eight in the 7.5 seconds after; attempts begin at 3, 4 … 9
    assert_eq!(report.throughput.to_string(), "1.066666667");
    assert_eq!((report.waiting.count, report.service.count), (7, 8));
    assert_eq!(report.waiting.min, Some(seconds(3)));
    assert_eq!(report.delivery.count, 8);
    // 7 wait for half a second, 6, 5 … 0 for one each
    assert_eq!(report.queue.mean_length.to_string(), "3.266666667");
    assert_eq!(report.queue.max_length, 7);
    assert_eq!(report.senders[0].utilisation.to_string(), "1");
    assert_eq!(report.senders[0].busy.to_string(), "10", "all of the run");
    assert_eq!((report.messages.sent, report.makespan), (10, Some(at(10))));
}

#[test]
fn utilisation_after_a_warm_up_knows_who_joined_and_left() {
    let report = played(&[
        TWO,
        "producer: {arrivals: {trace: [0, 0, 4, 4]}}",
        "warm_up: 2s",
        "timeline: [{at: 1.5, remove_sender: {sender: 1}}, {at: 3s, add_senders: {}}]",
    ]);
    let utilisations: Vec<String> = report.senders.iter().map(|s| s.utilisation.to_string()).collect();
    // gone before; one second of 2 to 5; one of 3 to 5
    assert_eq!(utilisations, ["0", "0.333333333", "0.5"]);
    assert_eq!(report.groups[0].utilisation.to_string(), "0.4");
}

#[test]
fn a_warm_up_by_messages_leaves_out_the_first_messages_only() {
    let report = played(&[ONE, "producer: {messages: 10}", "warm_up: {messages: 3}"]);
    assert_eq!(report.throughput.to_string(), "1");
    assert_eq!(
        (report.waiting.count, report.service.count, report.delivery.count),
        (7, 7, 7)
    );
    assert_eq!(report.waiting.min, Some(seconds(3)));
    assert_eq!(report.queue.max_length, 9);
}

#[test]
fn a_full_series_keeps_each_second_sample_at_equal_spacing() {
    let series = |max_samples: u32| {
        let mut settings = constant(23, 1);
        settings.monitor.interval = seconds(1);
        settings.monitor.max_samples = max_samples;
        let report = run(&settings);
        let samples: Vec<(u64, u64, String)> = report
            .samples
            .iter()
            .map(|s| {
                (
                    s.at.nanoseconds() / 1_000_000_000,
                    s.messages.sent,
                    s.throughput.to_string(),
                )
            })
            .collect();
        samples
    };
    // 2, 4 of 4; 4, 8 of 8; 8, 16 of 16; and the end, whose throughput is that of the last 15 seconds: 7 are less
    // than an interval. Each sample was scheduled before the attempt that ends at its
    // instant began, so that it comes first.
    let expected = [(8, 7, "0.875"), (16, 15, "1"), (23, 23, "1.066666667")];
    let expected = expected.map(|(at, sent, throughput)| (at, sent, throughput.to_owned()));
    assert_eq!(series(4), expected);
    assert_eq!(series(5), expected, "an odd limit is as the even one below it");
    let all: Vec<u64> = series(100).iter().map(|sample| sample.0).collect();
    assert_eq!(all, (1..=23).collect::<Vec<u64>>());
}

#[test]
fn a_sample_s_throughput_is_that_of_a_whole_interval_at_least() {
    let report = played(&[
        ONE,
        "producer: {arrivals: {trace: [0, 0, 0, 10]}}",
        "monitor: {interval: 4.5}",
    ]);
    let samples: Vec<(u64, u64, String)> = report
        .samples
        .iter()
        .map(|s| {
            (
                s.at.nanoseconds() / 1_000_000,
                s.messages.sent,
                s.throughput.to_string(),
            )
        })
        .collect();
    let text = str::to_owned;
    assert_eq!(
        samples,
        [
            (4500, 3, text("0.666666667")),
            (9000, 3, text("0")),
            (11_000, 4, text("0.153846154"))
        ]
    );
    assert_eq!(report.samples[0].busy_senders, 0);
    assert_eq!(report.throughput.to_string(), "0.363636364");
}

#[test]
fn a_sample_has_no_mean_before_an_attempt_has_ended() {
    let report = played(&[ONE, "producer: {messages: 2}", "monitor: {interval: 0.5}"]);
    let means = report
        .samples
        .iter()
        .map(|sample| sample.average_time_per_message);
    let known: Vec<bool> = means.map(|mean| mean.is_some()).collect();
    assert_eq!(
        known,
        [false, true, true, true],
        "the first one ends after a second"
    );
}

#[test]
fn until_lets_its_own_instant_happen() {
    let report = played(&[ONE, "producer: {messages: 10}", "until: 2s"]);
    assert_eq!(
        (
            report.messages.sent,
            report.messages.sending,
            report.messages.queued
        ),
        (2, 1, 7)
    );
    assert_eq!((report.end, report.clock), (Some(End::Until), at(2)));
    assert_eq!(
        (report.throughput.to_string(), report.makespan),
        ("1".to_owned(), None),
        "who knows when the others will be settled"
    );
    // what is settled before is over before
    let early = played(&[ONE, "producer: {messages: 1}", "until: 2s"]);
    assert_eq!((early.end, early.clock), (Some(End::Settled), at(1)));
}

#[test]
fn sojourn_is_of_sent_and_failed_and_delivery_of_sent() {
    let report = played(&[
        ONE,
        "producer: {messages: 4}",
        "timeline: [{at: 1.5, set: {failure_rate: 1}}, {at: 2.5, set: {failure_rate: 0}}, {at: 2.6, cancel: {}}]",
    ]);
    // sent at 1, failed at 2, sent at 3, cancelled at 2.6
    assert_eq!((report.sojourn.count, report.delivery.count), (3, 2));
    assert_eq!(report.sojourn.mean.map(|m| m.to_string()).as_deref(), Some("2"));
    assert_eq!(report.delivery.mean.map(|m| m.to_string()).as_deref(), Some("2"));
    assert_eq!(report.average_time_per_message, Some(Decimal::from_whole(1)));
    assert_eq!(report.shares.sent.to_string(), "0.5");
    assert_eq!(report.shares.cancelled.to_string(), "0.25");
}

/// Nobody waits and nobody works, but the sender comes back and the producer holds a message.
#[test]
fn a_run_goes_on_while_a_held_message_waits_for_a_sender_that_returns() {
    let report = played(&[
        ONE,
        "producer: {messages: 2}",
        "broker: {capacity: 0, overflow: block, acknowledge: early}",
        "monitor: {interval: 1s}",
        "timeline: [{at: 0.5, crash: {sender: 1, down: 20s}}]",
    ]);
    assert_eq!((report.end, report.clock), (Some(End::Settled), at_ms(21_500)));
    assert_eq!((report.messages.lost, report.messages.sent), (1, 1));
}

/// Nobody is told that all went fast because nothing went at all.
#[test]
fn what_never_ended_took_no_time_that_is_known() {
    let hung = played(&["senders: [{count: 2, hang: 1}]", "producer: {messages: 5}"]);
    assert_eq!((hung.end, hung.messages.sending), (Some(End::Stalled), 2));
    assert_eq!((hung.makespan, hung.average_time_per_message), (None, None));
    let cancelled = played(&[
        ONE,
        "producer: {messages: 5}",
        "timeline: [{at: 0.5, cancel: {}}]",
    ]);
    assert_eq!(
        (cancelled.end, cancelled.makespan),
        (Some(End::Cancelled), Some(at(1)))
    );
}

#[test]
fn a_stall_is_known_when_it_begins_however_seldom_somebody_looks() {
    let stalled = |interval: &str| {
        played(&[
            "senders: [{count: 1, mean_time: 1s, service: constant, failure_rate: 0}]",
            "producer: {messages: 3}",
            "timeline: [{at: 2.5, hang: {sender: sender/1}}]",
            interval,
        ])
    };
    let clocks = ["monitor: {interval: 1s}", "monitor: {interval: 1h}"].map(|interval| {
        let report = stalled(interval);
        (report.end, report.clock, report.throughput.to_string())
    });
    assert_eq!(clocks[0], (Some(End::Stalled), at_ms(2500), "0.8".to_owned()));
    assert_eq!(clocks[0], clocks[1]);
}

#[test]
fn the_last_sample_knows_all_that_happened_at_its_instant() {
    let report = played(&[ONE, "producer: {messages: 1}", "monitor: {interval: 1s}"]);
    let samples: Vec<_> = report
        .samples
        .iter()
        .map(|sample| (sample.at, sample.messages.sent))
        .collect();
    assert_eq!(samples, [(at(1), 1)]);
}

#[test]
fn each_kind_has_its_figures() {
    let of = |warm_up: &str| {
        played(&[
            ONE,
            "producer: {messages: 1, kinds: [{name: a}, {name: b, weight: 0, priority: 5}]}",
            "broker: {discipline: priority}",
            "timeline: [{at: 0.1, submit: {kind: a}}, {at: 0.2, submit: {kind: b}}, {at: 2.5, set: {failure_rate: 1}}]",
            warm_up,
        ])
        .kinds
        .iter()
        .map(|kind| {
            let (waiting, delivery) = (&kind.waiting, &kind.delivery);
            (kind.sent, kind.failed, waiting.count, waiting.max, delivery.max)
        })
        .collect::<Vec<_>>()
    };
    // a from 0 to 1, b from 1 to 2, the other a from 2 to 3, when attempts fail
    let (a, b) = (
        (1, 1, 2, Some(ms(1900)), Some(seconds(1))),
        (1, 0, 1, Some(ms(800)), Some(ms(1800))),
    );
    assert_eq!(of("warm_up: 0s"), [a, b]);
    // what came before is in the counts and not in the times
    let (a, b) = ((1, 1, 1, Some(ms(1900)), None), (1, 0, 0, None, Some(ms(1800))));
    assert_eq!(of("warm_up: 1.5"), [a, b]);
}

#[test]
fn a_single_kind_has_the_figures_of_all() {
    let report = played(&[ONE, "producer: {messages: 3}"]);
    let kind = &report.kinds[0];
    assert_eq!((kind.name.as_str(), kind.sent), ("message", 3));
    assert_eq!((kind.waiting, kind.delivery), (report.waiting, report.delivery));
}
