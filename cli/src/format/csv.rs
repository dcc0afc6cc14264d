//! The report for spreadsheets: one figure a row, so that every program reads it without knowing its shape.

use bellwether::decimal::Decimal;
use bellwether::experiment::{ExperimentReport, Interval};
use bellwether::figures::{figures, group_figures, kind_figures};
use bellwether::report::{End, Report, Sample, SenderReport};

use crate::failure::Failure;

/// All figures as `table,row,figure,value`; times in seconds.
pub(super) fn write(report: &Report) -> Result<String, csv::Error> {
    let mut table = Table(csv::Writer::from_writer(Vec::new()));
    table.0.write_record(["table", "row", "figure", "value"])?;
    table.text("run", "", "version", &report.version)?;
    table.text("run", "", "name", &report.name)?;
    table.text("run", "", "seed", &report.seed.to_string())?;
    table.text("run", "", "replication", &report.replication.to_string())?;
    table.text("run", "", "end", report.end.map_or("", End::name))?;
    for figure in figures() {
        table.number("report", "", figure.name, figure.of(report))?;
    }
    for (name, senders) in [("senders", &report.senders), ("groups", &report.groups)] {
        for sender in senders {
            table.sender(name, sender)?;
        }
    }
    for kind in &report.kinds {
        table.raw("kinds", &kind.name, "priority", &kind.priority.to_string())?;
        for figure in kind_figures() {
            table.number("kinds", &kind.name, figure.name, figure.of(kind))?;
        }
    }
    for sample in &report.samples {
        table.sample(sample)?;
    }
    for target in super::once(&report.targets, |target| &target.target) {
        table.number("targets", &target.target, "value", target.value)?;
        table.text("targets", &target.target, "met", &target.met.to_string())?;
    }
    let model = report.theory.model.as_deref().unwrap_or_default();
    table.text("theory", "", "model", model)?;
    table.text("theory", "", "note", &report.theory.note)?;
    for figure in &report.theory.figures {
        table.number("theory", &figure.name, "expected", Some(figure.expected))?;
        table.number("theory", &figure.name, "observed", Some(figure.observed))?;
        let errors = figure.standard_errors.map(super::signed).unwrap_or_default();
        table.raw("theory", &figure.name, "standard_errors", &errors)?;
    }
    table.text("run", "", "digest", &report.digest.to_string())?;
    table.finish()
}

/// All figures of replications as `table,row,figure,mean,half_width,min,max,count,value`, where the last is for what
/// is no figure of theirs; times in seconds.
pub(super) fn write_experiment(report: &ExperimentReport) -> Result<String, csv::Error> {
    let mut table = Table(csv::Writer::from_writer(Vec::new()));
    table.0.write_record([
        "table",
        "row",
        "figure",
        "mean",
        "half_width",
        "min",
        "max",
        "count",
        "value",
    ])?;
    table.said("run", "", "version", &harmless(&report.version))?;
    table.said("run", "", "name", &harmless(&report.name))?;
    table.said("run", "", "seed", &report.seed.to_string())?;
    table.said("run", "", "replications", &report.replications.to_string())?;
    table.said("run", "", "requested", &report.requested.to_string())?;
    for (name, interval) in &report.figures.0 {
        table.interval("report", "", name, interval.as_ref())?;
    }
    for group in &report.groups {
        for (name, interval) in &group.figures.0 {
            table.interval("groups", &group.name, name, interval.as_ref())?;
        }
    }
    for kind in &report.kinds {
        table.said("kinds", &kind.name, "priority", &kind.priority.to_string())?;
        for (name, interval) in &kind.figures.0 {
            table.interval("kinds", &kind.name, name, interval.as_ref())?;
        }
    }
    for target in super::once(&report.targets, |target| &target.target) {
        table.interval("targets", &target.target, "value", target.value.as_ref())?;
        table.said("targets", &target.target, "met", &target.met.to_string())?;
        table.said(
            "targets",
            &target.target,
            "met_share",
            &target.met_share.to_string(),
        )?;
        let first = target.first_missed.map(|number| number.to_string());
        table.said(
            "targets",
            &target.target,
            "first_missed",
            &first.unwrap_or_default(),
        )?;
    }
    let theory = &report.theory;
    let model = theory.model.as_deref().unwrap_or_default();
    table.said("theory", "", "model", &harmless(model))?;
    table.said("theory", "", "note", &harmless(&theory.note))?;
    for figure in &theory.figures {
        table.said("theory", &figure.name, "expected", &figure.expected.to_string())?;
        table.interval("theory", &figure.name, "observed", figure.observed.as_ref())?;
        let errors = figure.standard_errors.map(super::signed).unwrap_or_default();
        table.said("theory", &figure.name, "standard_errors", &errors)?;
    }
    for (replication, digest) in report.digests.iter().enumerate() {
        table.said("run", &replication.to_string(), "digest", &digest.to_string())?;
    }
    table.finish()
}

/// Writing to memory does not fail; if it did, this would be the reason.
pub(super) fn failed(error: csv::Error) -> Failure {
    Failure::Write {
        path: "the CSV report".to_owned(),
        cause: error.into(),
    }
}

struct Table(csv::Writer<Vec<u8>>);

impl Table {
    fn finish(self) -> Result<String, csv::Error> {
        let bytes = self.0.into_inner().map_err(csv::IntoInnerError::into_error)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn interval(
        &mut self,
        table: &str,
        row: &str,
        figure: &str,
        interval: Option<&Interval>,
    ) -> Result<(), csv::Error> {
        let text = |value: Option<f64>| {
            let value = value.map(|value| Decimal::from_f64(value).to_string());
            value.unwrap_or_default()
        };
        self.0.write_record([
            table,
            &harmless(row),
            figure,
            &text(interval.map(|interval| interval.mean)),
            &text(interval.and_then(|interval| interval.half_width)),
            &text(interval.map(|interval| interval.min)),
            &text(interval.map(|interval| interval.max)),
            &interval.map_or(0, |interval| interval.count).to_string(),
            "",
        ])
    }

    /// What is the same in all replications, or is said of all of them.
    fn said(&mut self, table: &str, row: &str, figure: &str, value: &str) -> Result<(), csv::Error> {
        let row = harmless(row);
        self.0
            .write_record([table, &row, figure, "", "", "", "", "", value])
    }

    fn sender(&mut self, table: &str, sender: &SenderReport) -> Result<(), csv::Error> {
        self.text(table, &sender.name, "state", sender.state.name())?;
        for figure in group_figures() {
            self.number(table, &sender.name, figure.name, figure.of(sender))?;
        }
        Ok(())
    }

    fn sample(&mut self, sample: &Sample) -> Result<(), csv::Error> {
        let at = sample.at.elapsed().seconds().to_string();
        for (name, value) in super::of_sample(sample) {
            self.number("samples", &at, name, value)?;
        }
        Ok(())
    }

    fn number(
        &mut self,
        table: &str,
        row: &str,
        figure: &str,
        value: Option<Decimal>,
    ) -> Result<(), csv::Error> {
        let value = value.map(|value| value.to_string()).unwrap_or_default();
        self.raw(table, row, figure, &value)
    }

    fn text(&mut self, table: &str, row: &str, figure: &str, value: &str) -> Result<(), csv::Error> {
        self.raw(table, row, figure, &harmless(value))
    }

    fn raw(&mut self, table: &str, row: &str, figure: &str, value: &str) -> Result<(), csv::Error> {
        self.0.write_record([table, &harmless(row), figure, value])
    }
}

/// A text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
