//! The groups of senders in the form.

use super::field::{choice, entry};
use super::icon::Icon;
use crate::browser::focus_soon;
use crate::state::{Draft, Msg};
use bellwether::scenario::fields::{self, Field};
use yew::prelude::*;

/// Groups that the form shows; a file may have more.
const MOST: usize = 12;

/// A set of values for each group.
pub(super) fn groups(draft: &Draft, send: &Callback<Msg>, to_text: &Callback<MouseEvent>) -> Html {
    let count = draft.group_count();
    let add = {
        let send = send.clone();
        Callback::from(move |_: MouseEvent| send.emit(Msg::AddGroup))
    };
    html! {
        <>
            { for (0..count.min(MOST)).map(|index| {
                let remove = {
                    let send = send.clone();
                    Callback::from(move |_: MouseEvent| {
                        send.emit(Msg::RemoveGroup(index));
                        // the button goes with its group
                        focus_soon("add-group");
                    })
                };
                let path = |field: &'static Field| format!("senders[{index}].{}", field.key());
                let one = |field: &'static Field| entry(draft, send, &path(field), field);
                let crash = |field: &'static Field| {
                    entry(draft, send, &format!("senders[{index}].crash.{}", field.key()), field)
                };
                html! {
                    <fieldset key={index}>
                        <legend>{ if count > 1 { format!("Senders, group {}", index + 1) } else { "Senders".to_owned() } }
                            if count > 1 {
                                <button type="button" class="quiet" aria-label={format!("Remove group {}", index + 1)}
                                    onclick={remove}>{ Icon::Close.show() }</button>
                            }
                        </legend>
                        { one(&fields::GROUP_NAME) }
                        { one(&fields::GROUP_COUNT) }
                        if draft.has(&path(&fields::RATE_OF_SENDER)) {
                            { one(&fields::RATE_OF_SENDER) }
                        } else {
                            { one(&fields::MEAN_TIME) }
                        }
                        { choice(draft, send, to_text, &path(&fields::SERVICE), &fields::SERVICE) }
                        { one(&fields::FAILURE_RATE) }
                        <details>
                            <summary>{ "More" }</summary>
                            { one(&fields::CONCURRENCY) }
                            { one(&fields::HANG) }
                            { crash(&fields::MEAN_UP) }
                            { crash(&fields::MEAN_DOWN) }
                        </details>
                    </fieldset>
                }
            }) }
            if count > MOST {
                <p class="hint">{ format!("{} more groups stand in the text.", count - MOST) }</p>
            }
            <button type="button" class="quiet add" id="add-group" data-testid="add-group" onclick={add}>
                { Icon::Add.show() }<span>{ "Add a group of senders" }</span>
            </button>
        </>
    }
}
