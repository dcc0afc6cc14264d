//! What survives a reload.

use super::{DEFAULT_SPEED, Phase, REFRESH_STEPS, Run, SPEEDS, Settings, State, Theme};
use serde::{Deserialize, Serialize};

const VERSION: u32 = 1;

/// Scenario, point of the run, settings.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Saved {
    version: u32,
    /// The scenario as it was written.
    pub(super) text: String,
    journal: Vec<String>,
    /// Virtual nanoseconds as text.
    clock: String,
    running: bool,
    speed: usize,
    refresh: u32,
    theme: String,
}

impl Saved {
    /// What there is to save.
    pub(super) fn of(state: &State) -> Self {
        let edited = state.is_edited();
        Self {
            version: VERSION,
            text: state.draft.text.clone(),
            // the journal belongs to the scenario that ran
            journal: if edited {
                Vec::new()
            } else {
                state.run.journal.clone()
            },
            clock: if edited {
                String::new()
            } else {
                state.run.clock().to_owned()
            },
            running: matches!(state.run.phase, Phase::Running | Phase::Over(_)) && !edited,
            speed: state.settings.speed,
            refresh: state.settings.refresh,
            theme: state.settings.theme.name().to_owned(),
        }
    }

    pub(super) fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// From the text of an earlier visit; nothing if it is not such.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let saved: Self = serde_json::from_str(text).ok()?;
        (saved.version == VERSION).then_some(saved)
    }

    pub(super) fn settings(&self) -> Settings {
        Settings {
            speed: if self.speed < SPEEDS.len() {
                self.speed
            } else {
                DEFAULT_SPEED
            },
            refresh: self
                .refresh
                .clamp(REFRESH_STEPS[0], REFRESH_STEPS[REFRESH_STEPS.len() - 1]),
            theme: Theme::named(&self.theme),
        }
    }

    pub(super) fn run(&self) -> Run {
        let begun = !matches!(self.clock.as_str(), "" | "0");
        let phase = match (self.running, begun) {
            (true, _) => Phase::Running,
            (false, true) => Phase::Paused,
            (false, false) => Phase::Ready,
        };
        Run::left(phase, self.journal.clone(), self.clock.clone())
    }
}
