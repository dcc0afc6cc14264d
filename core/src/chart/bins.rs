//! From the fine cells of a histogram to bars that can be seen.

use super::AxisUnit;
use super::scale::round_end;
use crate::time::SimDuration;

/// A bar of a histogram.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// Its lower end, in seconds.
    pub from: f64,
    /// Its upper end, in seconds.
    pub to: f64,
    /// Observations in it.
    pub count: f64,
}

/// Bars of equal width from 0 to a round end, so many at most. A cell that lies across an edge belongs where its
/// middle is.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "places of bars are small; counts are for the eye"
)]
pub fn bins(cells: impl Iterator<Item = (SimDuration, SimDuration, u64)>, most: u32) -> Vec<Bin> {
    let cells: Vec<(f64, u64)> = cells
        .map(|(low, high, count)| ((low.seconds().to_f64() + high.seconds().to_f64()) / 2.0, count))
        .collect();
    let Some(last) = cells.last() else {
        return Vec::new();
    };
    let end = round_end(AxisUnit::Seconds, last.0);
    let width = end / f64::from(most.max(1));
    let mut bins: Vec<Bin> = (0..most.max(1))
        .map(|index| Bin {
            from: f64::from(index) * width,
            to: f64::from(index + 1) * width,
            count: 0.0,
        })
        .collect();
    let last_bin = bins.len() - 1;
    for (middle, count) in cells {
        bins[((middle / width) as usize).min(last_bin)].count += count as f64;
    }
    bins
}
