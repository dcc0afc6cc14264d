//! Replications of a scenario, and what their reports say together.
//!
//! Replications differ in nothing but their random numbers and may run in any order; their reports are brought
//! together in order of their numbers, so that the result does not depend on who ran what when.

mod interval;
mod shown;
mod student;
#[cfg(test)]
mod tests;

pub use interval::Interval;
pub use shown::{Part, Shown};
pub use student::student_quantile;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::decimal::{Decimal, SignedDecimal};
use crate::figures::{Figure, figures, group_figures, kind_figures};
use crate::report::{Digest, KindReport, Report, SenderReport, TheoryFigure, as_text};

/// The report of several replications: the names of [`Report`], an [`Interval`] for each figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExperimentReport {
    /// Version of the program that ran.
    pub version: String,
    /// Name of the scenario.
    pub name: String,
    /// The seed as text: no reader of JSON may round it.
    #[serde(serialize_with = "as_text")]
    pub seed: u64,
    /// How many replications, numbered from 0.
    pub replications: u32,
    /// How many were asked for: more, if somebody interrupted.
    pub requested: u32,
    /// The scenario as resolved, every default filled in.
    pub scenario: serde_json::Value,
    /// Each figure of the report.
    #[serde(flatten)]
    pub figures: Figures,
    /// Each group's figures.
    pub groups: Vec<GroupIntervals>,
    /// Each kind's figures.
    pub kinds: Vec<KindIntervals>,
    /// What had to hold.
    pub targets: Vec<TargetIntervals>,
    /// Theory beside the replications.
    pub theory: TheoryIntervals,
    /// The fingerprint of each replication.
    #[serde(serialize_with = "as_texts")]
    pub digests: Vec<Digest>,
}

/// Figures by name, in the report's order; `None` where no replication observed anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures(pub Vec<(&'static str, Option<Interval>)>);

/// A group's figures over the replications.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupIntervals {
    /// The group's name.
    pub name: String,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
}

/// A kind's figures over the replications.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KindIntervals {
    /// The kind's name.
    pub name: String,
    /// Its priority.
    pub priority: i32,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
}

/// A target over the replications.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TargetIntervals {
    /// As written.
    pub target: String,
    /// The figure it is about; `null` if no replication has one.
    pub value: Option<Interval>,
    /// The share of replications in which it holds.
    pub met_share: Decimal,
    /// Whether it holds in all of them.
    pub met: bool,
    /// The number of the first replication in which it does not.
    pub first_missed: Option<u32>,
}

/// What queueing theory says, beside the replications.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TheoryIntervals {
    /// The model's name; `None` where none applies.
    pub model: Option<String>,
    /// Why none applies, or what to keep in mind.
    pub note: String,
    /// Figures of the model beside those of the replications.
    pub figures: Vec<TheoryInterval>,
}

/// One figure of the theory beside the replications'.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TheoryInterval {
    /// The report's name for it.
    pub name: String,
    /// The formula's value.
    pub expected: Decimal,
    /// The replications' values.
    pub observed: Option<Interval>,
    /// How far their mean is off, in standard errors of that mean; `None` where no standard error is known.
    pub standard_errors: Option<SignedDecimal>,
}

impl ExperimentReport {
    /// Of the reports of all replications in order of their numbers, of which so many were asked for; `None` if there
    /// are none.
    #[must_use]
    pub fn new(reports: &[Report], requested: u32) -> Option<Self> {
        let scenario = reports.first()?.scenario.clone();
        Some(Self {
            scenario,
            ..Self::without_scenario(reports, requested)?
        })
    }

    /// The same for a face that has the scenario anyway.
    #[must_use]
    pub fn without_scenario(reports: &[Report], requested: u32) -> Option<Self> {
        let first = reports.first()?;
        let of = |report: &Report, figure: &Figure<Report>| figure.of(report);
        Some(Self {
            version: first.version.clone(),
            name: first.name.clone(),
            seed: first.seed,
            replications: u32::try_from(reports.len()).ok()?,
            requested,
            scenario: serde_json::Value::Null,
            figures: intervals(reports, &mut figures(), &of),
            groups: group_intervals(first, reports),
            kinds: kind_intervals(first, reports),
            targets: (0..first.targets.len())
                .filter_map(|index| target_intervals(index, reports))
                .collect(),
            theory: TheoryIntervals {
                model: first.theory.model.clone(),
                note: first.theory.note.clone(),
                figures: (0..first.theory.figures.len())
                    .filter_map(|index| theory_interval(index, reports))
                    .collect(),
            },
            digests: reports.iter().map(|report| report.digest).collect(),
        })
    }

    /// The report as JSON, indented, with a newline at its end: the same bytes from browser and terminal.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text =
            serde_json::to_string_pretty(self).expect("plain data with text keys always serialises");
        text.push('\n');
        text
    }
}

/// Takes out of a replication's report what no interval is made of: of many it would take much memory.
pub fn lighten(report: &mut Report) {
    report.samples = Vec::new();
    report.senders = Vec::new();
    if report.replication > 0 {
        report.scenario = serde_json::Value::Null;
    }
}

impl Figures {
    /// A figure by its name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Interval> {
        let (_, interval) = self.0.iter().find(|(known, _)| *known == name)?;
        interval.as_ref()
    }
}

/// Of the values that were observed.
fn interval(reports: &[Report], of: &dyn Fn(&Report) -> Option<Decimal>) -> Option<Interval> {
    let mut values = Vec::with_capacity(reports.len());
    for report in reports {
        values.extend(of(report).map(Decimal::to_f64));
    }
    Interval::of(&values)
}

/// Of each of some figures of a part, which `of` finds in a report.
fn intervals<T>(
    reports: &[Report],
    known: &mut dyn Iterator<Item = &'static Figure<T>>,
    of: &dyn Fn(&Report, &Figure<T>) -> Option<Decimal>,
) -> Figures {
    let mut found = Vec::new();
    for figure in known {
        found.push((figure.name, interval(reports, &|report| of(report, figure))));
    }
    Figures(found)
}

/// A group is the same one in each replication if its name is.
fn group_intervals(first: &Report, reports: &[Report]) -> Vec<GroupIntervals> {
    let mut groups = Vec::new();
    for group in &first.groups {
        let of = |report: &Report, figure: &Figure<SenderReport>| {
            let same = report.groups.iter().find(|other| other.name == group.name);
            figure.of(same?)
        };
        groups.push(GroupIntervals {
            name: group.name.clone(),
            figures: intervals(reports, &mut group_figures().iter(), &of),
        });
    }
    groups
}

/// Kinds are those of the scenario, and so the same in each replication.
fn kind_intervals(first: &Report, reports: &[Report]) -> Vec<KindIntervals> {
    let mut kinds = Vec::new();
    for (index, kind) in first.kinds.iter().enumerate() {
        let of = |report: &Report, figure: &Figure<KindReport>| figure.of(report.kinds.get(index)?);
        kinds.push(KindIntervals {
            name: kind.name.clone(),
            priority: kind.priority,
            figures: intervals(reports, &mut kind_figures(), &of),
        });
    }
    kinds
}

fn target_intervals(index: usize, reports: &[Report]) -> Option<TargetIntervals> {
    let result = |report: &'_ Report| report.targets.get(index).map(|result| result.met);
    let met = reports
        .iter()
        .filter(|report| result(report) == Some(true))
        .count();
    let missed = |report: &&Report| result(report) == Some(false);
    Some(TargetIntervals {
        target: reports.first()?.targets.get(index)?.target.clone(),
        value: interval(reports, &|report| report.targets.get(index)?.value),
        met_share: Decimal::ratio(met as u128, reports.len() as u128)?,
        met: met == reports.len(),
        first_missed: reports.iter().find(missed).map(|report| report.replication),
    })
}

/// The mean of n replications is off by the sum of their standard errors over √n.
fn theory_interval(index: usize, reports: &[Report]) -> Option<TheoryInterval> {
    let first = reports.first()?.theory.figures.get(index)?;
    let mut errors = Some(Vec::new());
    for figure in reports.iter().filter_map(|report| same_figure(report, first)) {
        match (figure.standard_errors, &mut errors) {
            (Some(off), Some(errors)) => {
                let size = off.size.to_f64();
                errors.push(if off.negative { -size } else { size });
            }
            // one without leaves all without
            _ => errors = None,
        }
    }
    let off = errors.and_then(|errors| Interval::of(&errors)).map(|off| {
        let off = off.mean * f64::from(off.count).sqrt();
        SignedDecimal {
            negative: off < 0.0,
            size: Decimal::from_f64(off.abs()),
        }
    });
    Some(TheoryInterval {
        name: first.name.clone(),
        expected: first.expected,
        observed: interval(reports, &|report| Some(same_figure(report, first)?.observed)),
        standard_errors: off,
    })
}

fn same_figure<'a>(report: &'a Report, wanted: &TheoryFigure) -> Option<&'a TheoryFigure> {
    report
        .theory
        .figures
        .iter()
        .find(|figure| figure.name == wanted.name)
}

fn as_texts<S: Serializer>(digests: &[Digest], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(digests.iter().map(Digest::to_string))
}

/// As the report nests them: `waiting.mean` is the member `mean` of `waiting`.
impl Serialize for Figures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let outer = |name: &'static str| name.split_once('.').map_or(name, |(outer, _)| outer);
        for part in self.0.chunk_by(|(one, _), (other, _)| outer(one) == outer(other)) {
            match part {
                [(name, interval)] if outer(name) == *name => map.serialize_entry(name, interval)?,
                _ => {
                    let inner = |name: &'static str| name.split_once('.').map_or(name, |(_, inner)| inner);
                    let members = part
                        .iter()
                        .map(|(name, interval)| (inner(name), *interval))
                        .collect();
                    map.serialize_entry(outer(part[0].0), &Self(members))?;
                }
            }
        }
        map.end()
    }
}
