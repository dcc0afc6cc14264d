//! What survives a reload.

use super::{DEFAULT_SPEED, Phase, REFRESH_STEPS, Run, SPEEDS, Settings, State, Theme};
use crate::protocol::Stride;
use serde::{Deserialize, Serialize};

const VERSION: u32 = 2;

/// Scenario, point of the run, settings.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Saved {
    version: u32,
    /// The scenario as it was written.
    pub(super) text: String,
    /// The scenario of the run, if it is another.
    #[serde(default)]
    run_text: Option<String>,
    /// The number of the run, as long as the page is open.
    #[serde(skip)]
    pub(super) run_id: Option<u32>,
    journal: Vec<String>,
    point: String,
    running: bool,
    speed: usize,
    refresh: u32,
    #[serde(default)]
    stride: String,
    theme: String,
    /// Whether the scenario is a link's, as it came.
    #[serde(default)]
    pub(super) linked: bool,
    /// The key of a finished run that is not to be kept again, since it was deleted.
    #[serde(default)]
    pub(super) forgotten: String,
    /// The person's own scenario that another one replaced.
    #[serde(default)]
    pub(super) put_aside: Option<Box<Self>>,
}

impl Saved {
    /// What there is to save.
    pub(super) fn of(state: &State) -> Self {
        let run = &state.run;
        Self {
            version: VERSION,
            text: state.draft.text.clone(),
            run_text: (!run.text.is_empty() && state.is_edited()).then(|| run.text.clone()),
            run_id: run.knows_scenario.then_some(run.id),
            journal: run.journal.clone(),
            point: run.point().to_owned(),
            running: matches!(run.phase, Phase::Running | Phase::Over(_)),
            speed: state.settings.speed,
            refresh: state.settings.refresh,
            stride: state.settings.stride.name().to_owned(),
            theme: state.settings.theme.name().to_owned(),
            linked: state.linked,
            forgotten: state.forgotten.clone(),
            put_aside: state.put_aside.clone(),
        }
    }

    /// Keeps so many of those that lie below, at most.
    pub(super) fn cut_below(&mut self, most: u32) {
        match (most, &mut self.put_aside) {
            (0, below) => *below = None,
            (_, Some(below)) => below.cut_below(most - 1),
            (_, None) => {}
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
            stride: Stride::named(&self.stride),
            theme: Theme::named(&self.theme),
        }
    }

    /// Its run, instead of another one.
    pub(super) fn run(&self, instead_of: &Run) -> Run {
        let phase = match (self.running, self.point.is_empty()) {
            (true, _) => Phase::Running,
            (false, false) => Phase::Paused,
            (false, true) => Phase::Ready,
        };
        let text = self.run_text.as_ref().unwrap_or(&self.text).clone();
        instead_of.left(phase, text, self.journal.clone(), self.point.clone())
    }
}
