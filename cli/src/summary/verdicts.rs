//! What had to hold, and what theory says.

use bellwether::experiment::{ExperimentReport, TargetIntervals};
use bellwether::report::{End, Report, TargetReport};
use bellwether::words::{apart, distance, figure, optional, percent};
use bellwether::{target, theory};

use super::Align::{Left, Right};
use super::{Cell, Section};

/// Each target and its verdict. What holds in an interrupted run so far, or does not yet, is no verdict.
pub(super) fn targets(report: &Report) -> Section {
    let is_open = report.end == Some(End::Interrupted);
    let so_far = if is_open { " so far" } else { "" };
    let mut section = Section::new("Targets", [("", Left), ("", Left), ("", Left)]);
    for row in &report.targets {
        let value = match row.value {
            Some(value) if row.met || is_open => {
                format!("it is {}{so_far}", figure(target::unit_of(&row.target), value))
            }
            _ => instead(row),
        };
        section.rows.push(vec![
            Cell::Verdict((!is_open).then_some(row.met)),
            row.target.clone().into(),
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
        let unit = theory::unit_of(&line.name);
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

/// What a missed target's figure is instead.
pub(crate) fn instead(target: &TargetReport) -> String {
    target.value.map_or_else(
        || "the run has no such figure".to_owned(),
        |value| {
            let rounded = figure(target::unit_of(&target.target), value);
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
    let value = report.value_of(target);
    format!("met in {share} of the runs{}, {value}", first.unwrap_or_default())
}
