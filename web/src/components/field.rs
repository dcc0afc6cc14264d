//! One value of the form: its name, its control, its help, and what is wrong with it.

use crate::state::{Draft, Msg, is_a_choice};
use bellwether::chart::amount;
use bellwether::scenario::FieldKind;
use bellwether::scenario::fields::{Field, MESSAGES, NONE, REQUIRED, TRACE};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Letters that fit into a field, its unit included.
const ROOM: usize = 15;

/// A text, a number, or one of a few words, at a path such as `senders[0].count`.
pub(super) fn entry(draft: &Draft, send: &Callback<Msg>, path: &str, field: &'static Field) -> Html {
    let document = draft.document.as_ref();
    let value = document
        .and_then(|document| document.in_one_line(path))
        // while another value is written
        .filter(|value| !(value == NONE && is_a_choice(path)))
        .unwrap_or_default();
    let set = {
        let (send, path) = (send.clone(), path.to_owned());
        Callback::from(move |value: String| send.emit(Msg::Field(path.clone(), value)))
    };
    let problem = draft.problem(path);
    let control = match field.kind {
        FieldKind::Choice(words) => {
            let chosen = if value.is_empty() {
                field.default
            } else {
                value.as_str()
            };
            let onchange = {
                let set = set.clone();
                Callback::from(move |event: Event| {
                    set.emit(event.target_unchecked_into::<HtmlSelectElement>().value());
                })
            };
            html! {
                <select id={path.to_owned()} data-testid={path.to_owned()} aria-describedby={format!("{path}-note")} {onchange}>
                    { for words.iter().map(|word| html! {
                        <option value={*word} selected={*word == chosen}>{ *word }</option>
                    }) }
                </select>
            }
        }
        _ => {
            let oninput = {
                let set = set.clone();
                Callback::from(move |event: InputEvent| {
                    set.emit(event.target_unchecked_into::<HtmlInputElement>().value());
                })
            };
            // without its mapping there are no crashes, and nobody who looks for silent senders
            let is_off = path.rsplit_once('.').is_some_and(|(within, _)| {
                (within.ends_with("crash") || within.ends_with("supervisor")) && !draft.has(within)
            });
            let of_trace = path == MESSAGES.path && draft.has(TRACE.path);
            let default = match (of_trace, has_default(field) && !is_off) {
                (true, _) => "as the trace has",
                (false, true) => field.default,
                (false, false) => "none",
            };
            let shown = if value.trim().is_empty() { default } else { &value };
            html! {
                <span class="entry">
                    <input type="text" id={path.to_owned()} data-testid={path.to_owned()} value={value.clone()}
                        placeholder={default} spellcheck="false" autocomplete="off"
                        aria-invalid={problem.is_some().to_string()} aria-describedby={format!("{path}-note")} {oninput} />
                    <span class="unit" aria-hidden="true">{ unit_of(field, shown, problem.is_some()) }</span>
                </span>
            }
        }
    };
    row(path, field, problem, control)
}

/// One of several shapes, each a word or a mapping with values of its own: arrivals, distributions of times. What has
/// values that the form has no field for leads to the text.
pub(super) fn choice(
    draft: &Draft,
    send: &Callback<Msg>,
    to_text: &Callback<MouseEvent>,
    path: &str,
    field: &'static Field,
) -> Html {
    let chosen = chosen(draft, path, field);
    let onchange = {
        let (send, path, field) = (send.clone(), path.to_owned(), field);
        Callback::from(move |event: Event| {
            let word = event.target_unchecked_into::<HtmlSelectElement>().value();
            let variant = field.child(&word);
            let value = match variant {
                // a word alone says it all, unless there is a value that must be given
                Some(variant) if variant.kind != FieldKind::Mapping => {
                    format!("{{{word}: {}}}", variant.example)
                }
                Some(variant) if variant.children().next().is_some() => {
                    format!("{{{word}: {}}}", variant.example)
                }
                _ => word,
            };
            send.emit(Msg::Field(path.clone(), value));
        })
    };
    let inner: Vec<(String, &'static Field)> = if chosen.kind.is_scalar() {
        vec![(format!("{path}.{}", chosen.key()), chosen)]
    } else {
        chosen
            .children()
            .filter(|child| child.kind.is_scalar() && chosen.kind == FieldKind::Mapping)
            .filter(|child| child.default != NONE)
            .map(|child| (format!("{path}.{}.{}", chosen.key(), child.key()), child))
            .collect()
    };
    let stands_in_text = match chosen.kind {
        FieldKind::Mapping => inner.is_empty() && chosen.children().next().is_some(),
        _ => inner.is_empty(),
    };
    let control = html! {
        <>
            <select id={path.to_owned()} data-testid={path.to_owned()} aria-describedby={format!("{path}-note")} {onchange}>
                { for field.children().map(|variant| html! {
                    <option value={variant.key()} selected={variant.key() == chosen.key()}>{ variant.key() }</option>
                }) }
            </select>
            if stands_in_text {
                <button type="button" class="link in-text" data-testid={format!("{path}-text")} onclick={to_text}>
                    { "Its values stand in Text." }</button>
            }
        </>
    };
    html! {
        <>
            { row(path, field, draft.problem(path), control) }
            { for inner.into_iter().map(|(path, field)| entry(draft, send, &path, field)) }
        </>
    }
}

/// Which of the shapes the document has chosen.
fn chosen(draft: &Draft, path: &str, field: &'static Field) -> &'static Field {
    let word = draft.value(path);
    let named = |variant: &&'static Field| match word {
        Some(word) => variant.key() == word,
        None if draft.has(path) => draft.has(&format!("{path}.{}", variant.key())),
        None => variant.key() == field.default,
    };
    field
        .children()
        .find(named)
        .or_else(|| field.children().next())
        .unwrap_or(field)
}

fn row(path: &str, field: &'static Field, problem: Option<String>, control: Html) -> Html {
    // of what stands in a mapping of its own, that one's name as well
    let name = match path.rsplit('.').nth(1) {
        Some(within @ ("crash" | "backoff" | "supervisor")) => format!("{within} {}", field.key()),
        _ => field.key().to_owned(),
    };
    let name = name.replace('_', " ");
    html! {
        <div class={classes!("field", problem.is_some().then_some("wrong"))}>
            <label for={path.to_owned()} title={field.help}>{ name }</label>
            { control }
            <p class="field-note" id={format!("{path}-note")}>
                if let Some(problem) = problem {
                    <b>{ problem }</b>
                } else {
                    <span>{ field.help }</span>
                    <span class="field-range">{ range(field) }</span>
                }
            </p>
        </div>
    }
}

fn has_default(field: &Field) -> bool {
    field.default != REQUIRED && field.default != NONE
}

/// The unit of what stands in a field, unless it is written there or has no room. What is wrong means no share.
fn unit_of(field: &Field, shown: &str, wrong: bool) -> String {
    let unit = match (shown.trim().parse::<f64>(), field.kind) {
        (Ok(_), FieldKind::Share) if wrong => String::new(),
        (Ok(share), FieldKind::Share) => format!("= {} %", amount(share * 100.0)),
        (Ok(_), _) => field.unit().to_owned(),
        (Err(_), _) => String::new(),
    };
    if shown.len() + unit.len() > ROOM {
        return String::new();
    }
    unit
}

/// Unit, default and what is allowed.
fn range(field: &Field) -> String {
    let unit = match field.unit() {
        "" => String::new(),
        unit => format!("Unit: {unit}. "),
    };
    let default = if has_default(field) {
        format!("Default: {}. ", field.default)
    } else {
        String::new()
    };
    format!("{unit}{default}Allowed: {}.", field.allowed())
}

#[cfg(test)]
mod tests {
    use super::unit_of;
    use bellwether::scenario::fields::{FAILURE_RATE, MESSAGES};

    #[test]
    fn a_unit_stands_beside_a_number_that_leaves_it_room() {
        assert_eq!(unit_of(&MESSAGES, "3600000", false), "messages");
        assert_eq!(unit_of(&MESSAGES, "4000000000", false), "");
        assert_eq!(unit_of(&MESSAGES, "many", true), "");
        assert_eq!(unit_of(&FAILURE_RATE, "0.02", false), "= 2 %");
        assert_eq!(unit_of(&FAILURE_RATE, "20", true), "", "no share is 2000 %");
    }
}
