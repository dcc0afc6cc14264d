//! The command that repeats the page's run in a terminal.

use super::{Draft, Run};
use bellwether::scenario::Settings;

/// The command for the run that is shown, with more flags, each after a space; empty if there is none. A scenario that is
/// not the exercise comes with it, between two lines that mark it.
pub(super) fn command_line(draft: &Draft, run: &Run, flags: &str) -> String {
    let program = "cargo run --release -p cli --";
    // before it begins, the draft is what will run
    let (text, settings): (&str, &Settings) = match &draft.scenario {
        _ if run.knows_scenario => (&run.text, &run.scenario),
        Some(scenario) => (&draft.text, scenario),
        // what was not found to be a scenario may come from anywhere and hold anything
        None => return String::new(),
    };
    let exercise = Settings {
        seed: settings.seed,
        ..Settings::default()
    };
    if run.journal.is_empty() && *settings == exercise {
        return format!("{program} --seed {}{flags}", settings.seed);
    }
    let text = if run.journal.is_empty() {
        text.to_owned()
    } else {
        Draft::with_journal(text, &run.journal)
    };
    // a terminal takes each of them for the end of a line, and so for that of the scenario if the line is its word
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_end();
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
    format!("{program} -{flags} <<'{end}'\n{text}\n{end}")
}
