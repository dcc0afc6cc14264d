//! Virtual time: whole nanoseconds from 0, never a float.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::decimal::Decimal;

/// From 2^52 on floats are whole numbers, each the next one.
const WHOLE_BITS: u32 = f64::MANTISSA_DIGITS - 1;
const WHOLE: f64 = (1_u64 << WHOLE_BITS) as f64;

/// Nanoseconds in a second.
pub const SECOND: u64 = 1_000_000_000;

/// An instant of virtual time, in nanoseconds from the start of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimTime(u64);

/// A length of virtual time, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimDuration(u64);

impl SimTime {
    /// The start of every run.
    pub const ZERO: Self = Self(0);
    /// An instant that no run reaches.
    pub const NEVER: Self = Self(u64::MAX);

    /// The instant `nanoseconds` after the start.
    #[must_use]
    pub const fn from_nanoseconds(nanoseconds: u64) -> Self {
        Self(nanoseconds)
    }

    /// Nanoseconds since the start.
    #[must_use]
    pub const fn nanoseconds(self) -> u64 {
        self.0
    }

    /// The instant `duration` later; the end of time absorbs what would go past it.
    #[must_use]
    #[inline]
    pub const fn after(self, duration: SimDuration) -> Self {
        Self(self.0.saturating_add(duration.0))
    }

    /// The instant `duration` later, where that is not past the end of time: what a run can rely on costs less.
    #[inline(always)]
    pub(crate) const fn plus(self, duration: SimDuration) -> Self {
        debug_assert!(self.0.checked_add(duration.0).is_some(), "time must not end");
        Self(self.0.wrapping_add(duration.0))
    }

    /// The instant after this one.
    #[must_use]
    #[inline]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The time since `earlier`; zero if `earlier` is later.
    #[must_use]
    #[inline]
    pub const fn since(self, earlier: Self) -> SimDuration {
        SimDuration(self.0.saturating_sub(earlier.0))
    }

    /// The time since `earlier`, which must not be later: what a run can rely on costs less.
    #[inline(always)]
    pub(crate) const fn elapsed_since(self, earlier: Self) -> SimDuration {
        debug_assert!(earlier.0 <= self.0, "time must not go back");
        SimDuration(self.0.wrapping_sub(earlier.0))
    }

    /// The time since the start, as a duration.
    #[must_use]
    pub const fn elapsed(self) -> SimDuration {
        SimDuration(self.0)
    }
}

impl SimDuration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// A duration of so many nanoseconds.
    #[must_use]
    pub const fn from_nanoseconds(nanoseconds: u64) -> Self {
        Self(nanoseconds)
    }

    /// A duration of so many whole seconds.
    #[must_use]
    pub const fn from_seconds(seconds: u64) -> Self {
        Self(seconds * SECOND)
    }

    /// The nearest whole nanosecond to a number of them, the even one of two; negative and NaN give zero, more than 292
    /// years (2^63 nanoseconds) give that.
    #[must_use]
    #[inline(always)]
    pub fn from_nanoseconds_f64(nanoseconds: f64) -> Self {
        // what is below comes out above, and so does what is no number
        let whole = (nanoseconds + WHOLE).to_bits().wrapping_sub(WHOLE.to_bits());
        if whole >> WHOLE_BITS == 0 {
            return Self(whole);
        }
        Self::from_unusual_f64(nanoseconds)
    }

    #[cold]
    #[inline(never)]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast saturates as documented"
    )]
    fn from_unusual_f64(nanoseconds: f64) -> Self {
        // one number has a half and is the nearest to this
        let nanoseconds = if nanoseconds == WHOLE - 0.5 {
            WHOLE
        } else {
            nanoseconds
        };
        Self((nanoseconds as i64).max(0) as u64)
    }

    /// Its nanoseconds.
    #[must_use]
    pub const fn nanoseconds(self) -> u64 {
        self.0
    }

    /// Whether it is no time at all.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Seconds as a decimal with at most nine places.
    #[must_use]
    pub fn seconds(self) -> Decimal {
        Decimal::from_billionths(u128::from(self.0))
    }

    /// Its seconds, to the nearest float.
    #[must_use]
    pub fn seconds_f64(self) -> f64 {
        self.nanoseconds_f64() / SECOND as f64
    }

    /// Its nanoseconds, to the nearest float.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "the nearest is what is asked for")]
    pub const fn nanoseconds_f64(self) -> f64 {
        self.0 as f64
    }

    /// This many times as long.
    #[must_use]
    pub const fn times(self, factor: u64) -> Self {
        Self(self.0.saturating_mul(factor))
    }
}

/// Writes the shortest exact text with units: `0s`, `250ms`, `1h30m`, `2m0.5s`. The scenario reader accepts each.
impl fmt::Display for SimDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [(&str, u64); 3] = [("ms", 1_000_000), ("us", 1_000), ("ns", 1)];
        if self.0 > 0 && self.0 < SECOND {
            let (unit, size) = UNITS
                .into_iter()
                .find(|(_, size)| self.0 >= *size)
                .unwrap_or(("ns", 1));
            let whole = self.0 / size;
            let places = Decimal::from_billionths(u128::from(self.0 % size) * u128::from(SECOND / size));
            return write!(f, "{}{unit}", places.plus_whole(whole));
        }
        let (hours, minutes) = (self.0 / (3600 * SECOND), self.0 / (60 * SECOND) % 60);
        let seconds = Self(self.0 % (60 * SECOND)).seconds();
        if hours > 0 {
            write!(f, "{hours}h")?;
        }
        if minutes > 0 {
            write!(f, "{minutes}m")?;
        }
        if !seconds.is_zero() || self.0 < 60 * SECOND {
            write!(f, "{seconds}s")?;
        }
        Ok(())
    }
}

impl fmt::Display for SimTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.elapsed().fmt(f)
    }
}

/// As seconds, exactly: see [`Decimal`].
impl Serialize for SimDuration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.seconds().serialize(serializer)
    }
}

/// As seconds, exactly: see [`Decimal`].
impl Serialize for SimTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.elapsed().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_shortest_and_exact() {
        for (nanoseconds, text) in [
            (0, "0s"),
            (1, "1ns"),
            (1_500, "1.5us"),
            (250_000_000, "250ms"),
            (1_234_567, "1.234567ms"),
            (SECOND, "1s"),
            (90 * SECOND, "1m30s"),
            (5400 * SECOND, "1h30m"),
            (3600 * SECOND + 1, "1h0.000000001s"),
            (120 * SECOND + SECOND / 2, "2m0.5s"),
        ] {
            assert_eq!(SimDuration::from_nanoseconds(nanoseconds).to_string(), text);
        }
    }

    #[test]
    fn the_end_of_time_absorbs() {
        assert_eq!(SimTime::NEVER.after(SimDuration::from_seconds(1)), SimTime::NEVER);
        assert_eq!(SimTime::ZERO.since(SimTime::NEVER), SimDuration::ZERO);
        assert_eq!(SimDuration::from_nanoseconds_f64(f64::NAN), SimDuration::ZERO);
        for (float, whole) in [
            (0.0, 0),
            (-0.0, 0),
            (-7.0, 0),
            (0.49, 0),
            (1.5, 2),
            (2.5, 2),
            (1e15 + 0.25, 1_000_000_000_000_000),
            (4_503_599_627_370_495.5, 4_503_599_627_370_496),
            (4_503_599_627_370_497.0, 4_503_599_627_370_497),
            (f64::INFINITY, (1 << 63) - 1),
        ] {
            let found = SimDuration::from_nanoseconds_f64(float);
            assert_eq!(found, SimDuration::from_nanoseconds(whole), "{float}");
        }
    }
}
