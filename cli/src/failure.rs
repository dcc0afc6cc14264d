//! What can go wrong, the exit status that says so, and a hint for the next try.

use std::io;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use bellwether::scenario::{PRESETS, Problem, nearest, preset};
use clap::CommandFactory;

use crate::arguments::Arguments;
use crate::input::sets;

/// What the program tells its caller by its exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// All went well.
    Done,
    /// A target was missed.
    TargetMissed,
    /// Bad usage, or a scenario that cannot run.
    BadInput,
    /// A file could not be read or written.
    FileFailed,
    /// Interrupted; what there was of the report is printed.
    Interrupted,
}

impl Status {
    /// The number.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::TargetMissed => 1,
            Self::BadInput => 2,
            Self::FileFailed => 3,
            Self::Interrupted => 130,
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status.code())
    }
}

/// Why the program gives up.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A flag or an environment variable makes no sense.
    #[error("{message}")]
    Usage {
        /// What is wrong and what is allowed.
        message: String,
        /// What to try.
        hint: Option<String>,
    },
    /// A scenario is wrong.
    #[error("{}", listed(origin, problems))]
    Scenario {
        /// The file's name.
        origin: String,
        /// All that is wrong.
        problems: Vec<Problem>,
    },
    /// What was named is there, but is no scenario file.
    #[error("{path}: {reason}")]
    NotAScenario {
        /// What was named.
        path: String,
        /// What it is.
        reason: String,
    },
    /// A file could not be read.
    #[error("{path}: cannot be read: {cause}")]
    Read {
        /// Its name.
        path: String,
        /// The system's reason.
        cause: io::Error,
    },
    /// A file could not be written.
    #[error("{path}: cannot be written: {cause}")]
    Write {
        /// Its name.
        path: String,
        /// The system's reason.
        cause: io::Error,
    },
}

impl Failure {
    /// Bad usage without a hint.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage {
            message: message.into(),
            hint: None,
        }
    }

    /// The exit status that goes with it.
    pub(crate) const fn status(&self) -> Status {
        match self {
            Self::Usage { .. } | Self::Scenario { .. } | Self::NotAScenario { .. } => Status::BadInput,
            Self::Read { .. } | Self::Write { .. } => Status::FileFailed,
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Usage { hint, .. } => hint.clone(),
            Self::Scenario { problems, .. } => problems
                .iter()
                .any(|problem| !problem.origin.as_deref().is_some_and(is_plain_flag))
                .then(|| "`bellwether init` prints a scenario with every key explained".to_owned()),
            Self::NotAScenario { .. } => {
                Some("`bellwether init FILE` writes a scenario file to start from".to_owned())
            }
            Self::Read { path, cause } if cause.kind() == io::ErrorKind::NotFound => {
                Some(meant(path).unwrap_or_else(|| {
                    format!(
                        "`bellwether init {}` writes a scenario file to start from; {}",
                        crate::repeat::quoted_path(path),
                        "`bellwether --help` lists the commands"
                    )
                }))
            }
            Self::Read { .. } | Self::Write { .. } => None,
        }
    }

    /// Tells it on standard error.
    pub(crate) fn tell(&self) -> Status {
        const ERROR: Style = AnsiColor::Red.on_default().bold();
        let mut lines = format!("{ERROR}error:{ERROR:#} {self}\n");
        if let Some(hint) = self.hint() {
            lines.push_str(&format!("hint: {hint}\n"));
        }
        to_standard_error(&lines);
        self.status()
    }
}

/// What somebody meant with a word that is no file: a preset or a command.
fn meant(word: &str) -> Option<String> {
    if preset(word).is_some() {
        return Some(format!(
            "`bellwether --preset {word}` runs the preset of that name"
        ));
    }
    if word.trim_start_matches('-') == "version" {
        return Some("`bellwether --version` tells the version".to_owned());
    }
    let commands = Arguments::command();
    let names = commands.get_subcommands().map(clap::Command::get_name);
    if let Some(command) = nearest(word, names) {
        return Some(format!("did you mean the command `bellwether {command}`?"));
    }
    let presets = PRESETS.iter().map(|preset| preset.name);
    nearest(word, presets).map(|preset| format!("did you mean `bellwether --preset {preset}`?"))
}

/// Problems under the name of what they stand in: on its line if there is one, else one a line.
fn listed(origin: &str, problems: &[Problem]) -> String {
    if let [problem] = problems {
        return match problem.origin {
            Some(_) => line(problem),
            None => format!("{origin}: {}", line(problem)),
        };
    }
    let lines: Vec<String> = problems
        .iter()
        .map(|problem| format!("\n  {}", line(problem)))
        .collect();
    let all_by_flags = problems.iter().all(|problem| problem.origin.is_some());
    let origin = if all_by_flags {
        String::new()
    } else {
        format!("{origin}: ")
    };
    // of a flood the first hundred are listed, and the last line counts the others
    let number = match problems.len() {
        101.. => "more than 100".to_owned(),
        few => few.to_string(),
    };
    format!("{origin}{number} problems{}", lines.concat())
}

/// A problem on a line. A flag says by its name which key it sets: the path is not said again.
fn line(problem: &Problem) -> String {
    let Some(origin) = problem
        .origin
        .as_deref()
        .filter(|origin| says(origin, &problem.path))
    else {
        return problem.to_string();
    };
    let without_path = Problem {
        path: String::new(),
        ..problem.clone()
    };
    debug_assert!(without_path.to_string().starts_with(origin));
    without_path.to_string()
}

/// Whether a flag's or variable's name says which key of the scenario it sets.
fn says(origin: &str, path: &str) -> bool {
    origin.strip_prefix("--set ") == Some(path) || origin.starts_with("--target ") || sets(origin, path)
}

/// Whether the help of a flag is all that one needs to know.
fn is_plain_flag(origin: &str) -> bool {
    !origin.starts_with("--set ")
}

/// The beginning of a value, so that a message stays readable whatever was given.
pub(crate) fn shortened(value: &str) -> String {
    const QUOTED: usize = 60;
    let mut text: String = value.chars().take(QUOTED).collect();
    if text.len() < value.len() {
        text.push('…');
    }
    text
}

/// Writes to standard error; if even that fails there is nobody to tell.
pub(crate) fn to_standard_error(text: &str) {
    let _ = io::Write::write_all(&mut anstream::stderr().lock(), text.as_bytes());
}
