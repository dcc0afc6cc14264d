//! The shapes of random times.

use super::values::{At, Checker};
use crate::scenario::Shape;
use crate::scenario::fields;
use crate::time::SimDuration;

/// Reads a shape around a mean.
pub(super) fn shape(c: &mut Checker<'_>, at: &At<'_>, mean: SimDuration) -> Shape {
    let Some(chosen) = c.variant(at) else {
        return Shape::Exponential;
    };
    let before = c.count();
    let map = c.mapping(&chosen);
    match chosen.field.key() {
        "constant" => Shape::Constant,
        "uniform" => Shape::Uniform {
            spread: c.get(&map.at(&fields::SPREAD)),
        },
        "normal" => normal(c, &map, mean),
        "lognormal" => Shape::Lognormal {
            cv: c.get(&map.at(&fields::LOGNORMAL_CV)),
        },
        "erlang" => Shape::Erlang {
            stages: c.get(&map.at(&fields::STAGES)),
        },
        "gamma" => Shape::Gamma {
            shape: c.get(&map.at(&fields::GAMMA_SHAPE)),
        },
        "triangular" => triangular(c, &map),
        // what is no mapping has been told of
        "empirical" if c.count() == before => empirical(c, &map),
        _ => Shape::Exponential,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a share needs no more digits than a float has"
)]
fn normal(c: &mut Checker<'_>, map: &At<'_>, mean: SimDuration) -> Shape {
    let (cv, deviation) = (map.at(&fields::NORMAL_CV), map.at(&fields::DEVIATION));
    if c.present(&deviation) && cv.node.is_some() {
        c.wrong(&deviation, "`cv` is given too; allowed: one of the two");
    }
    let before = c.count();
    let Some(length) = c.optional::<SimDuration>(&deviation) else {
        return Shape::Normal { cv: c.get(&cv) };
    };
    let share = length.nanoseconds() as f64 / mean.nanoseconds().max(1) as f64;
    if share > 1000.0 && c.count() == before {
        c.wrong(
            &deviation,
            format!("{length} is out of range; allowed: a time from 0s to 1,000 times the mean of {mean}"),
        );
    }
    Shape::Normal { cv: share }
}

/// A triangle around its mean: its peak is at 3 × mean - min - max, which must lie between its ends.
fn triangular(c: &mut Checker<'_>, map: &At<'_>) -> Shape {
    let before = c.count();
    let (min, max) = (
        c.get::<f64>(&map.at(&fields::TRIANGULAR_MIN)),
        c.get::<f64>(&map.at(&fields::TRIANGULAR_MAX)),
    );
    let mode = 3.0 - min - max;
    if c.count() == before && !(min..=max).contains(&mode) {
        c.wrong(map, format!("min {min} and max {max} have no peak between them that gives the mean; allowed: 3 - min - max from min to max"));
    }
    Shape::Triangular { min, max }
}

fn empirical(c: &mut Checker<'_>, map: &At<'_>) -> Shape {
    let at = map.at(&fields::VALUES);
    if at.node.is_none() {
        c.wrong(
            &at,
            format!(
                "is missing; allowed: {}, such as {}",
                at.field.allowed(),
                at.field.example
            ),
        );
        return Shape::Exponential;
    }
    let before = c.count();
    let items = c.items(&at);
    let values: Vec<f64> = items.iter().filter_map(|item| c.required(item)).collect();
    if c.count() == before && values.iter().all(|value| *value <= 0.0) {
        c.wrong(&at, "no value is above 0; allowed: at least one");
    }
    Shape::Empirical { values }
}
