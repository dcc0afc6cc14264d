//! The run that is over again and again with other random numbers: how sure its figures are.

use super::table::table;
use super::terminal::terminal;
use crate::protocol::Sheet;
use crate::state::{Msg, REPLICATIONS, Replications};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The heads of the tables.
const FIGURES: [&str; 6] = ["Figure", "This run", "Mean", "± 95 %", "Least", "Greatest"];
const THEORY: [&str; 4] = ["Figure", "Formula", "Mean", "Off, s.e."];
/// Texts of a target.
const OF_A_TARGET: usize = 4;

/// What to ask for, how far it is, and what came of it.
pub(crate) fn replications(
    shown: Option<&Replications>,
    wanted: u32,
    by_hand: bool,
    send: &Callback<Msg>,
) -> Html {
    let choose = {
        let send = send.clone();
        Callback::from(move |event: Event| {
            let value = event.target_unchecked_into::<HtmlSelectElement>().value();
            send.emit(Msg::WantReplications(value.parse().unwrap_or(REPLICATIONS[0])));
        })
    };
    let press = {
        let send = send.clone();
        Callback::from(move |_: MouseEvent| send.emit(Msg::Replicate))
    };
    let works = shown.filter(|shown| shown.works);
    let sheet = shown.and_then(|shown| shown.sheet.as_ref());
    let said = match (shown, sheet) {
        _ if works.is_some() => "",
        (Some(shown), _) if !shown.problem.is_empty() => &shown.problem,
        (_, Some(sheet)) => &sheet.headline,
        _ => "",
    };
    html! {
        <section class="panel replications" aria-label="Replications">
            <div class="panel-head">
                <h2>{ "Replications" }</h2>
                <div class="buttons">
                    if let Some(shown) = works {
                        <span class="hint" data-testid="replicated">{ format!("{} of {}", shown.done, shown.asked) }</span>
                    }
                    <select data-testid="replications" aria-label="How many replications" onchange={choose}>
                        { for REPLICATIONS.iter().map(|count| html! {
                            <option value={count.to_string()} selected={*count == wanted}>{ *count }</option>
                        }) }
                    </select>
                    <button type="button" data-testid="replicate" onclick={press}>
                        { if works.is_some() { "Stop" } else { "Replicate" } }</button>
                </div>
            </div>
            <p class="hint">
                { "A single run is one throw of the dice; the same scenario with other random numbers tells how sure its figures are." }
                if by_hand {
                    { " What was done by hand is done in each of them, at the same times." }
                }
            </p>
            <p role="status" data-testid="replications-said">{ said.to_owned() }</p>
            if let (Some(sheet), Some(shown)) = (sheet, shown) {
                { results(sheet, &shown.command, send) }
            }
        </section>
    }
}

fn results(sheet: &Sheet, command: &str, send: &Callback<Msg>) -> Html {
    let target = |target: &[String]| {
        html! {
            <li class={target[0].clone()}>
                <code>{ target[1].clone() }</code>
                <b class="target-value">{ target[2].clone() }</b>
                <span class="target-words">{ target[3].clone() }</span>
            </li>
        }
    };
    html! {
        <div class="replicated" data-testid="replications-result">
            { table("Figures over the replications", &FIGURES, &sheet.figures) }
            <div>
                if !sheet.targets.is_empty() {
                    <ul class="targets" aria-label="Targets over the replications">
                        { for sheet.targets.chunks_exact(OF_A_TARGET).map(target) }
                    </ul>
                }
                { table("Theory beside the replications", &THEORY, &sheet.theory) }
                <dl class="reproduce">{ terminal("replications-command", "Command for the replications", command, send) }</dl>
            </div>
        </div>
    }
}
