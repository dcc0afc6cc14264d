//! Targets: what must hold at the end of a run.

mod limit;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use crate::decimal::Decimal;
use crate::figures::{Unit, figure, figures, group_figures, kind_figures};
use crate::report::{Report, TargetReport};
use crate::scenario::nearest;

/// Other names of shares, as people say them.
const ALIASES: [(&str, &str); 7] = [
    ("sent_share", "shares.sent"),
    ("failed_share", "shares.failed"),
    ("rejected_share", "shares.rejected"),
    ("evicted_share", "shares.evicted"),
    ("expired_share", "shares.expired"),
    ("lost_share", "shares.lost"),
    ("cancelled_share", "shares.cancelled"),
];

/// Most characters that a target may take.
const LONGEST: usize = 200;

/// A comparison of one of the report's figures with a value, such as `delivery.p99 < 10m`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// As written, without spaces around it.
    pub text: String,
    figure: FigureName,
    comparison: Comparison,
    limit: Decimal,
}

/// Where in a report the figure is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum FigureName {
    /// By its name in [`figures`].
    Report(&'static str),
    /// By the group's name and the figure's in [`group_figures`].
    Group(String, &'static str),
    /// By the kind's name and the figure's in [`kind_figures`].
    Kind(String, &'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Less,
    AtMost,
    More,
    AtLeast,
    Equal,
    Unequal,
}

/// What a target as written compares; a number where it is none.
#[must_use]
pub fn unit_of(target: &str) -> Unit {
    Target::parse(target).map_or(Unit::Number, |target| target.unit())
}

impl Target {
    /// Reads a comparison: a name of the report (see [`crate::figures`]), one of `<`, `<=`, `>`, `>=`, `==`, `!=`,
    /// and a value in a unit of that figure. Of a group: `groups.NAME.utilisation`; of a kind of messages:
    /// `kinds.NAME.delivery.p99`.
    ///
    /// # Errors
    /// What is wrong with it and what is allowed, in words that follow the target's place.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.is_empty() {
            return Err("is empty; allowed: a comparison such as delivery.p99 < 10m".to_owned());
        }
        if text.chars().count() > LONGEST {
            return Err(format!("is longer than {LONGEST} characters"));
        }
        if let Some(control) = text.chars().find(|c| c.is_control()) {
            return Err(format!(
                "holds the control character U+{:04X}",
                u32::from(control)
            ));
        }
        let Some(at) = text
            .find(['<', '>', '=', '!', '≤', '≥', '≠'])
            .filter(|at| *at > 0)
        else {
            return Err(format!(
                "`{text}` compares nothing; allowed: a name, one of <, <=, >, >=, == or !=, and a value, such as \
                 delivery.p99 < 10m"
            ));
        };
        let (name, rest) = text.split_at(at);
        let (comparison, value) = Comparison::read(rest)?;
        let (figure, unit) = FigureName::read(name.trim_end())?;
        Ok(Self {
            text: text.to_owned(),
            figure,
            comparison,
            limit: limit::read(unit, value.trim())?,
        })
    }

    /// The name of the group that it is about, if it is about one: the scenario should have such a group.
    #[must_use]
    pub fn group(&self) -> Option<&str> {
        match &self.figure {
            FigureName::Group(group, _) => Some(group),
            FigureName::Report(_) | FigureName::Kind(..) => None,
        }
    }

    /// The name of the kind that it is about, if it is about one: the scenario should have such a kind.
    #[must_use]
    pub fn kind(&self) -> Option<&str> {
        match &self.figure {
            FigureName::Kind(kind, _) => Some(kind),
            FigureName::Report(_) | FigureName::Group(..) => None,
        }
    }

    /// The report's figure that it is about, and its limit; `None` if it is about a group or a kind.
    #[must_use]
    pub fn of_run(&self) -> Option<(&'static str, f64)> {
        match &self.figure {
            FigureName::Report(figure) => Some((figure, self.limit.to_f64())),
            FigureName::Group(..) | FigureName::Kind(..) => None,
        }
    }

    /// What its figure is compared with.
    #[must_use]
    pub const fn limit(&self) -> Decimal {
        self.limit
    }

    /// What its figure measures.
    #[must_use]
    pub fn unit(&self) -> Unit {
        let unit = match &self.figure {
            FigureName::Report(name) => figure(name).map(|figure| figure.unit),
            FigureName::Group(_, name) => group_figures()
                .iter()
                .find(|figure| figure.name == *name)
                .map(|figure| figure.unit),
            FigureName::Kind(_, name) => kind_figures()
                .find(|figure| figure.name == *name)
                .map(|figure| figure.unit),
        };
        unit.unwrap_or(Unit::Number)
    }

    /// Whether it holds. Without a figure to compare (no message was delivered, say) it does not.
    #[must_use]
    pub fn evaluate(&self, report: &Report) -> TargetReport {
        let value = self.figure.value(report);
        TargetReport {
            target: self.text.clone(),
            value,
            met: value.is_some_and(|value| self.comparison.holds(value.cmp(&self.limit))),
        }
    }
}

impl FigureName {
    fn read(name: &str) -> Result<(Self, Unit), String> {
        let alias = ALIASES.into_iter().find(|(alias, _)| *alias == name);
        if let Some(figure) = figure(alias.map_or(name, |(_, name)| name)) {
            return Ok((Self::Report(figure.name), figure.unit));
        }
        if name == "groups" || name.starts_with("groups.") {
            return Self::read_group(name);
        }
        if name == "kinds" || name.starts_with("kinds.") {
            return Self::read_kind(name);
        }
        let parts: Vec<&str> = figures()
            .map(|figure| figure.name)
            .filter(|known| known.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
            .collect();
        if !parts.is_empty() {
            return Err(format!(
                "`{name}` is several figures; choose one of {}",
                parts.join(", ")
            ));
        }
        let known = figures()
            .map(|figure| figure.name)
            .chain(ALIASES.into_iter().map(|(alias, _)| alias));
        Err(match nearest(name, known) {
            Some(nearest) => format!("the report has no figure `{name}`; did you mean `{nearest}`?"),
            None => format!(
                "the report has no figure `{name}`; there are, for example, delivery.p99, waiting.mean, makespan, \
                 throughput, shares.sent, duplicates, queue.max_length, groups.NAME.utilisation or \
                 kinds.NAME.delivery.p99"
            ),
        })
    }

    fn read_group(name: &str) -> Result<(Self, Unit), String> {
        let known = || group_figures().iter().map(|figure| figure.name);
        let all = || known().collect::<Vec<_>>().join(", ");
        // a group's name may hold full stops of its own
        let parts = name
            .strip_prefix("groups.")
            .and_then(|rest| rest.rsplit_once('.'));
        let Some((group, figure)) = parts.filter(|(group, _)| !group.is_empty()) else {
            return Err(format!(
                "`{name}` is no figure; write groups.NAME.FIGURE with one of {}",
                all()
            ));
        };
        if let Some(found) = group_figures().iter().find(|known| known.name == figure) {
            return Ok((Self::Group(group.to_owned(), found.name), found.unit));
        }
        Err(match nearest(figure, known()) {
            Some(nearest) => {
                format!("groups have no figure `{figure}`; did you mean `groups.{group}.{nearest}`?")
            }
            None => format!("groups have no figure `{figure}`; they have {}", all()),
        })
    }

    fn read_kind(name: &str) -> Result<(Self, Unit), String> {
        let rest = name.strip_prefix("kinds.").unwrap_or_default();
        // kinds' names may hold full stops, as figures' names do: the longest figure at the end is meant
        let found = kind_figures()
            .filter_map(|figure| Some((figure, rest.strip_suffix(figure.name)?.strip_suffix('.')?)))
            .filter(|(_, kind)| !kind.is_empty())
            .max_by_key(|(figure, _)| figure.name.len());
        let Some((figure, kind)) = found else {
            let known: Vec<&str> = kind_figures().map(|figure| figure.name).collect();
            return Err(format!(
                "`{name}` is no figure; write kinds.NAME.FIGURE with one of {}",
                known.join(", ")
            ));
        };
        Ok((Self::Kind(kind.to_owned(), figure.name), figure.unit))
    }

    fn value(&self, report: &Report) -> Option<Decimal> {
        match self {
            Self::Report(name) => figure(name)?.of(report),
            Self::Group(group, name) => {
                let group = report.groups.iter().find(|candidate| candidate.name == *group)?;
                group_figures()
                    .iter()
                    .find(|figure| figure.name == *name)?
                    .of(group)
            }
            Self::Kind(kind, name) => {
                let kind = report.kinds.iter().find(|candidate| candidate.name == *kind)?;
                kind_figures().find(|figure| figure.name == *name)?.of(kind)
            }
        }
    }
}

impl Comparison {
    /// The comparison that the text starts with, and what follows it.
    fn read(text: &str) -> Result<(Self, &str), String> {
        let end = text
            .find(|c| !matches!(c, '<' | '>' | '=' | '!' | '≤' | '≥' | '≠'))
            .unwrap_or(text.len());
        let (sign, value) = text.split_at(end);
        let meant = match sign {
            "<" => return Ok((Self::Less, value)),
            "<=" => return Ok((Self::AtMost, value)),
            ">" => return Ok((Self::More, value)),
            ">=" => return Ok((Self::AtLeast, value)),
            "==" => return Ok((Self::Equal, value)),
            "!=" => return Ok((Self::Unequal, value)),
            "=<" | "≤" => "<=",
            "=>" | "≥" => ">=",
            "=" | "===" => "==",
            "<>" | "≠" | "!" | "!==" => "!=",
            _ => {
                return Err(format!(
                    "`{sign}` is no comparison; allowed: <, <=, >, >=, == or !="
                ));
            }
        };
        Err(format!("`{sign}` is no comparison; write {meant}"))
    }

    fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::More => order.is_gt(),
            Self::AtLeast => order.is_ge(),
            Self::Equal => order.is_eq(),
            Self::Unequal => order.is_ne(),
        }
    }
}
