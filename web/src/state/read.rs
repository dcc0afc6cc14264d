//! A file that somebody gave: dropped or chosen.

use super::{Draft, Effect, REFRESH_STEPS, State};

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
        let mut effects = self.edited(draft);
        if refresh.is_some() {
            effects.extend(self.paced());
        }
        effects
    }
}
