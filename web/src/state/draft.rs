//! The scenario as it is being written: text and form are two views of it.

use super::in_place::in_place;
use crate::engine::LIMITS;
use bellwether::scenario::fields::{ARRIVALS, MESSAGES, TRACE};
use bellwether::scenario::{Document, Problem, Scenario};

/// A scenario being written. Two of them are taken for equal if they have the same version.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) version: u32,
    pub(crate) text: String,
    /// What the text says, if it can be read at all.
    pub(crate) document: Option<Document>,
    pub(crate) problems: Vec<Problem>,
    /// The scenario, if nothing is wrong with it.
    pub(crate) scenario: Option<Scenario>,
    /// The number of messages for which a trace stands now.
    before_trace: Option<String>,
}

impl PartialEq for Draft {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version
    }
}

/// A text that was read; whether its values are right is not yet known.
#[derive(Clone, Debug)]
pub(crate) struct ReadText {
    text: String,
    document: Result<Document, Vec<Problem>>,
}

impl ReadText {
    pub(crate) fn of(text: String) -> Self {
        let document = Document::parse_within(&text, &LIMITS);
        Self { text, document }
    }

    /// Checks what was read.
    pub(super) fn checked(self, version: u32) -> Draft {
        let mut draft = Draft {
            version,
            text: self.text,
            document: None,
            problems: Vec::new(),
            scenario: None,
            before_trace: None,
        };
        match self.document {
            Ok(document) => {
                match Scenario::from_document(&document) {
                    Ok(scenario) => draft.scenario = Some(scenario),
                    Err(problems) => draft.problems = problems,
                }
                draft.document = Some(document);
            }
            Err(problems) => draft.problems = problems,
        }
        draft
    }
}

/// Whether what stands at a path says how something is meant, and would mean another thing if it were taken away while
/// its value is written.
pub(crate) fn is_a_choice(path: &str) -> bool {
    path.ends_with("].rate") || path.starts_with("producer.arrivals.")
}

impl Draft {
    /// Reads and checks a text.
    pub(crate) fn new(text: String, version: u32) -> Self {
        ReadText::of(text).checked(version)
    }

    /// What stands at a path, as it was written.
    pub(crate) fn value(&self, path: &str) -> Option<&str> {
        self.document.as_ref()?.value(path)
    }

    /// Whether anything stands at a path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.document.as_ref().is_some_and(|document| document.has(path))
    }

    /// How many groups of senders there are, the one by default included.
    pub(crate) fn group_count(&self) -> usize {
        (0..)
            .take_while(|index| self.has(&format!("senders[{index}]")))
            .count()
            .max(1)
    }

    /// What is wrong at a path.
    pub(crate) fn problem(&self, path: &str) -> Option<String> {
        let problem = self.problems.iter().find(|problem| problem.path == path)?;
        Some(match &problem.nearest {
            Some(nearest) => format!("{}; did you mean {nearest}?", problem.message),
            None => problem.message.clone(),
        })
    }

    /// The draft with another value at a path, or without one if it is empty.
    pub(crate) fn with_field(&self, path: &str, value: &str) -> Self {
        if path == ARRIVALS.path {
            self.with_arrivals(value)
        } else {
            self.with_value(path, value)
        }
    }

    /// A trace says itself how many messages there are; after it there are as many as before.
    fn with_arrivals(&self, value: &str) -> Self {
        let mut draft = self.with_value(ARRIVALS.path, value);
        let messages = self.value(MESSAGES.path).map(str::to_owned);
        let before = draft.before_trace.take();
        if draft.has(TRACE.path) {
            Self {
                before_trace: messages.or(before),
                ..draft.with_value(MESSAGES.path, "")
            }
        } else {
            match before {
                Some(before) if messages.is_none() => draft.with_value(MESSAGES.path, &before),
                _ => draft,
            }
        }
    }

    fn with_value(&self, path: &str, value: &str) -> Self {
        self.changed(path, |document| {
            if value.trim().is_empty() && !is_a_choice(path) {
                document.remove(path);
                // with nothing in it, it would still be there
                let parent = path.rsplit_once('.').map(|(parent, _)| parent);
                if let Some(parent) = parent.filter(|_| !path.contains(".service.")) {
                    let is_empty =
                        document.value(parent).is_none() && document.place_of_last_in(parent).is_none();
                    if is_empty && document.has(parent) && !parent.ends_with(']') {
                        document.remove(parent);
                    }
                }
                return Ok(());
            }
            // what cannot be read, as a bracket without its other half, stands there as a text while it is typed
            document
                .set(path, value, "form")
                .or_else(|_| document.set(path, &serde_json::Value::from(value).to_string(), "form"))
        })
    }

    /// The draft with another group of senders.
    pub(crate) fn with_group(&self) -> Self {
        let groups = 0..self.group_count();
        let names: Vec<_> = groups
            .map(|index| self.value(&format!("senders[{index}].name")))
            .collect();
        let name = (2_u32..)
            .map(|number| format!("sender-{number}"))
            .find(|name| !names.contains(&Some(name)))
            .unwrap_or_default();
        let path = if self.has("senders[0]") {
            format!("senders.{}", self.group_count())
        } else {
            "senders".to_owned()
        };
        self.changed(&path, |document| {
            // a file that names no senders has one group by default, which stays
            if !document.has("senders[0]") {
                document.set("senders[0].count", "3", "form")?;
            }
            document.append("senders", &format!("{{name: {name}, count: 3}}"), "form")
        })
    }

    /// The draft without a group of senders.
    pub(crate) fn without_group(&self, index: usize) -> Self {
        let path = format!("senders.{index}");
        self.changed(&path, |document| {
            document.remove(&path);
            Ok(())
        })
    }

    /// A text with hand actions in its timeline.
    pub(crate) fn with_journal(text: &str, journal: &[String]) -> String {
        let read = Document::parse_within(text, &LIMITS).ok();
        let Some(before) = read.filter(|_| !journal.is_empty()) else {
            return text.to_owned();
        };
        let mut document = before.clone();
        for entry in journal {
            // each was accepted when it was done
            let _ = document.append("timeline", entry, "by hand");
        }
        in_place(text, &before, &document, "timeline")
    }

    /// The draft with a change at a path.
    fn changed(&self, path: &str, change: impl FnOnce(&mut Document) -> Result<(), Problem>) -> Self {
        let version = self.version + 1;
        let Some(before) = &self.document else {
            return Self {
                version,
                ..self.clone()
            };
        };
        let mut document = before.clone();
        match change(&mut document) {
            Ok(()) => Self {
                before_trace: self.before_trace.clone(),
                ..Self::new(in_place(&self.text, before, &document, path), version)
            },
            Err(problem) => Self {
                version,
                problems: vec![problem],
                scenario: None,
                ..self.clone()
            },
        }
    }
}
