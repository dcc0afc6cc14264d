//! Times, rates, shares and numbers from text.

#[cfg(test)]
mod tests;

use super::kind::{HIGHEST_RATE, Kind, LONGEST_NAME, LONGEST_TIME, LOWEST_RATE};
use super::number::{Number, leading};
use super::problem::is_invisible;
use crate::time::{SECOND, SimDuration, SimTime};

/// What is wrong with a value; what is allowed instead comes from its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// It is not what it should be: "a whole number".
    Not(&'static str),
    /// It is not a number, or infinite.
    NotFinite(&'static str),
    /// It is beyond a limit.
    OutOfRange,
    /// Something that deserves its own words.
    Hint(String),
}

impl Wrong {
    /// What follows the value in a message.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Not(noun) => format!("is not {noun}"),
            Self::NotFinite(_) => "is not a finite number".to_owned(),
            Self::OutOfRange => "is out of range".to_owned(),
            Self::Hint(words) => words.clone(),
        }
    }
}

/// A value that is read from text within the limits of its kind.
pub(crate) trait Quantity: Sized + Default {
    /// Reads it.
    fn read(kind: &Kind, text: &str) -> Result<Self, Wrong>;
}

const TIME_UNITS: [(&str, u64); 9] = [
    ("d", 86_400 * SECOND),
    ("h", 3600 * SECOND),
    ("m", 60 * SECOND),
    ("min", 60 * SECOND),
    ("s", SECOND),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("µs", 1_000),
    ("ns", 1),
];

const RATE_UNITS: [(&str, f64); 4] = [("s", 1.0), ("min", 60.0), ("h", 3600.0), ("d", 86_400.0)];

/// A length of time: `250ms`, `1h30m`, `5min`, `1m0.5s`, or a number of seconds; to the nearest nanosecond, never by floats.
impl Quantity for SimDuration {
    fn read(kind: &Kind, text: &str) -> Result<Self, Wrong> {
        let least = if let Kind::Duration { least } = kind {
            *least
        } else {
            Self::ZERO
        };
        let noun = "a time";
        let mut rest = text.trim();
        let mut nanoseconds = 0_u128;
        let mut smallest = u64::MAX;
        let mut something = false;
        while !rest.is_empty() {
            let (number, after) = leading(rest);
            let after = after.trim_start();
            if !number.bytes().any(|b| b.is_ascii_digit()) {
                // words such as NaN are told apart by the reader of numbers
                return Err(Number::read(rest, noun).err().unwrap_or(Wrong::Not(noun)));
            }
            let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
            let (unit, after) = after.split_at(end);
            let size = match TIME_UNITS.iter().find(|(name, _)| *name == unit) {
                Some((_, size)) => *size,
                None if unit.is_empty() && !something && after.is_empty() => SECOND,
                None => return Err(unknown_time_unit(rest, unit, noun)),
            };
            let number = Number::read(number, noun)?;
            if size >= smallest || number.negative && something {
                return Err(Wrong::Not(noun));
            }
            if number.negative {
                return Err(Wrong::OutOfRange);
            }
            let part = number.rounded(u128::from(size)).ok_or(Wrong::OutOfRange)?;
            nanoseconds = nanoseconds.checked_add(part).ok_or(Wrong::OutOfRange)?;
            (smallest, something) = (size, true);
            rest = after.trim_start();
        }
        if !something {
            return Err(Wrong::Not(noun));
        }
        let nanoseconds = u64::try_from(nanoseconds).map_err(|_| Wrong::OutOfRange)?;
        let duration = Self::from_nanoseconds(nanoseconds);
        if duration < least || duration > Self::from_seconds(LONGEST_TIME) {
            return Err(Wrong::OutOfRange);
        }
        Ok(duration)
    }
}

fn unknown_time_unit(text: &str, unit: &str, noun: &'static str) -> Wrong {
    match Number::read(text, noun) {
        // hexadecimal and the like
        Err(wrong @ Wrong::Hint(_)) => wrong,
        _ if unit.is_empty() => Wrong::Not(noun),
        _ => Wrong::Hint("has an unknown unit (known: ns, us, ms, s, m or min, h, d)".to_owned()),
    }
}

/// An instant, as the time since the start.
impl Quantity for SimTime {
    fn read(kind: &Kind, text: &str) -> Result<Self, Wrong> {
        SimDuration::read(kind, text).map(|duration| Self::ZERO.after(duration))
    }
}

/// A rate per second, a share or a plain number.
impl Quantity for f64 {
    fn read(kind: &Kind, text: &str) -> Result<Self, Wrong> {
        let text = text.trim();
        let (value, least, most) = match kind {
            Kind::Rate { .. } => (rate(text)?, LOWEST_RATE, HIGHEST_RATE),
            Kind::Share | Kind::Jitter => (share(text)?, 0.0, 1.0),
            Kind::Number { least, most } => (Number::read(text, kind.noun())?.to_f64(), *least, *most),
            _ => (Number::read(text, kind.noun())?.to_f64(), Self::MIN, Self::MAX),
        };
        // what is too small for a float is 0, never -0
        let value = value + 0.0;
        let zero = value == 0.0 && matches!(kind, Kind::Rate { zero: true });
        if zero || (least..=most).contains(&value) {
            Ok(value)
        } else {
            Err(Wrong::OutOfRange)
        }
    }
}

fn rate(text: &str) -> Result<f64, Wrong> {
    let (number, unit) = match text.split_once('/') {
        Some((number, unit)) => (number.trim_end(), unit.trim_start()),
        None => (text, "s"),
    };
    let number = Number::read(number, "a rate")?;
    match RATE_UNITS.iter().find(|(name, _)| *name == unit) {
        Some((_, seconds)) => Ok(number.to_f64() / seconds),
        None => Err(Wrong::Hint(
            "has an unknown unit (known: /s, /min, /h, /d)".to_owned(),
        )),
    }
}

fn share(text: &str) -> Result<f64, Wrong> {
    let number = match text.strip_suffix('%') {
        Some(percent) => Number::read(percent.trim_end(), "a share")?.shifted(-2),
        None => Number::read(text, "a share")?,
    };
    Ok(number.to_f64())
}

fn whole(kind: &Kind, text: &str) -> Result<i128, Wrong> {
    let number = Number::read(text.trim(), "a whole number")?;
    let magnitude = i128::try_from(number.whole()?).map_err(|_| Wrong::OutOfRange)?;
    let value = if number.negative { -magnitude } else { magnitude };
    match kind {
        Kind::Whole { least, most } if !(*least..=*most).contains(&value) => Err(Wrong::OutOfRange),
        _ => Ok(value),
    }
}

macro_rules! whole_numbers {
    ($($type:ty),*) => {$(
        impl Quantity for $type {
            fn read(kind: &Kind, text: &str) -> Result<Self, Wrong> {
                Self::try_from(whole(kind, text)?).map_err(|_| Wrong::OutOfRange)
            }
        }
    )*};
}
whole_numbers!(u32, u64, i32);

/// A name, a text or one of the known words.
impl Quantity for String {
    fn read(kind: &Kind, text: &str) -> Result<Self, Wrong> {
        match kind {
            Kind::Name if !is_name(text) => Err(Wrong::Not("a name")),
            Kind::Choice(words) if !words.contains(&text) => Err(Wrong::Not("one of the known words")),
            Kind::Text { longest, lines } => {
                let length = text.chars().count();
                if length > *longest as usize {
                    return Err(Wrong::Hint(format!("has {length} characters")));
                }
                match text.chars().find(|c| is_invisible(*c) && !(*lines && *c == '\n')) {
                    Some(c) => Err(Wrong::Hint(format!(
                        "holds the invisible character U+{:04X}",
                        u32::from(c)
                    ))),
                    None => Ok(text.to_owned()),
                }
            }
            _ => Ok(text.to_owned()),
        }
    }
}

/// Whether a text is 1 to 60 letters, digits, `-`, `_` or `.`.
#[must_use]
pub(crate) fn is_name(text: &str) -> bool {
    (1..=LONGEST_NAME).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}
