//! What the picture is made of: rectangles and words.

use super::layout::{Rect, px};
use yew::prelude::*;

/// Which point of a text stands at its place.
#[derive(Clone, Copy, Debug)]
pub(super) enum At {
    Start,
    Middle,
    End,
}

/// A text at a place.
pub(super) fn words(
    class: impl Into<AttrValue>,
    at: At,
    (x, y): (f64, f64),
    text: impl Into<AttrValue>,
) -> Html {
    let anchor = match at {
        At::Start => "start",
        At::Middle => "middle",
        At::End => "end",
    };
    text_element(class.into(), anchor, px(x), px(y), text.into())
}

fn text_element(class: AttrValue, anchor: &'static str, x: String, y: String, text: AttrValue) -> Html {
    html! { <text {class} {x} {y} text-anchor={anchor}>{ text }</text> }
}

/// A rectangle with round corners.
pub(super) fn area(class: impl Into<AttrValue>, place: Rect, radius: f64) -> Html {
    rect_element(class.into(), place, radius)
}

fn rect_element(class: AttrValue, place: Rect, radius: f64) -> Html {
    html! {
        <rect {class} x={px(place.x)} y={px(place.y)} width={px(place.width)} height={px(place.height)} rx={px(radius)} />
    }
}

/// A rectangle whose line stays within a place.
pub(super) fn frame(class: impl Into<AttrValue>, place: &Rect, radius: f64) -> Html {
    let inner = Rect::new(
        place.x + 0.5,
        place.y + 0.5,
        place.width - 1.0,
        place.height - 1.0,
    );
    area(class, inner, radius)
}

/// A bar that is full up to a share.
pub(super) fn track(place: Rect, share: f64, full: impl Into<AttrValue>) -> Html {
    let radius = place.height / 2.0;
    let part = Rect::new(place.x, place.y, place.width * share, place.height);
    html! {
        <>
            { area("track", place, radius) }
            { area(full, part, radius) }
        </>
    }
}
