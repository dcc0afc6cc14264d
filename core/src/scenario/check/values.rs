//! Reading single values out of a document by the table of fields.

mod structure;

use crate::scenario::document::{Content, Document, Node, Place};
use crate::scenario::fields::{self, Field};
use crate::scenario::kind::Kind;
use crate::scenario::nearest::nearest;
use crate::scenario::problem::{Problem, alternatives, quoted};
use crate::scenario::quantity::Quantity;

/// Most words that are looked at in search of what was meant: a flood of problems must not take long.
const PONDERED: usize = 10_000;

/// A value that may stand in the document, and what the table says of it.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct At<'d> {
    /// What stands there, if anything.
    pub(in crate::scenario) node: Option<&'d Node>,
    /// Where a problem with it is; what it stands in, if it is missing.
    pub(in crate::scenario) place: Place,
    pub(in crate::scenario) path: String,
    pub(in crate::scenario) field: &'static Field,
}

impl<'d> At<'d> {
    /// The value of one of its keys.
    #[inline(never)]
    pub(in crate::scenario) fn at(&self, field: &'static Field) -> Self {
        debug_assert!(
            self.field.child(field.key()) == Some(field),
            "{} is not below {}",
            field.path,
            self.field.path
        );
        let node = self.node.and_then(|node| node.get(field.key()));
        let dot = if self.path.is_empty() { "" } else { "." };
        Self {
            node,
            place: node.map_or(self.place, |node| node.place),
            path: format!("{}{dot}{}", self.path, field.key()),
            field,
        }
    }

    /// One entry of the list that it is.
    #[inline(never)]
    pub(in crate::scenario) fn entry(&self, index: usize) -> Option<Self> {
        let Content::List(items) = &self.node?.content else {
            return None;
        };
        let node = items.get(index)?;
        Some(Self {
            node: Some(node),
            place: node.place,
            path: format!("{}[{index}]", self.path),
            field: self.field.child("[]")?,
        })
    }

    /// The text that stands there, if it is one.
    pub(in crate::scenario) fn text(&self) -> Option<&'d str> {
        self.node.and_then(Node::text)
    }
}

/// Collects what is wrong with a document while it is read. Its questions are asked for a hundred fields: they are not
/// inlined there, which makes the page 1 KB smaller.
#[derive(Debug)]
pub(in crate::scenario) struct Checker<'d> {
    document: &'d Document,
    problems: Vec<(Place, Problem)>,
    /// Words that were looked at in search of what was meant.
    pondered: usize,
}

impl<'d> Checker<'d> {
    pub(in crate::scenario) fn new(document: &'d Document) -> Self {
        let place = |problem: &Problem| Place {
            edit: 0,
            line: problem.line.unwrap_or(0),
            column: problem.column.unwrap_or(0),
        };
        let problems = document
            .problems
            .iter()
            .map(|problem| (place(problem), problem.clone()))
            .collect();
        Self {
            document,
            problems,
            pondered: 0,
        }
    }

    /// All problems in order of place.
    pub(in crate::scenario) fn into_problems(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|(place, _)| *place);
        self.problems.into_iter().map(|(_, problem)| problem).collect()
    }

    /// How many problems there are so far.
    pub(in crate::scenario) fn count(&self) -> usize {
        self.problems.len()
    }

    /// The document as a whole, as a mapping of the fields below `field`.
    #[inline(never)]
    pub(in crate::scenario) fn root(&mut self, field: &'static Field) -> At<'d> {
        let root = &self.document.root;
        let at = At {
            node: Some(root),
            place: root.place,
            path: String::new(),
            field,
        };
        if matches!(root.content, Content::Scalar { .. }) {
            self.wrong(
                &at,
                "this is no scenario: nothing in it reads `key: value`; `{}` is the default scenario",
            );
            return At { node: None, ..at };
        }
        self.mapping(&at)
    }

    /// Reports a problem with a value.
    #[inline(never)]
    pub(in crate::scenario) fn wrong(&mut self, at: &At<'_>, message: impl Into<String>) {
        self.wrong_near(at, message, None);
    }

    #[inline(never)]
    pub(in crate::scenario) fn wrong_near(
        &mut self,
        at: &At<'_>,
        message: impl Into<String>,
        nearest: Option<&str>,
    ) {
        let mut problem = self.document.problem(at.place, &at.path, message);
        problem.value = at.text().map(|text| quoted(text).into());
        problem.nearest = nearest.map(str::to_owned);
        self.problems.push((at.place, problem));
    }

    /// A value or its default.
    #[inline(never)]
    pub(in crate::scenario) fn get<T: Quantity>(&mut self, at: &At<'_>) -> T {
        let default = || T::read(&at.field.kind, at.field.default).unwrap_or_default();
        self.optional(at).unwrap_or_else(default)
    }

    /// A value, if one is given.
    #[inline(never)]
    pub(in crate::scenario) fn optional<T: Quantity>(&mut self, at: &At<'_>) -> Option<T> {
        if at.field.is_optional() && !self.present(at) {
            return None;
        }
        let node = at.node?;
        let Some(text) = node.text() else {
            self.wrong_type(at);
            return None;
        };
        match T::read(&at.field.kind, text) {
            Ok(value) => Some(value),
            Err(wrong) => {
                let nearest = match at.field.kind {
                    Kind::Choice(words) => nearest(text, words.iter().copied()),
                    _ => None,
                };
                let value = match quoted(text) {
                    empty if empty.is_empty() => "an empty text".to_owned(),
                    value => value,
                };
                let message = format!("{value} {}; allowed: {}", wrong.words(), at.field.allowed());
                self.wrong_near(at, message, nearest);
                None
            }
        }
    }

    /// A value that must be given.
    #[inline(never)]
    pub(in crate::scenario) fn required<T: Quantity>(&mut self, at: &At<'_>) -> Option<T> {
        if at.node.is_none() {
            self.missing(at);
        }
        self.optional(at)
    }

    /// Reports that a value must be given.
    pub(in crate::scenario) fn missing(&mut self, at: &At<'_>) {
        self.wrong(at, format!("is missing; allowed: {}", at.field.allowed()));
    }

    /// Whether an optional value is given: not left out, null or `none`; in quotes, as JSON has it, `none` is nothing
    /// too, but where any text may stand.
    #[inline(never)]
    pub(in crate::scenario) fn present(&self, at: &At<'_>) -> bool {
        at.node.is_some_and(|node| {
            let any_text = matches!(at.field.kind, Kind::Text { .. } | Kind::Name);
            let none = matches!(
                &node.content,
                Content::Scalar { text, quoted } if &**text == fields::NONE && !(*quoted && any_text)
            );
            !none && !node.is_null()
        })
    }

    /// What the word of a choice stands for, if these are what the table's words stand for, in their order.
    pub(in crate::scenario) fn choice<T: Copy>(&mut self, at: &At<'_>, meanings: &[T]) -> T {
        let word: String = self.get(at);
        let words = at.field.words();
        meanings[words.iter().position(|known| *known == word).unwrap_or_default()]
    }

    /// Reports that a value is of the wrong type.
    #[inline(never)]
    pub(in crate::scenario) fn wrong_type(&mut self, at: &At<'_>) {
        let allowed = at.field.allowed();
        let what = match at.node.map(|node| &node.content) {
            Some(Content::List(_)) => "is a list".to_owned(),
            Some(Content::Mapping(_)) => "is a mapping".to_owned(),
            Some(Content::Scalar { .. }) if at.text().is_some() => {
                format!(
                    "{} is not {}",
                    quoted(at.text().unwrap_or_default()),
                    at.field.kind.noun()
                )
            }
            _ => "has no value".to_owned(),
        };
        let whole = if at.path.is_empty() { "the scenario " } else { "" };
        self.wrong(at, format!("{whole}{what}; allowed: {allowed}"));
    }
}

/// The keys below a field, as alternatives.
pub(in crate::scenario) fn keys(field: &Field) -> String {
    alternatives(field.children().map(Field::key))
}
