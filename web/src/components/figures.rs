//! The figures: numbers are the heroes.

use crate::protocol::{Snapshot, Status};
use crate::state::mean_time;
use bellwether::chart::{amount, seconds};
use bellwether::decimal::{Decimal, grouped, percent};
use bellwether::scenario::{Scenario, WarmUp};
use std::rc::Rc;
use yew::prelude::*;

/// Name, test id, value, what is small beside it, style.
type Figure = (&'static str, &'static str, String, String, &'static str);

/// All figures, the progress of the run, and its targets.
pub(crate) fn figures(snapshot: Option<Rc<Snapshot>>, scenario: &Scenario) -> Html {
    let snapshot = snapshot.unwrap_or_default();
    let over = matches!(snapshot.status, Status::Over(_));
    let settled = snapshot.messages.settled();
    let share = |part: u64, whole: u64| {
        if whole == 0 {
            0.0
        } else {
            number(part) / number(whole)
        }
    };
    // a run goes on until its messages are settled, or its time is up
    let until = scenario
        .until
        .map_or(f64::INFINITY, |until| until.seconds().to_f64());
    let begins = begins(&snapshot, scenario.warm_up);
    let progress = share(settled, snapshot.gauges.expected_messages.max(settled)).max(snapshot.now / until);
    html! {
        <section class="figures" aria-label="Figures">
            <div class="progress" role="progressbar" aria-label="Progress" aria-valuemin="0" aria-valuemax="100"
                aria-valuenow={format!("{:.0}", progress * 100.0)}>
                <svg width="100%" height="4" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="progress-fill" width={format!("{:.2}%", progress * 100.0)} height="4" />
                </svg>
            </div>
            <dl>
                { for list(&snapshot, scenario.warm_up).into_iter().map(|(name, id, value, more, style)| html! {
                    <div class={classes!("figure", style)}>
                        <dt>{ name }<small title={more.clone()}>{ more }</small></dt>
                        <dd><span data-testid={id} class={classes!("figure-value", (value.len() > 9 || value.contains("min")).then_some("long"))}>{ value }</span></dd>
                    </div>
                }) }
            </dl>
            if !snapshot.targets.is_empty() {
                <ul class="targets" aria-label="Targets">
                    { for snapshot.targets.iter().map(|target| {
                        // what is met or missed is known at the end
                        let begins = begins.as_ref().filter(|_| is_measured(&target.target));
                        let counts = begins.map(|begins| format!("counts {begins}"));
                        let (class, mark, words) = match (over, target.met) {
                            _ if counts.is_some() => ("open", "–", counts.as_deref().unwrap_or_default()),
                            (false, _) if target.value.is_empty() => ("open", "–", "so far"),
                            (false, true) => ("open", "✓", "met so far"),
                            (false, false) => ("open", "✗", "not met so far"),
                            (true, true) => ("met", "✓", "met"),
                            (true, false) => ("missed", "✗", "missed"),
                        };
                        let value = match &target.value {
                            _ if counts.is_some() => "",
                            none if none.is_empty() => "none",
                            value => value,
                        };
                        html! {
                            <li {class}>
                                <span class="target-mark" aria-hidden="true">{ mark }</span>
                                <code>{ target.target.clone() }</code>
                                <b class="target-value">{ value }</b>
                                <span class="target-words">{ words.to_owned() }</span>
                            </li>
                        }
                    }) }
                </ul>
            }
        </section>
    }
}

fn list(snapshot: &Snapshot, warm_up: WarmUp) -> [Figure; 10] {
    let (messages, gauges) = (&snapshot.messages, &snapshot.gauges);
    let share =
        |part: u64| Decimal::ratio(part.into(), messages.produced.into()).map_or_else(String::new, percent);
    let remaining = gauges.remaining.map_or_else(|| "–".to_owned(), seconds);
    let failed = match messages.settled() - messages.sent - messages.failed {
        0 => share(messages.failed),
        other => format!("{} other", grouped(other)),
    };
    let (most, busy) = (grouped(gauges.max_queue), grouped(gauges.busy_senders));
    let (speed, wait) = match snapshot.status {
        Status::Running => pace(gauges.speed, gauges.remaining),
        // what is over or rests has no speed
        _ => (String::new(), String::new()),
    };
    let begins = begins(snapshot, warm_up);
    let measured = |value: String, more: String| match &begins {
        Some(begins) => ("–".to_owned(), begins.clone()),
        None => (value, more),
    };
    let (throughput, per) = measured(amount(gauges.throughput), "per second".to_owned());
    let (average, each) = measured(mean_time(gauges.average_time_per_message), "a message".to_owned());
    let (used, busy) = measured(
        percent(Decimal::from_f64(gauges.utilisation)),
        format!("{busy} busy"),
    );
    let redelivered = format!("{} redelivered", grouped(gauges.redelivered));
    [
        ("Virtual time", "clock", seconds(snapshot.now), speed, "plain"),
        (
            "Produced",
            "produced",
            grouped(messages.produced),
            of(gauges.expected_messages),
            "plain",
        ),
        (
            "Sent",
            "sent",
            grouped(messages.sent),
            share(messages.sent),
            "sent",
        ),
        ("Failed", "failed", grouped(messages.failed), failed, "failed"),
        (
            "Queued",
            "queued",
            grouped(messages.queued),
            format!("most {most}"),
            "queue",
        ),
        ("Throughput", "throughput", throughput, per, "plain"),
        ("Average time", "average-time", average, each, "plain"),
        ("Utilisation", "utilisation", used, busy, "plain"),
        (
            "Duplicates",
            "duplicates",
            grouped(snapshot.duplicates),
            redelivered,
            "plain",
        ),
        ("Remaining", "remaining", remaining, wait, "plain"),
    ]
}

/// From when on statistics count, until then.
fn begins(snapshot: &Snapshot, warm_up: WarmUp) -> Option<String> {
    match warm_up {
        WarmUp::Time(length)
            if snapshot.now < length.seconds().to_f64() && !matches!(snapshot.status, Status::Over(_)) =>
        {
            Some(format!("from {length} on"))
        }
        _ => None,
    }
}

/// Whether a target's figure is one of the statistics that leave the warm-up out.
fn is_measured(target: &str) -> bool {
    let statistics = [
        "throughput",
        "average_time",
        "waiting",
        "service",
        "sojourn",
        "delivery",
        "queue",
    ];
    let name = target.strip_prefix("kinds.").map_or(target, |rest| {
        rest.split_once('.').map_or(rest, |(_, figure)| figure)
    });
    statistics.iter().any(|statistic| name.starts_with(statistic)) || name.contains(".utilisation")
}

/// How much faster than the clock on the wall the run goes, and how long it still takes by that clock.
fn pace(speed: f64, remaining: Option<f64>) -> (String, String) {
    if speed <= 0.0 {
        return (String::new(), String::new());
    }
    let wait = remaining.filter(|remaining| *remaining > 0.0);
    let wait = wait.map_or_else(String::new, |remaining| {
        format!("{} to wait", seconds((remaining / speed).max(0.1)))
    });
    (format!("{}× real", amount(speed)), wait)
}

fn of(expected: u64) -> String {
    match expected {
        0 => String::new(),
        expected => format!("of {}", grouped(expected)),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a figure to be read")]
const fn number(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_the_warm_up_is_over_nothing_is_measured() {
        let warm_up = WarmUp::Time(bellwether::time::SimDuration::from_nanoseconds(30_000_000_000));
        let mut snapshot = Snapshot::default();
        assert_eq!(begins(&snapshot, warm_up).as_deref(), Some("from 30s on"));
        snapshot.now = 30.0;
        assert_eq!(begins(&snapshot, warm_up), None);
        for (target, measured) in [
            ("throughput > 20/s", true),
            ("kinds.alert.delivery.p99 < 10m", true),
            ("groups.a.utilisation < 90%", true),
            ("kinds.alert.sent > 5", false),
            ("failed_share < 1%", false),
            ("makespan < 1h", false),
        ] {
            assert_eq!(is_measured(target), measured, "{target}");
        }
    }

    #[test]
    fn shares_have_the_words_of_the_terminal() {
        let mut snapshot = Snapshot::default();
        snapshot.messages.produced = 20_000;
        snapshot.messages.sent = 19_993;
        snapshot.messages.failed = 7;
        snapshot.gauges.utilisation = 0.000_9;
        let said = list(&snapshot, WarmUp::Messages(0)).map(|(name, _, value, more, _)| (name, value, more));
        let more = |of| {
            said.iter()
                .find(|(name, ..)| *name == of)
                .map(|said| said.2.as_str())
        };
        assert_eq!((more("Sent"), more("Failed")), (Some(">99.9 %"), Some("0.04 %")));
        let used = said.iter().find(|(name, ..)| *name == "Utilisation");
        assert_eq!(used.map(|said| said.1.as_str()), Some("0.09 %"));
    }
}
