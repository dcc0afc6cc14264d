//! Finished runs that the browser keeps: side by side, to be shown again, saved, deleted.

use super::icon::Icon;
use crate::browser::{date, focus_soon};
use crate::state::{History, KeptRun, Msg};
use bellwether::chart::{amount, exact, seconds};
use yew::prelude::*;

/// What is shown, and who hears what happens.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) history: History,
    /// Key of the run that is shown now.
    pub(crate) shown: Option<String>,
    pub(crate) send: Callback<Msg>,
}

/// A row for each run, the newest first.
#[component]
pub(crate) fn Kept(props: &Props) -> Html {
    let runs = &props.history.runs;
    html! {
        <section class="panel kept" aria-label="Finished runs" id="kept" tabindex="-1">
            <div class="panel-head"><h2>{ "Finished runs" }</h2></div>
            if let Some(problem) = &props.history.problem {
                <p class="hint wrong" role="alert" data-testid="history-problem">
                    { format!("The browser keeps no finished runs: {problem}.") }
                </p>
            }
            if runs.is_empty() && props.history.problem.is_none() {
                <p class="hint">{ "Every run that ends is kept here, in this browser only: to compare, to open again, to save." }</p>
            } else if !runs.is_empty() {
                <div class="table-frame" tabindex="0" role="region" aria-label="Finished runs, table">
                    <table data-testid="history">
                        <thead><tr>
                            <th scope="col">{ "Run" }</th><th scope="col">{ "Kept" }</th><th scope="col">{ "End" }</th>
                            <th scope="col" class="number">{ "Seed" }</th>
                            <th scope="col" class="number">{ "Messages" }</th><th scope="col" class="number">{ "Sent" }</th>
                            <th scope="col" class="number">{ "Failed" }</th><th scope="col" class="number">{ "Time" }</th>
                            <th scope="col" class="number">{ "Throughput" }</th>
                            <th scope="col" class="number">{ "Delivery p99" }</th>
                            <th scope="col"><span class="visually-hidden">{ "What to do with it" }</span></th>
                        </tr></thead>
                        <tbody>{ for runs.iter().map(|run| row(props, run)) }</tbody>
                    </table>
                </div>
            }
        </section>
    }
}

fn row(props: &Props, run: &KeptRun) -> Html {
    let key = run.key();
    let send_with = |message: Msg| {
        let send = props.send.clone();
        Callback::from(move |_: MouseEvent| send.emit(message.clone()))
    };
    let shown = props.shown.as_ref() == Some(&key);
    let of = format!("{}, seed {}", run.name, run.seed);
    let forget = {
        let (send, key) = (props.send.clone(), key.clone());
        Callback::from(move |_: MouseEvent| {
            send.emit(Msg::Forget(key.clone()));
            // the button goes with its row
            focus_soon("kept");
        })
    };
    html! {
        <tr key={key.clone()} class={classes!(shown.then_some("opened"))} data-digest={run.digest.clone()}>
            <th scope="row">
                <button type="button" class="link" aria-label={format!("Open {of} again")}
                    title={format!("Open {} again", run.name)}
                    data-testid="reopen" onclick={send_with(Msg::Reopen(key.clone()))}>{ run.name.clone() }</button>
            </th>
            <td class="soft">{ date(run.at) }</td>
            <td>{ run.end.clone() }</td>
            <td class="number">{ run.seed.clone() }</td>
            <td class="number">{ count(run.messages) }</td>
            <td class="number">{ count(run.sent) }</td>
            <td class="number">{ count(run.failed) }</td>
            <td class="number">{ seconds(run.time) }</td>
            <td class="number">{ format!("{}/s", amount(run.throughput)) }</td>
            <td class="number">{ run.delivery_p99.map_or_else(|| "–".to_owned(), seconds) }</td>
            <td class="number">
                <button type="button" class="tiny" aria-label={format!("Save the report of {of}")}
                    title="Save its report as JSON" data-testid="export-kept"
                    onclick={send_with(Msg::ExportKept(key.clone()))}>{ Icon::Export.show() }</button>
                <button type="button" class="tiny" aria-label={format!("Delete {of}")} title="Delete it"
                    data-testid="forget" onclick={forget}>{ Icon::Close.show() }</button>
            </td>
        </tr>
    }
}

#[expect(clippy::cast_precision_loss, reason = "a figure to be read")]
fn count(count: u64) -> String {
    exact(count as f64)
}
