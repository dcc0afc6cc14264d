//! The scenario as a form. What stands in it comes from the core's table of fields.

use super::field::{Choice, Entry};
use super::groups::Groups;
use crate::state::{Draft, Msg};
use bellwether::scenario::fields::{self, Field};
use std::rc::Rc;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) draft: Rc<Draft>,
    pub(super) send: Callback<Msg>,
}

/// The whole form; empty while the text can not be read at all.
#[component]
pub(super) fn Form(props: &Props) -> Html {
    let Props { draft, send } = props;
    if draft.document.is_none() {
        return html! {
            <p class="hint">{ "The text can not be read, so there is no form. Mend it under Text." }</p>
        };
    }
    let entry = |field: &'static Field| {
        html! { <Entry draft={Rc::clone(draft)} send={send.clone()} path={field.path} field={Shown(field)} /> }
    };
    let entries = |list: &[&'static Field]| -> Html { list.iter().map(|field| entry(field)).collect() };
    html! {
        <form class="form" onsubmit={|event: SubmitEvent| event.prevent_default()}>
            { entry(&fields::NAME) }
            <fieldset>
                <legend>{ "Producer" }</legend>
                { entry(&fields::MESSAGES) }
                <Choice draft={Rc::clone(draft)} send={send.clone()} path={fields::ARRIVALS.path}
                    field={Shown(&fields::ARRIVALS)} />
            </fieldset>
            <Groups draft={Rc::clone(draft)} send={send.clone()} />
            <fieldset>
                <legend>{ "Broker" }</legend>
                { entries(&[&fields::DISCIPLINE, &fields::CAPACITY, &fields::OVERFLOW, &fields::MAX_ATTEMPTS,
                    &fields::VISIBILITY_TIMEOUT]) }
                <details>
                    <summary>{ "More" }</summary>
                    { entries(&[&fields::ACKNOWLEDGE, &fields::TIME_TO_LIVE, &fields::LATENCY, &fields::PREFETCH,
                        &fields::MAX_DELIVERIES, &fields::BACKOFF_INITIAL, &fields::BACKOFF_FACTOR,
                        &fields::BACKOFF_CAP, &fields::BACKOFF_JITTER]) }
                </details>
            </fieldset>
            <fieldset>
                <legend>{ "Monitor" }</legend>
                { entry(&fields::INTERVAL) }
                <details>
                    <summary>{ "Supervisor and more" }</summary>
                    { entries(&[&fields::SILENT_AFTER, &fields::RESTART_TIME, &fields::MAX_RESTARTS, &fields::UNTIL,
                        &fields::WARM_UP]) }
                </details>
            </fieldset>
            <p class="hint">{ "Timeline, targets, kinds of messages and everything else: see Text." }</p>
        </form>
    }
}

/// A field of the table as a property: two of them are equal if they are the same field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown(pub(super) &'static Field);

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}
