//! What queueing theory says beside a run that is over.

use crate::protocol::TheoryNote;
use yew::prelude::*;

/// The formulas' figures beside the run's, or why there are none.
pub(crate) fn theory(theory: &TheoryNote) -> Html {
    html! {
        <section class="panel theory" aria-label="Theory" data-testid="theory">
            <div class="panel-head">
                <h2>{ "Theory" }</h2><span class="hint">{ theory.model.clone() }</span>
            </div>
            if !theory.figures.is_empty() {
                <div class="table-frame" tabindex="0" role="region" aria-label="Theory, table">
                    <table>
                        <thead><tr>
                            <th scope="col">{ "Figure" }</th><th scope="col" class="number">{ "Formula" }</th>
                            <th scope="col" class="number">{ "This run" }</th>
                            <th scope="col" class="number" title="How far the run is off, in standard errors">{ "Off, s.e." }</th>
                        </tr></thead>
                        <tbody>{ for theory.figures.iter().map(|row| html! {
                            <tr>
                                <th scope="row">{ row.name.clone() }</th>
                                <td class="number">{ row.expected.clone() }</td>
                                <td class="number">{ row.observed.clone() }</td>
                                <td class="number">{ row.standard_errors.map_or_else(|| "–".to_owned(), distance) }</td>
                            </tr>
                        }) }</tbody>
                    </table>
                </div>
            }
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

fn distance(errors: f64) -> String {
    match format!("{:.1}", errors.abs()).as_str() {
        "0.0" => "0.0".to_owned(),
        size if errors < 0.0 => format!("−{size}"),
        size => format!("+{size}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{TheoryNote, distance, said};

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

    #[test]
    fn distances_have_a_sign_unless_they_round_to_nothing() {
        for (errors, said) in [(1.25, "+1.2"), (-0.57, "−0.6"), (-0.04, "0.0"), (0.0, "0.0")] {
            assert_eq!(distance(errors), said);
        }
    }
}
