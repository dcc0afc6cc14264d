//! What is measured: clocks, warm-up, samples, utilisation; and how runs end.

use super::*;

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
