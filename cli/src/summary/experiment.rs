//! What replications say together, as sections of rows.

use bellwether::experiment::{ExperimentReport, Part, Shown};
use bellwether::scenario::{Scenario, WarmUp};
use bellwether::theory;
use bellwether::words::{distance, figure, optional, percent};

use super::Align::{Left, Right};
use super::{Align, Cell, Section, Spread};
use crate::describe;
use crate::repeat::Repeat;

/// What is said of each figure.
const HEAD: [(&str, Align); 6] = [
    ("", Left),
    ("mean", Right),
    ("±", Right),
    ("least", Right),
    ("greatest", Right),
    ("", Left),
];

/// What of it may go where there is little room.
const SPARE: [&str; 2] = ["least", "greatest"];

/// The title of a report and what it is about, in a sentence.
pub(crate) fn headline(report: &ExperimentReport) -> (String, String) {
    (
        report.name.clone(),
        format!("seed {} · {}", report.seed, report.headline()),
    )
}

/// All sections, in order of reading; empty ones are left out.
pub(crate) fn sections(scenario: &Scenario, report: &ExperimentReport, repeat: &Repeat) -> Vec<Section> {
    let mut sections = vec![
        Section::facts("Scenario", describe::scenario(scenario)),
        figures(report, scenario.warm_up),
        parts("Kinds", report, &report.shown_kinds()),
        parts("Groups", report, &report.shown_groups()),
        targets(report),
        theory(report),
    ];
    let mut run = Section::facts("Run", []);
    run.rows
        .push(vec!["again with".into(), Cell::Code(repeat.to_string())]);
    sections.push(run);
    sections.retain(|section| !section.rows.is_empty() || !section.notes.is_empty());
    sections
}

fn figures(report: &ExperimentReport, warm_up: WarmUp) -> Section {
    let mut section = Section::new("Figures", HEAD).with_spare(&SPARE);
    section
        .rows
        .extend(report.shown().iter().map(|shown| row(report, shown)));
    section.notes.extend([
        "the mean lies within ± of the true one in 95 of 100 experiments".to_owned(),
        "drawn from the least to the greatest value, thick where the mean ± is".to_owned(),
    ]);
    section
        .notes
        .extend(cut_short(report, warm_up).map(str::to_owned));
    section
}

/// Whether there are runs that ended before their warm-up did, so that their figures leave nothing out.
fn cut_short(report: &ExperimentReport, warm_up: WarmUp) -> Option<&'static str> {
    let WarmUp::Time(time) = warm_up else {
        return None;
    };
    let (clock, warm_up) = (report.figures.get("clock")?, time.seconds().to_f64());
    if clock.max < warm_up {
        Some("the runs ended before their warm-up did: their figures are of all of them")
    } else if clock.min < warm_up {
        Some("some runs ended before their warm-up did: the figures of those are of all of them")
    } else {
        None
    }
}

/// A figure; where only some replications have it, that is said beside its name.
fn row(report: &ExperimentReport, shown: &Shown<'_>) -> Vec<Cell> {
    let Shown { unit, interval, .. } = *shown;
    let name = report.title(shown);
    let text = |value: f64| Cell::from(interval.beside(unit, value));
    vec![
        name.into(),
        text(interval.mean),
        optional(interval.half_width_in_words(unit), |width| width).into(),
        text(interval.min),
        text(interval.max),
        Spread::of(interval).map_or_else(|| "".into(), Cell::Spread),
    ]
}

/// The same figures of each of several parts.
fn parts(title: &'static str, report: &ExperimentReport, parts: &[Part<'_>]) -> Section {
    let mut section = Section::new(title, HEAD).with_spare(&SPARE);
    section.columns.insert(0, section.columns[0]);
    for part in parts {
        for (index, shown) in part.shown.iter().enumerate() {
            let mut row = row(report, shown);
            row.insert(0, if index == 0 { part.name } else { "" }.into());
            section.rows.push(row);
        }
    }
    section
}

fn targets(report: &ExperimentReport) -> Section {
    let mut section = Section::new("Targets", [("", Left), ("", Left), ("", Left), ("", Left)]);
    if !report.targets.is_empty() {
        section
            .notes
            .push("a target must hold in each replication".to_owned());
    }
    for target in &report.targets {
        section.rows.push(vec![
            Cell::Verdict(Some(target.met)),
            target.target.clone().into(),
            format!("met in {}", percent(target.met_share)).into(),
            report.value_of(target).into(),
        ]);
        section.notes.extend(
            target
                .first_missed
                .map(|number| format!("{}: missed first in replication {number}", target.target)),
        );
    }
    section
}

fn theory(report: &ExperimentReport) -> Section {
    let theory = &report.theory;
    let mut section = Section::new(
        "Theory",
        [
            ("", Left),
            ("expected", Right),
            ("runs", Right),
            ("off, in standard errors", Right),
        ],
    );
    for line in &theory.figures {
        let unit = theory::unit_of(&line.name);
        section.rows.push(vec![
            line.name.clone().into(),
            figure(unit, line.expected).into(),
            optional(line.observed, |observed| observed.in_words(unit)).into(),
            optional(line.standard_errors, distance).into(),
        ]);
    }
    section
        .notes
        .extend(super::verdicts::note(theory.model.as_deref(), &theory.note));
    section
}
