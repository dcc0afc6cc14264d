//! A few senders, each with its name, its state and its share of the work.

use super::layout::{Plan, Rect};
use super::picture::{Props, amount_of, share};
use crate::protocol::{SenderRow, Snapshot};
use crate::state::state_name;
use bellwether::report::SenderState;
use yew::prelude::*;

/// About the width of a letter of a name, in pixels.
const LETTER: f64 = 7.6;
const SMALL_LETTER: f64 = 6.6;

/// All tiles.
pub(super) fn show(plan: &Plan, snapshot: &Snapshot, props: &Props) -> Html {
    let most = snapshot
        .senders
        .iter()
        .map(|sender| sender.sent + sender.failed)
        .max()
        .unwrap_or(0);
    let tiles = plan.tiles.iter().zip(&snapshot.senders);
    html! {
        { for tiles.map(|(place, sender)| {
            let group = props.scenario.senders.get(sender.group as usize);
            let name = format!("{}/{}", group.map_or("?", |group| &group.name), sender.number);
            let id = (sender.group, sender.number);
            let opened = props.opened == Some(id);
            tile(place, sender, &name, most, opened, &props.open)
        }) }
    }
}

fn tile(
    place: &Rect,
    sender: &SenderRow,
    name: &str,
    most: u64,
    opened: bool,
    open: &Callback<(u32, u32)>,
) -> Html {
    let id = (sender.group, sender.number);
    let state = state_name(sender.state);
    let onclick = {
        let open = open.clone();
        move |_: MouseEvent| open.emit(id)
    };
    let onkeydown = {
        let open = open.clone();
        move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                event.stop_propagation();
                open.emit(id);
            }
        }
    };
    let (x, y) = (place.x, place.y);
    let roomy = place.height >= 46.0;
    // room for the name, the message's number and two counts beside each other
    let wide = place.width >= 200.0 && shortened(name, place.width - 110.0) == name;
    let work = share(sender.sent + sender.failed, most);
    let track = place.width - 24.0;
    let doing = match (sender.state, sender.message) {
        (SenderState::Busy, Some(message)) if wide => format!("message {message:.0}"),
        _ => state.to_owned(),
    };
    let beside = if wide { 72.0 } else { 0.0 };
    // on a small tile a long name comes closer to the mark
    let close = !roomy && shortened(name, place.width - 38.0 - beside) != name;
    let fits = if close {
        shortened(name, (place.width - 26.0) * LETTER / SMALL_LETTER)
    } else {
        shortened(name, place.width - 38.0 - beside)
    };
    let left = if close { 22.0 } else { 30.0 };
    let below = roomy && !wide && fits != name;
    let top = if roomy {
        y + 20.0
    } else {
        y + place.height / 2.0 + 4.0
    };
    html! {
        <g class={classes!("tile", format!("is-{state}"), opened.then_some("opened"))} role="button" tabindex="0"
            aria-expanded={opened.to_string()} data-testid={format!("sender-{name}")}
            {onclick} {onkeydown}>
            <rect class="tile-frame" x={px(x + 0.5)} y={px(y + 0.5)} rx="8" width={px(place.width - 1.0)}
                height={px(place.height - 1.0)} />
            { mark(sender.state, x + left - 13.0, top - 4.0) }
            <title>{ name.to_owned() }</title>
            if below {
                // a long name on a narrow tile has a line of its own
                <text class="tile-word" x={px(x + 30.0)} y={px(top)}>{ doing.clone() }</text>
                <text class="tile-name small" x={px(x + 10.0)} y={px(y + 39.0)}>
                    { shortened(name, (place.width - 14.0) * LETTER / SMALL_LETTER) }</text>
            } else {
                <text class={classes!("tile-name", close.then_some("small"))} x={px(x + left)} y={px(top)}>{ fits }</text>
            }
            if wide {
                <text class="tile-word" x={px(place.right() - 12.0)} y={px(top)} text-anchor="end">
                    { format!("{} sent", amount_of(sender.sent)) }
                </text>
            }
            if roomy {
                if !below {
                    <text class="tile-word" x={px(x + 30.0)} y={px(y + 37.0)}>{ doing }</text>
                }
                if wide || (!below && place.width >= 130.0) {
                    <text class="tile-word" x={px(place.right() - 12.0)} y={px(y + 37.0)} text-anchor="end">
                        { if wide {
                            format!("{} failed", amount_of(sender.failed))
                        } else {
                            format!("{} sent", amount_of(sender.sent))
                        } }
                    </text>
                }
                <rect class="track" x={px(x + 12.0)} y={px(place.bottom() - 11.0)} rx="1.5" width={px(track)} height="3" />
                <rect class="track-fill" x={px(x + 12.0)} y={px(place.bottom() - 11.0)} rx="1.5"
                    width={px(track * work)} height="3" />
            }
        </g>
    }
}

/// A state as a shape, so that it can be told without its colour.
pub(super) fn mark(state: SenderState, x: f64, y: f64) -> Html {
    let class = format!("mark is-{}", state_name(state));
    match state {
        SenderState::Idle => html! { <circle {class} cx={px(x)} cy={px(y)} r="4.5" /> },
        SenderState::Busy => html! { <circle {class} cx={px(x)} cy={px(y)} r="5" /> },
        SenderState::Silent => html! {
            <path {class} d={format!("M{:.1} {y:.1}h2M{:.1} {y:.1}h2M{:.1} {y:.1}h2", x - 6.0, x - 1.0, x + 4.0)} />
        },
        SenderState::Down => html! {
            <path {class} d={format!("M{:.1} {:.1}l9 9m0 -9l-9 9", x - 4.5, y - 4.5)} />
        },
        SenderState::Restarting => html! {
            <path {class} d={format!("M{:.1} {:.1}a5 5 0 1 1 -3.5 -1.5", x + 3.5, y - 3.5)} />
        },
        SenderState::Removed => html! { <path {class} d={format!("M{:.1} {y:.1}h10", x - 5.0)} /> },
    }
}

/// A name that fits into so many pixels: of a long one the end, which tells senders apart.
fn shortened(name: &str, room: f64) -> String {
    let length = name.chars().count();
    let most = (1..length)
        .take_while(|count| LETTER * number(*count) <= room)
        .count()
        .max(4);
    if most + 1 >= length {
        return name.to_owned();
    }
    format!("…{}", name.chars().skip(length + 1 - most).collect::<String>())
}

#[expect(clippy::cast_precision_loss, reason = "a few letters")]
const fn number(count: usize) -> f64 {
    count as f64
}

fn px(value: f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn of_a_long_name_the_end_stays() {
        assert_eq!(shortened("sender/1", 70.0), "sender/1");
        assert_eq!(shortened("carrier-a/12", 60.0), "…r-a/12");
        assert_eq!(shortened("carrier-a/12", 0.0), "…/12");
    }
}
