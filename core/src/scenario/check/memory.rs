//! How much memory a run will take, as far as it can be foreseen: what would never fit is refused before it starts.

use super::values::{At, Checker};
use crate::scenario::problem::grouped;
use crate::scenario::{Action, Arrivals, Discipline, MAX_MEMORY, Settings, fields};
use crate::time::{SECOND, SimDuration};

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
             fewer messages, an `until`, a broker.capacity or faster senders",
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

/// The most messages that are kept one by one at the same time, faults left out: on average, and as if they flowed
/// evenly. 0 where the timeline may change the flow.
fn most_kept(settings: &Settings) -> f64 {
    let changes = |action: &Action| {
        matches!(
            action,
            Action::Set(_) | Action::AddSenders { .. } | Action::PauseProducer | Action::Cancel
        )
    };
    if settings.timeline.iter().any(|entry| changes(&entry.action)) {
        return 0.0;
    }
    let (broker, messages) = (&settings.broker, f64::from(settings.producer.messages));
    let flow = Flow::of(settings);
    let one_by_one = broker.discipline == Discipline::Priority && settings.producer.kinds.len() > 1;
    let (waiting, fastest) = match &settings.producer.arrivals {
        // those that are tried again rejoin behind the whole burst
        Arrivals::Burst if !one_by_one => (0.0, 0.0),
        Arrivals::Burst => (messages, f64::INFINITY),
        Arrivals::Every(gap) if gap.is_zero() => (0.0, 0.0),
        Arrivals::Every(gap) => flow.backlog([(f64::INFINITY, 1.0 / seconds(*gap))]),
        Arrivals::Poisson(rate) => flow.backlog([(f64::INFINITY, *rate)]),
        Arrivals::Steps(steps) => {
            let ends = steps.iter().skip(1).map(|step| step.0.elapsed());
            let ends = ends.map(seconds).chain([f64::INFINITY]);
            flow.backlog(ends.zip(steps.iter().map(|step| step.1)))
        }
        // their instants take as much
        Arrivals::Trace(_) => return 0.0,
    };
    let mut waiting = waiting.min(broker.capacity.map_or(f64::INFINITY, f64::from));
    if let Some(time_to_live) = broker.time_to_live {
        waiting = waiting.min(fastest * seconds(time_to_live));
    }
    let tried_again = match settings.producer.arrivals {
        Arrivals::Burst if broker.max_attempts > 1 => messages * flow.failure_rate,
        _ => 0.0,
    };
    let latency = seconds(broker.latency);
    let in_transit = if latency > 0.0 { fastest * latency } else { 0.0 };
    (waiting + in_transit.min(messages)).min(messages) + tried_again
}

/// What the senders can do, and for how long messages come.
struct Flow {
    messages: f64,
    until: f64,
    /// Messages a second that all senders together bring to an end.
    served: f64,
    /// The least share of attempts that fail.
    failure_rate: f64,
}

impl Flow {
    fn of(settings: &Settings) -> Self {
        let groups = || settings.senders.iter();
        let failure_rate = groups().map(|group| group.failure_rate).fold(1.0, f64::min);
        // 1 + p + p² …: the shares of messages that come to a first, second, third attempt
        let attempts: f64 = std::iter::successors(Some(1.0), |share| Some(share * failure_rate))
            .take(settings.broker.max_attempts as usize)
            .sum();
        let kinds = || settings.producer.kinds.iter();
        let work = kinds().map(|kind| kind.weight * kind.work).sum::<f64>()
            / kinds().map(|kind| kind.weight).sum::<f64>();
        let attempts_a_second: f64 = groups()
            .map(|group| f64::from(group.count) * f64::from(group.concurrency) / seconds(group.mean_time))
            .sum();
        Self {
            messages: f64::from(settings.producer.messages),
            until: settings.until.map_or(f64::INFINITY, seconds),
            served: attempts_a_second / (work * attempts),
            failure_rate,
        }
    }

    /// The longest backlog, and the fastest arrivals, where messages come at these rates until these times.
    fn backlog(&self, rates: impl IntoIterator<Item = (f64, f64)>) -> (f64, f64) {
        let (mut now, mut left, mut waiting) = (0.0_f64, self.messages, 0.0_f64);
        let (mut most, mut fastest) = (0.0_f64, 0.0_f64);
        for (end, rate) in rates {
            let time = (end.min(self.until) - now).min(left / rate).max(0.0);
            if rate <= 0.0 && time.is_infinite() {
                break;
            }
            waiting = (waiting + (rate - self.served) * time).max(0.0);
            (most, fastest) = (most.max(waiting), fastest.max(rate));
            left -= rate * time;
            now = end;
        }
        (most, fastest)
    }
}

fn seconds(duration: SimDuration) -> f64 {
    duration.nanoseconds() as f64 / SECOND as f64
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
        close(
            &format!(
                "{}timeline: [{{at: 1s, cancel: {{}}}}]",
                with("arrivals: {poisson: 90/s}")
            ),
            0.0,
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
        // as many are no matter where they are sent as fast as they come
        let fast = format!("{{{text}, senders: [{{count: 10000, mean_time: 1ms}}]}}");
        assert!(Scenario::from_text(&fast).is_ok());
    }
}
