//! A scenario's text as a tree that remembers where everything stands.

use super::admission;
use super::legacy;
use super::parse;
use super::problem::Problem;
use crate::time::SimDuration;

/// How much a text may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes.
    pub text: u32,
    /// Keys, values, lists and mappings together.
    pub nodes: u32,
    /// Lists and mappings within each other; never more than 64.
    pub depth: u32,
    /// Characters of one value.
    pub scalar: u32,
}

impl Limits {
    /// For files that somebody gave on purpose: a trace of two million instants fits, with all else that is said.
    pub const OF_FILES: Self = Self {
        text: 32 * 1024 * 1024,
        nodes: 2_100_000,
        depth: 32,
        scalar: 1000,
    };
}

/// For texts of unknown origin.
impl Default for Limits {
    fn default() -> Self {
        Self {
            text: 1024 * 1024,
            nodes: 100_000,
            depth: 32,
            scalar: 1000,
        }
    }
}

/// The format that a text was written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// A scenario file.
    #[default]
    Native,
    /// The `config.yaml` of an older program.
    ConfigYaml,
    /// The `.env` of an older program.
    DotEnv,
}

/// What was understood of a text beyond the scenario itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Understood {
    /// Its format.
    pub format: Format,
    /// What a person may want to know: what was repeated, cut or not used.
    pub notes: Vec<String>,
    /// Those of them about what may have been meant to count and does not.
    pub unused: Vec<String>,
    /// How often an older program's page was redrawn, in wall time; it changes nothing in the run.
    pub refresh_interval: Option<SimDuration>,
}

/// A scenario as text, read but not checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub(crate) root: Node,
    /// Names of the edits made, such as `--set broker.capacity`.
    pub(crate) edits: Vec<String>,
    /// What was wrong without making the rest unreadable.
    pub(crate) problems: Vec<Problem>,
    pub(crate) understood: Understood,
}

/// A scenario that says nothing: all defaults.
impl Default for Document {
    fn default() -> Self {
        Self {
            root: Node {
                place: Place::default(),
                content: Content::Mapping(Vec::new()),
            },
            edits: Vec::new(),
            problems: Vec::new(),
            understood: Understood::default(),
        }
    }
}

impl Document {
    /// Reads YAML, JSON or one of the two older formats.
    ///
    /// # Errors
    /// What makes the text unreadable, with its line and column.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        Self::parse_within(text, &Limits::default())
    }

    /// Reads a text within given limits.
    ///
    /// # Errors
    /// What makes the text unreadable, with its line and column.
    pub fn parse_within(text: &str, limits: &Limits) -> Result<Self, Vec<Problem>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        admission::admissible(text, limits).map_err(|problem| vec![problem])?;
        if legacy::is_dot_env(text) {
            return legacy::from_dot_env(text);
        }
        let (root, problems) = parse::parse(text, limits).map_err(|problem| vec![problem])?;
        let document = Self {
            root,
            problems,
            ..Self::default()
        };
        if let Some(scenario) = of_a_report(&document.root) {
            let message = "this is a report; the scenario that ran is what stands below this key";
            Err(vec![document.problem(scenario.place, "scenario", message)])
        } else if legacy::is_config_yaml(&document.root) {
            legacy::from_config_yaml(&document)
        } else {
            Ok(document)
        }
    }

    /// Reads bytes that should be UTF-8, or UTF-16 with its mark at the start.
    ///
    /// # Errors
    /// As [`Self::parse_within`], and what is neither.
    pub fn parse_bytes(bytes: &[u8], limits: &Limits) -> Result<Self, Vec<Problem>> {
        admission::text(bytes, limits)
            .map_err(|problem| vec![problem])
            .and_then(|text| Self::parse_within(&text, limits))
    }

    /// What was understood beyond the scenario itself.
    #[must_use]
    pub fn understood(&self) -> &Understood {
        &self.understood
    }

    /// A problem with what stands at a place.
    pub(crate) fn problem(&self, place: Place, path: &str, message: impl Into<String>) -> Problem {
        let mut problem = Problem::new(path, message);
        match (place.edit as usize).checked_sub(1) {
            Some(edit) => problem.origin = self.edits.get(edit).map(|edit| edit.as_str().into()),
            None if place.line > 0 => (problem.line, problem.column) = (Some(place.line), Some(place.column)),
            None => {}
        }
        problem
    }
}

/// The scenario in the report of a run or of replications.
fn of_a_report(root: &Node) -> Option<&Node> {
    root.get("digest").or_else(|| root.get("digests"))?;
    root.get("scenario")
}

/// Where something stands: in the text, or in an edit. Places sort as they are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// 0 for the text, else the number of the edit.
    pub(crate) edit: u32,
    /// From 1; 0 for what stands nowhere.
    pub(crate) line: u32,
    /// From 1, in characters.
    pub(crate) column: u32,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) place: Place,
    pub(crate) content: Content,
}

/// What a value is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// One text or number.
    Scalar {
        text: Box<str>,
        /// Whether it stood in quotes, so that it is never null.
        quoted: bool,
    },
    /// Values in order.
    List(Vec<Node>),
    /// Keys and values in order, no key twice.
    Mapping(Vec<Member>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) key: Box<str>,
    pub(crate) place: Place,
    pub(crate) value: Node,
}

impl Node {
    /// A plain text or number.
    pub(crate) fn scalar(text: &str, place: Place) -> Self {
        Self {
            place,
            content: Content::Scalar {
                text: text.into(),
                quoted: false,
            },
        }
    }

    /// The value of a key of a mapping.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        match &self.content {
            Content::Mapping(members) => members
                .iter()
                .find(|member| &*member.key == key)
                .map(|m| &m.value),
            _ => None,
        }
    }

    /// Its text, if it is a text or a number and not null.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { text, quoted } if *quoted || !is_null(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is nothing: empty, `~` or `null`.
    pub(crate) fn is_null(&self) -> bool {
        matches!(&self.content, Content::Scalar { text, quoted: false } if is_null(text))
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}
