//! From values to places, and the round values that an axis names.

use super::{Axis, AxisUnit};

/// Steps between named times, in seconds, above a second.
const TIME_STEPS: [f64; 17] = [
    1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0, 10_800.0,
    21_600.0, 43_200.0,
];

/// A straight line from values to places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    from: f64,
    to: f64,
    start: f64,
    end: f64,
}

impl Scale {
    /// Leads `from` to `start` and `to` to `end`. An axis without length leads all its values to the start.
    #[must_use]
    pub const fn new((from, to): (f64, f64), (start, end): (f64, f64)) -> Self {
        Self { from, to, start, end }
    }

    /// Whether a value has a place of its own, between the ends.
    #[must_use]
    pub const fn holds(&self, value: f64) -> bool {
        self.from <= value && value <= self.to
    }

    /// Where a value stands; values beyond the ends stand at the ends.
    #[must_use]
    pub fn place(&self, value: f64) -> f64 {
        let length = self.to - self.from;
        let share = if length > 0.0 {
            ((value - self.from) / length).clamp(0.0, 1.0)
        } else {
            0.0
        };
        self.start + share * (self.end - self.start)
    }

    /// Which value stands at a place.
    #[must_use]
    pub fn value(&self, place: f64) -> f64 {
        let share = (place - self.start) / (self.end - self.start);
        self.from + share.clamp(0.0, 1.0) * (self.to - self.from)
    }
}

/// The round values of an axis, at most so many.
pub(super) fn ticks(axis: &Axis, most: u32) -> Vec<f64> {
    let length = axis.to - axis.from;
    if length.is_nan() || length <= 0.0 || !length.is_finite() || most == 0 {
        return vec![axis.from];
    }
    let step = step(axis.unit, length / f64::from(most));
    let first = libm::ceil(axis.from / step - 1e-9);
    (0..=most)
        .map(|index| (first + f64::from(index)) * step)
        .filter(|value| *value <= axis.to + step * 1e-9)
        .collect()
}

/// The least round step that is not below `least`.
fn step(unit: AxisUnit, least: f64) -> f64 {
    if unit == AxisUnit::Seconds && least > 0.5 {
        if let Some(step) = TIME_STEPS.into_iter().find(|step| *step >= least) {
            return step;
        }
        return 86_400.0 * decimal_step(least / 86_400.0).max(1.0);
    }
    let step = decimal_step(least);
    if unit == AxisUnit::Count {
        step.max(1.0)
    } else {
        step
    }
}

/// 1, 2 or 5 times a power of ten.
fn decimal_step(least: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(least)));
    let factor = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .find(|factor| factor * power >= least * (1.0 - 1e-9));
    factor.unwrap_or(10.0) * power
}

/// The end of an axis that begins at 0 and shows this value: a round one, not much above it.
pub(super) fn round_end(unit: AxisUnit, greatest: f64) -> f64 {
    if greatest.is_nan() || greatest <= 0.0 || !greatest.is_finite() {
        return 1.0;
    }
    let step = step(unit, greatest / 5.0);
    libm::ceil(greatest / step - 1e-9) * step
}
