//! The scenario: a form and its text, two views of one thing.

use super::form::form;
use crate::state::{Draft, Msg};
use std::rc::Rc;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) draft: Rc<Draft>,
    /// Whether a run goes on that is not of this draft.
    pub(crate) edited: bool,
    pub(crate) send: Callback<Msg>,
}

/// Form, text, and what is wrong with either.
#[component]
pub(crate) fn ScenarioPanel(props: &Props) -> Html {
    let Props { draft, edited, send } = props;
    let as_text = use_state_eq(|| false);
    let show = |text: bool| {
        let as_text = as_text.clone();
        Callback::from(move |_: MouseEvent| as_text.set(text))
    };
    let write = {
        let send = send.clone();
        Callback::from(move |event: InputEvent| {
            send.emit(Msg::Text(
                event.target_unchecked_into::<HtmlTextAreaElement>().value(),
            ));
        })
    };
    let open = {
        let send = send.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let Some(file) = input.files().and_then(|files| files.get(0)) else {
                return;
            };
            // the same file may be chosen again
            input.set_value("");
            crate::browser::read_file(&file, &send);
        })
    };
    let export = {
        let send = send.clone();
        Callback::from(move |_: MouseEvent| send.emit(Msg::ExportScenario))
    };
    let restart = {
        let send = send.clone();
        Callback::from(move |_: MouseEvent| {
            send.emit(Msg::Reset);
            send.emit(Msg::Run);
        })
    };
    let tab = |text: bool, name: &'static str, id: &'static str| {
        html! {
            <button type="button" role="tab" id={id} data-testid={id} aria-selected={(*as_text == text).to_string()}
                aria-controls="scenario-body" onclick={show(text)}>{ name }</button>
        }
    };
    html! {
        <aside class="scenario" aria-label="Scenario">
            <div class="panel-head">
                <h2>{ "Scenario" }</h2>
                <div class="tabs" role="tablist" aria-label="View">
                    { tab(false, "Form", "tab-form") }
                    { tab(true, "Text", "tab-text") }
                </div>
            </div>
            if *edited && draft.problems.is_empty() {
                <div class="edited" role="status">
                    <span>{ "Edited. The run still uses the earlier scenario." }</span>
                    <button type="button" data-testid="restart" onclick={restart}>{ "Restart" }</button>
                </div>
            }
            { problems(draft) }
            <div id="scenario-body" class="scenario-body" role="tabpanel">
                if *as_text {
                    <textarea id="scenario-text" data-testid="scenario-text" spellcheck="false" autocomplete="off"
                        aria-label="Scenario as YAML" aria-invalid={(!draft.problems.is_empty()).to_string()}
                        value={draft.text.clone()} oninput={write} />
                } else {
                    { form(draft, send) }
                }
            </div>
            <div class="scenario-foot">
                <label class="button quiet">
                    { "Open file…" }
                    <input type="file" class="visually-hidden" data-testid="open-file"
                        accept=".yaml,.yml,.json,.env,text/*" onchange={open} />
                </label>
                <button type="button" class="quiet" data-testid="export-scenario" onclick={export}>{ "Save file" }</button>
            </div>
        </aside>
    }
}

/// All problems, in the words of the core.
fn problems(draft: &Draft) -> Html {
    let problems = &draft.problems;
    html! {
        if !problems.is_empty() {
            <ul class="problems" role="alert" data-testid="problems">
                { for problems.iter().map(|problem| html! { <li>{ problem.to_string() }</li> }) }
            </ul>
        }
    }
}
