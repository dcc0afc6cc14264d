//! What can be done by hand, below the picture: break it, mend it, change it. All but more messages of a burst becomes
//! an entry of the timeline.

use super::icon::Icon;
use super::opened_sender::{self, opened_sender};
use super::senders::name_of;
use super::setting::Setting;
use crate::browser::{chosen, focus_soon};
use crate::engine::RETURNING;
use crate::protocol::Snapshot;
use crate::state::{LookUp, Msg};
use bellwether::report::SenderState;
use bellwether::scenario::{Arrivals, MAX_MESSAGES, Scenario};
use std::rc::Rc;
use yew::prelude::*;

/// Groups that have a button of their own for one more sender; of more one is chosen.
const MOST_GROUPS: usize = 4;

/// What can be done to the producer, and what it is called.
const PAUSE: (&str, &str) = ("pause_producer: {}", "Pause producer");
const RESUME: (&str, &str) = ("resume_producer: {}", "Resume producer");
const SUBMIT: (&str, &str) = ("submit: {}", "Submit a message");

/// What is shown, and who hears what happens.
pub(crate) struct Props {
    pub(crate) scenario: Rc<Scenario>,
    pub(crate) snapshot: Option<Rc<Snapshot>>,
    /// The sender that is open, by group and number.
    pub(crate) opened: Option<(u32, u32)>,
    pub(crate) life: LookUp,
    /// Whether that life follows the run by itself.
    pub(crate) follows: bool,
    /// Why the last thing could not be done.
    pub(crate) refusal: Option<String>,
    /// Why nothing can be done now, if so.
    pub(crate) hindrance: Option<&'static str>,
    /// What is in the way of another run like this one, if so.
    pub(crate) unlike: Option<String>,
    pub(crate) send: Callback<Msg>,
}

/// The sender that is open, and a row of buttons.
pub(crate) fn hands(props: &Props) -> Html {
    let Props { scenario, send, .. } = props;
    let snapshot = props.snapshot.clone().unwrap_or_default();
    // to a run that there is
    let over = &(props.hindrance.is_some() || props.snapshot.is_none());
    let act = |action: String| {
        let send = send.clone();
        Callback::from(move |_: MouseEvent| send.emit(Msg::Act(action.clone())))
    };
    let victim = victim(&snapshot).map(|id| name_of(scenario, id));
    let counted = snapshot.senders.is_empty() && !snapshot.groups.is_empty();
    let why_not = props.hindrance.unwrap_or(if counted {
        "With more than 1,000 senders only the timeline can crash one"
    } else {
        "No sender is up"
    });
    let crash = act(format!(
        "crash: {{sender: {}}}",
        victim.as_deref().unwrap_or_default()
    ));
    let resume = {
        let send = send.clone();
        Callback::from(move |event: MouseEvent| {
            send.emit(Msg::Act(RESUME.0.to_owned()));
            if event.detail() == 0 {
                // the button goes, and who uses keys has pressed it
                focus_soon("run");
            }
        })
    };
    let groups = &scenario.senders;
    html! {
        <div class="hands" role="group" aria-label="By hand">
            if let Some(sender) = props.opened {
                { opened_sender(&opened_sender::Props {
                    scenario, snapshot: &snapshot, sender, life: &props.life, follows: props.follows, over: *over, send,
                }) }
            }
            <div class="buttons">
                <button type="button" data-testid="crash-one" disabled={*over || victim.is_none()} onclick={crash}
                    title={victim.as_ref().filter(|_| !over)
                        .map_or_else(|| why_not.to_owned(), |name| format!("Crashes {name} now"))}>
                    { Icon::Close.show() }<span>{ "Crash a sender" }</span></button>
                if snapshot.gauges.paused {
                    <button type="button" data-testid="resume-producer" disabled={*over} onclick={resume}>
                        { Icon::Run.show() }<span>{ RESUME.1 }</span></button>
                }
                { triple(props, snapshot.gauges.rate) }
                if groups.len() > MOST_GROUPS {
                    { add_to_one_of(scenario, *over, send) }
                }
                { for groups.iter().filter(|_| groups.len() <= MOST_GROUPS).map(|group| html! {
                    <button type="button" data-testid={format!("add-{}", group.name)} disabled={*over}
                        title="Adds a sender now" aria-label={format!("Add a sender to {}", group.name)}
                        onclick={act(one_more(&group.name))}>
                        { Icon::Add.show() }
                        <span>{ if groups.len() == 1 { "Add a sender".to_owned() } else { group.name.clone() } }</span>
                    </button>
                }) }
                if (counted || props.hindrance == Some(RETURNING)) && props.snapshot.is_some() {
                    <span class="hint">{ why_not }{ "." }</span>
                } else if props.opened.is_none() && !snapshot.senders.is_empty() {
                    <span class="hint">{ "Choose a sender to see its life." }</span>
                }
            </div>
            <details>
                <summary data-testid="hands">{ "More to change while it runs" }</summary>
                <div class="buttons">
                    <Setting scenario={Rc::clone(scenario)} over={*over} send={send.clone()} />
                    { for [if snapshot.gauges.paused { RESUME } else { PAUSE }, SUBMIT].map(|(action, name)| html! {
                        <button type="button" disabled={*over} onclick={act(action.to_owned())}>{ name }</button>
                    }) }
                </div>
            </details>
            if let Some(refusal) = &props.refusal {
                <p class="hint wrong" role="alert" data-testid="refusal">{ refusal.clone() }</p>
            }
        </div>
    }
}

/// Where there are too many groups for a button each: one button, and the group that it adds to.
fn add_to_one_of(scenario: &Scenario, over: bool, send: &Callback<Msg>) -> Html {
    let send = send.clone();
    let add = Callback::from(move |_: MouseEvent| {
        if let Some(group) = chosen("add-to") {
            send.emit(Msg::Act(one_more(&group)));
        }
    });
    html! {
        <span class="joined">
            <button type="button" data-testid="add-sender" disabled={over} title="Adds a sender now" onclick={add}>
                { Icon::Add.show() }<span>{ "Add a sender" }</span></button>
            <select id="add-to" data-testid="add-to" aria-label="Group of the new sender">
                { for scenario.senders.iter().enumerate().map(|(index, group)| html! {
                    <option value={group.name.clone()} selected={index == 0}>{ group.name.clone() }</option>
                }) }
            </select>
        </span>
    }
}

/// One more sender; its group's name as JSON text, since a bare one may mean something else.
fn one_more(group: &str) -> String {
    format!(
        "add_senders: {{group: {}, count: 1}}",
        serde_json::Value::from(group)
    )
}

/// The first sender that works, or else the first that could.
fn victim(snapshot: &Snapshot) -> Option<(u32, u32)> {
    let first = |wanted: fn(SenderState) -> bool| snapshot.senders.iter().find(|sender| wanted(sender.state));
    let sender = first(|state| state == SenderState::Busy).or_else(|| {
        first(|state| {
            matches!(
                state,
                SenderState::Idle | SenderState::Silent | SenderState::Restarting
            )
        })
    })?;
    Some((sender.group, sender.number))
}

fn triple(props: &Props, rate: Option<f64>) -> Html {
    let load = tripled(&props.scenario, rate);
    let (title, over) = match (&load, &props.unlike) {
        (None, _) => return Html::default(),
        (Some(Load::Rate(_)), _) => (
            "From now on messages come three times as often",
            props.hindrance.is_some(),
        ),
        (_, Some(obstacle)) => (obstacle.as_str(), true),
        (_, None) => (
            "Begins again with three times as many messages",
            props.snapshot.is_none(),
        ),
    };
    let name = match &load {
        // it is another run
        Some(Load::Messages(_)) => "Restart × 3",
        _ => "Triple the load",
    };
    let title = title.to_owned();
    let send = props.send.clone();
    let onclick = Callback::from(move |_: MouseEvent| match &load {
        Some(Load::Rate(action)) => send.emit(Msg::Act(action.clone())),
        Some(Load::Messages(messages)) => send.emit(Msg::RunWith(*messages)),
        None => {}
    });
    html! {
        <button type="button" data-testid="triple" disabled={over} {title} {onclick}>
            { Icon::Triple.show() }<span>{ name }</span></button>
    }
}

/// Three times the load.
#[derive(Debug, PartialEq)]
enum Load {
    /// The action that sets the rate.
    Rate(String),
    /// The number of messages, where all come at once.
    Messages(u32),
}

/// Three times the rate that was set during the run, or else what the scenario says, where it says one number.
fn tripled(scenario: &Scenario, set: Option<f64>) -> Option<Load> {
    let producer = &scenario.producer;
    let rate = match (&producer.arrivals, set) {
        (Arrivals::Burst, _) if producer.messages <= MAX_MESSAGES / 3 => {
            return Some(Load::Messages(producer.messages * 3));
        }
        (Arrivals::Burst, _) => return None,
        (_, Some(rate)) => rate,
        (Arrivals::Poisson(rate), _) => *rate,
        (Arrivals::Every(gap), _) => 1.0 / gap.seconds().to_f64(),
        (Arrivals::Steps(_) | Arrivals::Trace(_), _) => return None,
    };
    let rate = format!("{:.9}", rate * 3.0);
    let rate = rate.trim_end_matches('0').trim_end_matches('.');
    Some(Load::Rate(format!("set: {{arrival_rate: {rate}/s}}")))
}

#[cfg(test)]
mod tests {
    use super::{Load, Scenario, one_more, tripled};
    use crate::engine::compose;

    #[test]
    fn a_group_has_one_more_sender_whatever_its_name() {
        for group in ["carrier-a", "-", "none", "12"] {
            let text = format!("senders: [{{name: '{group}'}}]");
            let entry = format!("{{at: 1s, {}}}", one_more(group));
            compose(&text, &[entry]).unwrap();
        }
    }

    #[test]
    fn three_times_the_load() {
        for (arrivals, action) in [("{every: 100ms}", "30"), ("{poisson: 90/s}", "270")] {
            let text = format!("producer: {{arrivals: {arrivals}}}");
            let scenario = Scenario::from_text(&text).unwrap();
            let rate = |rate: &str| Some(Load::Rate(format!("set: {{arrival_rate: {rate}/s}}")));
            assert_eq!(tripled(&scenario, None), rate(action));
            assert_eq!(tripled(&scenario, Some(270.0)), rate("810"), "what is now");
            assert_eq!(tripled(&scenario, Some(1e-7)), rate("0.0000003"), "a small one");
        }
        assert_eq!(tripled(&Scenario::default(), None), Some(Load::Messages(3000)));
        let many = Scenario::from_text("producer: {messages: 2000000000}").unwrap();
        assert_eq!(tripled(&many, None), None);
    }
}
