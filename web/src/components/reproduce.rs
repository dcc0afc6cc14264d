//! What is needed to see the same run again: digest, command, link.

use crate::browser::copy;
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
    let copy_command = {
        let (send, command) = (props.send.clone(), props.command.clone());
        Callback::from(move |_: MouseEvent| {
            let send = send.clone();
            copy(
                &command,
                Callback::from(move |worked: bool| {
                    let said = if worked {
                        "The command is copied."
                    } else {
                        "The browser does not let the page copy."
                    };
                    send.emit(Msg::Tell(said.to_owned(), !worked));
                }),
            );
        })
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
                    <dt>
                        { "In a terminal" }
                        <button type="button" class="tiny" data-testid="copy-command"
                            aria-label="Copy the command" onclick={copy_command}>{ "Copy" }</button>
                    </dt>
                    <dd class="command">
                        <pre data-testid="command" tabindex="0" role="region" aria-label="Command">{ props.command.clone() }</pre>
                    </dd>
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
