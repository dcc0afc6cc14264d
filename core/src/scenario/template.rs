//! The commented default file, made from the table of fields.

use super::fields::{self, Field};
use super::kind::Kind;
use super::problem::alternatives;

/// Column at which the comments begin, where the line leaves room.
const COMMENTS: usize = 34;
/// Longest line.
const WIDTH: usize = 110;

const HEAD: &str = "\
# A scenario for Bellwether. Every key may be left out: what stands here are the defaults.
# Lines that begin with # show what else there is.
# Times: 250ms, 2s, 1h30m, 5min or a number of seconds. Rates: 20/s, 600/min, 5/h. Shares: 0.02 or 2%.

";

/// A scenario file with every key: its default and what it is for; optional keys as comments.
#[must_use]
pub fn template() -> String {
    let mut out = HEAD.to_owned();
    for field in fields::children("") {
        field_lines(&mut out, field, 0);
    }
    out
}

fn field_lines(out: &mut String, field: &'static Field, indent: usize) {
    let key = field.key();
    match field.kind {
        Kind::Mapping if !field.is_optional() => {
            line(out, indent, &format!("{key}:"), field.help);
            children_lines(out, field, indent + 2);
        }
        // the senders are what most people change first
        Kind::List { .. } if field == &fields::SENDERS => {
            line(out, indent, &format!("{key}:"), field.help);
            let mut group = String::new();
            children_lines(&mut group, &fields::GROUP, indent + 4);
            out.push_str(&group.replacen("    name", "  - name", 1));
        }
        Kind::List { .. } if field == &fields::TIMELINE => {
            line(out, indent, &format!("# {key}:"), field.help);
            for action in fields::ENTRY.children().filter(|child| *child != &fields::AT) {
                line(
                    out,
                    indent,
                    &format!("#   - {{at: 30s, {}: {}}}", action.key(), action.example),
                    action.help,
                );
            }
        }
        Kind::List { .. } => line(out, indent, &format!("# {key}: {}", field.example), field.help),
        _ if field.is_optional() => line(out, indent, &format!("# {key}: {}", field.example), field.help),
        Kind::Variant | Kind::Shape => {
            let words = alternatives(field.children().map(Field::key));
            let help = format!("{} Allowed: {words}, such as {}.", field.help, field.example);
            line(out, indent, &format!("{key}: {}", field.default), &help);
        }
        Kind::Choice(words) => {
            let help = format!("{} Allowed: {}.", field.help, alternatives(words.iter().copied()));
            line(out, indent, &format!("{key}: {}", field.default), &help);
        }
        _ => line(out, indent, &format!("{key}: {}", field.default), field.help),
    }
}

fn children_lines(out: &mut String, field: &'static Field, indent: usize) {
    for child in field.children() {
        field_lines(out, child, indent);
    }
}

/// One line; a comment too long to stand behind it stands above it.
fn line(out: &mut String, indent: usize, text: &str, help: &str) {
    let width = indent + text.chars().count();
    let margin = " ".repeat(indent);
    let gap = COMMENTS.saturating_sub(width).max(2);
    if width + gap + 2 + help.chars().count() <= WIDTH {
        let gap = " ".repeat(gap);
        out.push_str(&format!("{margin}{text}{gap}# {help}\n"));
        return;
    }
    let mut comment = String::new();
    for word in help.split(' ') {
        if !comment.is_empty() && indent + 3 + comment.chars().count() + word.chars().count() > WIDTH {
            out.push_str(&format!("{margin}# {comment}\n"));
            comment.clear();
        }
        comment.push_str(if comment.is_empty() { "" } else { " " });
        comment.push_str(word);
    }
    out.push_str(&format!("{margin}# {comment}\n{margin}{text}\n"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn the_default_file_is_the_default_scenario() {
        assert_eq!(Scenario::from_text(&template()), Ok(Scenario::default()));
    }

    #[test]
    fn what_is_commented_out_works_when_it_is_not() {
        let template = template();
        let mut tried = 0;
        for field in fields::all()
            .filter(|field| field.is_optional() || matches!(field.kind, Kind::List { .. }))
            .filter(|field| *field != &fields::TIMELINE)
        {
            let Some(line) = template
                .lines()
                .find(|line| line.trim_start().starts_with(&format!("# {}: ", field.key())))
            else {
                continue;
            };
            let active = template.replacen(line, &line.replacen("# ", "", 1), 1);
            // the two exclude each other
            let active = if field == &fields::RATE_OF_SENDER {
                active.replacen("mean_time:", "# mean_time:", 1)
            } else {
                active
            };
            let scenario =
                Scenario::from_text(&active).unwrap_or_else(|problems| panic!("{line}: {problems:?}"));
            assert_ne!(scenario, Scenario::default(), "{line}");
            tried += 1;
        }
        assert_eq!(tried, 11);
        for line in template.lines().filter(|line| line.starts_with("#   - {at")) {
            let entry = line
                .trim_start_matches("#   - ")
                .split("  #")
                .next()
                .unwrap_or_default();
            let scenario = Scenario::from_text(&format!("timeline: [{entry}]"));
            assert!(
                scenario.is_ok_and(|scenario| scenario.timeline.len() == 1),
                "{line}"
            );
        }
    }

    #[test]
    fn every_key_is_shown_and_explained() {
        let template = template();
        let words = template.split_whitespace().filter(|word| *word != "#");
        let unwrapped = words.collect::<Vec<_>>().join(" ");
        for field in fields::all().filter(|field| !matches!(field.section(), s if s.contains('[') || s.contains("arrivals") || s.contains("warm_up"))) {
            if field.key() != "[]" && !field.path.starts_with("monitor.supervisor.") {
                assert!(template.contains(&format!("{}:", field.key())), "{}", field.path);
                assert!(unwrapped.contains(field.help), "{}", field.path);
            }
        }
        assert!(template.lines().all(|line| line.chars().count() <= WIDTH));
    }
}
