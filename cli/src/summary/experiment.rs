//! What replications say together, as sections of rows.

use bellwether::decimal::Decimal;
use bellwether::experiment::{ExperimentReport, Figures, Interval};
use bellwether::figures::{Unit, figure as figure_named, group_figures, kind_figures};
use bellwether::scenario::Scenario;

use super::Align::{Left, Right};
use super::verdicts::{distance, figure, in_replications, unit_of_theory};
use super::{Align, Cell, Section, Spread};
use crate::describe;
use crate::figures::{count, optional, percent, percentage_points, rate_beside, seconds_beside, things};
use crate::repeat::Repeat;

/// Figures that a person wants first; those of them that are 0 throughout are left out.
const SHOWN: [&str; 33] = [
    "messages.sent",
    "messages.failed",
    "messages.rejected",
    "messages.evicted",
    "messages.expired",
    "messages.lost",
    "messages.cancelled",
    "shares.sent",
    "shares.failed",
    "shares.rejected",
    "shares.evicted",
    "shares.expired",
    "shares.lost",
    "shares.cancelled",
    "attempts.started",
    "duplicates",
    "redelivered",
    "throughput",
    "makespan",
    "average_time_per_message",
    "waiting.mean",
    "waiting.p50",
    "waiting.p99",
    "waiting.max",
    "sojourn.mean",
    "sojourn.p99",
    "delivery.mean",
    "delivery.p50",
    "delivery.p99",
    "delivery.max",
    "service.mean",
    "queue.mean_length",
    "queue.max_length",
];

/// What is said of each figure.
const HEAD: [(&str, Align); 6] = [
    ("", Left),
    ("mean", Right),
    ("±", Right),
    ("least", Right),
    ("greatest", Right),
    ("", Left),
];

/// After how many replications somebody interrupted, if somebody did.
pub(crate) fn interruption(report: &ExperimentReport) -> Option<String> {
    let (done, requested) = (count(report.replications), count(report.requested));
    (report.replications < report.requested)
        .then(|| format!("interrupted after {done} of {requested} replications"))
}

/// The title of a report and what it is about, in a sentence.
pub(crate) fn headline(report: &ExperimentReport) -> (String, String) {
    let replications = interruption(report).unwrap_or_else(|| things(report.replications, "replication"));
    // one alone says nothing of how far off it is
    let means = match report.replications {
        ..=1 => "",
        _ => " · means with 95 % confidence intervals",
    };
    (
        report.name.clone(),
        format!("seed {} · {replications}{means}", report.seed),
    )
}

/// All sections, in order of reading; empty ones are left out.
pub(crate) fn sections(scenario: &Scenario, report: &ExperimentReport, repeat: &Repeat) -> Vec<Section> {
    let mut sections = vec![
        Section::facts("Scenario", describe::scenario(scenario)),
        figures(report),
        kinds(report),
        groups(report),
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

fn figures(report: &ExperimentReport) -> Section {
    let mut section = Section::new("Figures", HEAD);
    for name in SHOWN {
        let (Some(interval), Some(known)) = (report.figures.get(name), figure_named(name)) else {
            continue;
        };
        if interval.max > 0.0 {
            section.rows.push(row(report, name, known.unit, interval));
        }
    }
    section.notes.extend([
        "the mean lies within ± of the true one in 95 of 100 experiments".to_owned(),
        "drawn from the least to the greatest value, thick where the mean ± is".to_owned(),
    ]);
    section
}

/// A figure; where only some replications have it, that is said beside its name.
fn row(report: &ExperimentReport, name: &str, unit: Unit, interval: &Interval) -> Vec<Cell> {
    let text = |value: f64| Cell::from(figure_beside(unit, value, interval));
    let (some, all) = (interval.count, report.replications);
    let name = if some < all {
        format!("{name} ({} of {} runs)", count(some), count(all))
    } else {
        name.to_owned()
    };
    vec![
        name.into(),
        text(interval.mean),
        optional(half_width(unit, interval), |width| width).into(),
        text(interval.min),
        text(interval.max),
        Spread::of(interval).map_or_else(|| "".into(), Cell::Spread),
    ]
}

/// Each group of senders.
fn groups(report: &ExperimentReport) -> Section {
    let known = group_figures().iter().map(|known| (known.name, known.unit));
    let groups = report.groups.iter().map(|group| (&*group.name, &group.figures));
    parts(
        "Groups",
        report,
        groups,
        known.filter(|(name, _)| *name != "busy"),
    )
}

/// Figures of a kind that a person wants first.
const OF_A_KIND: [&str; 6] = [
    "sent",
    "failed",
    "waiting.mean",
    "waiting.p99",
    "delivery.mean",
    "delivery.p99",
];

/// Each kind of messages, where there are several.
fn kinds(report: &ExperimentReport) -> Section {
    let known = kind_figures().map(|known| (known.name, known.unit));
    let kinds = report.kinds.iter().filter(|_| report.kinds.len() > 1);
    let kinds = kinds.map(|kind| (&*kind.name, &kind.figures));
    parts(
        "Kinds",
        report,
        kinds,
        known.filter(|(name, _)| OF_A_KIND.contains(name)),
    )
}

/// The same figures of each of several parts; those that are 0 throughout are left out.
fn parts<'a>(
    title: &'static str,
    report: &ExperimentReport,
    parts: impl Iterator<Item = (&'a str, &'a Figures)>,
    known: impl Iterator<Item = (&'static str, Unit)>,
) -> Section {
    let known: Vec<(&str, Unit)> = known.collect();
    let mut section = Section::new(title, HEAD);
    section.columns.insert(0, section.columns[0]);
    for (part, figures) in parts {
        let shown = known
            .iter()
            .filter_map(|(name, unit)| Some((*name, *unit, figures.get(name)?)));
        let shown = shown.filter(|(_, _, interval)| interval.max > 0.0);
        for (index, (name, unit, interval)) in shown.enumerate() {
            let mut row = row(report, name, unit, interval);
            row.insert(0, if index == 0 { part } else { "" }.into());
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
            in_replications(report, target).into(),
        ]);
        section.notes.extend(
            target
                .first_missed
                .map(|number| format!("{}: missed first in replication {number}", target.target)),
        );
    }
    section
}

/// A mean with its half-width.
pub(crate) fn interval(unit: Unit, interval: &Interval) -> String {
    let mean = figure_beside(unit, interval.mean, interval);
    match half_width(unit, interval) {
        Some(width) => format!("{mean} ± {width}"),
        None => mean,
    }
}

/// A value as exact as the interval is wide.
fn figure_beside(unit: Unit, value: f64, interval: &Interval) -> String {
    let value = Decimal::from_f64(value);
    match (unit, interval.half_width) {
        (Unit::Time, Some(width)) => seconds_beside(value, Decimal::from_f64(width)),
        _ => figure(unit, value),
    }
}

/// Half an interval's width in a unit that goes with the mean's.
fn half_width(unit: Unit, interval: &Interval) -> Option<String> {
    let width = Decimal::from_f64(interval.half_width?);
    Some(match unit {
        Unit::Share => percentage_points(width),
        Unit::Rate => {
            let text = rate_beside(width, Decimal::from_f64(interval.mean));
            match text.strip_prefix("0.00") {
                Some(unit) if width > Decimal::ZERO => format!("<0.01{unit}"),
                _ => text,
            }
        }
        Unit::Count | Unit::Number | Unit::Time => figure(unit, width),
    })
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
        let unit = unit_of_theory(&line.name);
        section.rows.push(vec![
            line.name.clone().into(),
            figure(unit, line.expected).into(),
            optional(line.observed, |observed| interval(unit, &observed)).into(),
            optional(line.standard_errors, distance).into(),
        ]);
    }
    section
        .notes
        .extend(super::verdicts::note(theory.model.as_deref(), &theory.note));
    section
}
