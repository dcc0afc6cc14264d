//! `.env`: lines of `KEY=value`.

use std::iter::Enumerate;
use std::str::Lines;

use super::{list, mapping};
use crate::scenario::check::values::Checker;
use crate::scenario::document::{Content, Document, Format, Member, Node, Place, Understood};
use crate::scenario::fields::{self, Field};
use crate::scenario::nearest::nearest_within;
use crate::scenario::problem::{Problem, alternatives, quoted, shortened};
use crate::time::SimDuration;

/// Most keys of other programs that are named.
const NOTED: usize = 20;
/// Most wrong lines that are looked at; a hundred are told.
const WRONG: usize = 10_000;

/// What stands between words of a line.
const BLANK: [char; 2] = [' ', '\t'];

/// Whether the first line that says something is `KEY=value`.
pub(crate) fn is_dot_env(text: &str) -> bool {
    let says = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    text.lines()
        .find(says)
        .is_some_and(|line| setting(line).is_some())
}

/// Translates a text; the values keep their places.
pub(crate) fn from_dot_env(text: &str) -> Result<Document, Vec<Problem>> {
    let mut notes = Vec::new();
    let read = settings(text, &mut notes);
    let mut c = Checker::new(&read);
    let map = c.root(&fields::DOT_ENV);
    let messages = map.at(&fields::ENV_MESSAGES);
    let senders = map.at(&fields::ENV_SENDERS);
    let mean_time = map.at(&fields::ENV_MEAN_TIME);
    let failure_rate = map.at(&fields::ENV_FAILURE_RATE);
    let interval = map.at(&fields::ENV_INTERVAL);
    c.get::<u32>(&messages);
    c.get::<u32>(&senders);
    c.get::<SimDuration>(&mean_time);
    c.get::<f64>(&failure_rate);
    c.get::<SimDuration>(&interval);
    let problems = c.into_problems();
    if !problems.is_empty() {
        return Err(shortened(problems));
    }
    let group = mapping([
        ("count", senders.node.cloned()),
        ("mean_time", mean_time.node.cloned()),
        ("failure_rate", failure_rate.node.cloned()),
    ]);
    let root = mapping([
        ("producer", Some(mapping([("messages", messages.node.cloned())]))),
        ("senders", Some(list(vec![group]))),
        ("monitor", Some(mapping([("interval", interval.node.cloned())]))),
    ]);
    let understood = Understood {
        format: Format::DotEnv,
        unused: notes.clone(),
        notes,
        refresh_interval: None,
    };
    Ok(Document {
        root,
        understood,
        ..Document::default()
    })
}

/// Of a key that nobody needs the value may have several lines: those are skipped, and that is said.
fn skip_quoted(lines: &mut Enumerate<Lines<'_>>, value: &str) -> String {
    let mut after = lines.clone();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let quote = quote.filter(|quote| !closes(&value[1..], *quote));
    let last = quote.and_then(|quote| after.find(|(_, line)| closes(line, quote)));
    last.map_or_else(String::new, |(last, _)| {
        *lines = after;
        format!(", nor what stands in its quotes up to line {}", last + 1)
    })
}

/// The settings as a mapping; keys of other programs are noted and left out.
fn settings(text: &str, notes: &mut Vec<String>) -> Document {
    let mut document = Document::default();
    let mut members: Vec<Member> = Vec::new();
    let mut unknown: Vec<Member> = Vec::new();
    let mut unused = 0;
    // where the first setting stands, as long as none is one of ours
    let mut foreign: Option<(Place, &str)> = None;
    let mut is_ours = false;
    let mut lines = text.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        if document.problems.len() + unknown.len() >= WRONG {
            break;
        }
        let column =
            |rest: &str| u32::try_from(line.chars().count() - rest.chars().count() + 1).unwrap_or(u32::MAX);
        let at = |rest: &str| Place {
            edit: 0,
            line: u32::try_from(index + 1).unwrap_or(u32::MAX),
            column: column(rest),
        };
        let Some((key, after_key, value)) = setting(line) else {
            let place = at(line.trim_start());
            let message = format!("{} is no setting; allowed: KEY=value", quoted(line.trim()));
            document.problems.push(document.problem(place, "", message));
            continue;
        };
        let place = at(after_key);
        foreign.get_or_insert((place, key));
        if fields::DOT_ENV.child(key).is_none() {
            let skipped = skip_quoted(&mut lines, value);
            let known = fields::DOT_ENV.children().map(Field::key);
            if nearest_within(key, known, 2).is_some() {
                is_ours = true;
                unknown.push(Member {
                    key: key.into(),
                    place,
                    value: Node::scalar("", place),
                });
            } else if notes.len() < NOTED {
                notes.push(format!("{} is not known and not used{skipped}", quoted(key)));
            } else {
                unused += 1;
            }
            continue;
        }
        is_ours = true;
        if let Some(first) = members.iter().find(|member| *member.key == *key) {
            let message = format!("is given twice; it stands in line {} already", first.place.line);
            document.problems.push(document.problem(place, key, message));
            continue;
        }
        let Some(text) = unquoted(value) else {
            document
                .problems
                .push(document.problem(at(value), key, "has no closing quote"));
            continue;
        };
        members.push(Member {
            key: key.into(),
            place,
            value: Node::scalar(text, at(value)),
        });
    }
    if let Some((place, key)) = foreign.filter(|_| !is_ours) {
        let known = alternatives(fields::DOT_ENV.children().map(Field::key));
        let message = format!(
            "{} is no setting of an older .env, which has {known}; a scenario file has `key: value`",
            quoted(key)
        );
        document.problems = vec![document.problem(place, "", message)];
        return document;
    }
    if unused > 0 {
        notes.push(format!("and {unused} more are not known and not used"));
    }
    members.append(&mut unknown);
    document.root.content = Content::Mapping(members);
    document
}

/// The key, the line from the key on, and the line from the value on.
fn setting(line: &str) -> Option<(&str, &str, &str)> {
    let line = line.trim_start();
    let exported = line.strip_prefix("export").filter(|rest| rest.starts_with(BLANK));
    let bare = exported.unwrap_or(line).trim_start();
    let (key, value) = bare.split_once('=')?;
    let key = key.trim_end();
    let letters = key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let begins = key
        .bytes()
        .next()
        .is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
    (letters && begins).then_some((key, bare, value.trim_start()))
}

/// A value without its quotes or the comment after it; `None` if a quote is not closed.
fn unquoted<'v>(value: &'v str) -> Option<&'v str> {
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let (inside, after) = value.get(1..)?.split_once(quote)?;
            let after = after.trim_start();
            (after.is_empty() || after.starts_with('#')).then_some(inside)
        }
        Some('#') => Some(""),
        _ => {
            let before = |value: &'v str, mark| value.split_once(mark).map_or(value, |(value, _)| value);
            Some(before(before(value, " #"), "\t#").trim_end())
        }
    }
}

/// Whether a quote that is open is closed in a line; in double quotes one after a backslash is text.
#[inline(never)]
fn closes(line: &str, quote: char) -> bool {
    let mut escaped = false;
    line.chars().any(|c| {
        let closes = c == quote && !escaped;
        escaped = c == '\\' && quote == '"' && !escaped;
        closes
    })
}
