//! The run that the page shows.

use super::Settings;
use super::log::{Kind, Line, lines};
use crate::protocol::{Pace, Snapshot, Start, Status};
use bellwether::report::End;
use bellwether::scenario::Scenario;
use std::rc::Rc;

/// Lines of the log that are kept, and of the monitor's at least so many.
const LINES: usize = 1000;
const MONITOR_LINES: usize = 250;

/// How the run stands, as the person sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Nothing has happened.
    #[default]
    Ready,
    Running,
    Paused,
    Over(End),
}

impl Phase {
    /// Whether nothing can be done to the run any more: one that has stalled can be mended.
    pub(crate) fn is_final(self) -> bool {
        matches!(self, Self::Over(end) if end != End::Stalled)
    }
}

/// A run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Run {
    /// Its number; what comes late from an earlier one is dropped.
    pub(crate) id: u32,
    pub(crate) phase: Phase,
    /// What runs.
    pub(crate) scenario: Rc<Scenario>,
    /// The text that it was read from.
    pub(crate) text: String,
    /// Whether `scenario` is that of the text: of a run that was left, the text alone is known until it begins again.
    pub(super) knows_scenario: bool,
    /// What was done by hand, as entries of a timeline.
    pub(crate) journal: Vec<String>,
    pub(crate) snapshot: Option<Rc<Snapshot>>,
    pub(crate) log: Rc<Vec<Line>>,
    /// How many lines of the log there was no more room for.
    pub(crate) left_out: usize,
    /// Number of the last command sent.
    commands: u32,
    /// The point at which it was left before a reload.
    left_at: String,
}

impl Run {
    /// A run that was left at a point, instead of this one.
    pub(super) fn left(&self, phase: Phase, text: String, journal: Vec<String>, point: String) -> Self {
        Self {
            id: self.id,
            phase,
            text,
            journal,
            commands: self.commands,
            left_at: point,
            ..Self::default()
        }
    }

    /// Whether it is still on its way back to where it was left.
    pub(crate) fn is_returning(&self) -> bool {
        match &self.snapshot {
            Some(snapshot) => snapshot.returning,
            None => self.phase != Phase::Ready && !self.left_at.is_empty(),
        }
    }

    /// The point that it has come to; empty at the start.
    pub(crate) fn point(&self) -> &str {
        match &self.snapshot {
            // while it is on its way back to a point, that is the point
            Some(snapshot) if snapshot.returning => &self.left_at,
            Some(snapshot) => &snapshot.point,
            None => &self.left_at,
        }
    }

    /// Forgets the run before and begins another, which goes to the point at which it was left, if it was.
    pub(super) fn begin(
        &mut self,
        scenario: Scenario,
        text: String,
        phase: Phase,
        journal: Vec<String>,
        left_at: String,
    ) {
        *self = Self {
            id: self.id + 1,
            phase,
            scenario: Rc::new(scenario),
            knows_scenario: true,
            text,
            journal,
            commands: self.commands,
            left_at,
            // the last picture stays until there is another
            snapshot: None,
            ..Self::default()
        };
    }

    /// The command that begins the run in the worker.
    pub(super) fn start(&mut self, settings: &Settings) -> Start {
        Start {
            run: self.id,
            text: self.text.clone(),
            journal: self.journal.clone(),
            pace: self.pace(settings),
            skip_to: self.left_at.clone(),
        }
    }

    /// How the run goes on, as a new command.
    pub(super) fn pace(&mut self, settings: &Settings) -> Pace {
        Pace {
            heard: self.next_command(),
            speed: settings.speed(),
            refresh: f64::from(settings.refresh),
            paused: self.phase != Phase::Running,
        }
    }

    pub(super) const fn next_command(&mut self) -> u32 {
        self.commands += 1;
        self.commands
    }

    /// Takes a snapshot in, unless it is of another run.
    pub(super) fn take(&mut self, snapshot: Snapshot) {
        if snapshot.run != self.id {
            return;
        }
        // what was said before the last command does not yet know of it
        if snapshot.heard == self.commands {
            self.phase = match (snapshot.status, self.phase) {
                (Status::Over(end), _) => Phase::Over(end),
                (Status::Running, _) => Phase::Running,
                (Status::Paused, Phase::Ready) if snapshot.point.is_empty() && !snapshot.returning => {
                    Phase::Ready
                }
                (Status::Paused, _) => Phase::Paused,
            };
        }
        if !snapshot.log.is_empty() {
            let log = Rc::make_mut(&mut self.log);
            log.extend(lines(&snapshot.log, &snapshot.words, &self.scenario));
            self.left_out += thin(log);
        }
        self.snapshot = Some(Rc::new(snapshot));
    }
}

/// Takes the oldest lines away until there are few enough: first the monitor's, then what became of senders. How many
/// went.
fn thin(log: &mut Vec<Line>) -> usize {
    let before = log.len();
    let kinds = [
        (Some(Kind::Monitor), MONITOR_LINES),
        (Some(Kind::Sender), 0),
        (None, 0),
    ];
    for (kind, least) in kinds {
        let is_of_kind = |line: &Line| kind.is_none_or(|kind| line.kind == kind);
        let all = log.iter().filter(|line| is_of_kind(line)).count();
        let mut surplus = log.len().saturating_sub(LINES).min(all.saturating_sub(least));
        log.retain(|line| {
            let goes = surplus > 0 && is_of_kind(line);
            surplus -= usize::from(goes);
            !goes
        });
    }
    before - log.len()
}
