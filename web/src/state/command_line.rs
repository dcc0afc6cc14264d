//! The command that repeats the page's run in a terminal.

use super::{Draft, Run};
use bellwether::scenario::Settings;

/// The command for the run that is shown. A scenario that is not the exercise comes with it, between two lines that
/// mark it.
pub(super) fn command_line(draft: &Draft, run: &Run) -> String {
    let program = "cargo run --release -p cli --";
    // before the worker has begun, the draft is what will run
    let (text, settings): (&str, Option<&Settings>) = if run.text.is_empty() {
        (&draft.text, draft.scenario.as_deref())
    } else {
        (&run.text, Some(&run.scenario))
    };
    if let Some(settings) = settings.filter(|_| run.journal.is_empty()) {
        let exercise = Settings {
            seed: settings.seed,
            ..Settings::default()
        };
        if *settings == exercise {
            return format!("{program} --seed {}", settings.seed);
        }
    }
    let text = if run.journal.is_empty() {
        text.trim_end().to_owned()
    } else {
        Draft::with_journal(text, &run.journal).trim_end().to_owned()
    };
    // a word that no line of the scenario is
    let end = (0_u32..)
        .map(|number| {
            if number == 0 {
                "END".to_owned()
            } else {
                format!("END{number}")
            }
        })
        .find(|word| text.lines().all(|line| line != word))
        .unwrap_or_default();
    format!("{program} - <<'{end}'\n{text}\n{end}")
}
