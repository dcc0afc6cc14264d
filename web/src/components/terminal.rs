//! A command for the terminal, to be read and copied.

use crate::browser::copy;
use crate::state::Msg;
use yew::prelude::*;

/// A term of a list and what it stands for; `id` and `name` tell commands apart.
pub(super) fn terminal(id: &str, name: &'static str, command: &str, send: &Callback<Msg>) -> Html {
    let copy_command = {
        let (send, command) = (send.clone(), command.to_owned());
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
    html! {
        <>
            <dt>
                { "In a terminal" }
                <button type="button" class="tiny" data-testid={format!("copy-{id}")}
                    aria-label={format!("Copy: {name}")} onclick={copy_command}>{ "Copy" }</button>
            </dt>
            <dd class="command">
                <pre data-testid={id.to_owned()} tabindex="0" role="region" aria-label={name}>{ command.to_owned() }</pre>
            </dd>
        </>
    }
}
