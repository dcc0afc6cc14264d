//! What had to hold, and what theory says.

use bellwether::decimal::{Decimal, SignedDecimal};
use bellwether::experiment::{ExperimentReport, TargetIntervals};
use bellwether::figures::{self, Unit};
use bellwether::report::{End, Report, TargetReport};
use bellwether::target::Target;

use super::Align::{Left, Right};
use super::experiment::interval;
use super::{Cell, Section};
use crate::figures::{count, number, optional, percent, rate, seconds};

/// Each target and its verdict. What holds in an interrupted run so far, or does not yet, is no verdict.
pub(super) fn targets(report: &Report) -> Section {
    let is_open = report.end == Some(End::Interrupted);
    let so_far = if is_open { " so far" } else { "" };
    let mut section = Section::new("Targets", [("", Left), ("", Left), ("", Left)]);
    for target in &report.targets {
        let value = match target.value {
            Some(value) if target.met || is_open => {
                format!("it is {}{so_far}", figure(unit_of_target(&target.target), value))
            }
            _ => instead(target),
        };
        section.rows.push(vec![
            Cell::Verdict((!is_open).then_some(target.met)),
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
        [
            ("", Left),
            ("expected", Right),
            ("run", Right),
            ("off, in standard errors", Right),
        ],
    );
    for line in &theory.figures {
        let unit = unit_of_theory(&line.name);
        section.rows.push(vec![
            line.name.clone().into(),
            figure(unit, line.expected).into(),
            figure(unit, line.observed).into(),
            optional(line.standard_errors, distance).into(),
        ]);
    }
    section.notes.extend(note(theory.model.as_deref(), &theory.note));
    section
}

/// The model's name and what to keep in mind, if there is anything to say.
pub(super) fn note(model: Option<&str>, note: &str) -> Option<String> {
    let note = match model {
        Some(model) if note.is_empty() => model.to_owned(),
        Some(model) => format!("{model}: {note}"),
        None => note.to_owned(),
    };
    Some(note).filter(|note| !note.is_empty())
}

pub(super) fn distance(errors: SignedDecimal) -> String {
    let sign = match errors {
        // rounds to nothing
        errors if errors.size.billionths() < 50_000_000 => "",
        errors if errors.negative => "−",
        _ => "+",
    };
    format!("{sign}{:.1}", errors.size)
}

/// A figure in its unit.
pub(crate) fn figure(unit: Unit, value: Decimal) -> String {
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

/// What a missed target's figure is instead.
pub(crate) fn instead(target: &TargetReport) -> String {
    target.value.map_or_else(
        || "the run has no such figure".to_owned(),
        |value| {
            let rounded = figure(unit_of_target(&target.target), value);
            format!("it is {}", apart(rounded, value, &target.target))
        },
    )
}

/// The same over replications, where a target must hold in each, with the first one that shows why.
pub(crate) fn instead_in_replications(report: &ExperimentReport, target: &TargetIntervals) -> String {
    let share = percent(target.met_share);
    let first = target
        .first_missed
        .map(|number| format!(" (missed first in replication {number})"));
    let value = in_replications(report, target);
    format!("met in {share} of the runs{}, {value}", first.unwrap_or_default())
}

/// What a target's figure is over the replications, and in how many of them there is such a figure.
pub(super) fn in_replications(report: &ExperimentReport, target: &TargetIntervals) -> String {
    let Some(value) = target.value else {
        return "the runs have no such figure".to_owned();
    };
    let text = interval(unit_of_target(&target.target), &value);
    // where all are alike the mean can contradict the verdict
    let text = match value.half_width {
        Some(width) if width > 0.0 || target.met => text,
        _ => apart(text, Decimal::from_f64(value.mean), &target.target),
    };
    if value.count < report.replications {
        let (count, all) = (count(value.count), count(report.replications));
        format!("it is {text} in {count} of {all} runs; the others have none")
    } else {
        format!("it is {text}")
    }
}

/// The value of a missed target with as many digits as it takes to tell it from the limit, which rounding may hide.
fn apart(rounded: String, value: Decimal, target: &str) -> String {
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

/// What a target compares.
pub(crate) fn unit_of_target(target: &str) -> Unit {
    Target::parse(target).map_or(Unit::Number, |target| target.unit())
}

/// What a figure of the theory measures.
pub(super) fn unit_of_theory(name: &str) -> Unit {
    match name {
        "utilisation" => Unit::Share,
        _ => figures::figure(name).map_or(Unit::Number, |figure| figure.unit),
    }
}
