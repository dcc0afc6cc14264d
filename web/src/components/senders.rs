//! The senders as a table, and what can be done to one of them.

use super::hands::Hands;
use super::icon::Icon;
use crate::protocol::Snapshot;
use crate::state::{LookUp, Msg, sender_life_lines, state_name};
use bellwether::chart::exact;
use bellwether::report::SenderState;
use bellwether::scenario::Scenario;
use std::rc::Rc;
use yew::prelude::*;

/// Rows that are shown.
const SHOWN: usize = 200;

/// What is shown, and who hears what happens.
pub(crate) struct Props {
    pub(crate) scenario: Rc<Scenario>,
    pub(crate) snapshot: Option<Rc<Snapshot>>,
    pub(crate) opened: Option<(u32, u32)>,
    pub(crate) life: LookUp,
    pub(crate) send: Callback<Msg>,
}

/// A row for each sender, or for each group if there are too many.
pub(crate) fn senders(props: &Props) -> Html {
    let snapshot = props.snapshot.clone().unwrap_or_default();
    let groups = &props.scenario.senders;
    let act = |action: String| {
        let send = props.send.clone();
        Callback::from(move |_: MouseEvent| send.emit(Msg::Act(action.clone())))
    };
    html! {
        <section class="panel senders" aria-label="Senders">
            <div class="panel-head">
                <h2>{ "Senders" }</h2>
                <div class="chips">
                    { for groups.iter().take(4).map(|group| html! {
                        <button type="button" class="tiny" data-testid={format!("add-{}", group.name)}
                            title="Adds a sender now; recorded in the timeline"
                            onclick={act(format!("add_senders: {{group: {}, count: 1}}", group.name))}>
                            { Icon::Add.show() }<span>{ group.name.clone() }</span>
                        </button>
                    }) }
                </div>
            </div>
            { opened(props, &snapshot) }
            <Hands scenario={Rc::clone(&props.scenario)} send={props.send.clone()} />
            <div class="table-frame" tabindex="0">
                <table data-testid="senders">
                    <thead><tr>
                        <th scope="col">{ "Sender" }</th><th scope="col">{ "State" }</th>
                        <th scope="col" class="number">{ "Sent" }</th><th scope="col" class="number">{ "Failed" }</th>
                        <th scope="col" class="number">{ "Busy" }</th><th scope="col" class="number">{ "Crashes" }</th>
                        <th scope="col" class="number">{ "Restarts" }</th>
                    </tr></thead>
                    <tbody>
                        if snapshot.senders.is_empty() {
                            { group_rows(props, &snapshot) }
                        } else {
                            { sender_rows(props, &snapshot) }
                        }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

fn name_of(props: &Props, (group, number): (u32, u32)) -> String {
    let group = props.scenario.senders.get(group as usize);
    format!("{}/{number}", group.map_or("?", |group| group.name.as_str()))
}

fn sender_rows(props: &Props, snapshot: &Snapshot) -> Html {
    let rows = snapshot.senders.iter().take(SHOWN).map(|sender| {
        let id = (sender.group, sender.number);
        let is_open = props.opened == Some(id);
        let open = {
            let send = props.send.clone();
            Callback::from(move |_: MouseEvent| send.emit(Msg::OpenSender((!is_open).then_some(id))))
        };
        let state = state_name(sender.state);
        html! {
            <tr key={format!("{}-{}", id.0, id.1)} class={classes!(is_open.then_some("opened"))}>
                <th scope="row"><button type="button" class="link" aria-expanded={is_open.to_string()} onclick={open}>
                    { name_of(props, id) }</button></th>
                <td><span class={format!("state is-{state}")}>{ state }</span></td>
                <td class="number">{ count(sender.sent) }</td>
                <td class="number">{ count(sender.failed) }</td>
                <td class="number">{ format!("{:.0} %", sender.utilisation * 100.0) }</td>
                <td class="number">{ sender.crashes }</td>
                <td class="number">{ sender.restarts }</td>
            </tr>
        }
    });
    html! {
        <>
            { for rows }
            if snapshot.senders.len() > SHOWN {
                <tr><td colspan="7" class="hint">
                    { format!("and {} more; the report has all of them", snapshot.senders.len() - SHOWN) }
                </td></tr>
            }
        </>
    }
}

fn group_rows(props: &Props, snapshot: &Snapshot) -> Html {
    let rows = props.scenario.senders.iter().zip(&snapshot.groups).take(SHOWN).map(|(settings, group)| {
        let busy = group.states[SenderState::Busy as usize];
        let all: u32 = group.states.iter().sum();
        html! {
            <tr>
                <th scope="row">{ settings.name.clone() }</th>
                <td>{ format!("{} of {} busy", exact(f64::from(busy)), exact(f64::from(all))) }</td>
                <td class="number">{ count(group.sent) }</td>
                <td class="number">{ count(group.failed) }</td>
                <td class="number">{ "–" }</td><td class="number">{ "–" }</td><td class="number">{ "–" }</td>
            </tr>
        }
    });
    rows.collect()
}

/// What can be done to the sender that is open.
fn opened(props: &Props, snapshot: &Snapshot) -> Html {
    let Some(id) = props.opened else {
        return Html::default();
    };
    let row = snapshot
        .senders
        .iter()
        .find(|sender| (sender.group, sender.number) == id);
    let name = name_of(props, id);
    let state = row.map_or("removed", |row| state_name(row.state));
    let gone = row.is_none_or(|row| row.state == SenderState::Removed);
    let button = |action: &'static str, word: &'static str| {
        let send = props.send.clone();
        let text = format!("{action}: {{sender: {name}}}");
        html! {
            <button type="button" data-testid={format!("act-{action}")} disabled={gone}
                onclick={Callback::from(move |_: MouseEvent| send.emit(Msg::Act(text.clone())))}>{ word }</button>
        }
    };
    let close = {
        let send = props.send.clone();
        Callback::from(move |_: MouseEvent| send.emit(Msg::OpenSender(None)))
    };
    let holds = row.and_then(|row| row.message);
    let look_up = holds.map(|message| {
        let send = props.send.clone();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is a message's number"
        )]
        let message = message as u32;
        Callback::from(move |_: MouseEvent| send.emit(Msg::LookUp(message)))
    });
    html! {
        <div class="opened-sender" role="group" aria-label={name.clone()} data-testid="opened-sender">
            <b>{ name.clone() }</b>
            <span class={format!("state is-{state}")}>{ state }</span>
            if let (Some(message), Some(look_up)) = (holds, look_up) {
                <button type="button" class="link" onclick={look_up}>{ format!("message {message:.0}") }</button>
            }
            <span class="spring"></span>
            { button("crash", "Crash") }
            { button("hang", "Hang") }
            { button("restart", "Restart") }
            { button("remove_sender", "Remove") }
            <button type="button" class="quiet" aria-label="Close" title="Close (Escape)" onclick={close}>
                { Icon::Close.show() }</button>
            { life(props, id) }
        </div>
    }
}

/// What the sender that is open has done so far, the last first.
fn life(props: &Props, id: (u32, u32)) -> Html {
    let again = {
        let send = props.send.clone();
        Callback::from(move |_: MouseEvent| send.emit(Msg::OpenSender(Some(id))))
    };
    let lines = match &props.life {
        LookUp::Found(life) => sender_life_lines(life),
        LookUp::Failed(reason) => return html! { <p class="hint wrong">{ reason.clone() }</p> },
        LookUp::Asked(_) => return html! { <p class="hint">{ "looking its life up …" }</p> },
        LookUp::Nothing => return Html::default(),
    };
    html! {
        <div class="sender-life">
            <p class="hint">{ "Its life so far, the last first. " }
                <button type="button" class="link" data-testid="life-again" onclick={again}>{ "Look again" }</button></p>
            <ol class="lines" data-testid="sender-life" tabindex="0">
                { for lines.into_iter().rev().map(|line| html! {
                    <li><time>{ line.at }</time><span>{ line.text }</span></li>
                }) }
                if matches!(&props.life, LookUp::Found(life) if life.rows.is_empty()) {
                    <li><span>{ "nothing yet" }</span></li>
                }
            </ol>
        </div>
    }
}

#[expect(clippy::cast_precision_loss, reason = "a figure to be read")]
fn count(count: u64) -> String {
    exact(count as f64)
}
