//! Decimal numbers as people write them, read exactly.

use super::quantity::Wrong;

/// Longest text that is taken for a number.
const LONGEST: usize = 60;

/// A decimal number, exactly: (-) `digits` × 10^`exponent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) negative: bool,
    digits: u128,
    exponent: i32,
}

/// A number split from what follows it, such as a unit.
pub(crate) fn leading(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    let digits_from = |mut at: usize| {
        while bytes.get(at).is_some_and(|b| b.is_ascii_digit() || *b == b'_') {
            at += 1;
        }
        at
    };
    let mut end = digits_from(usize::from(matches!(bytes.first(), Some(b'-' | b'+'))));
    if bytes.get(end) == Some(&b'.') {
        end = digits_from(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'-' | b'+')));
        let exponent = digits_from(end + 1 + sign);
        if exponent > end + 1 + sign {
            end = exponent;
        }
    }
    text.split_at(end)
}

impl Number {
    /// Reads `-12`, `0.5`, `.5`, `5.`, `1e6`; `noun` is what the text should have been.
    pub(crate) fn read(text: &str, noun: &'static str) -> Result<Self, Wrong> {
        if let Some(wrong) = foreign(text, noun) {
            return Err(wrong);
        }
        let (number, rest) = leading(text);
        let letter = number.bytes().position(|b| matches!(b, b'e' | b'E'));
        let (mantissa, exponent) = letter
            .and_then(|at| Some((number.get(..at)?, number.get(at + 1..)?)))
            .unwrap_or((number, "0"));
        let unsigned = mantissa.trim_start_matches(['-', '+']);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        if !rest.is_empty() || whole.is_empty() && fraction.is_empty() {
            return Err(Wrong::Not(noun));
        }
        if text.len() > LONGEST {
            return Err(Wrong::Hint("has too many digits".to_owned()));
        }
        if number.contains('_') {
            return Err(Wrong::Hint(format!(
                "has underscores; write {}",
                number.replace('_', "")
            )));
        }
        if whole.len() > 1 && whole.starts_with('0') {
            let plain = number.replacen(whole, whole.trim_start_matches('0'), 1);
            return Err(Wrong::Hint(format!(
                "has a leading zero, which some programs read as octal; write {plain}"
            )));
        }
        let kept = fraction.trim_end_matches('0');
        let digits = whole.bytes().chain(kept.bytes()).try_fold(0_u128, |sum, digit| {
            sum.checked_mul(10)?.checked_add(u128::from(digit - b'0'))
        });
        let digits = digits.ok_or_else(|| Wrong::Hint("has too many digits".to_owned()))?;
        let exponent: i32 = exponent.parse().map_err(|_| Wrong::OutOfRange)?;
        let places = i32::try_from(kept.len()).map_err(|_| Wrong::OutOfRange)?;
        Ok(Self {
            negative: mantissa.starts_with('-') && digits > 0,
            digits,
            exponent: exponent.saturating_sub(places),
        })
    }

    /// This × 10^`power`.
    pub(crate) fn shifted(self, power: i32) -> Self {
        Self {
            exponent: self.exponent.saturating_add(power),
            ..self
        }
    }

    /// The whole number that it is, without its sign.
    pub(crate) fn whole(self) -> Result<u128, Wrong> {
        match self.divided() {
            (_, true) => Err(Wrong::Not("a whole number")),
            (scaled, false) => scaled.ok_or(Wrong::OutOfRange),
        }
    }

    /// The nearest whole number to this × `factor`, halves up, without its sign; `None` if too large.
    pub(crate) fn rounded(self, factor: u128) -> Option<u128> {
        let times = Self {
            digits: self.digits.checked_mul(factor)?,
            ..self
        };
        // one more digit tells whether to round up
        let (tenths, _) = times.shifted(1).divided();
        tenths?.checked_add(5).map(|tenths| tenths / 10)
    }

    /// Cut to a whole number, and whether something was cut off.
    fn divided(self) -> (Option<u128>, bool) {
        let power = 10_u128.checked_pow(self.exponent.unsigned_abs());
        match power {
            _ if self.digits == 0 => (Some(0), false),
            Some(power) if self.exponent >= 0 => (self.digits.checked_mul(power), false),
            Some(power) => (Some(self.digits / power), !self.digits.is_multiple_of(power)),
            None if self.exponent >= 0 => (None, false),
            None => (Some(0), true),
        }
    }

    /// The nearest float; infinite if too large.
    pub(crate) fn to_f64(self) -> f64 {
        let sign = if self.negative { "-" } else { "" };
        format!("{sign}{}e{}", self.digits, self.exponent)
            .parse()
            .unwrap_or(f64::NAN)
    }
}

/// Numbers of other notations get a word of their own.
fn foreign(text: &str, noun: &'static str) -> Option<Wrong> {
    // as nearly all are: a trace has a million of them
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let bare = lower.trim_start_matches(['-', '+']);
    match bare.trim_start_matches('.') {
        "nan" | "inf" | "infinity" => Some(Wrong::NotFinite(noun)),
        _ if ["0x", "0o", "0b"]
            .iter()
            .any(|prefix| bare.starts_with(prefix) && bare.len() > 2) =>
        {
            Some(Wrong::Hint("is not in decimal notation".to_owned()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Result<Number, Wrong> {
        Number::read(text, "a number")
    }

    #[test]
    fn reads_decimals_exactly() {
        let fraction = || Err(Wrong::Not("a whole number"));
        for (text, whole) in [
            ("12", Ok(12)),
            ("1e6", Ok(1_000_000)),
            ("1.50e2", Ok(150)),
            ("0", Ok(0)),
            ("-0", Ok(0)),
            ("+7", Ok(7)),
            (".5", fraction()),
            ("1.5", fraction()),
            ("5.", Ok(5)),
            ("2.000", Ok(2)),
            ("1e-400", fraction()),
            ("1e400", Err(Wrong::OutOfRange)),
            ("340282366920938463463374607431768211455", Ok(u128::MAX)),
        ] {
            assert_eq!(number(text).and_then(Number::whole), whole, "{text}");
        }
        assert_eq!(
            number("-0").map(|n| n.negative),
            Ok(false),
            "there is no negative zero"
        );
    }

    #[test]
    fn rounds_halves_up() {
        assert_eq!(number("0.5").map(|n| n.rounded(1)), Ok(Some(1)));
        assert_eq!(
            number("0.49999999999999999999").map(|n| n.rounded(1)),
            Ok(Some(0))
        );
        assert_eq!(
            number("1.1").map(|n| n.rounded(1_000_000_000)),
            Ok(Some(1_100_000_000))
        );
        assert_eq!(number("1e38").map(|n| n.rounded(10)), Ok(None));
    }

    #[test]
    fn other_notations_have_stated_outcomes() {
        for text in [
            "", "-", ".", "abc", "1 2", "1..2", "e5", "yes", "--5", "1e", "1,000", "٣",
        ] {
            assert_eq!(number(text), Err(Wrong::Not("a number")), "{text}");
        }
        for text in ["NaN", ".nan", ".inf", "-.INF", "Infinity"] {
            assert_eq!(number(text), Err(Wrong::NotFinite("a number")), "{text}");
        }
        for (text, hint) in [
            ("0x10", "is not in decimal notation"),
            ("1_000", "has underscores; write 1000"),
            (
                "012",
                "has a leading zero, which some programs read as octal; write 12",
            ),
            (
                "-00.5",
                "has a leading zero, which some programs read as octal; write -.5",
            ),
            (&"9".repeat(61), "has too many digits"),
            (&"9".repeat(40), "has too many digits"),
        ] {
            assert_eq!(number(text), Err(Wrong::Hint(hint.to_owned())), "{text}");
        }
        assert_eq!(number("1e99999999999"), Err(Wrong::OutOfRange));
    }

    #[test]
    fn gives_the_nearest_float() {
        assert_eq!(number("2.3").map(|n| n.shifted(-2).to_f64()), Ok(0.023));
        assert_eq!(number("1e999").map(Number::to_f64), Ok(f64::INFINITY));
        assert_eq!(number("0.1").map(Number::to_f64), Ok(0.1));
    }
}
