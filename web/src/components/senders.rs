//! The senders as a table.

use crate::browser::focus_soon;
use crate::protocol::Snapshot;
use crate::state::Msg;
use bellwether::decimal::{Decimal, grouped, percent};
use bellwether::report::SenderState;
use bellwether::scenario::Scenario;
use std::rc::Rc;
use yew::prelude::*;

/// Rows of a leaf.
const ROWS: usize = 20;
/// Letters of a name that stand on one line.
const LONG: usize = 14;

/// What is shown, and who hears what happens.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) scenario: Rc<Scenario>,
    pub(crate) snapshot: Option<Rc<Snapshot>>,
    pub(crate) opened: Option<(u32, u32)>,
    pub(crate) send: Callback<Msg>,
}

/// A row for each sender, or for each group if there are too many. Many rows are leafed through.
#[component]
pub(crate) fn Senders(props: &Props) -> Html {
    let snapshot = props.snapshot.clone().unwrap_or_default();
    let many = snapshot.senders.len().max(snapshot.groups.len());
    let leaf = use_state_eq(|| 0_usize);
    // the sender that is opened elsewhere is seen here too
    use_effect_with(props.opened, {
        let (leaf, snapshot) = (leaf.setter(), Rc::clone(&snapshot));
        move |opened| {
            let mut senders = snapshot.senders.iter();
            let place = senders.position(|sender| Some((sender.group, sender.number)) == *opened);
            if let Some(place) = place {
                leaf.set(place / ROWS);
            }
        }
    });
    let last = many.saturating_sub(1) / ROWS;
    let shown = (*leaf).min(last);
    let turn = |to: Option<usize>, name: &'static str, sign: &'static str| {
        let setter = leaf.setter();
        let onclick = to
            .filter(|to| *to <= last)
            .map(|to| Callback::from(move |_: MouseEvent| setter.set(to)));
        html! {
            <button type="button" class="tiny" aria-label={name} disabled={onclick.is_none()} {onclick}>{ sign }</button>
        }
    };
    let from = shown * ROWS;
    // of very many senders the rest is in the report
    let grouped_only = snapshot.senders.is_empty() && !snapshot.groups.is_empty();
    html! {
        <section class="panel senders" aria-label="Senders">
            <div class="panel-head">
                <h2>{ "Senders" }</h2>
                if last > 0 {
                    <div class="chips leaves">
                        { turn(shown.checked_sub(1), "Earlier senders", "‹") }
                        <span class="hint">
                            { format!("{}–{} of {}", from + 1, (from + ROWS).min(many), grouped(many as u64)) }
                        </span>
                        { turn(Some(shown + 1), "Later senders", "›") }
                    </div>
                }
            </div>
            <div class="table-frame" tabindex="0" role="region" aria-label="Senders, table">
                <table data-testid="senders">
                    <thead><tr>
                        <th scope="col">{ "Sender" }</th><th scope="col">{ "State" }</th>
                        <th scope="col" class="number">{ "Sent" }</th><th scope="col" class="number">{ "Failed attempts" }</th>
                        if !grouped_only {
                            <th scope="col" class="number">{ "Busy" }</th><th scope="col" class="number">{ "Crashes" }</th>
                            <th scope="col" class="number">{ "Restarts" }</th>
                        }
                    </tr></thead>
                    <tbody>
                        if snapshot.senders.is_empty() {
                            { group_rows(props, &snapshot, from) }
                        } else {
                            { for sender_rows(props, &snapshot, from) }
                        }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// The name of a sender, as the timeline has it.
pub(super) fn name_of(scenario: &Scenario, (group, number): (u32, u32)) -> String {
    let group = scenario.senders.get(group as usize);
    format!("{}/{number}", group.map_or("?", |group| group.name.as_str()))
}

fn sender_rows(props: &Props, snapshot: &Snapshot, from: usize) -> Vec<Html> {
    let rows = snapshot.senders.iter().skip(from).take(ROWS).map(|sender| {
        let id = (sender.group, sender.number);
        let is_open = props.opened == Some(id);
        let open = {
            let send = props.send.clone();
            Callback::from(move |_: MouseEvent| {
                send.emit(Msg::OpenSender((!is_open).then_some(id)));
                focus_soon("opened-sender");
            })
        };
        let state = sender.state.name();
        let name = name_of(&props.scenario, id);
        let style = if name.chars().count() > LONG { "link long" } else { "link" };
        html! {
            <tr key={format!("{}-{}", id.0, id.1)} class={classes!(is_open.then_some("opened"))}>
                <th scope="row"><button type="button" class={style} aria-expanded={is_open.to_string()} onclick={open}>
                    { name }</button></th>
                <td><span class={format!("state is-{state}")}>{ state }</span></td>
                <td class="number">{ grouped(sender.sent) }</td>
                <td class="number">{ grouped(sender.failed) }</td>
                <td class="number">{ percent(Decimal::from_f64(sender.utilisation)) }</td>
                <td class="number">{ sender.crashes }</td>
                <td class="number">{ sender.restarts }</td>
            </tr>
        }
    });
    rows.collect()
}

fn group_rows(props: &Props, snapshot: &Snapshot, from: usize) -> Html {
    let groups = props.scenario.senders.iter().zip(&snapshot.groups);
    let rows = groups.skip(from).take(ROWS).map(|(settings, group)| {
        let busy = group.states[SenderState::Busy as usize];
        let all: u32 = group.states.iter().sum();
        html! {
            <tr>
                <th scope="row">{ settings.name.clone() }</th>
                <td>{ format!("{} of {} busy", grouped(busy), grouped(all)) }</td>
                <td class="number">{ grouped(group.sent) }</td>
                <td class="number">{ grouped(group.failed) }</td>
            </tr>
        }
    });
    rows.collect()
}
