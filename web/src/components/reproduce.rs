//! What is needed to see the same run again: digest, command, link.

use super::terminal::terminal;
use crate::state::{Msg, TextOf};
use yew::prelude::*;

/// What is shown, and who hears what happens.
pub(crate) struct Props {
    pub(crate) digest: String,
    pub(crate) command: String,
    pub(crate) over: bool,
    pub(crate) by_hand: usize,
    pub(crate) send: Callback<Msg>,
}

/// The same run, elsewhere.
pub(crate) fn reproduce(props: &Props) -> Html {
    let send_with = |message: Msg| {
        let send = props.send.clone();
        Callback::from(move |_: MouseEvent| send.emit(message.clone()))
    };
    let note = match (props.over, props.by_hand) {
        (true, 0) => "The terminal prints the same digest for the same scenario and seed.".to_owned(),
        (false, 0) => "Changes with every event; at the end it names the run.".to_owned(),
        (_, 1) => "One hand action is part of the scenario that is exported and shared.".to_owned(),
        (_, many) => format!("{many} hand actions are part of the scenario that is exported and shared."),
    };
    html! {
        <section class="panel reproduce" aria-label="Reproduce">
            <div class="panel-head"><h2>{ "Reproduce" }</h2></div>
            <dl>
                <dt>{ "Digest" }</dt>
                <dd><code data-testid="digest" class="digest">{ props.digest.clone() }</code></dd>
                if !props.command.is_empty() {
                    { terminal("command", "Command", &props.command, &props.send) }
                }
                <dt>{ "Elsewhere" }</dt>
                <dd class="buttons">
                    <button type="button" onclick={send_with(Msg::Share(TextOf::Run))}>{ "Copy link" }</button>
                    <button type="button" onclick={send_with(Msg::ExportScenario(TextOf::Run))}>{ "Scenario file" }</button>
                    <button type="button" onclick={send_with(Msg::ExportReport)}>{ "Report (JSON)" }</button>
                </dd>
            </dl>
            <p class="hint">{ note }</p>
        </section>
    }
}
