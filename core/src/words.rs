//! Figures as people read them: rounded to what the eye can use, with their units. All from integers, so that the
//! text is the same everywhere.

use crate::decimal::{Decimal, SignedDecimal};
use crate::figures::Unit;
use crate::target::Target;
use crate::time::{SECOND, SimDuration, SimTime};

pub use crate::decimal::{grouped as count, percent};

/// For so many decimal places.
const SCALES: [u128; 4] = [1, 10, 100, 1000];

/// A number of things: `1 sender`, `3 senders`.
#[must_use]
pub fn things(number: impl Into<u128>, thing: &str) -> String {
    let number = number.into();
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", count(number))
}

/// A duration with three digits: `12.3 ms`, `1.02 s`, `12 min 4 s`, `3 h 20 min`, `2 d 4 h`.
#[must_use]
pub fn time(duration: SimDuration) -> String {
    nanoseconds(u128::from(duration.nanoseconds()))
}

/// Seconds as a duration.
#[must_use]
pub fn seconds(seconds: Decimal) -> String {
    nanoseconds(seconds.billionths())
}

/// An instant as the time since the start.
#[must_use]
pub fn instant(time: SimTime) -> String {
    self::time(time.elapsed())
}

fn nanoseconds(nanoseconds: u128) -> String {
    const S: u128 = SECOND as u128;
    if nanoseconds == 0 {
        return "0 s".to_owned();
    }
    for (unit, size) in [("ns", 1), ("µs", 1_000), ("ms", 1_000_000)] {
        // rounds to less than a thousand of them
        if nanoseconds * 2 < size * 1999 {
            return match size {
                1 => format!("{nanoseconds} {unit}"),
                _ => format!("{} {unit}", three_digits(nanoseconds, size)),
            };
        }
    }
    let rounded_to = |unit: u128| (nanoseconds + unit * S / 2) / (unit * S);
    let (seconds, minutes, hours) = (rounded_to(1), rounded_to(60), rounded_to(3600));
    match () {
        () if nanoseconds < 5995 * S / 100 => format!("{} s", three_digits(nanoseconds, S)),
        () if seconds < 3600 => two_units(seconds, 60, "min", "s"),
        () if minutes < 24 * 60 => two_units(minutes, 60, "h", "min"),
        () => two_units(hours, 24, "d", "h"),
    }
}

fn two_units(number: u128, ratio: u128, large: &str, small: &str) -> String {
    match number % ratio {
        0 => format!("{} {large}", count(number / ratio)),
        rest => format!("{} {large} {rest} {small}", count(number / ratio)),
    }
}

/// `number / unit` with three digits; thousands are set apart.
fn three_digits(number: u128, unit: u128) -> String {
    let rounded = |places: usize| (number * SCALES[places] + unit / 2) / unit;
    let places = (0..=2).rev().find(|places| rounded(*places) < 1000).unwrap_or(0);
    let (digits, scale) = (rounded(places), SCALES[places]);
    match places {
        0 => count(digits),
        _ => format!("{}.{:0width$}", digits / scale, digits % scale, width = places),
    }
}

/// A time of which a part matters: in seconds where [`seconds`] would round that part away.
#[must_use]
pub fn seconds_beside(whole: Decimal, part: Decimal) -> String {
    const S: u128 = SECOND as u128;
    let resolution = match whole.billionths() {
        0..60_000_000_000 => 0,
        60_000_000_000..3_600_000_000_000 => S,
        3_600_000_000_000..86_400_000_000_000 => 60 * S,
        _ => 3600 * S,
    };
    if part.billionths() == 0 || part.billionths() >= resolution {
        return seconds(whole);
    }
    // so many places that two digits of the part are seen
    let places = (0..3)
        .find(|places| part.billionths() * SCALES[*places] >= 10 * S)
        .unwrap_or(3);
    let scale = SCALES[places];
    let digits = (whole.billionths() * scale + S / 2) / S;
    match places {
        0 => format!("{} s", count(digits)),
        _ => format!(
            "{}.{:0width$} s",
            count(digits / scale),
            digits % scale,
            width = places
        ),
    }
}

/// A number per second in the largest unit of time that leaves it at least one: `23.7/s`, `4.20/min`.
#[must_use]
pub fn rate(per_second: Decimal) -> String {
    match per_second.billionths() {
        0 => "0/s".to_owned(),
        _ => rate_beside(per_second, per_second),
    }
}

fn unit_of_rate(per_second: Decimal) -> (u128, &'static str) {
    match per_second.billionths() {
        0 | 1_000_000_000.. => (1, "s"),
        16_666_667.. => (60, "min"),
        _ => (3600, "h"),
    }
}

/// A part of a percentage with three digits; what is not quite nothing says so.
#[must_use]
pub fn percentage_points(share: Decimal) -> String {
    match share.billionths() {
        1..50_000 => "<0.01 %".to_owned(),
        billionths => format!("{} %", three_digits(billionths, 10_000_000)),
    }
}

/// A part of a rate, in the unit that [`rate`] chooses for the whole.
#[must_use]
pub fn rate_beside(part: Decimal, whole: Decimal) -> String {
    let (factor, unit) = unit_of_rate(whole);
    format!(
        "{}/{unit}",
        three_digits(part.billionths() * factor, 1_000_000_000)
    )
}

/// A figure in its unit.
#[must_use]
pub fn figure(unit: Unit, value: Decimal) -> String {
    match unit {
        Unit::Count if value.billionths().is_multiple_of(1_000_000_000) => {
            count(value.billionths() / 1_000_000_000)
        }
        Unit::Count | Unit::Number => number(value),
        Unit::Share => percent(value),
        Unit::Time => seconds(value),
        Unit::Rate => rate(value),
    }
}

/// How far off something is, in standard errors.
#[must_use]
pub fn distance(errors: SignedDecimal) -> String {
    let sign = match errors {
        // rounds to nothing
        errors if errors.size.billionths() < 50_000_000 => "",
        errors if errors.negative => "−",
        _ => "+",
    };
    format!("{sign}{:.1}", errors.size)
}

/// A plain number with three digits.
#[must_use]
pub fn number(number: Decimal) -> String {
    match number.billionths() {
        0 => "0".to_owned(),
        billionths => three_digits(billionths, 1_000_000_000),
    }
}

/// What there may be none of.
#[must_use]
pub fn optional<T>(figure: Option<T>, text: impl FnOnce(T) -> String) -> String {
    figure.map_or_else(|| "–".to_owned(), text)
}

/// The value of a missed target with as many digits as it takes to tell it from the limit, which rounding may hide.
#[must_use]
pub fn apart(rounded: String, value: Decimal, target: &str) -> String {
    let Ok(target) = Target::parse(target) else {
        return rounded;
    };
    let (unit, limit) = (target.unit(), target.limit());
    if value == limit || figure(unit, value) != figure(unit, limit) {
        return rounded;
    }
    (1..=9)
        .map(|places| (places_of(unit, value, places), places_of(unit, limit, places)))
        .find(|(value, limit)| value != limit)
        .map_or(rounded, |(value, _)| value)
}

/// A figure in its unit with so many places.
fn places_of(unit: Unit, value: Decimal, places: usize) -> String {
    match unit {
        Unit::Count | Unit::Number => format!("{value:.places$}"),
        Unit::Share => {
            let percent = Decimal::from_billionths(value.billionths() * 100);
            format!("{percent:.places$} %")
        }
        Unit::Time => format!("{value:.places$} s"),
        Unit::Rate => format!("{value:.places$}/s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_keep_three_digits_in_the_unit_that_suits() {
        for (nanoseconds, text) in [
            (0, "0 s"),
            (999, "999 ns"),
            (1_000, "1.00 µs"),
            (999_499, "999 µs"),
            (999_500, "1.00 ms"),
            (9_996_000, "10.0 ms"),
            (104_321_000, "104 ms"),
            (16_912_000_000, "16.9 s"),
            (59_949_999_999, "59.9 s"),
            (59_950_000_000, "1 min"),
            (754_400_000_000, "12 min 34 s"),
            (3_599_500_000_000, "1 h"),
            (12_000_000_000_000, "3 h 20 min"),
            (187_200_000_000_000, "2 d 4 h"),
        ] {
            assert_eq!(time(SimDuration::from_nanoseconds(nanoseconds)), text);
        }
    }

    #[test]
    fn a_time_is_as_exact_as_its_interval() {
        let billionths = |seconds: f64| Decimal::from_f64(seconds);
        for (whole, part, text) in [
            (33.3, 0.4, "33.3 s"),
            (101_234.5, 14.4, "101,235 s"),
            (600.0123, 0.019, "600.012 s"),
            (754.4, 2.0, "12 min 34 s"),
            (754.4, 0.5, "754.40 s"),
            (600.0, 0.0, "10 min"),
        ] {
            assert_eq!(seconds_beside(billionths(whole), billionths(part)), text);
        }
    }

    #[test]
    fn counts_and_rates() {
        assert_eq!(count(1_000_000_u64), "1,000,000");
        assert_eq!(count(999_u64), "999");
        assert_eq!(things(1_u64, "sender"), "1 sender");
        assert_eq!(rate(Decimal::from_billionths(23_712_000_000)), "23.7/s");
        assert_eq!(rate(Decimal::from_billionths(70_000_000)), "4.20/min");
        assert_eq!(rate(Decimal::from_whole(12_345)), "12,345/s");
        let half_a_second = Decimal::from_billionths(500_000_000);
        assert_eq!(rate_beside(half_a_second, Decimal::from_whole(24)), "0.50/s");
        for (billionths, text) in [
            (0, "0.00 %"),
            (49_999, "<0.01 %"),
            (50_000, "0.01 %"),
            (2_500_000, "0.25 %"),
        ] {
            assert_eq!(percentage_points(Decimal::from_billionths(billionths)), text);
        }
    }
}
