//! Reading mappings, lists, variants and names out of a document by the table of fields.

use super::{At, Checker, PONDERED, keys};
use crate::scenario::document::{Content, Node, Place};
use crate::scenario::fields::{self, Field};
use crate::scenario::kind::Kind;
use crate::scenario::nearest::nearest;
use crate::scenario::problem::{alternatives, grouped, quoted};
use crate::scenario::quantity::is_name;

/// What repeats the keys of other sections for purposes of its own: nobody means it by a key alone.
const REPEATING: [&str; 3] = ["warm_up.", "timeline[]", "producer.arrivals.steps[]"];

/// Where a key belongs that was written in another section, or an entry of one, if that can only be one place. Deeper
/// down, in the timeline and in older formats an unknown key is a slip.
fn elsewhere(written_in: &Field, key: &str) -> Option<&'static str> {
    let others = [&fields::CONFIG_YAML, &fields::DOT_ENV];
    if written_in.path.contains('.')
        || written_in.path.starts_with(fields::TIMELINE.path)
        || others.contains(&written_in)
    {
        return None;
    }
    let repeats = |field: &&Field| REPEATING.iter().any(|part| field.path.starts_with(part));
    let mut named = fields::all().filter(|field| field.key() == key && !repeats(field));
    let only = named.next()?;
    named.next().is_none().then_some(only.path)
}

impl Checker<'_> {
    /// A value as a mapping, its unknown keys reported; without keys if it is missing, null or something else.
    #[inline(never)]
    pub(in crate::scenario) fn mapping<'n>(&mut self, at: &At<'n>) -> At<'n> {
        let nothing = At {
            node: None,
            ..at.clone()
        };
        let Some(node) = at.node else { return nothing };
        let Content::Mapping(members) = &node.content else {
            if !node.is_null() {
                self.wrong_type(at);
            }
            return nothing;
        };
        for member in members {
            if at.field.child(&member.key).is_none() {
                self.unknown_key(at, &member.key, member.place);
            }
        }
        at.clone()
    }

    fn unknown_key(&mut self, at: &At<'_>, key: &str, place: Place) {
        let dot = if at.path.is_empty() { "" } else { "." };
        let path = format!("{}{dot}{}", at.path, quoted(key));
        let mut problem = self.document.problem(place, &path, "unknown key");
        if self.pondered > PONDERED {
            self.problems.push((place, problem));
            return;
        }
        let near = self.ponder(key, at.field.children().map(Field::key));
        let near = near.or_else(|| elsewhere(at.field, key));
        problem.nearest = near.map(str::to_owned);
        if problem.nearest.is_none() {
            problem.message = match at.field.children().next() {
                Some(_) if at.field == &fields::CONFIG_YAML && fields::SCENARIO.child(key).is_some() => {
                    format!(
                        "an older config.yaml, as this one is by its other keys, has no such key; known here: {}",
                        keys(at.field)
                    )
                }
                Some(_) => format!("unknown key; known here: {}", keys(at.field)),
                None => "unknown key; no key is known here".to_owned(),
            };
        }
        self.problems.push((place, problem));
    }

    /// The entries of a list, their number checked; none if it is missing, null or something else.
    #[inline(never)]
    pub(in crate::scenario) fn items<'n>(&mut self, at: &At<'n>) -> Vec<At<'n>> {
        let entries = self.entries(at);
        (0..entries.len()).filter_map(|index| at.entry(index)).collect()
    }

    /// The same without their paths, which take their time where there are a million.
    #[inline(never)]
    pub(in crate::scenario) fn entries<'n>(&mut self, at: &At<'n>) -> &'n [Node] {
        let Some(node) = at.node else { return &[] };
        let Content::List(items) = &node.content else {
            if !node.is_null() {
                self.wrong_type(at);
            }
            return &[];
        };
        if let Kind::List { least, most } = at.field.kind
            && !(least as usize..=most as usize).contains(&items.len())
        {
            let count = grouped(items.len() as i128);
            let entries = if items.len() == 1 { "entry" } else { "entries" };
            let message = format!("has {count} {entries}; allowed: {}", at.field.allowed());
            self.wrong(at, message);
            return &[];
        }
        items
    }

    /// The variant that is chosen, by a bare word or by a mapping with one key.
    #[inline(never)]
    pub(in crate::scenario) fn variant<'n>(&mut self, at: &At<'n>) -> Option<At<'n>> {
        let word = match at.node.map(|node| &node.content) {
            None => at.field.default,
            Some(Content::Mapping(members)) if members.len() == 1 => {
                let map = self.mapping(at);
                return at.field.child(&members.first()?.key).map(|field| map.at(field));
            }
            Some(Content::Mapping(members)) => {
                let count = members.len();
                self.wrong(
                    at,
                    format!("has {count} keys; allowed: exactly one of {}", keys(at.field)),
                );
                return None;
            }
            Some(_) => {
                let Some(word) = at.text() else {
                    self.wrong_type(at);
                    return None;
                };
                word
            }
        };
        let Some(field) = at.field.child(word) else {
            let message = format!("{} is not known; allowed: {}", quoted(word), at.field.allowed());
            let near = self.ponder(word, at.field.children().map(Field::key));
            self.wrong_near(at, message, near);
            return None;
        };
        Some(At {
            node: None,
            path: format!("{}.{word}", at.path),
            place: at.place,
            field,
        })
    }

    /// Reports a name that is not among the known ones.
    #[inline(never)]
    pub(in crate::scenario) fn unknown_name<'k, I>(
        &mut self,
        at: &At<'_>,
        name: &str,
        noun: &str,
        known: impl Fn() -> I,
    ) where
        I: Iterator<Item = &'k str>,
    {
        let message = format!(
            "no {noun} is called {}; allowed: {}",
            quoted(name),
            alternatives(known().take(20))
        );
        let near = self.ponder(name, known());
        self.wrong_near(at, message, near);
    }

    /// The known word that was meant, if that is likely, and if not too many words were looked at already.
    fn ponder<'k>(&mut self, word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
        if self.pondered > PONDERED {
            return None;
        }
        let known: Vec<&str> = known.collect();
        self.pondered += known.len();
        nearest(word, known)
    }

    /// Names given or made, each its own: `base`, `base-2` and so on.
    #[inline(never)]
    pub(in crate::scenario) fn names(&mut self, given: &[At<'_>]) -> Vec<String> {
        let read: Vec<Option<String>> = given.iter().map(|at| self.optional::<String>(at)).collect();
        let mut names: Vec<String> = Vec::new();
        for (index, name) in read.iter().enumerate() {
            let at = &given[index];
            let first = read.iter().position(|other| name.is_some() && other == name);
            if let Some(first) = first.filter(|first| *first < index) {
                let message = format!(
                    "{} is the name of entry {first} already; each needs its own",
                    name.as_deref().unwrap_or_default()
                );
                self.wrong(at, message);
            }
            let made = || {
                let numbered = (index + 1..).map(|number| match number {
                    1 => at.field.default.to_owned(),
                    _ => format!("{}-{number}", at.field.default),
                });
                let taken =
                    |name: &String| read.iter().flatten().any(|other| other == name) || names.contains(name);
                numbered.into_iter().find(|name| !taken(name)).unwrap_or_default()
            };
            let name = name.clone().unwrap_or_else(made);
            names.push(name);
        }
        debug_assert!(self.count() > 0 || names.iter().all(|name| is_name(name)));
        names
    }
}
