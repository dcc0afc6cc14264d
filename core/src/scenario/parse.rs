//! From text to tree: YAML and JSON, within limits, without recursion.

mod halves;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span};

use super::admission::{EMPTY, too_many};
use super::document::{Content, Limits, Member, Node, Place};
use super::problem::{Problem, grouped, quoted};

/// Hard limit of the depth, so that walking and dropping a tree stays shallow whatever the limits say.
const DEEPEST: usize = 64;

const ALIASES: &str = "aliases (`*name`) are not read; write the value out";
const TAGS: &str = "tags (`!name`) are not read; leave them out";

/// Reads one document; what is wrong but leaves the rest readable comes beside the tree.
pub(crate) fn parse(text: &str, limits: &Limits) -> Result<(Node, Vec<Problem>), Problem> {
    let replaced = halves::replaced(text);
    let mut builder = Builder {
        limits,
        has_stand_ins: replaced.is_some(),
        nodes: 0,
        open: Vec::new(),
        root: None,
        problems: Vec::new(),
    };
    for event in Parser::new_from_str(replaced.as_deref().unwrap_or(text)) {
        let (event, span) = event.map_err(|error| unreadable(&error))?;
        builder.take(event, span)?;
    }
    let empty = || Problem::new("", EMPTY);
    Ok((builder.root.ok_or_else(empty)?, builder.problems))
}

/// A list or mapping that has begun and not ended.
enum Open {
    List(Place, Vec<Node>),
    Mapping(Place, Vec<Member>, Option<(Box<str>, Place)>),
}

struct Builder<'l> {
    limits: &'l Limits,
    /// Whether halves of characters were replaced.
    has_stand_ins: bool,
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
            Event::Alias(_) => Err(located(place, ALIASES)),
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
        let restored = self
            .has_stand_ins
            .then(|| halves::restored(text, style == ScalarStyle::DoubleQuoted));
        let text = restored.as_deref().unwrap_or(text);
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
        let mut order: Vec<(usize, &Member)> = members.iter().enumerate().collect();
        order.sort_by(|(_, a), (_, b)| a.key.cmp(&b.key));
        let mut counts = vec![true; members.len()];
        for same in order.chunk_by(|(_, a), (_, b)| a.key == b.key) {
            let Some(((_, first), others)) = same.split_first() else {
                continue;
            };
            for (index, member) in others {
                let key = quoted(&member.key);
                let mut problem = located(member.place, "");
                let line = first.place.line;
                problem.message = format!("the key `{key}` is given twice; it stands in line {line} already");
                self.problems.push(problem);
                counts[*index] = false;
            }
        }
        let counted = members.into_iter().zip(counts);
        counted
            .filter_map(|(member, counts)| counts.then_some(member))
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
        TAGS
    };
    located(place, what)
}

/// The parser's own words, or clearer ones where we have them.
fn unreadable(error: &ScanError) -> Problem {
    let info = error.info();
    let has = |words: &str| info.contains(words);
    let message = match () {
        () if has("tab") => "a tab cannot indent; use spaces".to_owned(),
        () if has("recursion limit") => "too many lists and mappings within each other".to_owned(),
        () if has("mapping values are not allowed") => {
            "no key can stand here: the line is indented further than the one above, or this is its second `: ` (put a \
             value that holds one in quotes)"
                .to_owned()
        }
        () if has("unknown anchor") => ALIASES.to_owned(),
        () if has("the handle wasn't declared") => TAGS.to_owned(),
        () if has("simple key expect") => "a key without `: ` and a value".to_owned(),
        () if has("expected ',' or") || has("illegal placement of ':'") => {
            "a bracket is not closed, or a comma is missing".to_owned()
        }
        () if has("unexpected end of stream") => "a quote is not closed".to_owned(),
        () if has("did not find expected key") || has("invalid indentation") => {
            "the indentation does not fit the lines above".to_owned()
        }
        () if has("unexpected character") => {
            "a value that begins with this character needs quotes".to_owned()
        }
        () if has("invalid Unicode character escape") => {
            "this text holds half a character as an escape; write the character itself".to_owned()
        }
        () => format!("this is not YAML or JSON: {}", info.trim_start_matches("while ")),
    };
    located(place(error.marker()), message)
}
