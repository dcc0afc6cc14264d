//! The report for a person at a terminal: aligned, as wide as the window, with small bars and curves.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use bellwether::decimal::Decimal;
use unicode_width::UnicodeWidthStr;

use crate::summary::{Align, Cell, Column, Section, Spread};

const TITLE: Style = Style::new().bold();
const HEAD: Style = Style::new().dimmed();
const DRAWN: Style = AnsiColor::Cyan.on_default();
const MET: Style = AnsiColor::Green.on_default();
const MISSED: Style = AnsiColor::Red.on_default().bold();

/// Between columns.
const GAP: usize = 2;
/// Before each line of a section.
const INDENT: usize = 2;
/// Widest bar or curve.
const WIDEST: usize = 40;
/// Narrowest bar, curve or spread.
const LEAST_DRAWN: usize = 4;
/// Widest spread: between figures there is no room for more.
const WIDEST_SPREAD: usize = 24;
/// Narrowest column that texts are wrapped in.
const NARROWEST: usize = 20;

/// Headline and sections as text.
pub(crate) fn write((title, sentence): &(String, String), sections: &[Section], width: usize) -> String {
    let sentence = wrapped(sentence, width).join("\n");
    let mut text = format!("{TITLE}{title}{TITLE:#}\n{sentence}\n");
    for section in sections {
        let _ = writeln!(text, "\n{TITLE}{}{TITLE:#}", section.title);
        table(&mut text, section, width);
        for note in &section.notes {
            for line in wrapped(note, width - INDENT) {
                let _ = writeln!(text, "  {HEAD}{line}{HEAD:#}");
            }
        }
    }
    text
}

fn table(text: &mut String, section: &Section, width: usize) {
    let section = &fitting(section, width);
    let widths = widths(section, width);
    if section.columns.iter().any(|column| !column.title.is_empty()) && !section.rows.is_empty() {
        let head: Vec<Cell> = section.columns.iter().map(|column| column.title.into()).collect();
        for line in lines(&head, &section.columns, &widths) {
            let _ = writeln!(text, "  {HEAD}{}{HEAD:#}", line.trim_end());
        }
    }
    for row in &section.rows {
        for line in lines(row, &section.columns, &widths) {
            let _ = writeln!(text, "  {}", line.trim_end());
        }
    }
}

/// The columns that there is room for: bars or curves go whole where little would be left of them, then what is spare.
fn fitting(section: &Section, width: usize) -> Section {
    let mut section = section.clone();
    loop {
        let widths = natural_widths(&section);
        let excess = excess(&widths, width);
        let goes = match drawn_column(&section) {
            Some(drawn) if widths[drawn] >= excess + LEAST_DRAWN => None,
            Some(drawn) => Some(drawn),
            None => most_spare(&section),
        };
        let Some(goes) = goes.filter(|_| excess > 0) else {
            return section;
        };
        section.columns.remove(goes);
        for row in section.rows.iter_mut().filter(|row| row.len() > goes) {
            row.remove(goes);
        }
    }
}

/// The column that may go first.
fn most_spare(section: &Section) -> Option<usize> {
    let columns = section.columns.iter().enumerate();
    let spare = columns.filter_map(|(index, column)| Some((column.spare?, index)));
    spare.min().map(|(_, index)| index)
}

/// How wide each column is: as its widest cell, and what is left for bars, curves and long texts.
fn widths(section: &Section, width: usize) -> Vec<usize> {
    let mut widths = natural_widths(section);
    // a title of several words goes on below
    for (index, column) in section.columns.iter().enumerate() {
        let words = column.title.split(' ').map(UnicodeWidthStr::width);
        let least = words.max().unwrap_or(0).max(widest_cell(section, index));
        let narrower = widths[index].saturating_sub(excess(&widths, width));
        widths[index] = narrower.max(least);
    }
    let excess = excess(&widths, width);
    // what can give way: the last drawn column, or else the last one
    let drawn = drawn_column(section);
    let gives = drawn.unwrap_or(widths.len().saturating_sub(1));
    if let Some(flexible) = widths.get_mut(gives) {
        let least = if drawn.is_some() { 0 } else { NARROWEST };
        *flexible = flexible.saturating_sub(excess).max(least.min(*flexible));
    }
    widths
}

/// How wide each column would be.
fn natural_widths(section: &Section) -> Vec<usize> {
    let natural = |(index, column): (usize, &Column)| widest_cell(section, index).max(column.title.width());
    section.columns.iter().enumerate().map(natural).collect()
}

fn widest_cell(section: &Section, column: usize) -> usize {
    let cells = section.rows.iter().filter_map(|row| row.get(column));
    let widths = cells.map(|cell| match cell {
        Cell::Text(text) | Cell::Code(text) => text.width(),
        Cell::Bar(_) => WIDEST,
        Cell::Series(values) => values.len().min(WIDEST),
        Cell::Spread(_) => WIDEST_SPREAD,
        Cell::Verdict(_) => 1,
    });
    widths.max().unwrap_or(0)
}

/// By how much columns of these widths are too wide.
fn excess(widths: &[usize], width: usize) -> usize {
    let all = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1) + INDENT;
    all.saturating_sub(width)
}

/// The last column with something drawn.
fn drawn_column(section: &Section) -> Option<usize> {
    let is_drawn = |cell: &Cell| matches!(cell, Cell::Bar(_) | Cell::Series(_) | Cell::Spread(_));
    let column = |index: usize| section.rows.iter().filter_map(move |row| row.get(index));
    (0..section.columns.len())
        .rev()
        .find(|index| column(*index).any(is_drawn))
}

/// A row; a text that is too long for its column goes on below.
fn lines(row: &[Cell], columns: &[Column], widths: &[usize]) -> Vec<String> {
    let cells: Vec<Vec<String>> = row
        .iter()
        .zip(columns)
        .zip(widths)
        .map(|((cell, column), width)| drawn(cell, column.align, *width))
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    (0..height)
        .map(|line| {
            let parts = cells
                .iter()
                .zip(widths)
                .map(|(cell, width)| match cell.get(line) {
                    Some(part) => part.clone(),
                    None => " ".repeat(*width),
                });
            parts.collect::<Vec<String>>().join("  ")
        })
        .collect()
}

fn drawn(cell: &Cell, align: Align, width: usize) -> Vec<String> {
    match cell {
        Cell::Text(text) => wrapped(text, width)
            .iter()
            .map(|line| aligned(line, align, width))
            .collect(),
        // to be copied: a command in two lines would be two commands
        Cell::Code(text) => vec![aligned(text, align, width)],
        Cell::Bar(share) => vec![styled(DRAWN, &bar(share.billionths(), width), width)],
        Cell::Series(values) => vec![styled(DRAWN, &curve(values, width), width)],
        Cell::Spread(spread) => vec![styled(DRAWN, &marks(spread, width), width)],
        Cell::Verdict(Some(true)) => vec![styled(MET, "✓", width)],
        Cell::Verdict(Some(false)) => vec![styled(MISSED, "✗", width)],
        Cell::Verdict(None) => vec![aligned("–", align, width)],
    }
}

fn styled(style: Style, text: &str, width: usize) -> String {
    // a bar of nothing has no colour
    if text.is_empty() {
        return " ".repeat(width);
    }
    format!(
        "{style}{text}{style:#}{}",
        " ".repeat(width.saturating_sub(text.width()))
    )
}

fn aligned(text: &str, align: Align, width: usize) -> String {
    let room = " ".repeat(width.saturating_sub(text.width()));
    match align {
        Align::Left => format!("{text}{room}"),
        Align::Right => format!("{room}{text}"),
    }
}

/// A text in lines of at most so many columns, broken between words where possible.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.len() - 1;
        let room = width.saturating_sub(lines[line].width() + 1);
        if lines[line].is_empty() {
            lines[line].push_str(word);
        } else if word.width() <= room {
            lines[line].push(' ');
            lines[line].push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// A bar of eighths of a character for a share in billionths; what is not nothing is seen.
pub(crate) fn bar(share: u128, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    const WHOLE: u128 = 1_000_000_000;
    let eighths = (share.min(WHOLE) * width as u128 * 8 + WHOLE / 2) / WHOLE;
    let eighths = eighths.max(u128::from(share > 0 && width > 0));
    let (full, part) = (eighths / 8, eighths % 8);
    let full = usize::try_from(full).unwrap_or(width);
    format!(
        "{}{}",
        "█".repeat(full),
        EIGHTHS[usize::try_from(part).unwrap_or(0)]
    )
}

/// A curve of block characters, scaled to its highest value; where there is little room, some values are left out.
pub(crate) fn curve(values: &[u128], width: usize) -> String {
    const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let highest = values.iter().copied().max().unwrap_or(0).max(1);
    let columns = values.len().min(width);
    (0..columns)
        .map(|column| {
            // the last value of each column's part, so that the last column shows the last value
            let value = values[(column + 1) * values.len() / columns - 1];
            if value == 0 {
                return ' ';
            }
            let level = (value * 8).div_ceil(highest).saturating_sub(1);
            LEVELS[usize::try_from(level).unwrap_or(0).min(7)]
        })
        .collect()
}

/// A line from end to end, thick where the interval is, with a mark at the mean.
pub(crate) fn marks(spread: &Spread, width: usize) -> String {
    const WHOLE: u128 = 1_000_000_000;
    let last = width.saturating_sub(1);
    let column = |share: Decimal| {
        let column = (share.billionths() * last as u128 + WHOLE / 2) / WHOLE;
        usize::try_from(column).unwrap_or(last)
    };
    let [low, mean, high] = [spread.low, spread.mean, spread.high].map(column);
    (0..width)
        .map(|column| match column {
            _ if column == mean => '●',
            _ if (low..=high).contains(&column) => '━',
            0 => '├',
            _ if column == last => '┤',
            _ => '─',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_fill_by_eighths() {
        assert_eq!(bar(0, 10), "");
        assert_eq!(bar(1, 10), "▏");
        assert_eq!(bar(500_000_000, 10), "█████");
        assert_eq!(bar(1_000_000_000, 10), "██████████");
        assert_eq!(bar(437_500_000, 2), "▉");
    }

    /// A line that ends with one ends with its last word.
    #[test]
    fn a_bar_of_nothing_has_no_colour() {
        let nothing = drawn(&Cell::Bar(Decimal::ZERO), Align::Left, 4);
        assert_eq!(nothing, ["    "]);
    }

    #[test]
    fn curves_reach_from_nothing_to_full() {
        assert_eq!(curve(&[0, 1, 4, 8], 10), " ▁▄█");
        assert_eq!(curve(&[1, 1, 1, 1, 8, 8], 3), "▁▁█");
        assert_eq!(curve(&[], 5), "");
    }

    #[test]
    fn spreads_reach_from_end_to_end_whatever_their_width() {
        let percent = |share: u128| Decimal::from_billionths(share * 10_000_000);
        let spread = |low, mean, high| Spread {
            low: percent(low),
            mean: percent(mean),
            high: percent(high),
        };
        assert_eq!(marks(&spread(40, 50, 60), 11), "├───━●━───┤");
        assert_eq!(marks(&spread(0, 0, 20), 11), "●━━───────┤");
        assert_eq!(marks(&spread(0, 50, 100), 5), "━━●━━");
        assert_eq!(marks(&spread(40, 50, 60), 0), "");
    }

    /// Bars go first and whole, then spare columns in their order; what is left is as it was.
    #[test]
    fn a_table_gives_up_what_it_has_no_room_for() {
        let column = |title, spare| Column {
            title,
            align: Align::Left,
            spare,
        };
        let section = Section {
            title: "Senders",
            columns: vec![
                column("name", None),
                column("attempts", Some(1)),
                column("busy", Some(0)),
                column("", None),
            ],
            rows: vec![
                vec![
                    "a/1".into(),
                    "12".into(),
                    "2 s".into(),
                    Cell::Bar(Decimal::from_whole(1)),
                ],
                vec!["all".into()],
            ],
            notes: Vec::new(),
        };
        let written = |width| {
            let mut text = String::new();
            table(&mut text, &section, width);
            let plain = anstream::adapter::strip_str(&text).to_string();
            assert!(
                plain.lines().all(|line| line.width() <= width),
                "{width}: {plain}"
            );
            plain.lines().next().map(str::to_owned).unwrap_or_default()
                + &" ".repeat(plain.matches('█').count())
        };
        let head = "  name  attempts  busy";
        assert_eq!(written(80), format!("{head}{}", " ".repeat(WIDEST)));
        assert_eq!(written(28), format!("{head}{}", " ".repeat(4)));
        assert_eq!(written(27), head);
        assert_eq!(written(22), head);
        assert_eq!(written(21), "  name  attempts");
        assert_eq!(written(15), "  name");
    }

    /// A title that is wider than what stands below it takes as many lines as it needs.
    #[test]
    fn titles_are_folded_where_there_is_no_room() {
        let mut section = Section::facts("Theory", [("utilisation", "−0.1".to_owned())]);
        section.columns[1].title = "off, in standard errors";
        section.columns[1].align = Align::Right;
        let written = |width| {
            let mut text = String::new();
            table(&mut text, &section, width);
            anstream::adapter::strip_str(&text).to_string()
        };
        assert_eq!(written(38).lines().count(), 2);
        let folded = written(28);
        assert!(folded.lines().all(|line| line.width() == 28), "{folded}");
        let lines: Vec<&str> = folded.lines().map(str::trim_start).collect();
        assert_eq!(lines[..3], ["off, in", "standard", "errors"]);
        assert_eq!(lines.len(), 4);
    }

    #[test]
    fn texts_wrap_between_words() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("incomprehensible", 4), ["incomprehensible"]);
    }
}
