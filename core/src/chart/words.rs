//! Numbers as people read them on a chart or a gauge.

use super::AxisUnit;
use crate::decimal::{Decimal, set_apart};
use crate::time::SimDuration;

/// A value in its unit.
pub(super) fn of(unit: AxisUnit, value: f64) -> String {
    match unit {
        AxisUnit::Seconds => seconds(value),
        AxisUnit::Count => exact(value),
        AxisUnit::PerSecond => format!("{}/s", amount(value)),
    }
}

/// A value of an axis, as short as possible.
pub(super) fn tick(unit: AxisUnit, value: f64) -> String {
    match unit {
        // from a hundred hours on in days, if they are whole
        AxisUnit::Seconds if value >= 360_000.0 && value % 86_400.0 == 0.0 => {
            format!("{}d", value / 86_400.0)
        }
        AxisUnit::Seconds => SimDuration::from_nanoseconds_f64(value * 1e9)
            .to_string()
            // as in every other figure
            .replace("us", "µs"),
        AxisUnit::Count | AxisUnit::PerSecond => amount(value),
    }
}

/// A time in the words of every other figure: `83.2 ms`, `12.5 s`, `4 min 3 s`.
#[must_use]
pub fn seconds(value: f64) -> String {
    crate::words::seconds(Decimal::from_f64(value))
}

/// A number in three significant digits: `7`, `12.5`, `950`, `12.5k`, `4M`, `1.25G`.
#[must_use]
pub fn amount(value: f64) -> String {
    if value.is_nan() || value <= 0.0 {
        return "0".to_owned();
    }
    let (scaled, unit) = match value {
        v if v < 999.5 => (v, ""),
        v if v < 999_500.0 => (v / 1e3, "k"),
        v if v < 999_500_000.0 => (v / 1e6, "M"),
        v if v < 999_500_000_000.0 => (v / 1e9, "G"),
        v => return format!("{v:.2e}"),
    };
    if scaled < 0.001 {
        return format!("{scaled:.1e}");
    }
    let places = match scaled {
        v if v < 0.0995 => 4,
        v if v < 0.995 => 3,
        v if v < 9.995 => 2,
        v if v < 99.95 => 1,
        _ => 0,
    };
    format!("{}{unit}", trimmed(&format!("{scaled:.places$}")))
}

/// A whole number with its thousands set apart: `12,345,678`.
#[must_use]
pub fn exact(value: f64) -> String {
    set_apart(&format!(
        "{:.0}",
        if value.is_nan() { 0.0 } else { value.max(0.0) }
    ))
}

/// Without zeros at the end of a fraction.
fn trimmed(number: &str) -> &str {
    if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        number
    }
}
