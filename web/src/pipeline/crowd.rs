//! Many senders: a grid of squares, or a bar for each group.

use super::layout::{Plan, px};
use super::picture::{amount_of, share};
use super::shapes::{At, area, frame, words};
use super::tiles::shortened;
use crate::protocol::Snapshot;
use bellwether::decimal::grouped;
use bellwether::report::SenderState;
use bellwether::scenario::Scenario;
use std::fmt::Write as _;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use web_sys::Element;
use yew::prelude::*;

/// In the order in which they stand in a bar.
const STATES: [SenderState; 5] = [
    SenderState::Busy,
    SenderState::Idle,
    SenderState::Silent,
    SenderState::Restarting,
    SenderState::Down,
];

#[derive(Clone, PartialEq, Properties)]
pub(super) struct GridProps {
    pub(super) plan: Rc<Plan>,
    pub(super) scenario: Rc<Scenario>,
    pub(super) snapshot: Rc<Snapshot>,
    pub(super) opened: Option<(u32, u32)>,
    pub(super) open: Callback<(u32, u32)>,
}

/// A square for each sender; those in the same state are one shape, since a shape for each takes the browser too long.
/// Those who do not use a pointer find the same senders in the table.
#[component]
pub(super) fn Grid(props: &GridProps) -> Html {
    let GridProps {
        plan,
        scenario,
        snapshot,
        opened,
        open,
    } = props;
    let pointed = use_state_eq(|| None::<usize>);
    let point = {
        let (pointed, plan) = (pointed.setter(), Rc::clone(plan));
        Callback::from(move |event: PointerEvent| pointed.set(cell_at(&plan, &event)))
    };
    let leave = {
        let pointed = pointed.setter();
        Callback::from(move |_: PointerEvent| pointed.set(None))
    };
    let onclick = {
        let (plan, snapshot, open) = (Rc::clone(plan), Rc::clone(snapshot), open.clone());
        Callback::from(move |event: MouseEvent| {
            let sender = cell_at(&plan, &event).and_then(|index| snapshot.senders.get(index));
            if let Some(sender) = sender {
                open.emit((sender.group, sender.number));
            }
        })
    };
    let mut shapes: [String; 6] = Default::default();
    let mut opened_at = None;
    for (place, sender) in plan.tiles.iter().zip(&snapshot.senders) {
        let (x, y, side) = (place.x, place.y, place.width);
        let _ = write!(
            shapes[sender.state as usize],
            "M{x:.1} {y:.1}h{side:.1}v{side:.1}h-{side:.1}z"
        );
        if Some((sender.group, sender.number)) == *opened {
            opened_at = Some(place);
        }
    }
    let pointed = pointed.and_then(|index| Some((plan.tiles.get(index)?, snapshot.senders.get(index)?)));
    html! {
        <g class="grid" aria-hidden="true" {onclick} onpointermove={point} onpointerleave={leave}>
            // what is between the squares is heard, too
            { area("cells", plan.senders, 0.0) }
            { for SenderState::ALL.iter().filter(|state| !shapes[**state as usize].is_empty()).map(|state| html! {
                <path key={*state as usize} class={format!("cell is-{}", state.name())}
                    d={shapes[*state as usize].clone()} />
            }) }
            if let Some(place) = opened_at {
                { area("cell-opened", *place, 0.0) }
            }
            if let Some((place, sender)) = pointed {
                { area("cell-pointed", *place, 0.0) }
                <title>{ format!("{}/{}: {}", scenario.senders.get(sender.group as usize).map_or("?", |group| &group.name),
                    sender.number, sender.state.name()) }</title>
            }
        </g>
    }
}

/// The square at the pointer.
fn cell_at(plan: &Plan, event: &MouseEvent) -> Option<usize> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let origin = target.closest("svg").ok()??.get_bounding_client_rect();
    // where the type is larger the picture is, too
    let scale = origin.width() / plan.width;
    let (x, y) = (
        (f64::from(event.client_x()) - origin.left()) / scale,
        (f64::from(event.client_y()) - origin.top()) / scale,
    );
    plan.cell_at((x, y))
}

/// What the colours mean, and how many senders are in each state. The states of a sender without faults are always named, so
/// that nothing moves when one is left.
pub(super) fn legend(snapshot: &Snapshot) -> Html {
    let in_state = |state: SenderState| -> u32 {
        let groups = snapshot.groups.iter();
        groups.map(|group| group.states[state as usize]).sum()
    };
    let named = STATES
        .iter()
        .map(|state| (*state, in_state(*state)))
        .filter(|(state, count)| *count > 0 || matches!(state, SenderState::Busy | SenderState::Idle));
    html! {
        <ul class="legend states" aria-label="States of senders">
            { for named.map(|(state, count)| html! {
                <li><span class={format!("swatch is-{}", state.name())} />
                    { state.name() }<b>{ grouped(count) }</b></li>
            }) }
        </ul>
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
            let many = format!("{} × ", amount_of(count));
            let name = shortened(&settings.name, room - 7.6 * 8.0);
            html! {
                <g class="bar-group">
                    { frame("tile-frame", place, 8.0) }
                    { words("tile-name", At::Start, (left, place.y + 20.0),
                        many + &name) }
                    <title>{ settings.name.clone() }</title>
                    { for STATES.iter().map(|state| {
                        let wide = room * share(u64::from(group.states[*state as usize]), count);
                        let x = from;
                        from += wide;
                        html! {
                            <rect class={format!("cell is-{}", state.name())} x={px(x)}
                                y={px(place.bottom() - 18.0)} width={px(wide)} height="8">
                                <title>{ format!("{} {}", group.states[*state as usize], state.name()) }</title>
                            </rect>
                        }
                    }) }
                </g>
            }
        }) }
    }
}
