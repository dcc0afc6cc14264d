//! Where messages end: a bar for each final outcome that there is.

use super::layout::{Plan, Rect};
use super::picture::{amount_of, share};
use super::shapes::{At, track, words};
use bellwether::decimal::{Decimal, percent};
use bellwether::report::Counts;
use yew::prelude::*;

/// Name, style and count of an outcome.
pub(super) type Outcome = (&'static str, &'static str, u64);

/// The outcomes worth a bar: sent and failed always, the others once there are any.
pub(super) fn shown(messages: &Counts) -> Vec<Outcome> {
    let all = [
        ("Sent", "sent", messages.sent),
        ("Failed", "failed", messages.failed),
        ("Rejected", "dropped", messages.rejected),
        ("Evicted", "dropped", messages.evicted),
        ("Expired", "dropped", messages.expired),
        ("Lost", "dropped", messages.lost),
        ("Cancelled", "cancelled", messages.cancelled),
    ];
    let always = |name: &str| matches!(name, "Sent" | "Failed");
    all.into_iter()
        .filter(|(name, _, count)| *count > 0 || always(name))
        .collect()
}

/// All outcomes.
pub(super) fn show(plan: &Plan, outcomes: &[Outcome], produced: u64) -> Html {
    html! {
        <g class="outcomes">
            { for outcomes.iter().zip(&plan.rows).map(|((name, style, count), place)| {
                // beside the end of the ways, where they come from the left
                let left = if plan.upright { place.x } else { place.x + 14.0 };
                let part = share(*count, produced);
                let base = place.middle().1;
                let percent = Decimal::ratio((*count).into(), produced.into()).map_or_else(String::new, percent);
                let roomy = place.height > 40.0;
                html! {
                    <g>
                        { words("outcome-name", At::Start, (left, base - 3.0), *name) }
                        { words(format!("outcome-number ink-{style}"), At::End, (place.right(), base - 3.0),
                            amount_of(*count)) }
                        if roomy {
                            { words("part-word", At::Start, (left, base + 22.0), percent) }
                        }
                        { track(Rect::new(left, base + 3.0, place.right() - left, 6.0), part,
                            format!("outcome-bar fill-{style}")) }
                    </g>
                }
            }) }
        </g>
    }
}
