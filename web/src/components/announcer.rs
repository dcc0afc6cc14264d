//! Tells those who do not see the page how the run goes, at a calm rate.

use crate::protocol::Snapshot;
use bellwether::chart::seconds;
use gloo_timers::callback::Interval;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// Milliseconds between two announcements.
const EVERY: u32 = 8000;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) snapshot: Option<Rc<Snapshot>>,
    pub(crate) status: &'static str,
}

/// A sentence that nobody sees.
#[component]
pub(crate) fn Announcer(props: &Props) -> Html {
    let said = use_state_eq(String::new);
    let newest = use_mut_ref(String::new);
    *newest.borrow_mut() = sentence(props);
    let (set, sentence): (_, Rc<RefCell<String>>) = (said.setter(), Rc::clone(&newest));
    use_effect_with(props.status, move |_| {
        set.set(sentence.borrow().clone());
        let timer = Interval::new(EVERY, move || set.set(sentence.borrow().clone()));
        move || drop(timer)
    });
    html! { <p class="visually-hidden" aria-live="polite" data-testid="announcer">{ (*said).clone() }</p> }
}

fn sentence(props: &Props) -> String {
    let Some(snapshot) = &props.snapshot else {
        return String::new();
    };
    let messages = &snapshot.messages;
    format!(
        "{}: {} of virtual time, {} sent, {} failed, {} queued",
        props.status,
        seconds(snapshot.now),
        messages.sent,
        messages.failed,
        messages.queued,
    )
}
