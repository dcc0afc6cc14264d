//! Finished runs that the browser keeps: what each was made of, and its figures.

use super::file_name::{REPORT, file_name};
use super::{Draft, Effect, Notice, Phase, Saved, State};
use crate::protocol::Command;
use bellwether::report::End;
use bellwether::scenario::PRESETS;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// What was put aside earlier lies below what is put aside now, and comes back after it.
const MOST_BELOW: u32 = 3;

/// Letters of a line that are enough to tell two runs apart.
const LONG: usize = 40;

/// A finished run. Scenario and hand actions are all that it takes to run it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct KeptRun {
    /// When it was kept, in milliseconds since 1970.
    pub(crate) at: f64,
    pub(crate) name: String,
    pub(crate) seed: String,
    text: String,
    pub(crate) journal: Vec<String>,
    /// Its last point.
    point: String,
    /// How it ended, in a word.
    pub(crate) end: String,
    pub(crate) digest: String,
    /// Virtual seconds.
    pub(crate) time: f64,
    /// How many there are at the start; runs that were kept earlier do not say so.
    pub(crate) senders: Option<u64>,
    pub(crate) messages: u64,
    pub(crate) sent: u64,
    pub(crate) failed: u64,
    /// Messages per second.
    pub(crate) throughput: f64,
    /// Seconds.
    pub(crate) delivery_p99: Option<f64>,
}

impl KeptRun {
    /// Its key in the database: the same run has the same.
    pub(crate) fn key(&self) -> String {
        let made_of = format!("{}\n{}", self.text, self.journal.join("\n"));
        format!("{}-{:08x}", self.digest, super::link::checksum(&made_of))
    }

    /// What of its text tells it from an earlier run.
    pub(crate) fn what_is_new(&self, earlier: &Self) -> Option<String> {
        new_line(&self.text, &earlier.text)
    }
}

/// The first line that another text does not have, but that with the seed; of a long one its beginning.
fn new_line(text: &str, other: &str) -> Option<String> {
    let mut lines = text.lines().zip(other.lines());
    let (new, _) = lines.find(|(line, other)| line != other && !line.starts_with("seed:"))?;
    let new = new.trim();
    (!other.contains(new)).then(|| new.chars().take(LONG).collect())
}

/// What is kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    /// The newest first.
    pub(crate) runs: Rc<Vec<KeptRun>>,
    /// Why nothing can be kept.
    pub(crate) problem: Option<String>,
}

/// The same list, not one that says the same: it is compared at every picture.
impl PartialEq for History {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.runs, &other.runs) && self.problem == other.problem
    }
}

impl State {
    /// The run that is over now, to be kept, unless it is already.
    pub(super) fn to_keep(&self, end: End) -> Option<Effect> {
        let run = self.as_kept(end)?;
        let is_new =
            self.forgotten != run.key() && self.history.runs.iter().all(|kept| kept.key() != run.key());
        is_new.then(|| Effect::Keep(Box::new(run)))
    }

    /// The key of the run that is shown, once it is over.
    pub(crate) fn shown_key(&self) -> Option<String> {
        match self.run.phase {
            Phase::Over(end) => self.as_kept(end).map(|run| run.key()),
            _ => None,
        }
    }

    fn as_kept(&self, end: End) -> Option<KeptRun> {
        let snapshot = self.run.snapshot.as_ref()?;
        Some(KeptRun {
            at: 0.0,
            name: self.run.scenario.name.clone(),
            seed: self.run.scenario.seed.to_string(),
            text: self.run.text.clone(),
            journal: self.run.journal.clone(),
            point: snapshot.point.clone(),
            end: super::end_name(end).to_owned(),
            digest: snapshot.digest.clone(),
            time: snapshot.now,
            senders: Some(
                self.run
                    .scenario
                    .senders
                    .iter()
                    .map(|group| u64::from(group.count))
                    .sum(),
            ),
            messages: snapshot.messages.produced,
            sent: snapshot.messages.sent,
            failed: snapshot.messages.failed,
            throughput: snapshot.gauges.throughput,
            delivery_p99: snapshot.gauges.delivery_p99,
        })
    }

    fn kept(&self, key: &str) -> Option<KeptRun> {
        self.history.runs.iter().find(|run| run.key() == key).cloned()
    }

    /// Shows a kept run again: it is run anew, up to its end at once.
    pub(super) fn reopen(&mut self, key: &str) -> Vec<Effect> {
        let Some(run) = self.kept(key) else {
            return Vec::new();
        };
        self.replace(run.text, run.journal, run.point)
    }

    /// Runs another scenario instead, up to a point at once. What a person wrote or did is nowhere else: it is put
    /// aside.
    pub(super) fn replace(&mut self, text: String, journal: Vec<String>, point: String) -> Vec<Effect> {
        self.replace_by(Draft::new(text, self.draft.version + 1), journal, point)
    }

    /// The same scenario with another number of messages: what was done by hand is put aside with it.
    pub(super) fn run_with(&mut self, messages: u32) -> Vec<Effect> {
        let draft = self.draft.with_field("producer.messages", &messages.to_string());
        if draft.scenario.is_none() {
            // so many are not possible: it is said at the field, and the run goes on
            return self.edited(draft);
        }
        self.replace_by(draft, Vec::new(), String::new())
    }

    fn replace_by(&mut self, draft: Draft, journal: Vec<String>, point: String) -> Vec<Effect> {
        let aside = self.put_aside();
        self.draft = Rc::new(draft);
        self.linked = false;
        let effects = self.begin(Phase::Running, journal, point);
        self.tell_of(aside);
        effects
    }

    /// Puts the scenario aside, unless it is to be found elsewhere.
    pub(super) fn put_aside(&mut self) -> bool {
        let text = &self.draft.text;
        let found = self.linked
            || PRESETS.iter().any(|preset| preset.text == text)
            || self.history.runs.iter().any(|run| run.text == *text);
        if found && (self.run.journal.is_empty() || matches!(self.run.phase, Phase::Over(_))) {
            return false;
        }
        let mut saved = Saved::of(self);
        saved.cut_below(MOST_BELOW);
        self.put_aside = Some(Box::new(saved));
        true
    }

    /// Offers what was put aside.
    pub(super) fn tell_of(&mut self, put_aside: bool) {
        if !put_aside {
            return;
        }
        let said = self.notice.take();
        self.tell("Your own scenario is put aside.".to_owned(), false);
        if let Some(notice) = &mut self.notice {
            notice.way_back = true;
            if let Some(said) = said {
                // bad news first
                *notice = Notice {
                    text: format!("{} {}", said.text, notice.text),
                    way_back: true,
                    ..said
                };
            }
        }
    }

    /// Takes up what was put aside, where it was.
    pub(super) fn bring_back(&mut self) -> Vec<Effect> {
        let Some(saved) = self.put_aside.take() else {
            return Vec::new();
        };
        self.notice = None;
        if saved.run_id == Some(self.run.id) {
            // its run has gone on: nothing that was done to it since is taken back
            self.draft = Rc::new(Draft::new(saved.text.clone(), self.draft.version + 1));
            self.linked = saved.linked;
            self.put_aside = saved.put_aside;
            return vec![self.save()];
        }
        self.restore(Some(*saved));
        self.take_up()
    }

    /// Saves the report of a kept run: it is run anew beside the run that is shown.
    pub(super) fn export_kept(&mut self, key: &str) -> Vec<Effect> {
        let Some(run) = self.kept(key) else {
            return Vec::new();
        };
        if let Some(reason) = self.deaf() {
            self.tell(reason.to_owned(), true);
            return Vec::new();
        }
        self.ticket += 1;
        let name = file_name(&run.name, &run.seed, REPORT);
        self.exported = Some((self.ticket, name, Some(run.digest)));
        vec![Effect::Post(Command::Whole {
            ticket: self.ticket,
            text: if run.journal.is_empty() {
                run.text
            } else {
                Draft::with_journal(&run.text, &run.journal)
            },
            seed: String::new(),
            replication: 0,
        })]
    }
}

#[cfg(test)]
mod tests {
    use super::new_line;

    #[test]
    fn what_tells_a_run_from_another_is_a_line_of_its_text() {
        let other = "seed: 1\nproducer:\n  messages: 20\nsenders:\n  - count: 3\n";
        for (text, new) in [
            (other.to_owned(), None),
            (other.replace("seed: 1", "seed: 2"), None),
            (other.replace('1', "2").replace('3', "4"), Some("- count: 4")),
            (
                other.replace("senders", "monitor: {interval: 1s}\nsenders"),
                Some("monitor: {interval: 1s}"),
            ),
            // what stands further down there is nothing new
            (other.replace("  messages: 20\n", ""), None),
        ] {
            assert_eq!(new_line(&text, other).as_deref(), new, "{text}");
        }
        let long = format!("{{name: {}}}", "é".repeat(99));
        assert_eq!(new_line(&long, other).map(|line| line.chars().count()), Some(40));
    }
}
