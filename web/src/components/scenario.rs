//! The scenario: a form and its text, two views of one thing.

use super::form::form;
use super::scenario_text::{Goal, ScenarioText};
use crate::browser::show_field;
use crate::state::{Draft, Msg, TextOf};
use bellwether::scenario::{Format, PRESETS};
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) draft: Rc<Draft>,
    /// What to say if the run that is shown is not of this draft.
    pub(crate) earlier: Option<&'static str>,
    /// How many parts of the form there are by now, of four.
    pub(crate) parts: usize,
    pub(crate) send: Callback<Msg>,
}

/// Form, text, and what is wrong with either.
#[component]
pub(crate) fn ScenarioPanel(props: &Props) -> Html {
    let Props {
        draft,
        earlier,
        parts,
        send,
    } = props;
    let as_text = use_state_eq(|| false);
    let goal = use_state(|| None::<Goal>);
    let show = |text: bool| {
        let (as_text, goal) = (as_text.clone(), goal.clone());
        Callback::from(move |_: MouseEvent| {
            goal.set(None);
            as_text.set(text);
        })
    };
    let go_to = {
        let (as_text, goal) = (as_text.clone(), goal.clone());
        Callback::from(move |(path, line): (String, Option<u32>)| {
            if *as_text || !show_field(&path) {
                as_text.set(true);
                let earlier = goal.map_or(0, |goal| goal.earlier + 1);
                goal.set(line.map(|line| Goal { line, earlier }));
            }
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
            crate::files::read(&file, &send);
        })
    };
    let export = {
        let send = send.clone();
        Callback::from(move |_: MouseEvent| send.emit(Msg::ExportScenario(TextOf::Draft)))
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
            <button type="button" id={id} data-testid={id} aria-pressed={(*as_text == text).to_string()}
                aria-controls="scenario-body" onclick={show(text)}>{ name }</button>
        }
    };
    html! {
        <aside class="scenario" id="scenario" tabindex="-1" aria-label="Scenario">
            <div class="panel-head">
                <h2>{ "Scenario" }</h2>
                <div class="tabs" role="group" aria-label="View">
                    { tab(false, "Form", "tab-form") }
                    { tab(true, "Text", "tab-text") }
                </div>
            </div>
            if let Some(earlier) = *earlier {
                <div class="edited" role="status" data-testid="earlier">
                    <span>{ earlier }</span>
                    if draft.problems.is_empty() {
                        <button type="button" data-testid="restart" onclick={restart}>{ "Restart" }</button>
                    }
                </div>
            }
            { problems(draft, &go_to) }
            { understood(draft) }
            { described(draft) }
            <div id="scenario-body" class="scenario-body">
                if *as_text {
                    <ScenarioText draft={Rc::clone(draft)} goal={*goal} send={send.clone()} />
                } else {
                    { form(draft, *parts, send, &show(true)) }
                }
            </div>
            <div class="scenario-foot">
                <label class="button quiet">
                    { "Open file…" }
                    <input type="file" class="visually-hidden" data-testid="open-file"
                        accept=".yaml,.yml,.json,.env,text/*" onchange={open} />
                </label>
                <span class="hint drop-hint">{ "or drop one" }</span>
                <span class="spring"></span>
                <button type="button" class="quiet" data-testid="export-scenario" onclick={export}>{ "Save file" }</button>
                <button type="button" class="quiet to-run" data-testid="to-run"
                    onclick={|_: MouseEvent| { show_field("stage"); }}>{ "To the run" }</button>
            </div>
        </aside>
    }
}

/// All problems, in the words of the core; each leads to its place.
fn problems(draft: &Draft, go_to: &Callback<(String, Option<u32>)>) -> Html {
    let problems = &draft.problems;
    html! {
        if !problems.is_empty() {
            <div class="problems" role="alert" id="scenario-problems" data-testid="problems"><ul>
                { for problems.iter().map(|problem| {
                    let (go_to, place) = (go_to.clone(), (problem.path.clone(), problem.line));
                    let onclick = Callback::from(move |_: MouseEvent| go_to.emit(place.clone()));
                    html! { <li><button type="button" class="link" {onclick}>{ problem.to_string() }</button></li> }
                }) }
            </ul></div>
        }
    }
}

/// What one sees in a preset.
fn described(draft: &Draft) -> Html {
    let preset = PRESETS.iter().find(|preset| preset.text == draft.text);
    preset.map_or_else(Html::default, |preset| {
        html! { <p class="hint described">{ preset.description }</p> }
    })
}

/// What was understood of a file of an older program.
fn understood(draft: &Draft) -> Html {
    let Some(document) = &draft.document else {
        return Html::default();
    };
    let understood = document.understood();
    let format = match understood.format {
        Format::Native => return Html::default(),
        Format::ConfigYaml => "the config.yaml of an older program",
        Format::DotEnv => "the .env of an older program",
    };
    html! {
        <div class="understood" role="status" data-testid="understood">
            <p>{ format!("Read as {format}.") }</p>
            if !understood.notes.is_empty() {
                <ul>{ for understood.notes.iter().map(|note| html! { <li>{ note.clone() }</li> }) }</ul>
            }
        </div>
    }
}
