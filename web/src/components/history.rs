//! Finished runs that the browser keeps: side by side, to be shown again, saved, deleted.

use super::icon::Icon;
use crate::browser::{date, focus_soon};
use crate::state::{History, KeptRun, Msg};
use bellwether::chart::{amount, seconds};
use bellwether::decimal::grouped;
use yew::prelude::*;

/// What is shown, and who hears what happens.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) history: History,
    /// Key of the run that is shown now.
    pub(crate) shown: Option<String>,
    pub(crate) send: Callback<Msg>,
}

/// A row for each run, the newest first. One of them may be what the others are compared with.
#[component]
pub(crate) fn Kept(props: &Props) -> Html {
    let runs = &props.history.runs;
    let base = use_state_eq(|| None::<String>);
    let compared = base
        .as_ref()
        .and_then(|key| runs.iter().find(|run| run.key() == *key));
    let compare = {
        let base = base.setter();
        Callback::from(move |key: Option<String>| base.set(key))
    };
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
                            <th scope="col" class="number">{ "Senders" }</th>
                            <th scope="col" class="number">{ "Messages" }</th><th scope="col" class="number">{ "Sent" }</th>
                            <th scope="col" class="number">{ "Failed" }</th><th scope="col" class="number">{ "Time" }</th>
                            <th scope="col" class="number">{ "Throughput" }</th>
                            <th scope="col" class="number">{ "Delivery p99" }</th>
                            <th scope="col"><span class="visually-hidden">{ "What to do with it" }</span></th>
                        </tr></thead>
                        <tbody>{ for (0..runs.len()).map(|place| row(props, &runs[place..], compared, &compare)) }</tbody>
                    </table>
                </div>
            }
        </section>
    }
}

/// The row of the first of some runs; the others are earlier.
fn row(props: &Props, runs: &[KeptRun], base: Option<&KeptRun>, compare: &Callback<Option<String>>) -> Html {
    let run = &runs[0];
    let earlier = runs[1..].iter().find(|earlier| earlier.name == run.name);
    let new = earlier.and_then(|earlier| run.what_is_new(earlier));
    let key = run.key();
    let is_base = base.is_some_and(|base| base.key() == key);
    let base = base.filter(|_| !is_base);
    let cell = |text: String, figure: fn(&KeptRun) -> Option<f64>| {
        let difference = base.map(|base| difference(figure(base), figure(run)));
        html! { <td class="number">{ text }{ for difference.map(|text| html! { <span class="difference">{ text }</span> }) }</td> }
    };
    let choose = {
        let (compare, key) = (compare.clone(), (!is_base).then(|| key.clone()));
        Callback::from(move |_: MouseEvent| compare.emit(key.clone()))
    };
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
                { for new.map(|line| html! { <span class="difference">{ line }</span> }) }
                if !run.journal.is_empty() {
                    <span class="soft">{ format!(" · {} by hand", run.journal.len()) }</span>
                }
            </th>
            <td class="soft">{ date(run.at) }</td>
            <td>{ run.end.clone() }</td>
            <td class="number">{ run.seed.clone() }</td>
            { cell(run.senders.map_or_else(|| "–".to_owned(), grouped), |run| run.senders.map(number)) }
            { cell(grouped(run.messages), |run| Some(number(run.messages))) }
            { cell(grouped(run.sent), |run| Some(number(run.sent))) }
            { cell(grouped(run.failed), |run| Some(number(run.failed))) }
            { cell(seconds(run.time), |run| Some(run.time)) }
            { cell(format!("{}/s", amount(run.throughput)), |run| Some(run.throughput)) }
            { cell(run.delivery_p99.map_or_else(|| "–".to_owned(), seconds), |run| run.delivery_p99) }
            <td class="number">
                <button type="button" class="tiny" aria-pressed={is_base.to_string()} title="Compare the others with it"
                    aria-label={format!("Compare the others with {of}")}
                    data-testid="compare" onclick={choose}>{ "Compare" }</button>
                <button type="button" class="tiny" aria-label={format!("Save the report of {of}")}
                    title="Save its report as JSON" data-testid="export-kept"
                    onclick={send_with(Msg::ExportKept(key.clone()))}>{ Icon::Export.show() }</button>
                <button type="button" class="tiny" aria-label={format!("Delete {of}")} title="Delete it"
                    data-testid="forget" onclick={forget}>{ Icon::Close.show() }</button>
            </td>
        </tr>
    }
}

/// By how much a figure differs from that of another run.
fn difference(base: Option<f64>, figure: Option<f64>) -> String {
    match (base, figure) {
        (Some(base), Some(figure)) if (base - figure).abs() <= base.abs() * 0.000_5 => "same".to_owned(),
        (Some(base), Some(figure)) if base > 0.0 => {
            let sign = if figure > base { '+' } else { '−' };
            let percent = (figure / base - 1.0).abs() * 100.0;
            if percent < 1000.0 {
                format!("{sign}{percent:.1} %")
            } else {
                format!("× {}", amount(figure / base))
            }
        }
        _ => "–".to_owned(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a figure to be read")]
const fn number(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn differences_are_in_percent_of_what_is_compared_with() {
        for (base, figure, said) in [
            (100.0, 100.0, "same"),
            (0.0, 0.0, "same"),
            (200.0, 223.0, "+11.5 %"),
            (200.0, 150.0, "−25.0 %"),
            (200.0, 0.0, "−100.0 %"),
            (2.0, 200.0, "× 100"),
            (0.0, 5.0, "–"),
        ] {
            assert_eq!(difference(Some(base), Some(figure)), said);
        }
        assert_eq!(difference(None, Some(1.0)), "–");
    }
}
