//! What is wrong with a scenario, in the words that page and terminal both show.

use std::fmt;

use serde::Serialize;

use crate::decimal;

/// Most problems that are listed one by one.
const LISTED: usize = 100;
/// Most characters of a value that are quoted back.
const QUOTED: usize = 60;

/// One thing that is wrong, where, and what would be right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The key's path, such as `senders[0].failure_rate`; empty for the text as a whole.
    pub path: String,
    /// Line in the text, from 1.
    pub line: Option<u32>,
    /// Column in characters, from 1.
    pub column: Option<u32>,
    /// Where it comes from if not from the text, such as `--set broker.capacity`.
    pub origin: Option<Box<str>>,
    /// The value as written, shortened.
    pub value: Option<Box<str>>,
    /// What is wrong and what is allowed.
    pub message: String,
    /// A known key or word that is close to what was written.
    pub nearest: Option<String>,
}

impl Problem {
    /// A problem without a place.
    pub(crate) fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            message: message.into(),
            ..Self::default()
        }
    }
}

/// One line: place, path, what is wrong and what is allowed, and the nearest known word.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(origin) = &self.origin {
            write!(f, "{origin}: ")?;
        } else if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, "line {line}, column {column}: ")?;
        }
        // `--set broker.capacity: ` names the path already
        let named = self
            .origin
            .as_ref()
            .is_some_and(|origin| origin.ends_with(&self.path));
        if !self.path.is_empty() && !named {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}

/// Leaves the first problems one by one and counts the others.
pub(crate) fn shortened(mut problems: Vec<Problem>) -> Vec<Problem> {
    if problems.len() > LISTED {
        let more = problems.len() - LISTED;
        problems.truncate(LISTED);
        problems.push(Problem::new(
            "",
            format!("and {} more problems", decimal::grouped(more as u128)),
        ));
    }
    problems
}

/// A value as it may be quoted in a message: short, on one line, nothing invisible in it.
pub(crate) fn quoted(value: &str) -> String {
    let mut text = String::new();
    for (index, character) in value.chars().enumerate() {
        if index == QUOTED {
            text.push('…');
            break;
        }
        if is_invisible(character) {
            text.extend(character.escape_unicode());
        } else {
            text.push(character);
        }
    }
    text
}

/// Control characters, and those that change the direction of the text around them.
pub(crate) fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A whole number with its thousands set apart, as people read it.
pub(crate) fn grouped(number: i128) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", decimal::grouped(number.unsigned_abs()))
}

/// `a, b or c`.
pub(crate) fn alternatives<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_names_place_path_and_remedy() {
        let mut problem = Problem::new("broker.capasity", "unknown key");
        problem.line = Some(12);
        problem.column = Some(5);
        problem.nearest = Some("capacity".to_owned());
        assert_eq!(
            problem.to_string(),
            "line 12, column 5: broker.capasity: unknown key; did you mean `capacity`?"
        );
        problem.origin = Some("--set broker.capasity".into());
        assert_eq!(
            problem.to_string(),
            "--set broker.capasity: unknown key; did you mean `capacity`?"
        );
        problem.origin = Some("--file".into());
        assert_eq!(
            problem.to_string(),
            "--file: broker.capasity: unknown key; did you mean `capacity`?"
        );
    }

    #[test]
    fn values_are_quoted_short_and_visible() {
        assert_eq!(quoted("a\u{202e}b\n"), "a\\u{202e}b\\u{a}");
        assert_eq!(quoted(&"x".repeat(1000)).chars().count(), QUOTED + 1);
    }

    #[test]
    fn numbers_and_words_read_well() {
        assert_eq!(grouped(4_000_000_000), "4,000,000,000");
        assert_eq!(grouped(-1000), "-1,000");
        assert_eq!(grouped(100), "100");
        assert_eq!(alternatives(["a", "b", "c"]), "a, b or c");
        assert_eq!(alternatives(["a"]), "a");
    }

    #[test]
    fn a_flood_of_problems_is_counted() {
        let problems = shortened(vec![Problem::new("x", "y"); 150]);
        assert_eq!(problems.len(), 101);
        assert_eq!(problems[100].message, "and 50 more problems");
        let problems = shortened(vec![Problem::default(); 100_000]);
        assert_eq!(problems[100].message, "and 99,900 more problems");
    }
}
