//! What a report says to a person, as sections of rows; text, Markdown and HTML show the same ones.

mod course;
pub(crate) mod experiment;
mod outcomes;
mod senders;
pub(crate) mod stalled;
pub(crate) mod verdicts;

use bellwether::decimal::Decimal;
use bellwether::experiment::Interval;
use bellwether::report::{End, Report};
use bellwether::scenario::Scenario;
use bellwether::simulation::MOST_FRUITLESS_REDELIVERIES;

use crate::describe;
use crate::repeat::Repeat;
use bellwether::words::instant;

/// A titled table.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub(crate) title: &'static str,
    /// Empty titles throughout: a table without a head.
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<Cell>>,
    /// Sentences below.
    pub(crate) notes: Vec<String>,
}

/// A column's title and side, and whether it may go where there is little room: the lower its number, the sooner.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) title: &'static str,
    pub(crate) align: Align,
    pub(crate) spare: Option<usize>,
}

/// The side on which a column's texts are flush.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// What stands in a table.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    Text(String),
    /// A digest, a command.
    Code(String),
    /// A share of a whole, drawn as a bar.
    Bar(Decimal),
    /// A course over time, drawn as a small curve.
    Series(Vec<u128>),
    /// Where a mean lies between the least and the greatest value, drawn as a line with a mark.
    Spread(Spread),
    /// Whether a target was met, if that is known.
    Verdict(Option<bool>),
}

/// A mean and the ends of its confidence interval, as shares of the way from the least to the greatest value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spread {
    pub(crate) low: Decimal,
    pub(crate) mean: Decimal,
    pub(crate) high: Decimal,
}

impl Spread {
    /// `None` where all values are the same.
    fn of(interval: &Interval) -> Option<Self> {
        let length = interval.max - interval.min;
        let share = |value: f64| Decimal::from_f64(((value - interval.min) / length).clamp(0.0, 1.0));
        let half = interval.half_width.unwrap_or(0.0);
        (length > 0.0).then(|| Self {
            low: share(interval.mean - half),
            mean: share(interval.mean),
            high: share(interval.mean + half),
        })
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Column {
    const fn new(title: &'static str, align: Align) -> Self {
        Self {
            title,
            align,
            spare: None,
        }
    }
}

impl Section {
    fn new<const N: usize>(title: &'static str, columns: [(&'static str, Align); N]) -> Self {
        Self {
            title,
            columns: columns.map(|(title, align)| Column::new(title, align)).to_vec(),
            rows: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The same with columns of these titles that may go where there is little room, one after another.
    fn with_spare(mut self, titles: &[&str]) -> Self {
        for column in &mut self.columns {
            column.spare = titles.iter().position(|title| *title == column.title);
        }
        self
    }

    /// Lines of a word and what is said of it.
    pub(crate) fn facts(
        title: &'static str,
        facts: impl IntoIterator<Item = (&'static str, String)>,
    ) -> Self {
        let mut section = Self::new(title, [("", Align::Left), ("", Align::Left)]);
        section.rows.extend(
            facts
                .into_iter()
                .map(|(word, text)| vec![word.into(), text.into()]),
        );
        section
    }
}

/// What is said of a run that somebody interrupted.
pub(crate) fn interrupted(report: &Report) -> String {
    format!("interrupted at {} of virtual time", instant(report.clock))
}

/// The title of a report and how the run went, in a sentence.
pub(crate) fn headline(report: &Report) -> (String, String) {
    let at = instant(report.clock);
    let end = match report.end {
        Some(End::Settled) => format!("every message settled; it took {at} of virtual time"),
        Some(End::Until) if report.scenario["until"].is_null() => {
            format!("virtual time itself ended, after {at}; messages that are not settled never will be")
        }
        Some(End::Until) => format!("ended as set at {at} of virtual time"),
        Some(End::Cancelled) => format!("cancelled; over at {at} of virtual time"),
        Some(End::Interrupted) => interrupted(report),
        Some(End::Stalled) if report.redelivered > MOST_FRUITLESS_REDELIVERIES => {
            format!(
                "given up after {at} of virtual time: messages are redelivered again and again, and none is settled"
            )
        }
        Some(End::Stalled) => format!("stalled: nothing can happen any more after {at} of virtual time"),
        None => format!("still going at {at} of virtual time"),
    };
    let replication = match report.replication {
        0 => String::new(),
        number => format!(" · replication {number}"),
    };
    (
        report.name.clone(),
        format!("seed {}{replication} · {end}", report.seed),
    )
}

/// All sections, in order of reading; empty ones are left out.
pub(crate) fn of_run(scenario: &Scenario, report: &Report, repeat: &Repeat) -> Vec<Section> {
    let mut sections = vec![
        Section::facts("Scenario", describe::scenario(scenario)),
        outcomes::messages(report),
        outcomes::attempts(report),
        outcomes::times(report, scenario.warm_up),
        course::course(scenario, report),
    ];
    sections.push(outcomes::kinds(report));
    sections.extend(senders::senders(report));
    sections.push(verdicts::targets(report));
    sections.push(verdicts::theory(report));
    let mut run = Section::facts("Run", []);
    for (word, text) in [
        ("digest", report.digest.to_string()),
        ("again with", repeat.to_string()),
    ] {
        run.rows.push(vec![word.into(), Cell::Code(text)]);
    }
    sections.push(run);
    sections.retain(|section| !section.rows.is_empty() || !section.notes.is_empty());
    sections
}
