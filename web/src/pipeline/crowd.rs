//! Many senders: a grid of squares, or a bar for each group.

use super::layout::Plan;
use super::picture::{Props, amount_of, share};
use crate::protocol::Snapshot;
use crate::state::state_name;
use bellwether::report::SenderState;
use bellwether::scenario::Scenario;
use yew::prelude::*;

/// In the order in which they stand in a bar.
const STATES: [SenderState; 5] = [
    SenderState::Busy,
    SenderState::Idle,
    SenderState::Silent,
    SenderState::Restarting,
    SenderState::Down,
];

/// A square for each sender. Those who do not use a pointer find the same senders in the table.
pub(super) fn grid(plan: &Plan, snapshot: &Snapshot, props: &Props) -> Html {
    let cells = plan.tiles.iter().zip(&snapshot.senders);
    html! {
        <g class="grid" aria-hidden="true">
            { for cells.map(|(place, sender)| {
                let id = (sender.group, sender.number);
                let open = props.open.clone();
                let group = props.scenario.senders.get(sender.group as usize);
                let state = state_name(sender.state);
                html! {
                    <rect class={format!("cell is-{state}")} x={format!("{:.1}", place.x)} y={format!("{:.1}", place.y)}
                        width={format!("{:.1}", place.width)} height={format!("{:.1}", place.height)}
                        rx={if place.width > 10.0 { "3" } else { "1" }}
                        onclick={move |_: MouseEvent| open.emit(id)}>
                        <title>{ format!("{}/{}: {state}", group.map_or("?", |group| &group.name), sender.number) }</title>
                    </rect>
                }
            }) }
        </g>
    }
}

/// A bar for each group: how many of its senders are in which state.
pub(super) fn bars(plan: &Plan, snapshot: &Snapshot, scenario: &Scenario) -> Html {
    let groups = plan.tiles.iter().zip(&snapshot.groups).zip(&scenario.senders);
    html! {
        { for groups.map(|((place, group), settings)| {
            let count: u64 = STATES.iter().map(|state| u64::from(group.states[*state as usize])).sum();
            let (left, room) = (place.x + 12.0, place.width - 24.0);
            let mut from = left;
            html! {
                <g class="bar-group">
                    <rect class="tile-frame" x={format!("{:.1}", place.x + 0.5)} y={format!("{:.1}", place.y + 0.5)} rx="8"
                        width={format!("{:.1}", place.width - 1.0)} height={format!("{:.1}", place.height - 1.0)} />
                    <text class="tile-name" x={format!("{left:.1}")} y={format!("{:.1}", place.y + 20.0)}>
                        { format!("{} × {}", amount_of(count), settings.name) }
                    </text>
                    { for STATES.iter().map(|state| {
                        let wide = room * share(u64::from(group.states[*state as usize]), count);
                        let x = from;
                        from += wide;
                        html! {
                            <rect class={format!("cell is-{}", state_name(*state))} x={format!("{x:.1}")}
                                y={format!("{:.1}", place.bottom() - 18.0)} width={format!("{wide:.1}")} height="8">
                                <title>{ format!("{} {}", group.states[*state as usize], state_name(*state)) }</title>
                            </rect>
                        }
                    }) }
                </g>
            }
        }) }
    }
}
