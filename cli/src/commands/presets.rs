//! `presets` and `preset`: named scenarios to begin with.

use bellwether::scenario::{PRESETS, preset};

use crate::failure::Failure;

/// All presets with what they show.
pub(super) fn list() -> String {
    let width = PRESETS.iter().map(|preset| preset.name.len()).max().unwrap_or(0);
    let lines: Vec<String> = PRESETS
        .iter()
        .map(|preset| format!("{:width$}  {}\n", preset.name, preset.description))
        .collect();
    format!(
        "{}\nbellwether preset NAME prints one, bellwether --preset NAME runs it.\n",
        lines.concat()
    )
}

/// One preset's scenario file, its source above it.
pub(super) fn text(name: &str) -> Result<&'static str, Failure> {
    find(name).map(|preset| preset.text)
}

/// The preset of that name.
pub(crate) fn find(name: &str) -> Result<&'static bellwether::scenario::Preset, Failure> {
    preset(name).ok_or_else(|| {
        let names: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
        Failure::Usage {
            message: format!("there is no preset {name:?}; there are {}", names.join(", ")),
            hint: Some("`bellwether presets` says what each shows".to_owned()),
        }
    })
}
