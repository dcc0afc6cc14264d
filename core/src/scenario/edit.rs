//! Changes to a document by path: `--set broker.capacity=50`, other flags, and the page's form.

use super::admission;
use super::document::{Content, Document, Limits, Member, Node, Place};
use super::fields::{self, Field};
use super::kind::Kind;
use super::parse;
use super::problem::{Problem, alternatives, quoted};

/// Most steps of a path.
const STEPS: usize = 16;

impl Document {
    /// Sets the value at a path such as `broker.capacity`, `senders[0].count`, `senders.0.count` or
    /// `senders.carrier-a.count`, as if the text had said so. What stands on the way is made where it is missing;
    /// an entry is added to a list by the index after its last. One of several ways to say a thing (an arrival
    /// process, `rate` or `mean_time`) replaces the others. `origin` is named in later problems with the value.
    ///
    /// # Errors
    /// A path that leads nowhere, or a value that is not YAML; whether the value is allowed is checked with the rest.
    pub fn set(&mut self, path: &str, value: &str, origin: &str) -> Result<(), Problem> {
        let place = self.place_of_edit(origin);
        let node = match fields::find(path) {
            Some(field) if field.kind.is_scalar() => Ok(Node::scalar(value, place)),
            _ => parsed(value, place),
        };
        let node = node.map_err(|message| self.problem(place, path, message))?;
        self.put(path, node)
    }

    /// The same for a value as it stands in a file: a text may be in quotes, which are no part of it.
    ///
    /// # Errors
    /// As [`Self::set`].
    pub fn set_as_written(&mut self, path: &str, value: &str, origin: &str) -> Result<(), Problem> {
        let place = self.place_of_edit(origin);
        match in_quotes(value, place) {
            Some(node) => self.put(path, node),
            None => self.set(path, value, origin),
        }
    }

    /// Puts a value of an edit at a path.
    fn put(&mut self, path: &str, node: Node) -> Result<(), Problem> {
        let place = node.place;
        let field = fields::find(path);
        let steps = steps(path).map_err(|message| self.problem(place, path, message))?;
        let (last, way) = steps
            .split_last()
            .ok_or_else(|| self.problem(place, path, "is no path"))?;
        let mut root = self.root.clone();
        let target = way
            .iter()
            .try_fold((&mut root, Some(&fields::SCENARIO)), |(node, field), step| {
                enter(node, field, step, place)
            })
            .and_then(|(parent, within)| {
                if let Some(other) = field.and_then(excluded) {
                    forget(parent, other);
                }
                enter(parent, within, last, place)
            });
        match target {
            Ok((target, _)) => *target = node,
            Err(message) => return Err(self.problem(place, path, message)),
        }
        self.root = root;
        Ok(())
    }

    /// Adds an entry to the list at a path, such as `timeline`.
    ///
    /// # Errors
    /// As [`Self::set`].
    pub fn append(&mut self, path: &str, value: &str, origin: &str) -> Result<(), Problem> {
        let length = match self.find(path).map(|node| &node.content) {
            Some(Content::List(items)) => items.len(),
            _ => 0,
        };
        self.set(&format!("{path}.{length}"), value, origin)
    }

    /// Takes away what stands at a path, so that its default holds; tells whether something stood there.
    pub fn remove(&mut self, path: &str) -> bool {
        let Ok(steps) = steps(path) else { return false };
        let Some((last, way)) = steps.split_last() else {
            return false;
        };
        let mut node = &mut self.root;
        for step in way {
            let Some(next) = child_mut(node, step) else {
                return false;
            };
            node = next;
        }
        match &mut node.content {
            Content::Mapping(members) => {
                let before = members.len();
                members.retain(|member| *member.key != **last);
                members.len() < before
            }
            Content::List(items) => match index_of(items, last) {
                Some(index) if index < items.len() => {
                    items.remove(index);
                    true
                }
                _ => false,
            },
            Content::Scalar { .. } => false,
        }
    }

    /// The text at a path as it was written, if a text or a number stands there.
    #[must_use]
    pub fn value(&self, path: &str) -> Option<&str> {
        self.find(path).and_then(Node::text)
    }

    /// Whether anything stands at a path.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.find(path).is_some()
    }

    /// Line and column of the value at a path, from 1, in characters; for what was set by an edit they are 0.
    #[must_use]
    pub fn place_of(&self, path: &str) -> Option<(usize, usize)> {
        self.find(path).map(|node| line_and_column(node.place))
    }

    /// Line and column of the last key, or the last entry, of the mapping or list at a path (the whole document at an
    /// empty one), and whether it is a list.
    #[must_use]
    pub fn place_of_last_in(&self, path: &str) -> Option<((usize, usize), bool)> {
        let node = if path.is_empty() {
            &self.root
        } else {
            self.find(path)?
        };
        match &node.content {
            Content::Mapping(members) => Some((line_and_column(members.last()?.place), false)),
            Content::List(items) => Some((line_and_column(items.last()?.place), true)),
            Content::Scalar { .. } => None,
        }
    }

    pub(super) fn find(&self, path: &str) -> Option<&Node> {
        steps(path)
            .ok()?
            .iter()
            .try_fold(&self.root, |node, step| match &node.content {
                Content::Mapping(_) => node.get(step),
                Content::List(items) => items.get(index_of(items, step)?),
                Content::Scalar { .. } => None,
            })
    }

    fn place_of_edit(&mut self, origin: &str) -> Place {
        let known = self.edits.iter().position(|edit| edit == origin);
        let index = known.unwrap_or_else(|| {
            self.edits.push(quoted(origin));
            self.edits.len() - 1
        });
        Place {
            edit: u32::try_from(index + 1).unwrap_or(u32::MAX),
            line: 0,
            column: 0,
        }
    }
}

const fn line_and_column(place: Place) -> (usize, usize) {
    (place.line as usize, place.column as usize)
}

/// The steps of `senders[0].count`, `senders.0.count`: senders, 0, count.
fn steps(path: &str) -> Result<Vec<&str>, String> {
    let steps: Vec<&str> = path
        .split(['.', '['])
        .map(|step| step.trim_end_matches(']'))
        .collect();
    if steps.len() > STEPS || steps.iter().any(|step| step.is_empty()) {
        return Err("is no path; write it as broker.capacity or senders[0].count".to_owned());
    }
    Ok(steps)
}

/// A value that may be a list or a mapping, all of it standing in the edit.
fn parsed(value: &str, place: Place) -> Result<Node, String> {
    if value.trim().is_empty() {
        return Ok(Node::scalar("", place));
    }
    let limits = Limits::default();
    let read = admission::admissible(value, &limits).and_then(|()| parse::parse(value, &limits));
    match read {
        Ok((mut node, problems)) if problems.is_empty() => {
            move_to(&mut node, place);
            Ok(node)
        }
        Ok((_, problems)) => Err(problems
            .into_iter()
            .next()
            .map(|problem| problem.message)
            .unwrap_or_default()),
        Err(problem) => Err(format!("{}: {}", quoted(value), problem.message)),
    }
}

/// A text that stands in quotes from its first letter to its last.
fn in_quotes(value: &str, place: Place) -> Option<Node> {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let within = value.strip_prefix(quote)?.strip_suffix(quote)?;
    let escaped: &[&str] = if quote == '"' { &["\\\\", "\\\""] } else { &["''"] };
    let bare = escaped
        .iter()
        .fold(within.to_owned(), |text, escape| text.replace(escape, ""));
    if bare.contains(quote) {
        return None;
    }
    let node = parsed(value, place).ok()?;
    matches!(node.content, Content::Scalar { quoted: true, .. }).then_some(node)
}

fn move_to(node: &mut Node, place: Place) {
    node.place = place;
    match &mut node.content {
        Content::Scalar { .. } => {}
        Content::List(items) => items.iter_mut().for_each(|item| move_to(item, place)),
        Content::Mapping(members) => {
            for member in members {
                member.place = place;
                move_to(&mut member.value, place);
            }
        }
    }
}

type At<'n> = (&'n mut Node, Option<&'static Field>);

/// One step down, making what is missing.
fn enter<'n>(
    node: &'n mut Node,
    field: Option<&'static Field>,
    step: &str,
    place: Place,
) -> Result<At<'n>, String> {
    let is_list = field.is_some_and(|field| matches!(field.kind, Kind::List { .. }));
    if matches!(node.content, Content::Scalar { .. }) {
        let content = if is_list {
            Content::List(Vec::new())
        } else {
            Content::Mapping(Vec::new())
        };
        *node = Node { place, content };
    }
    match &mut node.content {
        Content::List(items) => {
            let index = index_of(items, step).ok_or_else(|| no_entry(items, step))?;
            if index == items.len() {
                items.push(Node {
                    place,
                    content: Content::Mapping(Vec::new()),
                });
            }
            let count = items.len();
            let beyond = || format!("the index {index} is beyond the list; allowed: 0 to {count}");
            let item = items.get_mut(index).ok_or_else(beyond)?;
            Ok((item, field.and_then(|field| field.child("[]"))))
        }
        Content::Mapping(members) => {
            if field.is_some_and(|field| matches!(field.kind, Kind::Variant | Kind::Shape)) {
                members.retain(|member| *member.key == *step);
            }
            let index = members
                .iter()
                .position(|member| *member.key == *step)
                .unwrap_or_else(|| {
                    let value = Node::scalar("", place);
                    members.push(Member {
                        key: step.into(),
                        place,
                        value,
                    });
                    members.len() - 1
                });
            let member = members.get_mut(index).ok_or_else(String::new)?;
            Ok((&mut member.value, field.and_then(|field| field.child(step))))
        }
        Content::Scalar { .. } => Err(String::new()),
    }
}

/// The index that a step of a path means: a number, or the name of an entry.
fn index_of(items: &[Node], step: &str) -> Option<usize> {
    if let Ok(index) = step.parse() {
        return Some(index);
    }
    let named = items
        .iter()
        .position(|item| item.get("name").and_then(Node::text) == Some(step));
    let unnamed = |index: &usize| items.get(*index).is_none_or(|item| item.get("name").is_none());
    named.or_else(|| Some(0).filter(|index| step == fields::GROUP_NAME.default && unnamed(index)))
}

fn no_entry(items: &[Node], step: &str) -> String {
    let names: Vec<&str> = items
        .iter()
        .filter_map(|item| item.get("name"))
        .filter_map(Node::text)
        .take(20)
        .collect();
    let known = match names.is_empty() {
        true => "its index".to_owned(),
        false => alternatives(names.iter().copied()),
    };
    format!("no entry is called {}; allowed: {known}", quoted(step))
}

fn child_mut<'n>(node: &'n mut Node, step: &str) -> Option<&'n mut Node> {
    match &mut node.content {
        Content::Mapping(members) => members
            .iter_mut()
            .find(|member| *member.key == *step)
            .map(|member| &mut member.value),
        Content::List(items) => {
            let index = index_of(items, step)?;
            items.get_mut(index)
        }
        Content::Scalar { .. } => None,
    }
}

/// The other way to say the same thing.
fn excluded(field: &'static Field) -> Option<&'static str> {
    let pairs = [
        (&fields::MEAN_TIME, &fields::RATE_OF_SENDER),
        (&fields::NORMAL_CV, &fields::DEVIATION),
    ];
    pairs.into_iter().find_map(|(one, other)| match () {
        () if field == one => Some(other.key()),
        () if field == other => Some(one.key()),
        () => None,
    })
}

fn forget(node: &mut Node, key: &str) {
    if let Content::Mapping(members) = &mut node.content {
        members.retain(|member| *member.key != *key);
    }
}
