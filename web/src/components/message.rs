//! A message's whole life, when its number is typed or clicked.

use crate::state::{LookUp, Msg, life_lines};
use bellwether::decimal::grouped;
use bellwether::scenario::Scenario;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) life: LookUp,
    pub(crate) scenario: Rc<Scenario>,
    pub(crate) send: Callback<Msg>,
}

/// The look-up and what it found.
#[component]
pub(crate) fn Message(props: &Props) -> Html {
    let number = use_node_ref();
    let look_up = {
        let (number, send) = (number.clone(), props.send.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = number
                .cast::<HtmlInputElement>()
                .map(|input| input.value())
                .unwrap_or_default();
            send.emit(Msg::LookUp(typed));
        })
    };
    html! {
        <section class="panel message" aria-label="Message">
            <div class="panel-head">
                <h2>{ "Message" }</h2>
                <form class="look-up" onsubmit={look_up}>
                    <label class="visually-hidden" for="message-number">{ "Number of the message" }</label>
                    <input id="message-number" data-testid="message-number" ref={number} type="text" inputmode="numeric"
                        size="10" placeholder="number" autocomplete="off" />
                    <button type="submit" data-testid="look-up">{ "Look up" }</button>
                </form>
            </div>
            <div id="life" tabindex="-1" data-testid="life" aria-live="polite">{ found(props) }</div>
        </section>
    }
}

fn found(props: &Props) -> Html {
    match &props.life {
        LookUp::Nothing => html! {
            <p class="hint">{ "A message's whole life: queued, attempts, redelivery, its final outcome. Type its number, from 0." }</p>
        },
        LookUp::Asked => html! { <p class="hint">{ "looking it up …" }</p> },
        LookUp::Failed(reason) => html! { <p class="hint wrong">{ reason.clone() }</p> },
        LookUp::Found(life) => html! {
            <>
                <dl class="content">
                    <dt>{ "number" }</dt><dd>{ grouped(life.message) }</dd>
                    <dt>{ "kind" }</dt><dd>{ life.kind.clone() }</dd>
                    <dt>{ "to" }</dt><dd>{ life.phone_number.clone() }</dd>
                    <dt>{ "text" }</dt><dd class="text">{ life.text.clone() }</dd>
                </dl>
                <ol class="lines">
                    { for life_lines(life, &props.scenario).into_iter().map(|line| html! {
                        <li><time>{ line.at }</time><span>{ line.text }</span></li>
                    }) }
                </ol>
            </>
        },
    }
}
