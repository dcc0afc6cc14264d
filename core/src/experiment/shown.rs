//! What a person wants to see of replications first, as both faces show it.

use super::{ExperimentReport, Figures, Interval, TargetIntervals};
use crate::decimal::Decimal;
use crate::figures::{Unit, figure, group_figures, kind_figures};
use crate::target;
use crate::words::{self, count, percentage_points, rate_beside, seconds_beside, things};

/// Figures that a person wants first; those of them that are 0 throughout are left out.
const SHOWN: [&str; 33] = [
    "messages.sent",
    "messages.failed",
    "messages.rejected",
    "messages.evicted",
    "messages.expired",
    "messages.lost",
    "messages.cancelled",
    "shares.sent",
    "shares.failed",
    "shares.rejected",
    "shares.evicted",
    "shares.expired",
    "shares.lost",
    "shares.cancelled",
    "attempts.started",
    "duplicates",
    "redelivered",
    "throughput",
    "makespan",
    "average_time_per_message",
    "waiting.mean",
    "waiting.p50",
    "waiting.p99",
    "waiting.max",
    "sojourn.mean",
    "sojourn.p99",
    "delivery.mean",
    "delivery.p50",
    "delivery.p99",
    "delivery.max",
    "service.mean",
    "queue.mean_length",
    "queue.max_length",
];

/// Figures of a kind that a person wants first.
const OF_A_KIND: [&str; 6] = [
    "sent",
    "failed",
    "waiting.mean",
    "waiting.p99",
    "delivery.mean",
    "delivery.p99",
];

/// A figure over the replications.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The report's name for it.
    pub name: &'static str,
    /// What it measures.
    pub unit: Unit,
    /// Its values.
    pub interval: &'a Interval,
}

/// Figures that belong together.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// The name of the group or kind.
    pub name: &'a str,
    /// All of its figures.
    pub all: &'a Figures,
    /// Those to be seen.
    pub shown: Vec<Shown<'a>>,
}

impl ExperimentReport {
    /// After how many replications somebody interrupted, if somebody did.
    #[must_use]
    pub fn interruption(&self) -> Option<String> {
        let (done, requested) = (count(self.replications), count(self.requested));
        (self.replications < self.requested)
            .then(|| format!("interrupted after {done} of {requested} replications"))
    }

    /// How many there are, and what is shown of them, in a sentence.
    #[must_use]
    pub fn headline(&self) -> String {
        let replications = self
            .interruption()
            .unwrap_or_else(|| things(self.replications, "replication"));
        // one alone says nothing of how far off it is
        let means = match self.replications {
            ..=1 => "",
            _ => " · means with 95 % confidence intervals",
        };
        format!("{replications}{means}")
    }

    /// The name of a figure, and in how many replications there is one, if not in all.
    #[must_use]
    pub fn title(&self, shown: &Shown<'_>) -> String {
        let (some, all) = (shown.interval.count, self.replications);
        if some < all {
            format!("{} ({} of {} runs)", shown.name, count(some), count(all))
        } else {
            shown.name.to_owned()
        }
    }

    /// What a target's figure is over the replications, and in how many of them there is such a figure.
    #[must_use]
    pub fn value_of(&self, target: &TargetIntervals) -> String {
        let Some(value) = target.value else {
            return "the runs have no such figure".to_owned();
        };
        let text = value.in_words(target::unit_of(&target.target));
        // where all are alike the mean can contradict the verdict
        let text = match value.half_width {
            Some(width) if width > 0.0 || target.met => text,
            _ => words::apart(text, Decimal::from_f64(value.mean), &target.target),
        };
        if value.count < self.replications {
            let (some, all) = (count(value.count), count(self.replications));
            format!("it is {text} in {some} of {all} runs; the others have none")
        } else {
            format!("it is {text}")
        }
    }

    /// The figures of the whole.
    #[must_use]
    pub fn shown(&self) -> Vec<Shown<'_>> {
        let mut known = SHOWN.iter().filter_map(|name| Some((*name, figure(name)?.unit)));
        self.figures.some(&mut known)
    }

    /// Each kind of messages, where there are several.
    #[must_use]
    pub fn shown_kinds(&self) -> Vec<Part<'_>> {
        let mut parts = Vec::new();
        for kind in self.kinds.iter().filter(|_| self.kinds.len() > 1) {
            let known = kind_figures().filter(|known| OF_A_KIND.contains(&known.name));
            parts.push(Part {
                name: &kind.name,
                all: &kind.figures,
                shown: kind
                    .figures
                    .some(&mut known.map(|known| (known.name, known.unit))),
            });
        }
        parts
    }

    /// Each group of senders.
    #[must_use]
    pub fn shown_groups(&self) -> Vec<Part<'_>> {
        let mut parts = Vec::new();
        for group in &self.groups {
            let known = group_figures().iter().filter(|known| known.name != "busy");
            parts.push(Part {
                name: &group.name,
                all: &group.figures,
                shown: group
                    .figures
                    .some(&mut known.map(|known| (known.name, known.unit))),
            });
        }
        parts
    }
}

impl Figures {
    /// Some of them, but those that are 0 throughout.
    fn some(&self, known: &mut dyn Iterator<Item = (&'static str, Unit)>) -> Vec<Shown<'_>> {
        let mut shown = Vec::new();
        for (name, unit) in known {
            let interval = self.get(name).filter(|interval| interval.max > 0.0);
            shown.extend(interval.map(|interval| Shown { name, unit, interval }));
        }
        shown
    }
}

impl Interval {
    /// A mean with its half-width.
    #[must_use]
    pub fn in_words(&self, unit: Unit) -> String {
        let mean = self.beside(unit, self.mean);
        match self.half_width_in_words(unit) {
            Some(width) => format!("{mean} ± {width}"),
            None => mean,
        }
    }

    /// A value as exact as the interval is wide.
    #[must_use]
    pub fn beside(&self, unit: Unit, value: f64) -> String {
        let value = Decimal::from_f64(value);
        match (unit, self.half_width) {
            (Unit::Time, Some(width)) => seconds_beside(value, Decimal::from_f64(width)),
            _ => words::figure(unit, value),
        }
    }

    /// Half the interval's width in a unit that goes with the mean's.
    #[must_use]
    pub fn half_width_in_words(&self, unit: Unit) -> Option<String> {
        let width = Decimal::from_f64(self.half_width?);
        Some(match unit {
            Unit::Share => percentage_points(width),
            Unit::Rate => {
                let text = rate_beside(width, Decimal::from_f64(self.mean));
                match text.strip_prefix("0.00") {
                    Some(unit) if width > Decimal::ZERO => format!("<0.01{unit}"),
                    _ => text,
                }
            }
            Unit::Count | Unit::Number | Unit::Time => words::figure(unit, width),
        })
    }
}
