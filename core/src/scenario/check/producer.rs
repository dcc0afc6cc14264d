//! The producer: how many messages, when, of which kinds.

use super::values::{At, Checker};
use crate::scenario::document::Node;
use crate::scenario::fields;
use crate::scenario::problem::grouped;
use crate::scenario::quantity::Quantity;
use crate::scenario::{Arrivals, Kind, Producer};
use crate::time::{SimDuration, SimTime};

pub(super) fn producer(c: &mut Checker<'_>, at: &At<'_>) -> Producer {
    let map = c.mapping(at);
    let arrivals = arrivals(c, &map.at(&fields::ARRIVALS));
    Producer {
        messages: messages(c, &map.at(&fields::MESSAGES), &arrivals),
        arrivals,
        text_length: text_length(c, &map.at(&fields::TEXT_LENGTH)),
        kinds: kinds(c, &map.at(&fields::KINDS)),
    }
}

/// Longest time until the last message is produced, in seconds: some room below the 584 years that the clock has.
const LAST_PRODUCTION: f64 = 1e10;

/// Unless the run ends before, all messages must come while there is virtual time.
pub(super) fn check_last_production(c: &mut Checker<'_>, at: &At<'_>, producer: &Producer) {
    let gap = match producer.arrivals {
        Arrivals::Every(gap) => gap.seconds().to_f64(),
        Arrivals::Poisson(per_second) if per_second > 0.0 => 1.0 / per_second,
        _ => return,
    };
    if f64::from(producer.messages) * gap <= LAST_PRODUCTION {
        return;
    }
    let messages = grouped(i128::from(producer.messages));
    let gap = SimDuration::from_nanoseconds_f64(gap * 1e9);
    c.wrong(
        &at.at(&fields::MESSAGES),
        format!(
            "{messages} messages, one every {gap}, take longer than virtual time lasts; allowed: at most 300 years, \
             or an `until`"
        ),
    );
}

/// How many; a trace has no more than its instants.
fn messages(c: &mut Checker<'_>, at: &At<'_>, arrivals: &Arrivals) -> u32 {
    let instants = match arrivals {
        Arrivals::Trace(instants) if !instants.is_empty() => {
            u32::try_from(instants.len()).unwrap_or(u32::MAX)
        }
        _ => return c.get(at),
    };
    let messages = c.optional(at).unwrap_or(instants);
    if messages > instants {
        let most = grouped(i128::from(instants));
        c.wrong(
            at,
            format!(
                "{messages} is more than the trace has instants; allowed: a whole number from 1 to {most}"
            ),
        );
    }
    messages
}

fn arrivals(c: &mut Checker<'_>, at: &At<'_>) -> Arrivals {
    let Some(chosen) = c.variant(at) else {
        return Arrivals::Burst;
    };
    let field = chosen.field;
    if field == &fields::BURST {
        c.mapping(&chosen);
        return Arrivals::Burst;
    }
    if chosen.node.is_none_or(Node::is_null) {
        c.wrong(
            at,
            format!(
                "{} needs its value, such as {{{}: {}}}",
                field.key(),
                field.key(),
                field.example
            ),
        );
        return Arrivals::Burst;
    }
    if field == &fields::EVERY {
        Arrivals::Every(c.optional(&chosen).unwrap_or_default())
    } else if field == &fields::POISSON {
        Arrivals::Poisson(c.optional(&chosen).unwrap_or_default())
    } else if field == &fields::STEPS {
        Arrivals::Steps(steps(c, &chosen))
    } else {
        Arrivals::Trace(trace(c, &chosen))
    }
}

fn steps(c: &mut Checker<'_>, at: &At<'_>) -> Vec<(SimTime, f64)> {
    let mut steps: Vec<(SimTime, f64)> = Vec::new();
    let items = c.items(at);
    for (index, item) in items.iter().enumerate() {
        let map = c.mapping(item);
        let (start, rate) = (map.at(&fields::STEP_AT), map.at(&fields::STEP_RATE));
        let (Some(time), Some(value)) = (c.required::<SimTime>(&start), c.required::<f64>(&rate)) else {
            continue;
        };
        match steps.last() {
            None if index == 0 && time > SimTime::ZERO => {
                c.wrong(&start, format!("the first step begins at {time}; allowed: 0s"));
            }
            Some((before, _)) if time <= *before => {
                c.wrong(
                    &start,
                    format!("{time} is not after the step before it; allowed: a time after {before}"),
                );
            }
            _ => {}
        }
        if index + 1 == items.len() && value <= 0.0 {
            c.wrong(
                &rate,
                "the last rate is 0, so that some messages would never come; allowed: a rate above 0",
            );
        }
        steps.push((time, value));
    }
    steps
}

fn trace(c: &mut Checker<'_>, at: &At<'_>) -> Vec<SimTime> {
    let entries = c.entries(at);
    let mut instants: Vec<SimTime> = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        let read = |text| SimTime::read(&fields::INSTANT.kind, text).ok();
        let before = instants.last().copied().unwrap_or(SimTime::ZERO);
        // what is as it should be needs no path
        if let Some(time) = entry.text().and_then(read).filter(|time| *time >= before) {
            instants.push(time);
        } else if let Some(item) = at.entry(index) {
            let time = c.required::<SimTime>(&item);
            if let Some(time) = time {
                c.wrong(
                    &item,
                    format!("{time} comes before the instant before it; allowed: {before} or later"),
                );
            }
            // one that cannot be read is an instant none the less: as many messages are allowed
            instants.push(time.unwrap_or(before));
        }
    }
    instants
}

fn text_length(c: &mut Checker<'_>, at: &At<'_>) -> (u32, u32) {
    let map = c.mapping(at);
    let (min_at, max_at) = (map.at(&fields::TEXT_LENGTH_MIN), map.at(&fields::TEXT_LENGTH_MAX));
    let before = c.count();
    let (min, max) = (c.get::<u32>(&min_at), c.get::<u32>(&max_at));
    if min > max && c.count() == before {
        // blames the one that was written
        let (blamed, message) = match min_at.node {
            Some(_) => (
                &min_at,
                format!("{min} is above the longest text; allowed: at most {max}"),
            ),
            None => (
                &max_at,
                format!("{max} is below the shortest text; allowed: at least {min}"),
            ),
        };
        c.wrong(blamed, message);
    }
    (min, max)
}

fn kinds(c: &mut Checker<'_>, at: &At<'_>) -> Vec<Kind> {
    let items = c.items(at);
    if items.is_empty() {
        return vec![Kind::default()];
    }
    let before = c.count();
    let maps: Vec<At<'_>> = items.iter().map(|item| c.mapping(item)).collect();
    let names: Vec<At<'_>> = maps.iter().map(|map| map.at(&fields::KIND_NAME)).collect();
    let names = c.names(&names);
    let kinds: Vec<Kind> = maps
        .iter()
        .zip(names)
        .map(|(map, name)| Kind {
            name,
            weight: c.get(&map.at(&fields::KIND_WEIGHT)),
            priority: c.get(&map.at(&fields::KIND_PRIORITY)),
            work: c.get(&map.at(&fields::KIND_WORK)),
        })
        .collect();
    if c.count() == before && kinds.iter().all(|kind| kind.weight <= 0.0) {
        c.wrong(at, "no kind has a weight above 0; allowed: at least one");
    }
    kinds
}
