//! The command that repeats the page's run in a terminal.

use super::{Draft, Run};
use bellwether::scenario::Settings;

/// The command; what is not the default scenario is a file to be exported first.
pub(super) fn command_line(draft: &Draft, run: &Run) -> String {
    let program = "cargo run --release -p cli --";
    let settings: Option<&Settings> = draft.scenario.as_deref();
    match settings {
        Some(settings) if run.journal.is_empty() => {
            let exercise = Settings {
                seed: settings.seed,
                ..Settings::default()
            };
            if *settings == exercise {
                return format!("{program} --seed {}", settings.seed);
            }
            format!("{program} bellwether.yaml")
        }
        _ => format!("{program} bellwether.yaml"),
    }
}
