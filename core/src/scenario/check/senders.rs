//! The groups of senders.

use super::shape::shape;
use super::values::{At, Checker};
use crate::scenario::fields;
use crate::scenario::kind::LONGEST_TIME;
use crate::scenario::{Crash, Group, Hazard};
use crate::time::SimDuration;

pub(super) fn groups(c: &mut Checker<'_>, at: &At<'_>) -> Vec<Group> {
    let items = c.items(at);
    if items.is_empty() {
        return vec![Group::default()];
    }
    let maps: Vec<At<'_>> = items.iter().map(|item| c.mapping(item)).collect();
    let names: Vec<At<'_>> = maps.iter().map(|map| map.at(&fields::GROUP_NAME)).collect();
    let names = c.names(&names);
    maps.iter()
        .zip(names)
        .map(|(map, name)| group(c, map, name))
        .collect()
}

fn group(c: &mut Checker<'_>, map: &At<'_>, name: String) -> Group {
    let mean_time = mean_time(c, map);
    Group {
        name,
        count: c.get(&map.at(&fields::GROUP_COUNT)),
        mean_time,
        service: shape(c, &map.at(&fields::SERVICE), mean_time),
        failure_rate: c.get(&map.at(&fields::FAILURE_RATE)),
        concurrency: c.get(&map.at(&fields::CONCURRENCY)),
        crash: crash(c, &map.at(&fields::CRASH)),
        hang: c.get(&map.at(&fields::HANG)),
    }
}

/// The mean service time, given as such or as a rate.
fn mean_time(c: &mut Checker<'_>, map: &At<'_>) -> SimDuration {
    let (time, rate) = (map.at(&fields::MEAN_TIME), map.at(&fields::RATE_OF_SENDER));
    if !c.present(&rate) {
        return c.get(&time);
    }
    if time.node.is_some() {
        c.wrong(&rate, "`mean_time` is given too; allowed: one of the two");
        return c.get(&time);
    }
    match c.optional::<f64>(&rate) {
        Some(rate) => {
            SimDuration::from_nanoseconds_f64(1e9 / rate).min(SimDuration::from_seconds(LONGEST_TIME))
        }
        None => c.get(&time),
    }
}

fn crash(c: &mut Checker<'_>, at: &At<'_>) -> Option<Crash> {
    if !c.present(at) {
        return None;
    }
    let map = c.mapping(at);
    let (mean_up, mean_down) = (
        c.get(&map.at(&fields::MEAN_UP)),
        c.get(&map.at(&fields::MEAN_DOWN)),
    );
    Some(Crash {
        mean_up,
        mean_down,
        up: shape(c, &map.at(&fields::UP), mean_up),
        down: shape(c, &map.at(&fields::DOWN), mean_down),
        hazard: c.choice(&map.at(&fields::HAZARD), &Hazard::ALL),
    })
}
