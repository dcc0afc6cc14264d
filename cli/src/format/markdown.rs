//! The report for a pull request or a wiki.

use std::fmt::Write as _;

use super::text::{bar, curve, marks};
use crate::summary::{Align, Cell, Section};

/// Widest bar, curve or spread.
const WIDEST: usize = 20;

/// Headline and sections as Markdown with tables.
pub(super) fn write((title, sentence): &(String, String), sections: &[Section]) -> String {
    let mut out = format!("# {}\n\n{}\n", escaped(title), escaped(sentence));
    for section in sections {
        // writing to a text cannot fail
        let _ = writeln!(out, "\n## {}", section.title);
        table(&mut out, section);
        for note in &section.notes {
            let _ = writeln!(out, "\n{}", escaped(note));
        }
    }
    out
}

fn table(out: &mut String, section: &Section) {
    if section.rows.is_empty() {
        return;
    }
    let titles: Vec<&str> = section.columns.iter().map(|column| column.title).collect();
    let sides: Vec<&str> = section
        .columns
        .iter()
        .map(|column| match column.align {
            Align::Left => ":--",
            Align::Right => "--:",
        })
        .collect();
    let _ = writeln!(out, "\n| {} |\n| {} |", titles.join(" | "), sides.join(" | "));
    for row in &section.rows {
        let mut cells: Vec<String> = row.iter().map(cell).collect();
        cells.resize(section.columns.len(), String::new());
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => escaped(text),
        Cell::Code(text) => code(text),
        Cell::Bar(share) => bar(share.billionths(), WIDEST),
        Cell::Series(values) => curve(values, WIDEST),
        Cell::Spread(spread) => marks(spread, WIDEST),
        Cell::Verdict(Some(true)) => "✓ met".to_owned(),
        Cell::Verdict(Some(false)) => "✗ missed".to_owned(),
        Cell::Verdict(None) => "– open".to_owned(),
    }
}

/// A text as code: between more backticks than it has in a row itself, on one line.
fn code(text: &str) -> String {
    let runs = text.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0) + 1);
    // spaces keep a backtick at an end apart from the fence; they are no part of the code
    let pad = if text.contains('`') { " " } else { "" };
    let text = text.replace('|', "\\|").replace(['\n', '\r'], " ");
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A text in which Markdown and HTML see nothing but text.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' => {
                out.push('\\');
                out.push(character);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' | '\r' => out.push(' '),
            _ => out.push(character),
        }
    }
    out
}
