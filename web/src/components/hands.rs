//! What can be changed by hand while a run goes on; each change becomes an entry of the timeline.

use crate::state::Msg;
use bellwether::scenario::{Arrivals, Scenario};
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
    pub(super) send: Callback<Msg>,
}

/// A setting, a group, a value; the producer's clock; another message.
#[component]
pub(super) fn Hands(props: &Props) -> Html {
    let (setting, group, value) = (use_node_ref(), use_node_ref(), use_node_ref());
    let chosen = use_state_eq(|| 0_usize);
    let act = |action: String| {
        let send = props.send.clone();
        Callback::from(move |_: MouseEvent| send.emit(Msg::Act(action.clone())))
    };
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
                format!("group: {group}, ")
            };
            // as JSON text it is one value, whatever is in it
            let value = serde_json::Value::from(value.trim());
            send.emit(Msg::Act(format!("set: {{{group}{key}: {value}}}")));
        })
    };
    html! {
        <details class="hands">
            <summary data-testid="hands">{ "Change it while it runs" }</summary>
            <form onsubmit={set}>
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
                <button type="submit" data-testid="hand-set">{ "Set" }</button>
            </form>
            <div class="buttons">
                <button type="button" onclick={act("pause_producer: {}".to_owned())}>{ "Pause producer" }</button>
                <button type="button" onclick={act("resume_producer: {}".to_owned())}>{ "Resume producer" }</button>
                <button type="button" onclick={act("submit: {}".to_owned())}>{ "Submit a message" }</button>
                if let Some(rate) = tripled(&props.scenario.producer.arrivals) {
                    <button type="button" data-testid="triple" onclick={act(rate)}>{ "Triple the load" }</button>
                }
            </div>
        </details>
    }
}

/// The action that lets messages come three times as often as the scenario says, where they come at a rate.
fn tripled(arrivals: &Arrivals) -> Option<String> {
    let rate = match arrivals {
        Arrivals::Poisson(rate) => *rate,
        Arrivals::Every(gap) => 1.0 / gap.seconds().to_f64(),
        Arrivals::Burst | Arrivals::Steps(_) | Arrivals::Trace(_) => return None,
    };
    Some(format!("set: {{arrival_rate: {:.6}/s}}", rate * 3.0))
}

#[cfg(test)]
mod tests {
    use super::{Arrivals, tripled};
    use bellwether::time::SimDuration;

    #[test]
    fn three_times_the_rate() {
        let every = Arrivals::Every(SimDuration::from_nanoseconds(100_000_000));
        assert_eq!(
            tripled(&every).as_deref(),
            Some("set: {arrival_rate: 30.000000/s}")
        );
        assert_eq!(
            tripled(&Arrivals::Poisson(90.0)).as_deref(),
            Some("set: {arrival_rate: 270.000000/s}")
        );
        assert_eq!(tripled(&Arrivals::Burst), None);
    }
}
