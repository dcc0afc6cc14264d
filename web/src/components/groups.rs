//! The groups of senders in the form.

use super::field::{Choice, Entry};
use super::form::{Props, Shown};
use super::icon::Icon;
use crate::state::Msg;
use bellwether::scenario::fields::{self, Field};
use std::rc::Rc;
use yew::prelude::*;

/// Groups that the form shows; a file may have more.
const MOST: usize = 12;

/// A set of values for each group.
#[component]
pub(super) fn Groups(props: &Props) -> Html {
    let Props { draft, send } = props;
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
                    Callback::from(move |_: MouseEvent| send.emit(Msg::RemoveGroup(index)))
                };
                let path = |field: &'static Field| format!("senders[{index}].{}", field.key());
                let entry = |field: &'static Field| html! {
                    <Entry draft={Rc::clone(draft)} send={send.clone()} path={path(field)} field={Shown(field)} />
                };
                let crash = |field: &'static Field| html! {
                    <Entry draft={Rc::clone(draft)} send={send.clone()} field={Shown(field)}
                        path={format!("senders[{index}].crash.{}", field.key())} />
                };
                html! {
                    <fieldset key={index}>
                        <legend>{ if count > 1 { format!("Senders, group {}", index + 1) } else { "Senders".to_owned() } }
                            if count > 1 {
                                <button type="button" class="quiet" aria-label={format!("Remove group {}", index + 1)}
                                    onclick={remove}>{ Icon::Close.show() }</button>
                            }
                        </legend>
                        { entry(&fields::GROUP_NAME) }
                        { entry(&fields::GROUP_COUNT) }
                        if draft.has(&path(&fields::RATE_OF_SENDER)) {
                            { entry(&fields::RATE_OF_SENDER) }
                        } else {
                            { entry(&fields::MEAN_TIME) }
                        }
                        <Choice draft={Rc::clone(draft)} send={send.clone()} path={path(&fields::SERVICE)}
                            field={Shown(&fields::SERVICE)} />
                        { entry(&fields::FAILURE_RATE) }
                        <details>
                            <summary>{ "More" }</summary>
                            { entry(&fields::CONCURRENCY) }
                            { entry(&fields::HANG) }
                            { crash(&fields::MEAN_UP) }
                            { crash(&fields::MEAN_DOWN) }
                        </details>
                    </fieldset>
                }
            }) }
            <button type="button" class="quiet add" data-testid="add-group" onclick={add}>
                { Icon::Add.show() }<span>{ "Add a group of senders" }</span>
            </button>
        </>
    }
}
