//! The scenario as text: numbered lines, those with an error marked.

use crate::state::{Draft, Msg};
use bellwether::scenario::Problem;
use std::rc::Rc;
use web_sys::{Element, HtmlTextAreaElement};
use yew::prelude::*;

/// Longest line that makes the field wider, in characters.
const WIDEST: usize = 2000;

/// A line to go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Goal {
    pub(super) line: u32,
    /// How often a line was gone to before: the same one can be asked for twice.
    pub(super) earlier: u32,
}

#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) draft: Rc<Draft>,
    /// The line that the person asked for.
    pub(super) goal: Option<Goal>,
    pub(super) send: Callback<Msg>,
}

/// The text. It is as tall as its lines and scrolls together with their numbers.
#[component]
pub(super) fn ScenarioText(props: &Props) -> Html {
    let Props { draft, goal, send } = props;
    let (frame, area) = (use_node_ref(), use_node_ref());
    use_effect_with(*goal, {
        let (frame, area) = (frame.clone(), area.clone());
        move |goal| {
            if let (Some(goal), Some(frame), Some(area)) =
                (goal, frame.cast::<Element>(), area.cast::<HtmlTextAreaElement>())
            {
                go_to(goal.line, &frame, &area);
            }
        }
    });
    let write = {
        let send = send.clone();
        Callback::from(move |event: InputEvent| {
            send.emit(Msg::Text(
                event.target_unchecked_into::<HtmlTextAreaElement>().value(),
            ));
        })
    };
    let lines = draft.text.split('\n').count();
    let widest = draft
        .text
        .lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    html! {
        <div class="editor" ref={frame}>
            <div class="editor-lines">
                <pre class="gutter" aria-hidden="true" data-testid="line-numbers">{ numbers(lines, &draft.problems) }</pre>
                <textarea id="scenario-text" data-testid="scenario-text" ref={area} spellcheck="false" autocomplete="off"
                    aria-label="Scenario as YAML" aria-invalid={(!draft.problems.is_empty()).to_string()}
                    aria-describedby="scenario-problems" rows={(lines + 1).to_string()}
                    cols={(widest.min(WIDEST) + 2).to_string()} value={draft.text.clone()} oninput={write} />
            </div>
        </div>
    }
}

/// The numbers of the lines, those of lines with a problem marked across the whole line.
fn numbers(lines: usize, problems: &[Problem]) -> Vec<Html> {
    let mut parts = Vec::new();
    let mut plain = String::new();
    for number in 1..=lines {
        let problem = problems
            .iter()
            .find(|problem| problem.line.is_some_and(|line| line as usize == number));
        if problem.is_some() {
            parts.push(html! { { std::mem::take(&mut plain) } });
            parts.push(html! { <mark>{ number }</mark> });
            plain.push('\n');
        } else {
            plain.push_str(&number.to_string());
            plain.push('\n');
        }
    }
    parts.push(html! { { plain } });
    parts
}

/// Selects a line and brings it into view.
fn go_to(line: u32, frame: &Element, area: &HtmlTextAreaElement) {
    let text = area.value();
    let before: Vec<&str> = text.split('\n').collect();
    let index = (line.max(1) - 1) as usize;
    // JavaScript counts in units of UTF-16
    let units = |line: &str| u32::try_from(line.encode_utf16().count()).unwrap_or(u32::MAX);
    let start: u32 = before.iter().take(index).map(|line| units(line) + 1).sum();
    let end = start + before.get(index).map_or(0, |line| units(line));
    let _ = area.focus();
    let _ = area.set_selection_range(start, end);
    let lines = i32::try_from(before.len()).unwrap_or(i32::MAX).max(1);
    let height = area.scroll_height() / (lines + 1);
    frame.set_scroll_top((i32::try_from(line).unwrap_or(0) - 4).max(0) * height);
    frame.set_scroll_left(0);
}
