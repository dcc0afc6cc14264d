//! Draws the plan.

use super::bend::Bend;
use super::crowd::{Grid, bars, legend};
use super::flights::Flights;
use super::layout::{MOST_TILES, Plan, Rect, Senders, px};
use super::shapes::{At, area, frame, track, words};
use super::{outcomes, tiles};
use crate::browser::{is_calm, use_room};
use crate::protocol::{Snapshot, Status};
use bellwether::chart::amount;
use bellwether::decimal::grouped;
use bellwether::scenario::{Arrivals, Scenario};
use std::rc::Rc;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) scenario: Rc<Scenario>,
    pub(crate) snapshot: Option<Rc<Snapshot>>,
    /// Milliseconds between pictures.
    pub(crate) refresh: u32,
    pub(crate) opened: Option<(u32, u32)>,
    pub(crate) open: Callback<(u32, u32)>,
}

/// The moving picture.
#[component]
pub(crate) fn Picture(props: &Props) -> Html {
    let frame = use_node_ref();
    let sky = use_node_ref();
    let flights = use_memo((), |()| Flights::default());
    let held = use_state(|| None);
    let (width, scale) = use_room(&frame);
    let snapshot = props.snapshot.clone().unwrap_or_default();
    let ends = outcomes::shown(&snapshot.messages);
    let senders = kind(&snapshot, &props.scenario);
    let plan = Rc::new(Plan::new(width, senders, ends.len()));
    {
        let (plan, sky, refresh) = (Rc::clone(&plan), sky.clone(), props.refresh);
        use_effect_with((snapshot.run, snapshot.point.clone(), width.to_bits()), {
            let snapshot = Rc::clone(&snapshot);
            move |_| {
                if !is_calm() && width > 0.0 {
                    flights.launch(&sky, (&plan, scale), &snapshot, f64::from(refresh));
                }
            }
        });
    }
    let settled = if plan.upright || plan.outcomes.width < 180.0 {
        String::new()
    } else {
        format!("{} settled", amount_of(snapshot.messages.settled()))
    };
    let view = format!("0 0 {:.0} {:.0}", plan.width, plan.height);
    let (wide, tall) = (px(plan.width * scale), px(plan.height * scale));
    html! {
        <div class="picture" ref={frame}><div class="scene">
            if width > 0.0 {
                <svg class="ways" viewBox={view.clone()} width={wide.clone()} height={tall.clone()}
                    aria-hidden="true">{ ribbons(&plan, &snapshot) }</svg>
                <canvas ref={sky} aria-hidden="true"></canvas>
                <svg viewBox={view} width={wide} height={tall} role="group" aria-label="Pipeline">
                    { producer(&plan.producer, &props.scenario, &snapshot) }
                    { broker(&plan.broker, &props.scenario, &snapshot) }
                    { heading(&plan.senders, plan.line_of_senders(), "Senders", &busy(&snapshot)) }
                    { match senders {
                        Senders::Tiles(_) => tiles::show(&plan, &snapshot, props, &held),
                        Senders::Grid(_) => html! {
                            <Grid plan={Rc::clone(&plan)} scenario={Rc::clone(&props.scenario)}
                                snapshot={Rc::clone(&snapshot)} opened={props.opened} open={props.open.clone()} />
                        },
                        Senders::Bars(_) => bars(&plan, &snapshot, &props.scenario),
                    } }
                    { above(&plan.outcomes, "Outcomes", &settled) }
                    { outcomes::show(&plan, &ends, snapshot.messages.produced) }
                </svg>
            }
        </div>
        if !matches!(senders, Senders::Tiles(_)) {
            { legend(&snapshot) }
        }
        </div>
    }
}

fn kind(snapshot: &Snapshot, scenario: &Scenario) -> Senders {
    let told = snapshot.senders.len();
    match told {
        0 if snapshot.groups.is_empty() => {
            let expected = scenario.senders.iter().map(|group| group.count as usize).sum();
            if expected <= MOST_TILES {
                Senders::Tiles(expected)
            } else {
                Senders::Bars(scenario.senders.len())
            }
        }
        0 => Senders::Bars(snapshot.groups.len()),
        1..=MOST_TILES => Senders::Tiles(told),
        _ => Senders::Grid(told),
    }
}

fn busy(snapshot: &Snapshot) -> String {
    let (gauges, groups) = (&snapshot.gauges, snapshot.groups.len());
    let busy = format!(
        "{} of {} busy",
        grouped(gauges.busy_senders),
        grouped(gauges.senders)
    );
    if snapshot.senders.is_empty() && groups > MOST_TILES {
        format!("{MOST_TILES} of {groups} groups shown, {busy}")
    } else {
        busy
    }
}

/// A name above a place, and a figure beside it.
fn above(place: &Rect, name: &str, figure: &str) -> Html {
    heading(place, place.y - 9.0, name, figure)
}

fn heading(place: &Rect, y: f64, name: &str, figure: &str) -> Html {
    html! {
        <>
            { words("part-name", At::Start, (place.x + 1.0, y), name.to_owned()) }
            { words("part-figure", At::End, (place.right() - 1.0, y), figure.to_owned()) }
        </>
    }
}

fn producer(place: &Rect, scenario: &Scenario, snapshot: &Snapshot) -> Html {
    let (x, y) = place.middle();
    let produced = snapshot.messages.produced;
    let share = share(produced, snapshot.gauges.expected_messages);
    let set = snapshot.gauges.rate.map(Arrivals::Poisson);
    let how = match set.as_ref().unwrap_or(&scenario.producer.arrivals) {
        Arrivals::Burst => "all at once".to_owned(),
        Arrivals::Every(gap) => format!("one every {gap}"),
        Arrivals::Poisson(rate) => format!("random, {}/s", amount(*rate)),
        Arrivals::Steps(_) => "random, in steps".to_owned(),
        Arrivals::Trace(_) => "at given times".to_owned(),
    };
    let how = if snapshot.gauges.paused {
        "paused".to_owned()
    } else {
        how
    };
    html! {
        <g>
            { frame("part", place, 10.0) }
            { above(place, "Producer", "") }
            { words("part-number", At::Middle, (x, y - 4.0), amount_of(produced)) }
            { words("part-word", At::Middle, (x, y + 13.0), how) }
            { track(Rect::new(place.x + 16.0, place.bottom() - 13.0, place.width - 32.0, 4.0), share, "track-fill") }
        </g>
    }
}

/// The queue fills like a vessel: up to its capacity if it has one, else up to a round number above its longest.
fn broker(place: &Rect, scenario: &Scenario, snapshot: &Snapshot) -> Html {
    let messages = &snapshot.messages;
    let capacity = scenario.broker.capacity.map(u64::from);
    let full = capacity.unwrap_or_else(|| round_above(snapshot.gauges.max_queue));
    let level = share(messages.queued, full) * (place.height - 4.0);
    let (x, y) = place.middle();
    let beside: Vec<String> = [
        (messages.backing_off, "backing off"),
        (messages.in_transit, "in transit"),
        (messages.reserved, "reserved"),
        (messages.held, "held"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, name)| format!("{} {name}", amount_of(count)))
    .collect();
    // what the vessel holds when it is full
    let figure = match capacity {
        Some(_) => format!("of {}", amount_of(full)),
        None if place.width < 150.0 => String::new(),
        None => format!("scale to {}", amount_of(full)),
    };
    html! {
        <g>
            { frame("part", place, 10.0) }
            { area("level", Rect::new(place.x + 2.0, place.bottom() - 2.0 - level, place.width - 4.0, level), 8.0) }
            { above(place, "Broker", &figure) }
            { words("part-number large", At::Middle, (x, y + 4.0), amount_of(messages.queued)) }
            { words("part-word", At::Middle, (x, y + 22.0), "queued") }
            { for beside.into_iter().zip(if place.height < 130.0 {
                // low and wide: the corners are free
                let (left, right) = (place.x + 12.0, place.right() - 12.0);
                [(At::Start, left, 12.0), (At::End, right, 12.0), (At::Start, left, 27.0), (At::End, right, 27.0)]
            } else {
                [12.0, 27.0, 42.0, 57.0].map(|above| (At::Middle, x, above))
            }).map(|(text, (at, x, above))| words("part-word", at, (x, place.bottom() - above), text)) }
        </g>
    }
}

/// The first of 10, 20, 50, 100, 200 … that is no less.
fn round_above(length: u64) -> u64 {
    let mut ten = 10_u64;
    loop {
        let round = [1, 2, 5].map(|times| ten.saturating_mul(times));
        if let Some(round) = round.into_iter().find(|round| *round >= length) {
            return round;
        }
        ten = ten.saturating_mul(10);
    }
}

/// The ways between the parts; the more flows, the wider they are.
fn ribbons(plan: &Plan, snapshot: &Snapshot) -> Html {
    let flows = snapshot.messages.sending > 0;
    let gauges = &snapshot.gauges;
    // what is over flows no more, however fast it did
    let wide = if matches!(snapshot.status, Status::Over(_)) {
        0.0
    } else {
        ribbon_width(gauges.throughput * gauges.speed.max(0.0))
    };
    let to_field = Bend::between(plan.exit(&plan.producer), plan.entry(&plan.broker), plan.upright);
    let ribbon = |bend: Bend, lively: bool, wide: f64| {
        let class = if lively { "ribbon lively" } else { "ribbon" };
        html! { <path {class} d={bend.path()} stroke-width={px(wide)} /> }
    };
    let tiles: Vec<Rect> = if plan.tiles.len() > MOST_TILES {
        vec![plan.senders]
    } else {
        plan.tiles.clone()
    };
    let part = (wide / f64::from(u32::try_from(tiles.len()).unwrap_or(1).max(1))).max(1.5);
    let produces = snapshot.messages.produced < gauges.expected_messages && snapshot.messages.produced > 0;
    html! {
        <g>
            { ribbon(to_field, produces, wide.max(2.0)) }
            { for tiles.iter().map(|tile| ribbon(
                Bend::between(plan.exit(&plan.broker), plan.entry(tile), plan.upright), flows, part)) }
            { for tiles.iter().map(|tile| ribbon(
                Bend::between(plan.exit(tile), plan.outcome(0), plan.upright), flows, part)) }
            { for tiles.iter().filter(|_| snapshot.messages.failed > 0).map(|tile| ribbon(
                Bend::between(plan.exit(tile), plan.outcome(1), plan.upright), flows, 1.5)) }
        </g>
    }
}

/// From messages per second of wall time to pixels: each ten times more adds as much.
fn ribbon_width(per_second: f64) -> f64 {
    (3.0 + 4.0 * per_second.max(1.0).log10()).min(26.0)
}

#[expect(clippy::cast_precision_loss, reason = "a share to be drawn")]
pub(super) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        (part as f64 / whole as f64).min(1.0)
    }
}

/// A count, exact while it is short.
#[expect(clippy::cast_precision_loss, reason = "a count to be read")]
pub(super) fn amount_of(count: u64) -> String {
    if count < 1_000_000 {
        grouped(count)
    } else {
        amount(count as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::round_above;

    #[test]
    fn a_vessel_that_fills_has_room_above() {
        let pairs = [
            (0, 10),
            (10, 10),
            (11, 20),
            (816, 1000),
            (1001, 2000),
            (2001, 5000),
        ];
        for (longest, full) in pairs {
            assert_eq!(round_above(longest), full);
        }
        assert_eq!(round_above(u64::MAX), u64::MAX);
    }
}
