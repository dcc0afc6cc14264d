//! Numbers of the report: whole billionths, so that no float is rounded twice on the way to the reader.

use std::fmt;

use serde::{Serialize, Serializer, ser::Error};
use serde_json::value::RawValue;

const BILLION: u128 = 1_000_000_000;

/// A number of at least zero with at most nine decimal places, written from integers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(u128);

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self(0);

    /// So many billionths.
    #[must_use]
    pub const fn from_billionths(billionths: u128) -> Self {
        Self(billionths)
    }

    /// A whole number.
    #[must_use]
    pub fn from_whole(whole: u64) -> Self {
        Self(u128::from(whole) * BILLION)
    }

    /// `numerator / denominator` to the nearest billionth; `None` for a zero denominator.
    #[must_use]
    pub fn ratio(numerator: u128, denominator: u128) -> Option<Self> {
        let whole = numerator.checked_div(denominator)?;
        let rest = numerator % denominator;
        // the rest is scaled down alike on both sides where scaling it up would overflow
        let shift = rest.leading_zeros().min(denominator.leading_zeros());
        let shift = 31_u32.saturating_sub(shift);
        let (rest, denominator) = (rest >> shift, denominator >> shift);
        Some(Self(
            whole
                .saturating_mul(BILLION)
                .saturating_add((rest * BILLION + denominator / 2) / denominator),
        ))
    }

    /// The nearest billionth to a float; negative and NaN give zero.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast saturates as documented"
    )]
    pub fn from_f64(value: f64) -> Self {
        Self((value * 1e9 + 0.5) as u128)
    }

    /// The nearest float.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "the nearest float is what is asked for"
    )]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 1e9
    }

    /// Its billionths.
    #[must_use]
    pub const fn billionths(self) -> u128 {
        self.0
    }

    /// Whether it is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// This and a whole number together.
    #[must_use]
    pub fn plus_whole(self, whole: u64) -> Self {
        Self(self.0 + u128::from(whole) * BILLION)
    }
}

/// The exact decimal; with a precision (`{:.3}`) rounded half up to that many places and padded with zeros.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(places) = f.precision() else {
            return f.pad_integral(true, "", Text::of(*self).as_str());
        };
        let places = places.min(9);
        let unit = 10_u128.pow(u32::try_from(9 - places).unwrap_or(0));
        let rounded = self.0.saturating_add(unit / 2) / unit * unit;
        let fraction = format!("{:09}", rounded % BILLION);
        let point = if places == 0 { "" } else { "." };
        let text = format!("{}{point}{}", rounded / BILLION, &fraction[..places]);
        f.pad_integral(true, "", &text)
    }
}

/// As a JSON number with the very digits of [`Decimal`]'s text.
impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::from_str::<&RawValue>(Text::of(*self).as_str())
            .map_err(S::Error::custom)?
            .serialize(serializer)
    }
}

/// The exact text of a decimal, written from its end and without an allocation: an event log holds millions of them.
struct Text {
    /// Room for every `u128` and a point.
    bytes: [u8; 40],
    from: usize,
}

impl Text {
    fn of(decimal: Decimal) -> Self {
        let mut text = Self {
            bytes: [0; 40],
            from: 40,
        };
        let (mut whole, mut fraction) = match u64::try_from(decimal.0) {
            // the usual size, for which division is fast
            Ok(small) => (u128::from(small / 1_000_000_000), small % 1_000_000_000),
            Err(_) => (
                decimal.0 / BILLION,
                u64::try_from(decimal.0 % BILLION).unwrap_or(0),
            ),
        };
        if fraction > 0 {
            let mut places = 9;
            while fraction.is_multiple_of(10) {
                fraction /= 10;
                places -= 1;
            }
            for _ in 0..places {
                text.put(fraction);
                fraction /= 10;
            }
            text.put_byte(b'.');
        }
        while whole > u128::from(u64::MAX) {
            text.put(u64::try_from(whole % 10).unwrap_or(0));
            whole /= 10;
        }
        let mut whole = u64::try_from(whole).unwrap_or(0);
        loop {
            text.put(whole);
            whole /= 10;
            if whole == 0 {
                return text;
            }
        }
    }

    /// The last digit of a number.
    fn put(&mut self, number: u64) {
        self.put_byte(b'0' + u8::try_from(number % 10).unwrap_or(0));
    }

    fn put_byte(&mut self, byte: u8) {
        self.from = self.from.saturating_sub(1);
        if let Some(place) = self.bytes.get_mut(self.from) {
            *place = byte;
        }
    }

    fn as_str(&self) -> &str {
        let written = self.bytes.get(self.from..).unwrap_or_default();
        std::str::from_utf8(written).unwrap_or_default()
    }
}

/// A decimal with a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedDecimal {
    /// Below zero.
    pub negative: bool,
    /// How far from zero.
    pub size: Decimal,
}

impl Serialize for SignedDecimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sign = if self.negative && !self.size.is_zero() {
            "-"
        } else {
            ""
        };
        RawValue::from_string(format!("{sign}{}", self.size))
            .map_err(Error::custom)?
            .serialize(serializer)
    }
}

/// A whole number with its thousands set apart: `12,345,678`.
#[must_use]
pub fn grouped(number: impl Into<u128>) -> String {
    set_apart(&number.into().to_string())
}

/// Digits with the thousands set apart.
pub(crate) fn set_apart(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share in percent with one place, below 1 % with two; what is not quite nothing or not quite all says so.
#[must_use]
pub fn percent(share: Decimal) -> String {
    let billionths = share.billionths();
    let hundredths = (billionths + 50_000) / 100_000;
    let tenths = (billionths + 500_000) / 1_000_000;
    match tenths {
        0 if billionths == 0 => "0.0 %".to_owned(),
        _ if hundredths == 0 => "<0.01 %".to_owned(),
        _ if hundredths < 100 => format!("0.{hundredths:02} %"),
        1000 if billionths < 1_000_000_000 => ">99.9 %".to_owned(),
        _ => format!("{}.{} %", grouped(tenths / 10), tenths % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_from_the_integers() {
        assert_eq!(Decimal::from_billionths(1_500_000_000).to_string(), "1.5");
        assert_eq!(Decimal::from_billionths(1).to_string(), "0.000000001");
        assert_eq!(Decimal::from_whole(12).to_string(), "12");
        assert_eq!(Decimal::ZERO.to_string(), "0");
        assert_eq!(
            Decimal::from_billionths(u128::MAX).to_string(),
            "340282366920938463463374607431.768211455"
        );
        assert_eq!(
            Decimal::from_billionths(u128::from(u64::MAX) + 5).to_string(),
            "18446744073.70955162"
        );
        assert_eq!(format!("{:.2}", Decimal::from_billionths(1_995_000_000)), "2.00");
        assert_eq!(
            format!("{:>8.1}", Decimal::from_billionths(1_940_000_000)),
            "     1.9"
        );
        assert_eq!(
            serde_json::to_string(&Decimal::from_billionths(123_456_789_123_456_789))
                .ok()
                .as_deref(),
            Some("123456789.123456789")
        );
    }

    #[test]
    fn ratios_round_to_the_nearest_and_survive_big_numbers() {
        assert_eq!(
            Decimal::ratio(2, 3).map(|r| r.to_string()).as_deref(),
            Some("0.666666667")
        );
        assert_eq!(Decimal::ratio(1, 0), None);
        let big = u128::MAX / 2;
        assert_eq!(Decimal::ratio(big, big), Some(Decimal::from_whole(1)));
        assert_eq!(Decimal::ratio(big - 1, big), Some(Decimal::from_whole(1)));
    }

    #[test]
    fn shares_never_pretend_to_be_nothing_or_all() {
        for (billionths, text) in [
            (0, "0.0 %"),
            (1, "<0.01 %"),
            (580_000, "0.06 %"),
            (9_949_999, "0.99 %"),
            (9_999_999, "1.0 %"),
            (803_000_000, "80.3 %"),
            (999_999_999, ">99.9 %"),
            (1_000_000_000, "100.0 %"),
        ] {
            assert_eq!(percent(Decimal::from_billionths(billionths)), text);
        }
    }
}
