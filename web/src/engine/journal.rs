//! A scenario and what was done by hand, together again.

use bellwether::scenario::{Document, Limits, Problem, Scenario};

/// The page takes smaller texts than the terminal: they come by link, too.
pub(crate) const LIMITS: Limits = Limits {
    text: 256 * 1024,
    nodes: 50_000,
    depth: 32,
    scalar: 1000,
};

/// The scenario with the journal's entries in its timeline.
///
/// # Errors
/// All that is wrong, a line each.
pub(crate) fn compose(text: &str, journal: &[String]) -> Result<Scenario, String> {
    let with_journal = || {
        let mut document = Document::parse_within(text, &LIMITS)?;
        for entry in journal {
            document
                .append("timeline", entry, "by hand")
                .map_err(|problem| vec![problem])?;
        }
        Scenario::from_document(&document)
    };
    with_journal().map_err(|problems| in_lines(&problems))
}

fn in_lines(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// The scenario with another seed, if one is given.
///
/// # Errors
/// All that is wrong, a line each.
pub(crate) fn with_seed(text: &str, seed: &str) -> Result<Scenario, String> {
    let read = || {
        let mut document = Document::parse_within(text, &LIMITS)?;
        if !seed.is_empty() {
            document
                .set("seed", seed, "seed")
                .map_err(|problem| vec![problem])?;
        }
        Scenario::from_document(&document)
    };
    read().map_err(|problems| in_lines(&problems))
}
