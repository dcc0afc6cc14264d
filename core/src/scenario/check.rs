//! From document to scenario: every value within its limits, all problems at once.

pub(super) mod values;
mod producer;
pub(super) mod memory;
mod broker;
mod senders;
mod shape;
mod timeline;

use self::values::{At, Checker};
use super::document::{Content, Document, Limits};
use super::fields;
use super::problem::{Problem, grouped, shortened};
use super::{
    Group, Kind, MAX_ATTEMPTS_AT_ONCE, MAX_SENDERS, Monitor, Producer, Scenario, Settings, Supervisor, WarmUp,
};
use crate::target::Target;
use crate::time::SimDuration;

impl Scenario {
    /// Reads a scenario file in YAML or JSON, or one of the two older formats.
    ///
    /// # Errors
    /// All that is wrong with it, in order of place.
    pub fn from_text(text: &str) -> Result<Self, Vec<Problem>> {
        Self::from_document(&Document::parse(text)?)
    }

    /// Reads a scenario file as it lies on the disk.
    ///
    /// # Errors
    /// All that is wrong with it, in order of place.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        Self::from_document(&Document::parse_bytes(bytes, &Limits::default())?)
    }

    /// Checks a document and completes it with the defaults.
    ///
    /// # Errors
    /// All that is wrong with it, in order of place.
    pub fn from_document(document: &Document) -> Result<Self, Vec<Problem>> {
        let mut checker = Checker::new(document);
        let settings = settings(&mut checker);
        let problems = checker.into_problems();
        if problems.is_empty() {
            Ok(Self(settings))
        } else {
            Err(shortened(problems))
        }
    }
}

fn settings(c: &mut Checker<'_>) -> Settings {
    let top = c.root(&fields::SCENARIO);
    c.get::<u32>(&top.at(&fields::VERSION));
    let producer_at = top.at(&fields::PRODUCER);
    let producer = producer::producer(c, &producer_at);
    let until = c.optional(&top.at(&fields::UNTIL));
    if until.is_none() {
        producer::check_last_production(c, &producer_at, &producer);
    }
    let warm_up = warm_up(c, &top.at(&fields::WARM_UP), &producer, until);
    let broker = broker::broker(c, &top.at(&fields::BROKER));
    let senders_at = top.at(&fields::SENDERS);
    let senders = senders::groups(c, &senders_at);
    let plan = timeline::timeline(c, &top.at(&fields::TIMELINE), &senders, &producer.kinds);
    check_totals(c, &senders_at, &senders, &plan.counts);
    let targets = targets(c, &top.at(&fields::TARGETS), &senders, &producer.kinds);
    let settings = Settings {
        name: c.get(&top.at(&fields::NAME)),
        seed: c.get(&top.at(&fields::SEED)),
        until,
        warm_up,
        producer,
        broker,
        senders,
        monitor: monitor(c, &top.at(&fields::MONITOR)),
        timeline: plan.entries,
        targets,
    };
    if c.count() == 0 {
        memory::check_memory(c, &producer_at, &settings);
    }
    settings
}

fn warm_up(c: &mut Checker<'_>, at: &At<'_>, producer: &Producer, until: Option<SimDuration>) -> WarmUp {
    if !matches!(at.node.map(|node| &node.content), Some(Content::Mapping(_))) {
        let time = c.get::<SimDuration>(at);
        if let Some(until) = until.filter(|until| time >= *until && !time.is_zero()) {
            c.wrong(
                at,
                format!("{time} leaves no time for the statistics; allowed: less than until, {until}"),
            );
        }
        return WarmUp::Time(time);
    }
    let map = c.mapping(at);
    let messages = map.at(&fields::WARM_UP_MESSAGES);
    let Some(count) = c.required::<u32>(&messages) else {
        return WarmUp::Messages(0);
    };
    if count >= producer.messages {
        let most = grouped(i128::from(producer.messages) - 1);
        c.wrong(
            &messages,
            format!("{count} leaves no message for the statistics; allowed: at most {most}"),
        );
    }
    WarmUp::Messages(count)
}

fn monitor(c: &mut Checker<'_>, at: &At<'_>) -> Monitor {
    let map = c.mapping(at);
    let supervisor = map.at(&fields::SUPERVISOR);
    Monitor {
        interval: c.get(&map.at(&fields::INTERVAL)),
        max_samples: c.get(&map.at(&fields::MAX_SAMPLES)),
        supervisor: c.present(&supervisor).then(|| {
            let map = c.mapping(&supervisor);
            Supervisor {
                silent_after: c.get(&map.at(&fields::SILENT_AFTER)),
                restart_time: c.get(&map.at(&fields::RESTART_TIME)),
                max_restarts: c.optional(&map.at(&fields::MAX_RESTARTS)),
            }
        }),
    }
}

fn targets(c: &mut Checker<'_>, at: &At<'_>, groups: &[Group], kinds: &[Kind]) -> Vec<Target> {
    let names = || groups.iter().map(|group| group.name.as_str());
    let kinds = || kinds.iter().map(|kind| kind.name.as_str());
    let mut targets = Vec::new();
    for item in c.items(at) {
        let Some(text) = c.required::<String>(&item) else {
            continue;
        };
        match Target::parse(&text) {
            Err(message) => c.wrong(&item, message),
            Ok(target) => {
                if let Some(group) = target.group().filter(|group| !names().any(|name| name == *group)) {
                    c.unknown_name(&item, group, "group", names);
                }
                if let Some(kind) = target.kind().filter(|kind| !kinds().any(|name| name == *kind)) {
                    c.unknown_name(&item, kind, "kind", kinds);
                }
                targets.push(target);
            }
        }
    }
    targets
}

/// All groups together, those that the timeline adds included, must stay within bounds.
fn check_totals(c: &mut Checker<'_>, at: &At<'_>, groups: &[Group], counts: &[u64]) {
    let senders: u64 = counts.iter().sum();
    if senders > u64::from(MAX_SENDERS) {
        let most = grouped(i128::from(MAX_SENDERS));
        let senders = grouped(i128::from(senders));
        c.wrong(
            at,
            format!("{senders} senders in all, those added later included; allowed: at most {most}"),
        );
    }
    let attempts: u64 = groups
        .iter()
        .zip(counts)
        .map(|(group, count)| count * u64::from(group.concurrency))
        .sum();
    if attempts > u64::from(MAX_ATTEMPTS_AT_ONCE) {
        let most = grouped(i128::from(MAX_ATTEMPTS_AT_ONCE));
        let attempts = grouped(i128::from(attempts));
        c.wrong(
            at,
            format!("{attempts} attempts at once (senders × concurrency); allowed: at most {most}"),
        );
    }
}
