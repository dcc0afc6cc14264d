//! The value that a figure is compared with, in units of that figure.

use crate::decimal::Decimal;
use crate::figures::Unit;
use crate::scenario::{FieldKind, Number, Quantity, Wrong};
use crate::time::SimDuration;

const BILLION: u128 = 1_000_000_000;

/// Reads a value of a unit as the scenario's values are read; an error names the value and what is allowed.
pub(super) fn read(unit: Unit, text: &str) -> Result<Decimal, String> {
    let allowed = allowed(unit);
    if text.is_empty() {
        return Err(format!("has nothing to compare with; allowed: {allowed}"));
    }
    value(unit, text).map_err(|wrong| format!("`{text}` {}; allowed: {allowed}", wrong.words()))
}

fn value(unit: Unit, text: &str) -> Result<Decimal, Wrong> {
    match unit {
        Unit::Count => {
            let number = Number::read(text, "a whole number")?;
            number.whole()?;
            billionths(number)
        }
        Unit::Number => billionths(Number::read(text, "a number")?),
        Unit::Share => {
            let share = match text.strip_suffix('%') {
                Some(percent) => Number::read(percent.trim_end(), "a share")?.shifted(-2),
                None => Number::read(text, "a share")?,
            };
            billionths(share).and_then(|share| {
                if share > Decimal::from_whole(1) {
                    Err(Wrong::OutOfRange)
                } else {
                    Ok(share)
                }
            })
        }
        Unit::Time => {
            let least = SimDuration::ZERO;
            SimDuration::read(&FieldKind::Duration { least }, text).map(SimDuration::seconds)
        }
        Unit::Rate => f64::read(&FieldKind::Rate { zero: true }, text).map(Decimal::from_f64),
    }
}

/// The nearest billionth to a number of at least 0.
fn billionths(number: Number) -> Result<Decimal, Wrong> {
    if number.negative {
        return Err(Wrong::OutOfRange);
    }
    number
        .rounded(BILLION)
        .map(Decimal::from_billionths)
        .ok_or(Wrong::OutOfRange)
}

const fn allowed(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "a whole number from 0, such as 100",
        Unit::Number => "a number from 0, such as 12.5",
        Unit::Share => "a share from 0 to 1, such as 0.02 or 2%",
        Unit::Time => "a time, such as 250ms, 2s, 1h30m or a number of seconds",
        Unit::Rate => "a rate, such as 20/s, 600/min or a number per second",
    }
}
