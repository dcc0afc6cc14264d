//! A few senders, each with its name, its state and its share of the work.

use super::layout::{Plan, Rect, px};
use super::picture::{Props, amount_of, share};
use super::shapes::{At, frame, track, words};
use crate::protocol::{SenderRow, Snapshot};
use bellwether::chart::exact;
use bellwether::report::SenderState;
use yew::prelude::*;

/// About the width of a letter of a name, in pixels.
const LETTER: f64 = 7.6;
const SMALL_LETTER: f64 = 6.8;

const FAILED: &str = "failed";
const FAILED_ATTEMPTS: &str = "failed attempts";

/// All tiles.
pub(super) fn show(plan: &Plan, snapshot: &Snapshot, props: &Props) -> Html {
    let most = snapshot
        .senders
        .iter()
        .map(|sender| sender.sent + sender.failed)
        .max()
        .unwrap_or(0);
    let tiles = plan.tiles.iter().zip(&snapshot.senders);
    if snapshot.senders.is_empty() {
        // before the first look at a run, and while there is none
        return plan
            .tiles
            .iter()
            .map(|place| frame("tile-frame", place, 8.0))
            .collect();
    }
    // where a message may be tried again, an attempt that fails is not yet a message that has
    let failed = if props.scenario.broker.max_attempts > 1 {
        FAILED_ATTEMPTS
    } else {
        FAILED
    };
    html! {
        { for tiles.map(|(place, sender)| {
            let group = props.scenario.senders.get(sender.group as usize);
            let name = format!("{}/{}", group.map_or("?", |group| &group.name), sender.number);
            let id = (sender.group, sender.number);
            let opened = props.opened == Some(id);
            tile(place, sender, (&name, failed), most, opened, &props.open)
        }) }
    }
}

fn tile(
    place: &Rect,
    sender: &SenderRow,
    (name, failed): (&str, &str),
    most: u64,
    opened: bool,
    open: &Callback<(u32, u32)>,
) -> Html {
    let id = (sender.group, sender.number);
    let state = sender.state.name();
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
    let end = place.right() - 12.0;
    let doing = match (sender.state, sender.message) {
        (SenderState::Busy, Some(message)) if wide => format!("message {}", exact(message)),
        _ => state.to_owned(),
    };
    let counted = if wide {
        format!("{} {failed}", amount_of(sender.failed))
    } else {
        format!("{} sent", amount_of(sender.sent))
    };
    let both = format!("{doing} {counted}");
    let beside = if wide { 72.0 } else { 0.0 };
    let smaller = |room: f64| shortened(name, room * LETTER / SMALL_LETTER);
    let plain = shortened(name, place.width - 38.0 - beside);
    // on a small tile a long name is smaller and comes closer to the mark
    let close = plain != name && (!roomy || smaller(place.width - 26.0) == name);
    let fits = if close { smaller(place.width - 26.0) } else { plain };
    let left = if close { 22.0 } else { 30.0 };
    let below = roomy && !wide && fits != name;
    // the longer word has no room of its own
    let beside = (wide && failed == FAILED) || (!below && shortened(&both, place.width - 46.0) == both);
    // two lines of words stand in the middle above the bar
    let top = if roomy {
        y + 20.0 + ((place.height - 68.0) / 2.0).max(0.0)
    } else {
        y + place.height / 2.0 + 4.0
    };
    html! {
        <g class={classes!("tile", format!("is-{state}"), opened.then_some("opened"))} role="button" tabindex="0"
            aria-expanded={opened.to_string()} data-testid={format!("sender-{name}")}
            {onclick} {onkeydown}>
            { frame("tile-frame", place, 8.0) }
            { mark(sender.state, x + left - 13.0, top - 4.0) }
            <title>{ name.to_owned() }</title>
            if below {
                // a long name on a narrow tile has a line of its own
                { words("tile-word", At::Start, (x + 30.0, top), doing.clone()) }
                { words("tile-name small", At::Start, (x + 10.0, top + 19.0),
                    smaller(place.width - 14.0)) }
            } else {
                { words(if close { "tile-name small" } else { "tile-name" }, At::Start, (x + left, top), fits) }
            }
            if wide {
                { words("tile-word", At::End, (end, top), format!("{} sent", amount_of(sender.sent))) }
            }
            if roomy {
                if !below {
                    { words("tile-word", At::Start, (x + left, top + 17.0), doing) }
                }
                if beside {
                    { words("tile-word", At::End, (end, top + 17.0), counted) }
                }
                { track(Rect::new(x + 12.0, place.bottom() - 11.0, place.width - 24.0, 3.0), work, "track-fill") }
            }
        </g>
    }
}

/// A state as a shape, so that it can be told without its colour.
pub(super) fn mark(state: SenderState, x: f64, y: f64) -> Html {
    let class = format!("mark is-{}", state.name());
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
pub(super) fn shortened(name: &str, room: f64) -> String {
    let mut used = 0.0;
    let fitting = name.chars().rev().take_while(|letter| {
        used += width_of(*letter);
        used <= room
    });
    let most = fitting.count().max(4);
    let length = name.chars().count();
    if most >= length {
        return name.to_owned();
    }
    format!("…{}", name.chars().skip(length + 1 - most).collect::<String>())
}

/// About the width of a letter in pixels; of other scripts the widest.
const fn width_of(letter: char) -> f64 {
    match letter {
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 1.9 * LETTER,
        'A'..='Z' => 1.3 * LETTER,
        ' '..='~' => LETTER,
        _ => 2.0 * LETTER,
    }
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn of_a_long_name_the_end_stays() {
        assert_eq!(shortened("sender/1", 70.0), "sender/1");
        assert_eq!(shortened("carrier-a/12", 60.0), "…r-a/12");
        assert_eq!(shortened("carrier-a/12", 0.0), "…/12");
        assert_eq!(shortened("carrier-WWWW/1", 70.0), "…WW/1", "wide letters");
    }
}
