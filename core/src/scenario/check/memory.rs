//! How much memory a run will take, as far as it can be foreseen: what would never fit is refused before it starts.

mod flow;

use self::flow::most_kept;
use super::values::{At, Checker};
use crate::scenario::problem::grouped;
use crate::scenario::{MAX_MEMORY, Settings, fields};

/// What a message takes that waits, backs off or is on its way by itself. A burst of equal ones waits as one range.
const BYTES_PER_MESSAGE: f64 = 64.0;

/// Refuses a scenario whose messages could not be kept.
pub(super) fn check_memory(c: &mut Checker<'_>, producer_at: &At<'_>, settings: &Settings) {
    if fits(settings) {
        return;
    }
    let kept = most_kept(settings);
    let gigabytes = |bytes: f64| rounded(bytes / 1e9);
    c.wrong(
        &producer_at.at(&fields::MESSAGES),
        format!(
            "about {} messages would be in the system at once, which takes {} GB; allowed: what fits into {} GB, by \
             fewer messages, an `until`, a broker.capacity, a shorter backoff, a smaller prefetch or faster senders",
            rounded(kept),
            gigabytes(kept * BYTES_PER_MESSAGE),
            gigabytes(MAX_MEMORY as f64),
        ),
    );
}

/// Whether the messages in the system will find room.
pub(in crate::scenario) fn fits(settings: &Settings) -> bool {
    most_kept(settings) * BYTES_PER_MESSAGE <= MAX_MEMORY as f64
}

#[expect(clippy::cast_possible_truncation, reason = "a number to be read")]
fn rounded(number: f64) -> String {
    grouped(number.round() as i128)
}

#[cfg(test)]
mod tests {
    use super::most_kept;
    use crate::scenario::Scenario;

    fn kept(text: &str) -> f64 {
        most_kept(&Scenario::from_text(text).expect("a scenario"))
    }

    fn close(text: &str, expected: f64) {
        let found = kept(text);
        assert!(
            (found - expected).abs() <= 1e-6 * expected.max(1.0),
            "{text}: {found}"
        );
    }

    #[test]
    fn a_backlog_grows_by_what_comes_less_what_is_served() {
        let senders = "senders: [{count: 3, mean_time: 100ms, failure_rate: 0}]";
        let with = |producer: &str| format!("{senders}\nproducer: {{messages: 90000, {producer}}}\n");
        close(&with("arrivals: {poisson: 90/s}"), 60_000.0);
        close(&with("arrivals: {every: 20ms}"), 36_000.0);
        close(&with("arrivals: {poisson: 20/s}"), 0.0);
        let steps = "arrivals: {steps: [{at: 0s, rate: 130/s}, {at: 1m, rate: 0/s}, {at: 2m, rate: 40/s}]}";
        // 6,000 after a minute, 4,200 after two, and 10 a second more while the other 82,200 come
        close(&with(steps), 24_750.0);
        close(&format!("{}until: 10s", with("arrivals: {poisson: 90/s}")), 600.0);
        close(
            &format!("{}broker: {{capacity: 50}}", with("arrivals: {poisson: 90/s}")),
            50.0,
        );
        close(
            &format!(
                "{}broker: {{time_to_live: 2s, latency: 10s}}",
                with("arrivals: {poisson: 90/s}")
            ),
            180.0 + 900.0,
        );
    }

    #[test]
    fn what_the_timeline_changes_counts_from_its_time_on() {
        let with = |timeline: &str| {
            format!(
                "senders: [{{count: 3, mean_time: 100ms, failure_rate: 0}}]\n\
                 producer: {{messages: 90000, arrivals: {{poisson: 90/s}}}}\ntimeline: [{timeline}]\n"
            )
        };
        // 60 a second too many
        close(&with("{at: 1s, cancel: {}}"), 60.0);
        close(
            &with("{at: 100s, add_senders: {group: sender, count: 6}}"),
            6000.0,
        );
        close(&with("{at: 100s, set: {mean_time: 10ms}}"), 6000.0);
        close(&with("{at: 100s, set: {arrival_rate: 30/s}}"), 6000.0);
        // 8,000 after 100 s, when 81,000 are still to come, of which each third is served
        close(
            &with(
                "{at: 0s, remove_sender: {sender: sender/3}}, {at: 0s, remove_sender: {sender: sender/2}}, {at: 100s, set: {arrival_rate: 30/s}}",
            ),
            62_000.0,
        );
        // 3,000 are served while none come
        close(
            &with("{at: 100s, pause_producer: {}}, {at: 200s, resume_producer: {}}"),
            57_000.0,
        );
        // what changes nothing of the flow, or comes too late
        for other in [
            "set: {hang: 0.1}",
            "submit: {}",
            "cancel: {}",
            "crash: {sender: sender/1}",
        ] {
            close(&with(&format!("{{at: 1h, {other}}}")), 60_000.0);
        }
    }

    #[test]
    fn who_is_tried_again_later_is_kept_until_then() {
        let with = |backoff: &str| {
            format!(
                "senders: [{{count: 100, mean_time: 100ms, failure_rate: 0.5}}]\n\
                 producer: {{messages: 90000, arrivals: {{poisson: 90/s}}}}\n\
                 broker: {{max_attempts: 3, backoff: {backoff}}}\n"
            )
        };
        close(
            &with("{initial: 10s, factor: 3}"),
            90.0 * (0.5 * 10.0 + 0.25 * 30.0),
        );
        close(
            &with("{initial: 10s, factor: 3, cap: 20s}"),
            90.0 * (0.5 * 10.0 + 0.25 * 20.0),
        );
        close(
            &with("{initial: 10s, factor: 1, jitter: full}"),
            90.0 * 0.75 * 5.0,
        );
        // all that fail, where nobody comes back in time
        close(&with("{initial: 1000h}"), 45_000.0);
        // one that outlasts the run counts no longer than that
        close(
            &with("{initial: 10s, factor: 1000}"),
            90.0 * (0.5 * 10.0 + 0.25 * 1000.0),
        );
        let rarely = "timeline: [{at: 1s, set: {failure_rate: 0.1}}]";
        close(&format!("{}{rarely}", with("{initial: 1000h}")), 9000.0);
    }

    #[test]
    fn what_was_dropped_does_not_come_back() {
        let text = "senders: [{count: 1, mean_time: 1h, failure_rate: 0}]\n\
                    producer: {messages: 90000, arrivals: {steps: [{at: 0s, rate: 10/s}, {at: 1000s, rate: 100/s}]}}\n";
        // 10,000 after 1000 s, and then the others; or so many as come while a message lives, or as find room
        close(text, 89_999.5);
        close(&format!("{text}broker: {{time_to_live: 5s}}"), 500.0);
        close(&format!("{text}broker: {{capacity: 40}}"), 40.0);
        let late = "{at: 900s, set: {mean_time: 1us}}";
        close(
            &format!("{text}broker: {{capacity: 40}}\ntimeline: [{late}]"),
            40.0,
        );
    }

    #[test]
    fn a_burst_that_the_timeline_holds_up_or_makes_a_stream_is_followed() {
        let with = |timeline: &str| {
            format!(
                "senders: [{{count: 1, mean_time: 1s, failure_rate: 0}}]\n\
                 producer: {{messages: 90000}}\ntimeline: [{timeline}]\n"
            )
        };
        close(
            &with("{at: 0s, set: {arrival_rate: 901/s}}"),
            900.0 * 90_000.0 / 901.0,
        );
        close(
            &with(
                "{at: 0s, pause_producer: {}}, {at: 5s, set: {arrival_rate: 901/s}}, {at: 9s, resume_producer: {}}",
            ),
            900.0 * 90_000.0 / 901.0,
        );
        // it came before
        close(&with("{at: 1s, set: {arrival_rate: 901/s}}"), 0.0);
        close(
            &with(
                "{at: 0s, pause_producer: {}}, {at: 5s, resume_producer: {}}, {at: 9s, set: {arrival_rate: 901/s}}",
            ),
            0.0,
        );
    }

    #[test]
    fn what_senders_hold_in_reserve_is_kept_one_by_one() {
        let senders = "senders: [{count: 100, mean_time: 1h}]\nbroker: {prefetch: 50}\n";
        close(&format!("{senders}producer: {{messages: 90000}}"), 5000.0);
        close(&format!("{senders}producer: {{messages: 3000}}"), 3000.0);
        let limited = "senders: [{count: 100, mean_time: 1h}]\nbroker: {prefetch: 50, capacity: 10}\n";
        close(
            &format!("{limited}producer: {{messages: 90000, arrivals: {{every: 1ms}}}}"),
            5010.0,
        );
    }

    #[test]
    fn a_burst_is_one_range_but_for_those_that_fail_or_differ() {
        close("producer: {messages: 4000000}", 0.0);
        close("{producer: {messages: 1000}, broker: {max_attempts: 3}}", 200.0);
        let kinds = "kinds: [{name: a, priority: 1}, {name: b}]";
        close(&format!("{{producer: {{messages: 1000, {kinds}}}}}"), 0.0);
        close(
            &format!("{{producer: {{messages: 1000, {kinds}}}, broker: {{discipline: priority}}}}"),
            1000.0,
        );
    }

    #[test]
    fn what_would_never_fit_is_refused_with_its_figure() {
        let text = "producer: {messages: 4000000000, arrivals: {poisson: 1000000/s}}";
        let problems = Scenario::from_text(text).expect_err("256 GB");
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].path, "producer.messages");
        let said = &problems[0].message;
        assert!(
            said.contains("3,999,880,000") && said.contains("256 GB"),
            "{said}"
        );
        // nothing that comes later makes room for them
        for later in [
            "cancel: {}",
            "set: {failure_rate: 0.1}",
            "add_senders: {group: sender, count: 9}",
        ] {
            let text = format!("{{{text}, timeline: [{{at: 1000h, {later}}}]}}");
            assert!(Scenario::from_text(&text).is_err(), "{later}");
        }
        // as many are no matter where they are sent as fast as they come
        let fast = format!("{{{text}, senders: [{{count: 10000, mean_time: 1ms}}]}}");
        assert!(Scenario::from_text(&fast).is_ok());
    }
}
