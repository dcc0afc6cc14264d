//! A setting that is changed while a run goes on.

use crate::state::Msg;
use bellwether::scenario::Scenario;
use std::rc::Rc;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Key of the timeline's `set`, what it is called, an example.
const SETTINGS: [(&str, &str, &str); 4] = [
    ("failure_rate", "failure rate", "50%"),
    ("mean_time", "mean time", "250ms"),
    ("hang", "hang", "1%"),
    ("arrival_rate", "arrival rate", "90/s"),
];

#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) scenario: Rc<Scenario>,
    /// Whether the run has ended.
    pub(super) over: bool,
    pub(super) send: Callback<Msg>,
}

/// Which setting, of which group, and its new value.
#[component]
pub(super) fn Setting(props: &Props) -> Html {
    let (setting, group, value) = (use_node_ref(), use_node_ref(), use_node_ref());
    let chosen = use_state_eq(|| 0_usize);
    let choose = {
        let (chosen, setting) = (chosen.setter(), setting.clone());
        Callback::from(move |_: Event| {
            let key = setting
                .cast::<HtmlSelectElement>()
                .map(|select| select.value())
                .unwrap_or_default();
            chosen.set(SETTINGS.iter().position(|setting| setting.0 == key).unwrap_or(0));
        })
    };
    let (key, _, example) = SETTINGS[*chosen];
    let of_group = key != "arrival_rate";
    let set = {
        let (group, value, send) = (group.clone(), value.clone(), props.send.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let value = value
                .cast::<HtmlInputElement>()
                .map(|input| input.value())
                .unwrap_or_default();
            let group = group
                .cast::<HtmlSelectElement>()
                .map(|select| select.value())
                .unwrap_or_default();
            let group = if group.is_empty() || !of_group {
                String::new()
            } else {
                format!("group: {}, ", serde_json::Value::from(group))
            };
            // as JSON text it is one value, whatever is in it
            let value = serde_json::Value::from(value.trim());
            send.emit(Msg::Act(format!("set: {{{group}{key}: {value}}}")));
        })
    };
    html! {
        <form class="buttons" onsubmit={set}>
            <select ref={setting} aria-label="Setting" data-testid="hand-setting" onchange={choose}>
                { for SETTINGS.iter().enumerate().map(|(index, (key, name, _))| html! {
                    <option value={*key} selected={index == *chosen}>{ *name }</option>
                }) }
            </select>
            if of_group {
                <select ref={group} aria-label="Group">
                    <option value="" selected=true>{ "all groups" }</option>
                    { for props.scenario.senders.iter().map(|group| html! {
                        <option value={group.name.clone()}>{ group.name.clone() }</option>
                    }) }
                </select>
            }
            <input ref={value} type="text" size="8" aria-label="New value" data-testid="hand-value"
                placeholder={example} autocomplete="off" />
            <button type="submit" data-testid="hand-set" disabled={props.over}>{ "Set" }</button>
        </form>
    }
}
