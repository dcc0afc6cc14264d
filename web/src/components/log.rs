//! The log: the monitor's lines and every event worth a word.

use crate::browser::use_sight;
use crate::state::{Line, LogKind};
use std::rc::Rc;
use yew::prelude::*;

/// Lines that are shown at first, and how many more each time; the newest stand on top.
const SHOWN: usize = 60;
const MORE: usize = 240;
/// Lines that are kept up to date out of sight: at full speed each drawing has other lines than the one before.
const SHOWN_UNSEEN: usize = 6;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) lines: Rc<Vec<Line>>,
    /// How many earlier ones are not kept.
    pub(crate) left_out: usize,
}

/// The newest lines, of the kinds that are wanted.
#[component]
pub(crate) fn Log(props: &Props) -> Html {
    let unwanted = use_state_eq(Vec::<LogKind>::new);
    let most = use_state_eq(|| SHOWN);
    let frame = use_node_ref();
    let in_sight = use_sight(&frame);
    let filter = LogKind::ALL.map(|kind| {
        let wanted = !unwanted.contains(&kind);
        let onclick = {
            let unwanted = unwanted.clone();
            Callback::from(move |_: MouseEvent| {
                let mut kinds = (*unwanted).clone();
                if wanted {
                    kinds.push(kind);
                } else {
                    kinds.retain(|other| *other != kind);
                }
                unwanted.set(kinds);
            })
        };
        html! {
            <button type="button" class="tiny" data-testid={format!("filter-{}", kind.name())}
                aria-pressed={wanted.to_string()} {onclick}>{ kind.name() }</button>
        }
    });
    let wanted = props.lines.iter().rev();
    let wanted: Vec<&Line> = wanted.filter(|line| !unwanted.contains(&line.kind)).collect();
    let shown = wanted.len().min(if in_sight { *most } else { SHOWN_UNSEEN });
    let show_more = {
        let most = most.clone();
        Callback::from(move |_: MouseEvent| most.set(*most + MORE))
    };
    html! {
        <section class="panel log" aria-label="Log" ref={frame}>
            <div class="panel-head"><h2>{ "Log" }</h2><div class="chips">{ for filter }</div></div>
            <ol class="lines" data-testid="log" tabindex="0" aria-label="Lines, the newest first">
                { for wanted[..shown].iter().map(|line| html! {
                    <li class={classes!(format!("line-{}", line.kind.name()), line.fault.then_some("fault"))}>
                        <time>{ line.at.clone() }</time><span>{ line.text.clone() }</span>
                    </li>
                }) }
                if shown < wanted.len() {
                    <li><span></span><button type="button" class="link" data-testid="log-more" onclick={show_more}>
                        { counted(wanted.len() - shown) }</button></li>
                } else if props.left_out > 0 {
                    <li class="soft"><span></span><span>{ counted(props.left_out) + " left out" }</span></li>
                }
            </ol>
            if props.lines.is_empty() {
                <p class="hint">{ "The monitor's lines, crashes, restarts and what you do by hand appear here." }</p>
            } else if wanted.is_empty() {
                <p class="hint">{ "There are no lines of the kinds that are chosen above." }</p>
            }
        </section>
    }
}

/// The lines that there is no room for.
fn counted(lines: usize) -> String {
    if lines == 1 {
        return "One earlier line".to_owned();
    }
    format!("{lines} earlier lines")
}
