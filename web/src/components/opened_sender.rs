//! The sender that was chosen: how it is, what it has done, what can be done to it.

use super::icon::Icon;
use super::senders::name_of;
use crate::browser::focus_soon;
use crate::protocol::{Snapshot, Status};
use crate::state::{LookUp, Msg, sender_life_lines};
use bellwether::chart::exact;
use bellwether::report::SenderState;
use bellwether::scenario::Scenario;
use yew::prelude::*;

/// Lines of a life that follows the run: each look at it has other lines than the one before.
const SHOWN_RUNNING: usize = 40;

/// What is shown, and who hears what happens.
pub(super) struct Props<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) snapshot: &'a Snapshot,
    /// Group and number.
    pub(super) sender: (u32, u32),
    pub(super) life: &'a LookUp,
    /// Whether its life follows the run by itself.
    pub(super) follows: bool,
    /// Whether nothing can be done any more.
    pub(super) over: bool,
    pub(super) send: &'a Callback<Msg>,
}

/// Its name, its state, the message that it holds, buttons, its life.
pub(super) fn opened_sender(props: &Props<'_>) -> Html {
    let id = props.sender;
    let row = props
        .snapshot
        .senders
        .iter()
        .find(|sender| (sender.group, sender.number) == id);
    let name = name_of(props.scenario, id);
    let state = row.map_or("removed", |row| row.state.name());
    let at = row.map_or(SenderState::Removed, |row| row.state);
    let button = |action: &'static str, word: &'static str| {
        // what is down cannot go down, and only who is up can fall silent
        let gone = props.over
            || match action {
                "crash" => matches!(at, SenderState::Removed | SenderState::Down),
                "hang" => !matches!(at, SenderState::Idle | SenderState::Busy),
                _ => at == SenderState::Removed,
            };
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
        Callback::from(move |_: MouseEvent| {
            send.emit(Msg::LookUp(message.to_string()));
            focus_soon("life");
        })
    });
    html! {
        <div class="opened-sender" id="opened-sender" tabindex="-1" role="group" aria-label={name.clone()} data-testid="opened-sender">
            <div class="opened-head">
                <b>{ name.clone() }</b>
                <span class={format!("state is-{state}")}>{ state }</span>
                if let (Some(message), Some(look_up)) = (holds, look_up) {
                    <button type="button" class="link" onclick={look_up}>{ format!("message {}", exact(message)) }</button>
                }
                <span class="spring"></span>
                <span class="buttons">
                    { button("crash", "Crash") }
                    { button("hang", "Hang") }
                    { button("restart", "Restart") }
                    { button("remove_sender", "Remove") }
                    <button type="button" class="quiet" data-testid="close-sender" aria-label="Close" title="Close (Escape)" onclick={close}>
                        { Icon::Close.show() }</button>
                </span>
            </div>
            { life(props) }
        </div>
    }
}

/// What it has done so far, the last first.
fn life(props: &Props<'_>) -> Html {
    let again = {
        let (send, id) = (props.send.clone(), props.sender);
        Callback::from(move |_: MouseEvent| send.emit(Msg::OpenSender(Some(id))))
    };
    let lines = match props.life {
        LookUp::Found(life) => sender_life_lines(life),
        LookUp::Failed(reason) => return html! { <p class="hint wrong">{ reason.clone() }</p> },
        LookUp::Asked => return html! { <p class="hint">{ "looking its life up …" }</p> },
        LookUp::Nothing => return Html::default(),
    };
    let goes_on = props.follows && props.snapshot.status == Status::Running;
    let shown = if goes_on { SHOWN_RUNNING } else { usize::MAX };
    html! {
        <>
            <p class="hint">{ "Its life so far, the last first. " }
                if !props.follows {
                    <button type="button" class="link" data-testid="life-again" onclick={again}>{ "Look again" }</button>
                }
            </p>
            <ol class="lines" data-testid="sender-life" tabindex="0" aria-label="Its life">
                if lines.is_empty() {
                    <li class="hint">{ "nothing yet" }</li>
                }
                { for lines.into_iter().rev().take(shown).map(|line| html! {
                    <li><time>{ line.at }</time><span>{ line.text }</span></li>
                }) }
            </ol>
        </>
    }
}
