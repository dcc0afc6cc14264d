//! What had to hold, and what theory says.

use bellwether::decimal::Decimal;
use bellwether::report::{Report, SignedDecimal};

use super::Align::{Left, Right};
use super::{Cell, Section};
use crate::figures::{number, optional, percent, rate, seconds};

/// Each target and its verdict.
pub(super) fn targets(report: &Report) -> Section {
    let mut section = Section::new("Targets", [("", Left), ("", Left), ("", Left)]);
    for target in &report.targets {
        let name = target.target.split_whitespace().next().unwrap_or_default();
        let value = target.value.map_or_else(
            || "the run has no such figure".to_owned(),
            |value| format!("it is {}", figure(name, value)),
        );
        section.rows.push(vec![
            Cell::Verdict(target.met),
            target.target.clone().into(),
            value.into(),
        ]);
    }
    section
}

/// The formulas' figures beside the run's.
pub(super) fn theory(report: &Report) -> Section {
    let theory = &report.theory;
    let mut section = Section::new(
        "Theory",
        [("", Left), ("expected", Right), ("run", Right), ("", Left)],
    );
    for line in &theory.figures {
        section.rows.push(vec![
            line.name.clone().into(),
            figure(&line.name, line.expected).into(),
            figure(&line.name, line.observed).into(),
            optional(line.standard_errors, distance).into(),
        ]);
    }
    let note = match &theory.model {
        Some(model) if theory.note.is_empty() => model.clone(),
        Some(model) => format!("{model}: {}", theory.note),
        None => theory.note.clone(),
    };
    if !note.is_empty() {
        section.notes.push(note);
    }
    section
}

fn distance(errors: SignedDecimal) -> String {
    let sign = match errors {
        errors if errors.size.is_zero() => "",
        errors if errors.negative => "−",
        _ => "+",
    };
    format!("{sign}{:.1} standard errors", errors.size)
}

/// A figure of the report in the unit that its name tells.
pub(crate) fn figure(name: &str, value: Decimal) -> String {
    let (first, last) = (
        name.split('.').next().unwrap_or_default(),
        name.rsplit('.').next().unwrap_or_default(),
    );
    match first {
        "waiting" | "service" | "sojourn" | "delivery" if last != "count" => seconds(value),
        "makespan" | "clock" | "average_time_per_message" => seconds(value),
        "throughput" => rate(value),
        "shares" | "utilisation" => percent(value),
        _ if last.ends_with("_share") || last == "utilisation" => percent(value),
        _ => number(value),
    }
}
