//! What keys do wherever the focus is, and where it is after a click.

use crate::state::Msg;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, UiEvent};
use yew::prelude::*;

/// What a key does, unless somebody is writing or a control takes it.
pub(crate) fn press(event: &Event, send: &Callback<Msg>) {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
        return;
    };
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented() {
        return;
    }
    let within = |what: &str| {
        let element = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        element.is_some_and(|element| element.closest(what).is_ok_and(|found| found.is_some()))
    };
    let writing = within("input:not([type=range]), textarea");
    let choosing = within("select");
    let message = match event.key().as_str() {
        " " if !writing && !choosing && !within("button, summary, [role=button], dialog") => Msg::RunOrPause,
        // no choice begins with a dot or a question mark
        "." if !writing && !within("dialog") => Msg::Step,
        // the help has the focus while it is open
        "?" if !writing => Msg::Help(!within("dialog")),
        "Escape" if !writing && !choosing && !within("dialog") => Msg::Escape,
        _ => return,
    };
    event.prevent_default();
    send.emit(message);
}

/// After a click the space bar means run or pause again, not the same button once more. Who uses keys stays where the
/// key was pressed.
pub(crate) fn give_focus_back(event: &Event) {
    let by_pointer = event.dyn_ref::<UiEvent>().is_some_and(|event| event.detail() > 0);
    let target = event.target().filter(|_| by_pointer);
    let target = target.and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(Ok(Some(control))) = target.map(|target| target.closest("button, summary, .tile")) {
        // a tile is no element of HTML, and has the same method; the click is yet to come, and may take the focus elsewhere
        let _ = control.unchecked_ref::<HtmlElement>().blur();
    }
}
