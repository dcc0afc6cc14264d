//! The formats of a report.

mod text;

use std::path::Path;

use bellwether::report::Report;
use bellwether::scenario::Scenario;
use clap::ValueEnum;

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
}

/// How wide a text may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    width: usize,
}

impl Style {
    /// As wide as the terminal, within reason; where there is none, 100.
    pub(crate) fn of(to: Option<&Path>) -> Self {
        let terminal = match to {
            None => terminal_size::terminal_size_of(std::io::stdout()),
            Some(_) => None,
        };
        Self {
            width: terminal.map_or(100, |(width, _)| usize::from(width.0).clamp(60, 120)),
        }
    }
}

impl Format {
    /// The format that a file's name asks for.
    pub(crate) fn of_file(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" => Some(Self::Text),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    /// A report in this format.
    pub(crate) fn write(self, scenario: &Scenario, report: &Report, repeat: &Repeat, style: Style) -> String {
        match self {
            Self::Text => text::write(
                &summary::headline(report),
                &summary::of_run(scenario, report, repeat),
                style.width,
            ),
            Self::Json => report.to_json(),
        }
    }
}
