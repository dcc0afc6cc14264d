//! A few senders, each with its name, its state and its share of the work.

use super::layout::{Plan, Rect, px};
use super::picture::{Props, amount_of, share};
use super::shapes::{At, frame, track, words};
use crate::protocol::{SenderRow, Snapshot};
use bellwether::chart::exact;
use bellwether::decimal::grouped;
use bellwether::report::SenderState;
use yew::prelude::*;

/// About the width of a letter of a name, in pixels.
const LETTER: f64 = 7.6;
const SMALL_LETTER: f64 = 6.8;
/// Of a word that is no name.
const WORD_LETTER: f64 = 6.4;

const FAILED: &str = "failed";
const FAILED_ATTEMPTS: &str = "failed attempts";

/// The tile that has the focus, and what it was called when it got it: a name that changes is read out, and this one would
/// change all the time.
pub(super) type Held = UseStateHandle<Option<((u32, u32), String)>>;

/// All tiles.
pub(super) fn show(plan: &Plan, snapshot: &Snapshot, props: &Props, held: &Held) -> Html {
    let senders = &snapshot.senders;
    let Some(place) = plan.tiles.first().filter(|_| !senders.is_empty()) else {
        // before the first look at a run, and while there is none
        return plan
            .tiles
            .iter()
            .map(|place| frame("tile-frame", place, 8.0))
            .collect();
    };
    let groups = &props.scenario.senders;
    let names: Vec<String> = senders
        .iter()
        .map(|sender| {
            let group = groups.get(sender.group as usize);
            format!("{}/{}", group.map_or("?", |group| &group.name), sender.number)
        })
        .collect();
    // where a message may be tried again, an attempt that fails is not yet a message that has
    let failed = if props.scenario.broker.max_attempts > 1 {
        FAILED_ATTEMPTS
    } else {
        FAILED
    };
    let most = |count: fn(&SenderRow) -> u64| senders.iter().map(count).max().unwrap_or(0);
    let expected = snapshot.gauges.expected_messages;
    // twice an equal share: seldom does one do more, and nothing changes its place as the counts grow
    let usual = (2 * expected).div_ceil(senders.len() as u64);
    let counted = most(|sender| sender.sent.max(sender.failed)).max(usual);
    let look = Look::new((place.width, place.height), &names, (expected, counted), failed);
    let most = most(|sender| sender.sent + sender.failed);
    let tiles = plan.tiles.iter().zip(senders).zip(&names);
    html! {
        { for tiles.map(|((place, sender), name)| tile(&look, place, (sender, name, most), props, held)) }
    }
}

/// How a tile is laid out: all tiles of a picture alike, whatever one of them has to say.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Look {
    width: f64,
    /// Whether there is a second line of words, and a bar.
    roomy: bool,
    /// Whether there is room for the name, the message's number and two counts beside each other.
    wide: bool,
    /// Whether names are smaller and come closer to the mark.
    close: bool,
    /// Whether names have a line of their own below the state.
    below: bool,
    /// Whether a count stands beside what a sender does.
    beside: bool,
    /// Room for a name, in pixels of its larger letters.
    room: f64,
    failed: &'static str,
}

impl Look {
    /// For tiles of a size, these names, and as many messages as there may be: of the run, and counted on a tile.
    fn new(
        (width, height): (f64, f64),
        names: &[String],
        (expected, counted): (u64, u64),
        failed: &'static str,
    ) -> Self {
        let longest = names.iter().map(|name| width_of(name)).fold(0.0, f64::max);
        let smaller = |room: f64| room * LETTER / SMALL_LETTER;
        let roomy = height >= 46.0;
        let wide = width >= 200.0 && longest <= width - 110.0;
        let plain = width - if wide { 110.0 } else { 38.0 };
        // on a small tile long names are smaller and come closer to the mark
        let close = longest > plain && (!roomy || longest <= smaller(width - 26.0));
        let below = longest > plain && !close;
        let room = match (below, close) {
            (true, _) => smaller(width - 12.0),
            (_, true) => smaller(width - 26.0),
            _ => plain,
        };
        let mut look = Self {
            width,
            roomy,
            wide,
            close,
            below,
            beside: roomy && !below,
            room,
            failed,
        };
        let doing = if wide {
            format!("message {}", grouped(expected))
        } else {
            SenderState::Busy.name().to_owned()
        };
        look.beside = look.has_room_for(&doing, &look.count(counted, counted));
        look
    }

    /// Where names and words begin.
    fn left(&self) -> f64 {
        if self.close { 22.0 } else { 30.0 }
    }

    /// The count that stands beside what a sender does.
    fn count(&self, sent: u64, failed: u64) -> String {
        if self.wide {
            format!("{} {}", amount_of(failed), self.failed)
        } else {
            format!("{} sent", amount_of(sent))
        }
    }

    /// Whether that count can stand beside these words.
    fn has_room_for(&self, doing: &str, count: &str) -> bool {
        let used = width_of(doing) + LETTER + width_of(count);
        self.beside && used * WORD_LETTER / LETTER <= self.width - self.left() - 12.0
    }
}

fn tile(
    look: &Look,
    place: &Rect,
    (sender, name, most): (&SenderRow, &str, u64),
    props: &Props,
    held: &Held,
) -> Html {
    let id = (sender.group, sender.number);
    let state = sender.state.name();
    let onclick = {
        let open = props.open.clone();
        move |_: MouseEvent| open.emit(id)
    };
    let onkeydown = {
        let open = props.open.clone();
        move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                event.stop_propagation();
                open.emit(id);
            }
        }
    };
    let called = match &**held {
        Some((other, called)) if *other == id => called.clone(),
        _ => format!(
            "{name}, {state}, {} sent, {} {}",
            sender.sent, sender.failed, look.failed
        ),
    };
    let hold = {
        let (held, called) = (held.setter(), called.clone());
        move |_: FocusEvent| held.set(Some((id, called.clone())))
    };
    let release = {
        let held = held.setter();
        move |_: FocusEvent| held.set(None)
    };
    let (x, y, left) = (place.x, place.y, look.left());
    let work = share(sender.sent + sender.failed, most);
    let end = place.right() - 12.0;
    let doing = match (sender.state, sender.message) {
        (SenderState::Busy, Some(message)) if look.wide => format!("message {}", exact(message)),
        _ => state.to_owned(),
    };
    let counted = look.count(sender.sent, sender.failed);
    let opened = props.opened == Some(id);
    let name_style = if look.close || look.below {
        "tile-name small"
    } else {
        "tile-name"
    };
    let shown = shortened(name, look.room);
    // two lines of words stand in the middle above the bar
    let top = if look.roomy {
        y + 20.0 + ((place.height - 68.0) / 2.0).max(0.0)
    } else {
        y + place.height / 2.0 + 4.0
    };
    html! {
        <g key={format!("{}-{}", id.0, id.1)} class={classes!("tile", format!("is-{state}"), opened.then_some("opened"))}
            role="button" tabindex="0" aria-expanded={opened.to_string()}
            data-testid={format!("sender-{name}")} {onclick} {onkeydown} onfocusin={hold} onfocusout={release}>
            { frame("tile-frame", place, 8.0) }
            { mark(sender.state, x + left - 13.0, top - 4.0) }
            <title>{ called }</title>
            if look.below {
                // long names on narrow tiles have a line of their own
                { words("tile-word", At::Start, (x + left, top), doing) }
                { words(name_style, At::Start, (x + 10.0, top + 19.0), shown) }
            } else {
                { words(name_style, At::Start, (x + left, top), shown) }
                if look.wide {
                    { words("tile-word", At::End, (end, top), format!("{} sent", amount_of(sender.sent))) }
                }
                if look.roomy {
                    // a longer state may have no room for it
                    if look.has_room_for(&doing, &counted) {
                        { words("tile-word", At::End, (end, top + 17.0), counted) }
                    }
                    { words("tile-word", At::Start, (x + left, top + 17.0), doing) }
                }
            }
            if look.roomy {
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
        used += width_of_letter(*letter);
        used <= room
    });
    let most = fitting.count().max(4);
    let length = name.chars().count();
    if most >= length {
        return name.to_owned();
    }
    format!("…{}", name.chars().skip(length + 1 - most).collect::<String>())
}

/// About the width of a name in pixels.
fn width_of(name: &str) -> f64 {
    name.chars().map(width_of_letter).sum()
}

/// About the width of a letter in pixels; of other scripts the widest.
const fn width_of_letter(letter: char) -> f64 {
    match letter {
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 1.9 * LETTER,
        'A'..='Z' => 1.3 * LETTER,
        ' '..='~' => LETTER,
        _ => 2.0 * LETTER,
    }
}

#[cfg(test)]
mod tests {
    use super::{FAILED, FAILED_ATTEMPTS, Look, shortened};

    #[test]
    fn of_a_long_name_the_end_stays() {
        assert_eq!(shortened("sender/1", 70.0), "sender/1");
        assert_eq!(shortened("carrier-a/12", 60.0), "…r-a/12");
        assert_eq!(shortened("carrier-a/12", 0.0), "…/12");
        assert_eq!(shortened("carrier-WWWW/1", 70.0), "…WW/1", "wide letters");
    }

    fn look(width: f64, names: &[&str], counts: (u64, u64), failed: &'static str) -> Look {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        Look::new((width, 60.0), &names, counts, failed)
    }

    #[test]
    fn one_long_name_lays_all_tiles_out() {
        let short = look(93.0, &["x/1", "x/2"], (1000, 180), FAILED);
        assert!(!short.below && !short.close);
        let mixed = look(93.0, &["x/1", "carrier-a/1"], (1000, 180), FAILED);
        assert!(mixed.below && !mixed.close, "{mixed:?}");
        let closer = look(104.0, &["x/1", "worker/1"], (1000, 180), FAILED);
        assert!(!closer.below, "{closer:?}");
    }

    #[test]
    fn counts_have_room_for_as_many_digits_as_they_will_need() {
        let narrow = look(136.0, &["worker/1"], (1000, 400), FAILED);
        assert!(narrow.has_room_for("busy", "9 sent") && narrow.has_room_for("idle", "400 sent"));
        assert!(!narrow.has_room_for("restarting", "400 sent"), "a rare word");
        let many = look(136.0, &["worker/1"], (1_000_000, 400_000), FAILED);
        assert!(!many.has_room_for("busy", "9 sent"), "there will be more");
        let wide = look(280.0, &["worker/1"], (1000, 400), FAILED_ATTEMPTS);
        assert!(wide.wide && wide.has_room_for("message 7", "1 failed attempts"));
        let less = look(210.0, &["worker/1"], (1000, 400), FAILED_ATTEMPTS);
        assert!(less.wide && !less.has_room_for("message 7", "1 failed attempts"));
        assert!(look(210.0, &["worker/1"], (1000, 400), FAILED).has_room_for("message 999", "400 failed"));
    }
}
