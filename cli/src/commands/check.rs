//! `check`: what was understood of a scenario file.

use bellwether::scenario::Format;

use crate::arguments::ScenarioArguments;
use crate::describe;
use crate::failure::Failure;
use crate::format::{text, width};
use crate::input::Input;
use crate::summary::Section;
use bellwether::words::things;

/// What a scenario says, in words or as a scenario file with every default filled in.
pub(super) fn check(arguments: &ScenarioArguments, yaml: bool) -> Result<String, Failure> {
    let Input {
        scenario,
        document,
        origin,
        ..
    } = Input::read(arguments)?;
    if yaml {
        return Ok(scenario.to_yaml());
    }
    let understood = document.understood();
    let format = match understood.format {
        Format::Native => "a scenario file",
        Format::ConfigYaml => "an older config.yaml",
        Format::DotEnv => "an older .env",
    };
    let mut facts = vec![
        ("name", scenario.name.clone()),
        ("seed", scenario.seed.to_string()),
    ];
    facts.extend(describe::scenario(&scenario));
    if !scenario.targets.is_empty() {
        let targets: Vec<&str> = scenario
            .targets
            .iter()
            .map(|target| target.text.as_str())
            .collect();
        facts.push(("targets", targets.join("; ")));
    }
    let mut sections = vec![Section::facts("Understood", facts)];
    if !understood.notes.is_empty() {
        let mut notes = Section::facts("Notes on the file, before any flags", []);
        notes.notes.clone_from(&understood.notes);
        sections.push(notes);
    }
    let senders: u64 = scenario.senders.iter().map(|group| u64::from(group.count)).sum();
    let is_default = arguments.scenario.is_none() && arguments.preset.is_none();
    let can_run = if is_default {
        "the default scenario: can run".to_owned()
    } else {
        format!("{origin}: {format} that can run")
    };
    let headline = (
        can_run,
        format!(
            "{} and {}; `--yaml` shows every setting",
            things(scenario.producer.messages, "message"),
            things(senders, "sender")
        ),
    );
    Ok(text::write(&headline, &sections, width(None)))
}
