//! The figures: numbers are the heroes.

use crate::protocol::Snapshot;
use bellwether::chart::{amount, exact, seconds};
use std::rc::Rc;
use yew::prelude::*;

/// Name, test id, value, what is small beside it, style.
type Figure = (&'static str, &'static str, String, String, &'static str);

/// All figures, the progress of the run, and its targets.
pub(crate) fn figures(snapshot: Option<Rc<Snapshot>>) -> Html {
    let snapshot = snapshot.unwrap_or_default();
    let settled = snapshot.messages.settled();
    let share = |part: u64, whole: u64| {
        if whole == 0 {
            0.0
        } else {
            number(part) / number(whole)
        }
    };
    let progress = share(settled, snapshot.gauges.expected_messages.max(settled));
    html! {
        <section class="figures" aria-label="Figures">
            <div class="progress" role="progressbar" aria-label="Messages settled" aria-valuemin="0" aria-valuemax="100"
                aria-valuenow={format!("{:.0}", progress * 100.0)}>
                <svg width="100%" height="4" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="progress-fill" width={format!("{:.2}%", progress * 100.0)} height="4" />
                </svg>
            </div>
            <dl>
                { for list(&snapshot).into_iter().map(|(name, id, value, more, style)| html! {
                    <div class={classes!("figure", style)}>
                        <dt>{ name }</dt>
                        <dd><span data-testid={id} class="figure-value">{ value }</span><small>{ more }</small></dd>
                    </div>
                }) }
            </dl>
            if !snapshot.targets.is_empty() {
                <ul class="targets" aria-label="Targets">
                    { for snapshot.targets.iter().map(|target| html! {
                        <li class={if target.met { "met" } else { "missed" }}>
                            <span class="target-mark">{ if target.met { "✓" } else { "✗" } }</span>
                            <code>{ target.target.clone() }</code>
                            <span class="target-value">{ target.value.clone() }</span>
                            <span class="visually-hidden">{ if target.met { "met" } else { "missed" } }</span>
                        </li>
                    }) }
                </ul>
            }
        </section>
    }
}

fn list(snapshot: &Snapshot) -> Vec<Figure> {
    let (messages, gauges) = (&snapshot.messages, &snapshot.gauges);
    let percent = |part: u64| {
        if messages.produced == 0 {
            String::new()
        } else {
            format!("{:.1} %", number(part) / number(messages.produced) * 100.0)
        }
    };
    let time = |time: Option<f64>| time.map_or_else(|| "–".to_owned(), seconds);
    let other = messages.settled() - messages.sent - messages.failed;
    let beyond = if other > 0 {
        format!("{} other", exact(number(other)))
    } else {
        percent(messages.failed)
    };
    vec![
        (
            "Virtual time",
            "clock",
            seconds(snapshot.now),
            format!("{}× real", speed(gauges.speed)),
            "plain",
        ),
        (
            "Produced",
            "produced",
            exact(number(messages.produced)),
            of(gauges.expected_messages),
            "plain",
        ),
        (
            "Sent",
            "sent",
            exact(number(messages.sent)),
            percent(messages.sent),
            "sent",
        ),
        (
            "Failed",
            "failed",
            exact(number(messages.failed)),
            beyond,
            "failed",
        ),
        (
            "Queued",
            "queued",
            exact(number(messages.queued)),
            format!("most {}", exact(number(gauges.max_queue))),
            "queue",
        ),
        (
            "Throughput",
            "throughput",
            amount(gauges.throughput),
            "per second".to_owned(),
            "plain",
        ),
        (
            "Average time per message",
            "average-time",
            seconds(gauges.average_time_per_message),
            String::new(),
            "plain",
        ),
        (
            "Utilisation",
            "utilisation",
            format!("{:.0} %", gauges.utilisation * 100.0),
            format!("{} busy", exact(f64::from(gauges.busy_senders))),
            "plain",
        ),
        (
            "Delivery p99",
            "delivery-p99",
            time(gauges.delivery_p99),
            format!("p50 {}", time(gauges.delivery_p50)),
            "plain",
        ),
        (
            "Remaining",
            "remaining",
            time(gauges.remaining),
            format!("{} duplicates", exact(number(snapshot.duplicates))),
            "plain",
        ),
    ]
}

fn of(expected: u64) -> String {
    if expected == 0 {
        String::new()
    } else {
        format!("of {}", exact(number(expected)))
    }
}

fn speed(speed: f64) -> String {
    if speed > 0.0 {
        amount(speed)
    } else {
        "0".to_owned()
    }
}

#[expect(clippy::cast_precision_loss, reason = "a figure to be read")]
const fn number(count: u64) -> f64 {
    count as f64
}
