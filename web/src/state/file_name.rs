//! Names of the files that the page saves.

/// Letters of a scenario's name that are taken.
const MOST: usize = 40;
/// What a report's file is.
pub(super) const REPORT: &str = "-report.json";

/// The name of a file that is about a run, such as `bellwether-rush-hour-42-report.json`: it tells the run's scenario
/// and seed, and is safe everywhere.
pub(crate) fn file_name(scenario: &str, seed: &str, what: &str) -> String {
    let mut name = "bellwether-".to_owned();
    for letter in scenario.chars().take(MOST).chain(['-']) {
        if letter.is_ascii_alphanumeric() {
            name.push(letter.to_ascii_lowercase());
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    name + seed + what
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_file_is_named_after_scenario_and_seed() {
        for (scenario, name) in [
            ("Rush hour", "bellwether-rush-hour-7.yaml"),
            ("../M/M/1 (ρ = 0.8)\n", "bellwether-m-m-1-0-8-7.yaml"),
            ("", "bellwether-7.yaml"),
        ] {
            assert_eq!(file_name(scenario, "7", ".yaml"), name);
        }
        assert_eq!(file_name(&"x".repeat(99), "7", "").len(), 11 + 40 + 2);
    }
}
