//! Where the keyboard is: who uses keys alone is not thrown back to the top of the page when what had the focus is gone
//! or can do nothing any more.

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

/// What had the focus: before the page changed, and when the sender was opened.
#[derive(Default)]
pub(crate) struct Held {
    before: Option<Element>,
    opener: Option<Element>,
}

impl Held {
    /// Looks before the page changes, which may open a sender; whether the focus is within the one that is open.
    pub(crate) fn look(&mut self, opens: bool) -> bool {
        // what was lost since the last drawing is not yet seen to
        self.before = focused().or_else(|| self.before.take());
        let within =
            focused().is_some_and(|element| matches!(element.closest("#opened-sender"), Ok(Some(_))));
        if opens && !within {
            self.opener.clone_from(&self.before);
        }
        within
    }

    /// Gives the focus back to what opened the sender; false if that is no longer in the page.
    pub(crate) fn give_back(&mut self) -> bool {
        self.opener.take().is_some_and(|opener| give(&opener))
    }

    /// Once the page is drawn: where a button that had the focus has just become useless, the nearest one before it in its
    /// row gets it, or else behind it.
    pub(crate) fn mend(&mut self) {
        if let Some(button) = self.before.take()
            && is_useless(&button)
            && focused().is_none_or(|element| element == button)
            && let Some(neighbour) = neighbour(&button)
        {
            give(&neighbour);
        }
    }
}

/// What has the focus, if anything has.
fn focused() -> Option<Element> {
    let active = web_sys::window()?.document()?.active_element();
    active.filter(|element| element.tag_name() != "BODY")
}

/// Puts the cursor at an element; false if it is no longer in the page.
fn give(element: &Element) -> bool {
    // a tile is no element of HTML, and has the same method
    element.is_connected() && element.unchecked_ref::<HtmlElement>().focus().is_ok()
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
