//! What a person should know now.

use super::icon::Icon;
use crate::state::{Msg, Notice, Worker};
use yew::prelude::*;

/// A message, and a dead worker's obituary.
pub(crate) fn notices(notice: Option<&Notice>, worker: &Worker, send: &Callback<Msg>) -> Html {
    let send_with = |message: Msg| {
        let send = send.clone();
        Callback::from(move |_: MouseEvent| send.emit(message.clone()))
    };
    html! {
        <div class="notices">
            if let Worker::Broken(reason) = worker {
                <div class="notice bad" role="alert" data-testid="worker-broken">
                    <p><b>{ "The worker has stopped: " }</b>{ reason.clone() }
                        { ". Scenario, seed and everything done by hand are still here." }</p>
                    <button type="button" onclick={send_with(Msg::RestartWorker)}>{ "Start it again" }</button>
                </div>
            }
            if *worker == Worker::Silent {
                <div class="notice bad" role="alert" data-testid="worker-silent">
                    <p><b>{ "The worker does not answer. " }</b>
                        { "It may be busy with a very large step, or dead. Started again, it takes the run up where it was: \
                            scenario, seed and everything done by hand are still here." }</p>
                    <button type="button" onclick={send_with(Msg::RestartWorker)}>{ "Start it again" }</button>
                </div>
            }
            if let Some(notice) = notice {
                <div class={classes!("notice", notice.bad.then_some("bad"))} data-testid="notice"
                    role={if notice.bad { "alert" } else { "status" }}>
                    <p>{ notice.text.clone() }</p>
                    if notice.way_back {
                        <button type="button" data-testid="bring-back" onclick={send_with(Msg::BringBack)}>
                            { "Bring it back" }</button>
                    }
                    <button type="button" class="quiet" aria-label="Put away"
                        onclick={send_with(Msg::PutNoticeAway)}>{ Icon::Close.show() }</button>
                </div>
            }
        </div>
    }
}
