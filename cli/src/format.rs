//! The formats of a report.

mod csv;
mod html;
mod junit;
mod markdown;
mod openmetrics;
pub(crate) mod text;

pub(crate) use self::html::escaped;
use std::collections::BTreeSet;
use std::path::Path;

use bellwether::chart::Chart;
use bellwether::decimal::{Decimal, SignedDecimal};
use bellwether::experiment::ExperimentReport;
use bellwether::report::{Report, Sample};
use bellwether::scenario::Scenario;
use bellwether::time::SimDuration;
use clap::ValueEnum;

use crate::failure::Failure;
use crate::output;
use crate::repeat::Repeat;
use crate::summary;

/// How a report is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Text,
    /// Everything, with names that stay; the browser writes the same bytes
    Json,
    /// One figure a row, for spreadsheets
    Csv,
    /// Tables for a pull request or a wiki
    Markdown,
    /// One page that needs nothing else
    Html,
    /// For a push gateway or a file collector
    Openmetrics,
    /// Targets as test cases
    Junit,
}

/// How wide a text may be: as wide as the terminal, within reason; where there is none, 100.
pub(crate) fn width(to: Option<&Path>) -> usize {
    let terminal = match to {
        None => terminal_size::terminal_size_of(std::io::stdout()),
        Some(_) => None,
    };
    terminal.map_or(100, |(width, _)| usize::from(width.0).clamp(30, 120))
}

impl Format {
    /// The format that a file's name asks for.
    pub(crate) fn of_file(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" => Some(Self::Text),
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" => Some(Self::Html),
            "prom" | "om" => Some(Self::Openmetrics),
            "xml" => Some(Self::Junit),
            _ => None,
        }
    }

    /// Refuses a file's name that promises what no format of a report is.
    pub(crate) fn check_file(path: &Path) -> Result<(), Failure> {
        const OTHERS: [&str; 24] = [
            "svg", "png", "jpg", "jpeg", "gif", "webp", "pdf", "jsonl", "ndjson", "yaml", "yml", "toml",
            "tsv", "xls", "xlsx", "ods", "doc", "docx", "odt", "parquet", "sqlite", "db", "gz", "zip",
        ];
        let extension = path.extension().and_then(|extension| extension.to_str());
        let extension = extension.unwrap_or_default().to_ascii_lowercase();
        if !OTHERS.contains(&&*extension) {
            return Ok(());
        }
        let hint = match &*extension {
            "svg" | "png" => Some("--plot FILE draws charts of the run"),
            "jsonl" | "ndjson" => Some("--events FILE writes what happens in the run, as lines of JSON"),
            _ => None,
        };
        Err(Failure::Usage {
            message: format!(
                "--output {}: a report is no .{extension}; allowed: .txt, .json, .csv, .md, .html, .prom, .xml, or \
                 any name with --format",
                path.display()
            ),
            hint: hint.map(str::to_owned),
        })
    }

    /// Writes a report in this format to a file, or to standard output.
    pub(crate) fn write(
        self,
        to: Option<&Path>,
        scenario: &Scenario,
        report: &Report,
        repeat: &Repeat,
        charts: &[Chart],
    ) -> Result<(), Failure> {
        let headline = || summary::headline(report);
        let sections = || summary::of_run(scenario, report, repeat);
        let text = match self {
            Self::Text => text::write(&headline(), &sections(), width(to)),
            // by far the longest, with all samples
            Self::Json => return output::stream(to, |output| report.write_json(output)),
            Self::Csv => csv::write(report).map_err(csv::failed)?,
            Self::Markdown => markdown::write(&headline(), &sections()),
            Self::Html => html::write(&headline(), charts, &sections(), &scenario.to_yaml()),
            Self::Openmetrics => openmetrics::write(report),
            Self::Junit => junit::write(report, &repeat.to_string()),
        };
        output::write(to, &text)
    }

    /// The same of the report of replications.
    pub(crate) fn write_experiment(
        self,
        to: Option<&Path>,
        scenario: &Scenario,
        report: &ExperimentReport,
        repeat: &Repeat,
    ) -> Result<(), Failure> {
        let headline = summary::experiment::headline(report);
        let sections = || summary::experiment::sections(scenario, report, repeat);
        let text = match self {
            Self::Json => report.to_json(),
            Self::Csv => csv::write_experiment(report).map_err(csv::failed)?,
            Self::Markdown => markdown::write(&headline, &sections()),
            Self::Html => html::write(&headline, &[], &sections(), &scenario.to_yaml()),
            Self::Text => text::write(&headline, &sections(), width(to)),
            Self::Openmetrics => openmetrics::write_experiment(report),
            Self::Junit => junit::write_experiment(report, &repeat.to_string()),
        };
        output::write(to, &text)
    }
}

/// Each target of a name once, also where a file and a flag ask the same: for a program, what stands twice is a mistake.
fn once<T>(targets: &[T], name: fn(&T) -> &String) -> impl Iterator<Item = &T> {
    let mut seen = BTreeSet::new();
    targets.iter().filter(move |target| seen.insert(name(target)))
}

/// A number with its sign.
fn signed(number: SignedDecimal) -> String {
    let sign = if number.negative { "-" } else { "" };
    format!("{sign}{}", number.size)
}

/// The figures of a sample by the names that they have in the JSON report.
fn of_sample(sample: &Sample) -> [(&'static str, Option<Decimal>); 20] {
    let count = |count: u64| Some(Decimal::from_whole(count));
    let messages = &sample.messages;
    [
        ("produced", count(messages.produced)),
        ("sent", count(messages.sent)),
        ("failed", count(messages.failed)),
        ("rejected", count(messages.rejected)),
        ("evicted", count(messages.evicted)),
        ("expired", count(messages.expired)),
        ("lost", count(messages.lost)),
        ("cancelled", count(messages.cancelled)),
        ("in_transit", count(messages.in_transit)),
        ("queued", count(messages.queued)),
        ("reserved", count(messages.reserved)),
        ("sending", count(messages.sending)),
        ("backing_off", count(messages.backing_off)),
        ("held", count(messages.held)),
        ("busy_senders", count(u64::from(sample.busy_senders))),
        ("duplicates", count(sample.duplicates)),
        ("throughput", Some(sample.throughput)),
        ("average_time_per_message", sample.average_time_per_message),
        ("delivery_p50", sample.delivery_p50.map(SimDuration::seconds)),
        ("delivery_p99", sample.delivery_p99.map(SimDuration::seconds)),
    ]
}
