//! The command that repeats a run.

use std::fmt::{self, Write as _};

use clap::CommandFactory;

use crate::arguments::Arguments;

/// A command line that is being put together.
#[derive(Clone, Debug)]
pub(crate) struct Repeat {
    command: String,
    /// Whether the scenario came on standard input, where it must come from again.
    reads_input: bool,
}

impl Repeat {
    /// The program, and the scenario file if there is one.
    pub(crate) fn of(scenario: Option<&str>) -> Self {
        let mut command = "bellwether".to_owned();
        if let Some(scenario) = scenario {
            let _ = write!(command, " {}", quoted_path(scenario));
        }
        Self {
            command,
            reads_input: scenario == Some("-"),
        }
    }

    /// Adds a flag and its value.
    pub(crate) fn flag(&mut self, flag: &str, value: &str) {
        self.word(flag);
        self.word(value);
    }

    fn word(&mut self, word: &str) {
        // writing to a text cannot fail
        let _ = write!(self.command, " {}", quoted(word));
    }
}

/// The command line so far.
impl fmt::Display for Repeat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let input = if self.reads_input { " < SCENARIO" } else { "" };
        write!(f, "{}{input}", self.command)
    }
}

/// A word as a shell reads it back: bare where that is safe, else in single quotes.
pub(crate) fn quoted(word: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || "_-./:=,%@+".contains(c);
    if !word.is_empty() && word.chars().all(safe) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// A file's name as an argument: one that looks like a flag or a command stands in its folder.
pub(crate) fn quoted_path(path: &str) -> String {
    let is_flag = path.starts_with('-') && path != "-";
    if is_flag || is_command(path) {
        quoted(&format!("./{path}"))
    } else {
        quoted(path)
    }
}

fn is_command(word: &str) -> bool {
    let mut program = Arguments::command();
    program.build();
    program.find_subcommand(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_survive_the_shell() {
        assert_eq!(quoted("a/b.yaml"), "a/b.yaml");
        assert_eq!(quoted("delivery.p99 < 10m"), "'delivery.p99 < 10m'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted_path("-x.yaml"), "./-x.yaml");
        assert_eq!(quoted_path("-"), "-");
        for command in ["run", "check", "help"] {
            assert_eq!(quoted_path(command), format!("./{command}"));
        }
        assert_eq!(quoted_path("run.yaml"), "run.yaml");
    }

    #[test]
    fn what_came_on_standard_input_comes_from_there_again() {
        let again = |scenario| {
            let mut repeat = Repeat::of(scenario);
            repeat.flag("--seed", "7");
            repeat.to_string()
        };
        assert_eq!(again(Some("-")), "bellwether - --seed 7 < SCENARIO");
        assert_eq!(again(Some("./-")), "bellwether ./- --seed 7");
        assert_eq!(again(None), "bellwether --seed 7");
    }
}
