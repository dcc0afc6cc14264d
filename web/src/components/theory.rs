//! What queueing theory says beside a run that is over.

use super::table::table;
use crate::protocol::TheoryNote;
use yew::prelude::*;

/// The formulas' figures beside the run's, or why there are none.
pub(crate) fn theory(theory: &TheoryNote) -> Html {
    html! {
        <section class="panel theory" aria-label="Theory" data-testid="theory">
            <div class="panel-head">
                <h2>{ "Theory" }</h2><span class="hint">{ theory.model.clone() }</span>
            </div>
            { table("Theory, table", &["Figure", "Formula", "This run", "Off, s.e."], &theory.figures) }
            if !theory.note.is_empty() {
                <p class="hint">{ said(theory) }</p>
            }
        </section>
    }
}

fn said(theory: &TheoryNote) -> String {
    if theory.model.is_empty() && !theory.note.starts_with("no formula") {
        format!("No formula: {}.", theory.note)
    } else {
        format!("{}.", upper(&theory.note))
    }
}

/// The text with a capital letter at its beginning. Notes are plain: tables of all letters would be 14 KB more to load.
fn upper(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{TheoryNote, said};

    #[test]
    fn that_there_is_no_formula_is_said_once() {
        let said = |note: &str| {
            said(&TheoryNote {
                note: note.to_owned(),
                ..TheoryNote::default()
            })
        };
        assert_eq!(
            said("arrivals follow a trace"),
            "No formula: arrivals follow a trace."
        );
        let order = "no formula for this order of service";
        assert_eq!(said(order), "No formula for this order of service.");
    }
}
