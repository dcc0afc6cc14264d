//! A file that somebody gave: dropped or chosen.

use super::{Draft, Effect, REFRESH_STEPS, State};
use bellwether::scenario::Problem;

impl State {
    /// Takes the content of a file as the scenario, whatever format it is in; what is no text changes nothing.
    pub(super) fn read_file(&mut self, name: &str, text: String) -> Vec<Effect> {
        // what is not UTF-8 arrives with the replacement character
        if text.contains(['\0', '\u{fffd}']) {
            self.tell(
                format!("{name} is no text; a scenario file is text in UTF-8. Nothing has changed."),
                true,
            );
            return Vec::new();
        }
        let draft = Draft::new(text, self.draft.version + 1);
        // values may be wrong, and are marked; what says nothing or has no values is no scenario
        let reason = if draft.text.trim().is_empty() {
            Some("it is empty".to_owned())
        } else {
            let whole = |problem: &&Problem| draft.document.is_none() || problem.path.is_empty();
            draft.problems.iter().find(whole).map(ToString::to_string)
        };
        if let Some(reason) = reason {
            self.tell(
                format!("{name} is no scenario: {reason}. Nothing has changed."),
                true,
            );
            return Vec::new();
        }
        let refresh = draft
            .document
            .as_ref()
            .and_then(|document| document.understood().refresh_interval);
        if let Some(refresh) = refresh {
            let wanted = refresh.nanoseconds() / 1_000_000;
            let nearest = REFRESH_STEPS
                .iter()
                .min_by_key(|step| u64::from(**step).abs_diff(wanted));
            self.settings.refresh = nearest.copied().unwrap_or(self.settings.refresh);
        }
        let aside = self.put_aside();
        let mut effects = self.edited(draft);
        self.tell_of(aside);
        if refresh.is_some() {
            effects.extend(self.paced());
        }
        effects
    }
}
