//! The scenario as a form. What stands in it comes from the core's table of fields.

use super::field::{choice, entry};
use super::groups::groups;
use crate::state::{Draft, Msg};
use bellwether::scenario::fields::{self, Field};
use yew::prelude::*;

/// The first parts of the form; nothing while the text cannot be read at all.
pub(super) fn form(
    draft: &Draft,
    parts: usize,
    send: &Callback<Msg>,
    to_text: &Callback<MouseEvent>,
) -> Html {
    if draft.document.is_none() {
        return html! {
            <p class="hint">{ "The text cannot be read, so there is no form. Mend it under Text." }</p>
        };
    }
    let one = |field: &'static Field| entry(draft, send, field.path, field);
    let several = |list: &[&'static Field]| -> Html { list.iter().map(|field| one(field)).collect() };
    html! {
        <form class="form" onsubmit={|event: SubmitEvent| event.prevent_default()}>
            { one(&fields::NAME) }
            <fieldset>
                <legend>{ "Producer" }</legend>
                { one(&fields::MESSAGES) }
                { choice(draft, send, to_text, fields::ARRIVALS.path, &fields::ARRIVALS) }
            </fieldset>
            if parts > 1 {
                { groups(draft, send, to_text) }
            }
            if parts > 2 {
                <fieldset>
                    <legend>{ "Broker" }</legend>
                    { several(&[&fields::DISCIPLINE, &fields::CAPACITY, &fields::OVERFLOW, &fields::MAX_ATTEMPTS,
                        &fields::VISIBILITY_TIMEOUT]) }
                    <details>
                        <summary>{ "More" }</summary>
                        { several(&[&fields::ACKNOWLEDGE, &fields::TIME_TO_LIVE, &fields::LATENCY, &fields::PREFETCH,
                            &fields::MAX_DELIVERIES, &fields::BACKOFF_INITIAL, &fields::BACKOFF_FACTOR,
                            &fields::BACKOFF_CAP, &fields::BACKOFF_JITTER]) }
                    </details>
                </fieldset>
            }
            if parts > 3 {
                <fieldset>
                    <legend>{ "Monitor" }</legend>
                    { one(&fields::INTERVAL) }
                    <details>
                        <summary>{ "Supervisor and more" }</summary>
                        { several(&[&fields::SILENT_AFTER, &fields::RESTART_TIME, &fields::MAX_RESTARTS, &fields::UNTIL,
                            &fields::WARM_UP]) }
                    </details>
                </fieldset>
                <p class="hint">{ "Timeline, targets, kinds of messages and everything else: see Text." }</p>
            }
        </form>
    }
}
