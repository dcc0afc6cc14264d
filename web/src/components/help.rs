//! Help: what the keys do, and what the picture shows.

use crate::state::Msg;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) open: bool,
    pub(crate) send: Callback<Msg>,
}

/// A dialog; closed by Escape, its button or `?`.
#[component]
pub(crate) fn Help(props: &Props) -> Html {
    let dialog = use_node_ref();
    use_effect_with(props.open, {
        let dialog = dialog.clone();
        move |open| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                match (*open, dialog.open()) {
                    // It is in the page, so it can be shown.
                    (true, false) => drop(dialog.show_modal()),
                    (false, true) => dialog.close(),
                    _ => {}
                }
            }
        }
    });
    let close = {
        let send = props.send.clone();
        Callback::from(move |_: MouseEvent| send.emit(Msg::Help(false)))
    };
    let onclose = {
        let send = props.send.clone();
        Callback::from(move |_: Event| send.emit(Msg::Help(false)))
    };
    html! {
        <dialog ref={dialog} class="help" data-testid="help-dialog" aria-label="Help" {onclose}>
            <h2>{ "Bellwether" }</h2>
            <p>{ "A pipeline that sends alerts, simulated event by event: a producer makes messages, a broker queues them, \
                senders send them, a monitor watches. The run in this page is the run in the terminal, bit for bit." }</p>
            <dl class="keys">
                <dt><kbd>{ "Space" }</kbd></dt><dd>{ "run or pause" }</dd>
                <dt><kbd>{ "." }</kbd></dt><dd>{ "one step: an event, a message or an interval of the monitor, as chosen beside the button" }</dd>
                <dt><kbd>{ "Escape" }</kbd></dt><dd>{ "cancel: drop the queue, let attempts end" }</dd>
                <dt><kbd>{ "?" }</kbd></dt><dd>{ "this help" }</dd>
            </dl>
            <p>{ "Choose a sender to see its life, to crash, hang, restart or remove it. What you do by hand is recorded with its virtual \
                time: the link, the scenario file and the command repeat it." }</p>
            <p>{ "Speed is virtual seconds per second; at its right end the run goes as fast as it can. Nothing leaves \
                this machine." }</p>
            <button type="button" class="primary" onclick={close}>{ "Close" }</button>
        </dialog>
    }
}
