//! Where the keyboard is: who uses keys alone is not thrown back to the top of the page when what had the focus is gone
//! or can do nothing any more.

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

/// What has the focus, if anything has.
pub(crate) fn focused() -> Option<Element> {
    let active = web_sys::window()?.document()?.active_element();
    active.filter(|element| element.tag_name() != "BODY")
}

/// Whether the focus is within what a selector names.
pub(crate) fn is_within(what: &str) -> bool {
    focused().is_some_and(|element| element.closest(what).is_ok_and(|found| found.is_some()))
}

/// Puts the cursor at an element; false if it is no longer in the page.
pub(crate) fn give(element: &Element) -> bool {
    // a tile is no element of HTML, and has the same method
    element.is_connected() && element.unchecked_ref::<HtmlElement>().focus().is_ok()
}

/// Where a button that had the focus has just become useless, the nearest one before it in its row gets it, or else behind it.
pub(crate) fn leave(button: &Element) {
    if is_useless(button)
        && focused().is_none_or(|element| element == *button)
        && let Some(neighbour) = neighbour(button)
    {
        give(&neighbour);
    }
}

fn neighbour(button: &Element) -> Option<Element> {
    let row = button.closest(".buttons, [role=group]").ok()??;
    let all = row.query_selector_all("button").ok()?;
    let buttons: Vec<Element> = (0..all.length())
        .filter_map(|index| all.item(index)?.dyn_into().ok())
        .collect();
    let place = buttons.iter().position(|other| other == button)?;
    let (before, behind) = buttons.split_at(place);
    let mut nearest = before.iter().rev().chain(behind);
    nearest.find(|button| !is_useless(button)).cloned()
}

fn is_useless(button: &Element) -> bool {
    button.matches(":disabled").unwrap_or_default()
}
