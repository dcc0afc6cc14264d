//! From text to tree: YAML and JSON, within limits, without recursion.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span};

use super::document::{Content, Limits, Member, Node, Place};
use super::problem::{Problem, grouped, quoted};

/// Hard limit of the depth, so that walking and dropping a tree stays shallow whatever the limits say.
const DEEPEST: usize = 64;

/// The text that the bytes hold.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, Problem> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Problem::new("", "the text is UTF-16; save it as UTF-8"));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default());
        let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
        at_end_of(
            &before,
            format!("byte 0x{byte:02x} is not UTF-8; save the text as UTF-8"),
        )
    })
}

/// Checks what can be checked before anything is read: size, entries, invisible characters, emptiness.
pub(crate) fn admissible(text: &str, limits: &Limits) -> Result<(), Problem> {
    if text.len() > limits.text as usize {
        let most = grouped(i128::from(limits.text));
        return Err(Problem::new(
            "",
            format!("the text is too long; allowed: at most {most} bytes"),
        ));
    }
    // Within a list the scanner may look far ahead before the first node appears; this bounds what it may find.
    let marks = text.bytes().filter(|b| b",:[{'\"*&!?".contains(b)).count();
    if marks > limits.nodes as usize * 3 {
        return Err(too_many(limits));
    }
    let forbidden =
        |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{85}') || c == '\u{feff}';
    if let Some((at, c)) = text.char_indices().find(|(_, c)| forbidden(*c)) {
        let before = text.get(..at).unwrap_or_default();
        return Err(at_end_of(
            before,
            format!(
                "the character U+{:04X} is not allowed in a scenario",
                u32::from(c)
            ),
        ));
    }
    if text
        .lines()
        .all(|line| line.trim_start().is_empty() || line.trim_start().starts_with('#'))
    {
        return Err(Problem::new(
            "",
            "the text is empty; `{}` is the default scenario",
        ));
    }
    Ok(())
}

/// Reads one document; what is wrong but leaves the rest readable comes beside the tree.
pub(crate) fn parse(text: &str, limits: &Limits) -> Result<(Node, Vec<Problem>), Problem> {
    let mut builder = Builder {
        limits,
        nodes: 0,
        open: Vec::new(),
        root: None,
        problems: Vec::new(),
    };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| unreadable(&error))?;
        builder.take(event, span)?;
    }
    let empty = || Problem::new("", "the text is empty; `{}` is the default scenario");
    Ok((builder.root.ok_or_else(empty)?, builder.problems))
}

/// A list or mapping that has begun and not ended.
enum Open {
    List(Place, Vec<Node>),
    Mapping(Place, Vec<Member>, Option<(Box<str>, Place)>),
}

struct Builder<'l> {
    limits: &'l Limits,
    nodes: u32,
    open: Vec<Open>,
    root: Option<Node>,
    problems: Vec<Problem>,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Problem> {
        let place = place(&span.start);
        match event {
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(located(place, "the text holds more than one document; keep one"))
            }
            Event::Alias(_) => Err(located(
                place,
                "aliases (`*name`) are not read; write the value out",
            )),
            Event::Scalar(_, _, anchor, tag) if anchor > 0 || tag.is_some() => Err(refused(place, anchor)),
            Event::SequenceStart(anchor, tag) | Event::MappingStart(anchor, tag)
                if anchor > 0 || tag.is_some() =>
            {
                Err(refused(place, anchor))
            }
            Event::Scalar(text, style, ..) => self.scalar(&text, style, place),
            Event::SequenceStart(..) => self.begin(Open::List(place, Vec::new()), place),
            Event::MappingStart(..) => self.begin(Open::Mapping(place, Vec::new(), None), place),
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(()),
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, place: Place) -> Result<(), Problem> {
        self.count(place)?;
        let length = text.chars().take(self.limits.scalar as usize + 1).count();
        if length > self.limits.scalar as usize {
            let most = grouped(i128::from(self.limits.scalar));
            return Err(located(
                place,
                format!("this text is too long; allowed: at most {most} characters"),
            ));
        }
        if let Some(Open::Mapping(_, _, key @ None)) = self.open.last_mut() {
            if text == "<<" && style == ScalarStyle::Plain {
                return Err(located(
                    place,
                    "merge keys (`<<`) are not read; write the keys out",
                ));
            }
            *key = Some((text.into(), place));
            return Ok(());
        }
        let quoted = style != ScalarStyle::Plain;
        self.add(Node {
            place,
            content: Content::Scalar {
                text: text.into(),
                quoted,
            },
        });
        Ok(())
    }

    fn begin(&mut self, open: Open, place: Place) -> Result<(), Problem> {
        self.count(place)?;
        if self.open.len() >= DEEPEST.min(self.limits.depth as usize) {
            let most = self.open.len();
            return Err(located(
                place,
                format!("too many lists and mappings within each other; allowed: at most {most}"),
            ));
        }
        if matches!(self.open.last(), Some(Open::Mapping(_, _, None))) {
            return Err(located(place, "a key must be a word, not a list or a mapping"));
        }
        self.open.push(open);
        Ok(())
    }

    fn end(&mut self) -> Result<(), Problem> {
        let node = match self.open.pop() {
            Some(Open::List(place, items)) => Node {
                place,
                content: Content::List(items),
            },
            Some(Open::Mapping(place, members, _)) => {
                let members = self.without_duplicates(members);
                Node {
                    place,
                    content: Content::Mapping(members),
                }
            }
            None => return Ok(()),
        };
        self.add(node);
        Ok(())
    }

    fn add(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Mapping(_, members, key)) => {
                if let Some((key, place)) = key.take() {
                    members.push(Member {
                        key,
                        place,
                        value: node,
                    });
                }
            }
            None => self.root = Some(node),
        }
    }

    fn count(&mut self, place: Place) -> Result<(), Problem> {
        self.nodes = self.nodes.saturating_add(1);
        if self.nodes > self.limits.nodes {
            let Problem { message, .. } = too_many(self.limits);
            return Err(located(place, message));
        }
        Ok(())
    }

    /// Keeps the first of the members with the same key and tells the others.
    fn without_duplicates(&mut self, members: Vec<Member>) -> Vec<Member> {
        let mut order: Vec<&Member> = members.iter().collect();
        order.sort_by(|a, b| a.key.cmp(&b.key));
        let mut again: Vec<Place> = Vec::new();
        for pair in order.chunk_by(|a, b| a.key == b.key) {
            let Some((first, others)) = pair.split_first() else {
                continue;
            };
            for member in others {
                let key = quoted(&member.key);
                let mut problem = located(member.place, "");
                let line = first.place.line;
                problem.message = format!("the key `{key}` is given twice; it stands in line {line} already");
                self.problems.push(problem);
                again.push(member.place);
            }
        }
        if again.is_empty() {
            return members;
        }
        again.sort_unstable();
        members
            .into_iter()
            .filter(|member| again.binary_search(&member.place).is_err())
            .collect()
    }
}

fn place(marker: &Marker) -> Place {
    let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Place {
        edit: 0,
        line: small(marker.line()),
        column: small(marker.col()).saturating_add(1),
    }
}

fn located(place: Place, message: impl Into<String>) -> Problem {
    Problem {
        line: Some(place.line),
        column: Some(place.column),
        ..Problem::new("", message)
    }
}

fn refused(place: Place, anchor: usize) -> Problem {
    let what = if anchor > 0 {
        "anchors (`&name`) are not read; write the value out"
    } else {
        "tags (`!name`) are not read; leave them out"
    };
    located(place, what)
}

fn too_many(limits: &Limits) -> Problem {
    let most = grouped(i128::from(limits.nodes));
    Problem::new(
        "",
        format!("the text has too many entries; allowed: at most {most} keys and values"),
    )
}

fn at_end_of(before: &str, message: String) -> Problem {
    let line = before.lines().count().max(1) + usize::from(before.ends_with('\n'));
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count());
    located(place(&Marker::new(0, line, column)), message)
}

/// The parser's own words, or clearer ones where we have them.
fn unreadable(error: &ScanError) -> Problem {
    let info = error.info();
    let message = match info {
        _ if info.contains("tab") => "a tab cannot indent; use spaces".to_owned(),
        "recursion limit exceeded" => "too many lists and mappings within each other".to_owned(),
        "mapping values are not allowed in this context" => {
            "a second `: ` in one line; put a value that holds one in quotes".to_owned()
        }
        "while parsing node, found unknown anchor" => {
            "aliases (`*name`) are not read; write the value out".to_owned()
        }
        "simple key expect ':'" | "simple key expected" => "a key without `: ` and a value".to_owned(),
        "the handle wasn't declared" => "tags (`!name`) are not read; leave them out".to_owned(),
        _ => format!("this is not YAML or JSON: {}", info.trim_start_matches("while ")),
    };
    located(place(error.marker()), message)
}
