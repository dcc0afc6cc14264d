//! The scenario as resolved, which a report holds: run again it gives the same bytes, and `--set` reaches each key.

use std::path::PathBuf;

use serde_json::Value;

use crate::program::{Place, run};

/// The scenarios that the program's twins are compared with, and those that come with the program.
fn sources() -> Vec<Vec<String>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/scenarios");
    let files = std::fs::read_dir(folder).expect("the folder of scenarios");
    let files = files.map(|file| vec![file.expect("a file").path().to_string_lossy().into_owned()]);
    let list = run(&["presets"]).well();
    let presets = list.lines().take_while(|line| !line.is_empty());
    let presets = presets.map(|line| {
        let name = line.split(' ').next().expect("a name");
        vec!["--preset".to_owned(), name.to_owned()]
    });
    let all: Vec<Vec<String>> = files.chain(presets).collect();
    assert!(all.len() > 20, "{all:?}");
    all
}

fn json(arguments: &[String]) -> String {
    let mut all = vec!["--format", "json"];
    all.extend(arguments.iter().map(String::as_str));
    let ended = run(&all);
    assert!(matches!(ended.status, 0 | 1), "{all:?}: {}", ended.err);
    ended.out
}

fn parsed(report: &str) -> Value {
    serde_json::from_str(report).expect("JSON")
}

#[test]
fn run_again_it_gives_the_same_bytes() {
    for source in sources() {
        let report = json(&source);
        let scenario = parsed(&report)["scenario"].to_string();
        let place = Place::new();
        let again = place.run_on(&["-", "--format", "json"], &scenario).out;
        assert!(report == again, "{source:?}");
        // and as YAML with every default filled in
        let yaml = place.run_on(&["check", "-", "--yaml"], &scenario).well();
        let again = place.run_on(&["-", "--format", "json"], &yaml).out;
        assert!(report == again, "{source:?}: {yaml}");
    }
}

/// Paths and texts of all that is set: `senders[1].crash.mean_up` and `10m`.
fn settings(path: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (key, member) in members {
                let dot = if path.is_empty() { "" } else { "." };
                settings(&format!("{path}{dot}{key}"), member, found);
            }
        }
        Value::Array(items) if items.first().is_some_and(Value::is_object) => {
            for (index, item) in items.iter().enumerate() {
                settings(&format!("{path}[{index}]"), item, found);
            }
        }
        Value::Null => found.push(format!("{path}=none")),
        Value::String(text) => found.push(format!("{path}={text}")),
        other => found.push(format!("{path}={other}")),
    }
}

#[test]
fn set_reaches_each_of_its_keys() {
    for source in sources() {
        let report = parsed(&json(&source));
        let mut all = Vec::new();
        settings("", &report["scenario"], &mut all);
        assert!(all.len() >= 40, "{all:?}");
        let arguments: Vec<String> = all
            .into_iter()
            .flat_map(|set| ["--set".to_owned(), set])
            .collect();
        let again = parsed(&json(&arguments));
        assert_eq!(again["scenario"], report["scenario"], "{source:?}");
        assert_eq!(again["digest"], report["digest"], "{source:?}");
    }
}
