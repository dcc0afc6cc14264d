//! The value that a figure is compared with, exactly, in units of that figure.

use crate::decimal::Decimal;
use crate::figures::Unit;

const BILLION: u128 = 1_000_000_000;

/// Units of time with their nanoseconds, the longest first.
const TIMES: [(&str, u128); 8] = [
    ("d", 86_400 * BILLION),
    ("h", 3600 * BILLION),
    ("m", 60 * BILLION),
    ("s", BILLION),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("µs", 1_000),
    ("ns", 1),
];
/// What rates are counted per, in seconds.
const RATES: [(&str, u128); 4] = [("s", 1), ("min", 60), ("h", 3600), ("d", 86_400)];

/// Reads a value of a unit; an error names the value and what is allowed.
pub(super) fn read(unit: Unit, text: &str) -> Result<Decimal, String> {
    if text.is_empty() {
        return Err(format!("has nothing to compare with; allowed: {}", allowed(unit)));
    }
    if text.starts_with('-') {
        return Err(format!(
            "`{text}` is below 0, and no figure ever is; allowed: {}",
            allowed(unit)
        ));
    }
    let value = match unit {
        Unit::Count => scaled(text, BILLION, 1).filter(|value| value % BILLION == 0),
        Unit::Number => scaled(text, BILLION, 1),
        Unit::Share => match text.strip_suffix('%') {
            Some(percent) => scaled(percent.trim_end(), BILLION, 100),
            None => scaled(text, BILLION, 1),
        },
        Unit::Time => time(text),
        Unit::Rate => match text.split_once('/') {
            Some((number, per)) => RATES
                .into_iter()
                .find(|(name, _)| *name == per.trim_start())
                .and_then(|(_, seconds)| scaled(number.trim_end(), BILLION, seconds)),
            None => scaled(text, BILLION, 1),
        },
    };
    let Some(value) = value else {
        return Err(format!("`{text}` is not {}", allowed(unit)));
    };
    if unit == Unit::Share && value > BILLION {
        return Err(format!(
            "`{text}` is more than the whole; allowed: {}",
            allowed(unit)
        ));
    }
    Ok(Decimal::from_billionths(value))
}

const fn allowed(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "a whole number such as 0 or 100",
        Unit::Number => "a number such as 12.5",
        Unit::Share => "a share from 0 to 1 such as 1% or 0.01",
        Unit::Time => "a time such as 10m, 1h30m, 2.5s or 250ms, or a number of seconds",
        Unit::Rate => "a rate such as 20/s or 600/min, or a number per second",
    }
}

/// A time with units, each smaller than the one before, or a number of seconds; in nanoseconds.
fn time(text: &str) -> Option<u128> {
    if text.ends_with(|c: char| c.is_ascii_digit() || c == '.') {
        return scaled(text, BILLION, 1);
    }
    let (mut rest, mut sum, mut smallest) = (text, 0_u128, u128::MAX);
    while !rest.is_empty() {
        let number = rest.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
        let (number, after) = rest.split_at(number);
        let after = after.trim_start();
        let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at(end);
        let (_, size) = TIMES.into_iter().find(|(name, _)| *name == unit)?;
        if size >= smallest {
            return None;
        }
        sum += scaled(number, size, 1)?;
        smallest = size;
        rest = after.trim_start();
    }
    Some(sum)
}

/// A plain decimal times `factor` over `divisor`, to the nearest whole; `None` for anything else.
fn scaled(number: &str, factor: u128, divisor: u128) -> Option<u128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits = format!("{whole}{fraction}");
    let plain = !whole.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // 18 digits times a day in nanoseconds stay far below 2^128
    if !plain || digits.len() > 18 {
        return None;
    }
    let divisor = divisor * 10_u128.pow(u32::try_from(fraction.len()).ok()?);
    Some((digits.parse::<u128>().ok()? * factor + divisor / 2) / divisor)
}
