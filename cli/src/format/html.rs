//! The report as one HTML file that needs nothing else: no script, no network, dark where the reader is.

use std::fmt::Write as _;

use bellwether::chart::Chart;
use bellwether::decimal::Decimal;

use crate::charts::svg;
use crate::summary::{Align, Cell, Section, Spread};

/// The file's own style sheet.
const STYLE: &str = include_str!("report.css");
/// Bars, curves and spreads, in pixels.
const WIDTH: u32 = 240;
const HEIGHT: u32 = 18;

/// Headline, charts, sections and the scenario file as a page.
pub(super) fn write(
    (title, sentence): &(String, String),
    charts: &[Chart],
    sections: &[Section],
    scenario: &str,
) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width\"/>\n<meta name=\"generator\" content=\"Bellwether\"/>\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>{title}</h1>\n<p>{}</p>\n",
        escaped(sentence),
        title = escaped(title),
    );
    for chart in charts {
        for (dark, class) in [(false, "light"), (true, "dark")] {
            let _ = writeln!(out, "<figure class=\"{class}\">{}</figure>", svg(chart, dark));
        }
    }
    for section in sections {
        let _ = writeln!(out, "<section>\n<h2>{}</h2>", escaped(section.title));
        table(&mut out, section);
        for note in &section.notes {
            let _ = writeln!(out, "<p class=\"note\">{}</p>", escaped(note));
        }
        out.push_str("</section>\n");
    }
    let _ = writeln!(
        out,
        "<details>\n<summary>Scenario file</summary>\n<pre>{}</pre>\n</details>\n</main>\n</body>\n</html>",
        escaped(scenario)
    );
    out
}

fn table(out: &mut String, section: &Section) {
    if section.rows.is_empty() {
        return;
    }
    out.push_str("<div class=\"wide\"><table>\n");
    let side = |align| match align {
        Align::Left => "",
        Align::Right => " class=\"number\"",
    };
    if section.columns.iter().any(|column| !column.title.is_empty()) {
        out.push_str("<thead><tr>");
        for column in &section.columns {
            let _ = write!(
                out,
                "<th scope=\"col\"{}>{}</th>",
                side(column.align),
                escaped(column.title)
            );
        }
        out.push_str("</tr></thead>\n");
    }
    out.push_str("<tbody>\n");
    for row in &section.rows {
        out.push_str("<tr>");
        for (index, column) in section.columns.iter().enumerate() {
            let content = row.get(index).map(cell).unwrap_or_default();
            let _ = match (index, row.first()) {
                (0, Some(Cell::Text(_))) => write!(out, "<th scope=\"row\">{content}</th>"),
                _ => write!(out, "<td{}>{content}</td>", side(column.align)),
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table></div>\n");
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => escaped(text),
        Cell::Code(text) => format!("<code>{}</code>", escaped(text)),
        Cell::Bar(share) => {
            let width = pixels(*share, WIDTH);
            drawing(&format!("<rect width=\"{width}\" height=\"{HEIGHT}\"/>"))
        }
        Cell::Series(values) => drawing(&format!("<polygon points=\"{}\"/>", area(values))),
        Cell::Spread(spread) => drawing(&marks(spread)),
        Cell::Verdict(Some(true)) => "<span class=\"met\">met</span>".to_owned(),
        Cell::Verdict(Some(false)) => "<span class=\"missed\">missed</span>".to_owned(),
        Cell::Verdict(None) => "open".to_owned(),
    }
}

/// A line over the whole width, a thicker one from the interval's low end to its high one, a mark at the mean.
fn marks(spread: &Spread) -> String {
    let inner = WIDTH - 6;
    let [low, mean, high] = [spread.low, spread.mean, spread.high].map(|share| 3 + pixels(share, inner));
    let middle = HEIGHT / 2;
    format!(
        "<rect x=\"3\" y=\"{}\" width=\"{inner}\" height=\"1\"/><rect x=\"{low}\" y=\"{}\" width=\"{}\" \
         height=\"5\" opacity=\"0.45\"/><circle cx=\"{mean}\" cy=\"{middle}\" r=\"3\"/>",
        middle,
        middle - 2,
        (high - low).max(1),
    )
}

/// A share of a length.
fn pixels(share: Decimal, length: u32) -> u128 {
    share.billionths().min(1_000_000_000) * u128::from(length) / 1_000_000_000
}

fn drawing(content: &str) -> String {
    format!(
        "<svg aria-hidden=\"true\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         preserveAspectRatio=\"none\">{content}</svg>"
    )
}

/// The corners of the area below a course, scaled to its highest value.
fn area(values: &[u128]) -> String {
    let highest = values.iter().copied().max().unwrap_or(0).max(1);
    let last = values.len().saturating_sub(1).max(1) as u128;
    let mut points = format!("0,{HEIGHT}");
    for (index, value) in values.iter().enumerate() {
        // in tenths of a pixel
        let x = index as u128 * u128::from(WIDTH) * 10 / last;
        let y = u128::from(HEIGHT) * 10 - value * u128::from(HEIGHT) * 10 / highest;
        let _ = write!(points, " {}.{},{}.{}", x / 10, x % 10, y / 10, y % 10);
    }
    let _ = write!(points, " {WIDTH},{HEIGHT}");
    points
}

/// A text in which HTML sees nothing but text.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // not allowed in XML, and in HTML without sense
            _ if character.is_control() && !matches!(character, '\n' | '\t') => out.push('\u{fffd}'),
            _ => out.push(character),
        }
    }
    out
}
