//! The list of breaks, and the page that says who noticed them.

use crate::project::Project;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

/// One deliberate mistake.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Break {
    /// What it is about.
    pub subject: String,
    /// What is wrong.
    pub name: String,
    /// What is changed.
    pub changes: Vec<Change>,
}

/// A piece of text that stands once in a file, and what stands there instead.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Change {
    /// The file, below `core/src/`.
    pub file: String,
    /// What is right.
    pub before: String,
    /// What is not.
    pub after: String,
}

/// Who noticed a break.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    /// Tests that failed, in alphabetical order.
    pub(super) tests: BTreeSet<String>,
    /// Whether they ended; else they would have gone on for ever.
    pub(super) ends: bool,
}

/// All breaks.
pub(super) fn read(project: &Project) -> Result<Vec<Break>> {
    let path = project.root.join("tests/breaks.json");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).context("tests/breaks.json")
}

const HEAD: &str = "\
# Deliberate breaks

A test that cannot fail proves nothing. So the model was broken on purpose, one place at a time, and the tests were
asked. Each line is one break and a test that noticed it.

To repeat it: `cargo xtask breaks` makes each change of [`breaks.json`](breaks.json) in a copy below `target/`, runs
the tests of the model, those that cross packages and those of the terminal program until one of them fails, and writes
this page; that takes an hour or two. `cargo xtask breaks supervisor backoff` tries those whose subject or name holds one
of the words. `cargo xtask checks` notices a break whose place in the code is gone, or with which the model does not compile
any more: the list stays as young as the code.
";

/// The page: a table for each subject.
pub(super) fn page(outcomes: &[(&Break, Outcome)]) -> String {
    let mut page = HEAD.to_owned();
    for subject in outcomes.chunk_by(|(one, _), (other, _)| one.subject == other.subject) {
        let title = subject.first().map_or("", |(broken, _)| &*broken.subject);
        // writing to a text cannot fail
        let _ = write!(
            page,
            "\n## {title}\n\n| what is wrong | where | who noticed |\n| :-- | :-- | :-- |\n"
        );
        for (broken, outcome) in subject {
            let file = broken.changes.first().map_or("", |change| &*change.file);
            let _ = writeln!(page, "| {} | `{file}` | {} |", broken.name, noticed(outcome));
        }
    }
    page
}

/// The first test by name, and how many more.
fn noticed(outcome: &Outcome) -> String {
    let Some(test) = outcome.tests.first() else {
        return "**nobody**".to_owned();
    };
    let more = match outcome.tests.len() - 1 {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let how = if outcome.ends { "" } else { ", which would not end" };
    format!("`{test}`{more}{how}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// A break whose place is gone would only be noticed when somebody tries all of them, which takes hours.
    #[test]
    fn each_break_still_has_its_place_in_the_code() {
        let project = Project::here().expect("a project");
        for broken in read(&project).expect("a list") {
            for change in &broken.changes {
                let path = project.root.join("core/src").join(&change.file);
                let text = fs::read_to_string(&path).expect("a file of the model");
                let places = text.matches(&change.before).count();
                assert_eq!(places, 1, "{}: {}: {}", broken.subject, broken.name, change.file);
            }
        }
    }

    /// All Rust files below a folder, as one text.
    fn code_below(folder: &Path) -> String {
        let mut code = String::new();
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                code += &code_below(&path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                code += &fs::read_to_string(&path).expect("a file");
            }
        }
        code
    }

    /// It is written anew only when somebody tries all of them.
    #[test]
    fn the_page_tells_of_each_break_and_of_tests_that_there_are() {
        let project = Project::here().expect("a project");
        let page = fs::read_to_string(project.root.join("tests/breaks.md")).expect("the page");
        let rows: Vec<&str> = page.lines().filter(|line| line.contains(" | `")).collect();
        let breaks = read(&project).expect("a list");
        let told = breaks.iter().map(|broken| {
            let file = broken.changes.first().map_or("", |change| &*change.file);
            format!("| {} | `{file}` | `", broken.name)
        });
        let missing: Vec<String> = told.filter(|begin| !page.contains(begin)).collect();
        assert!(missing.is_empty(), "not on the page: {missing:#?}");
        assert_eq!(rows.len(), breaks.len(), "rows of breaks that there are no more");
        let code: String = ["core/src", "cli", "tests/it"]
            .map(|folder| code_below(&project.root.join(folder)))
            .concat();
        for row in rows {
            let test = row.split('`').nth(3).unwrap_or_default();
            let name = test.rsplit("::").next().unwrap_or_default();
            assert!(code.contains(&format!("fn {name}()")), "no such test: {row}");
        }
    }

    #[test]
    fn a_line_says_what_where_and_who() {
        let broken = |subject: &str, name: &str| Break {
            subject: subject.to_owned(),
            name: name.to_owned(),
            changes: vec![Change {
                file: "broker.rs".to_owned(),
                before: "a".to_owned(),
                after: "b".to_owned(),
            }],
        };
        let outcome = |tests: &[&str], ends| Outcome {
            tests: tests.iter().map(|test| (*test).to_owned()).collect(),
            ends,
        };
        let breaks = [
            broken("backoff", "too long"),
            broken("backoff", "too short"),
            broken("queue", "upside down"),
        ];
        let page = page(&[
            (&breaks[0], outcome(&["waits", "again"], true)),
            (&breaks[1], outcome(&["waits"], false)),
            (&breaks[2], outcome(&[], true)),
        ]);
        let lines: Vec<&str> = page.lines().skip_while(|line| !line.starts_with("## ")).collect();
        assert_eq!(
            lines,
            [
                "## backoff",
                "",
                "| what is wrong | where | who noticed |",
                "| :-- | :-- | :-- |",
                "| too long | `broker.rs` | `again` and 1 more |",
                "| too short | `broker.rs` | `waits`, which would not end |",
                "",
                "## queue",
                "",
                "| what is wrong | where | who noticed |",
                "| :-- | :-- | :-- |",
                "| upside down | `broker.rs` | **nobody** |",
            ]
        );
    }

    #[test]
    fn the_list_is_read() -> Result<()> {
        let breaks = read(&Project::here()?)?;
        assert!(breaks.len() > 100);
        let names = breaks.iter().map(|broken| (&*broken.subject, &*broken.name));
        let names: BTreeSet<(&str, &str)> = names.collect();
        assert_eq!(names.len(), breaks.len(), "each has its own name");
        let changes = breaks.iter().all(|broken| !broken.changes.is_empty());
        assert!(changes, "each changes something");
        Ok(())
    }
}
