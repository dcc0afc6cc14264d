//! Bad input and good, through the same door as everybody's.

mod bad_input;
mod bad_settings;
mod hostile;
mod good_input;
mod edits;
mod random;
mod round_trip;
mod table;

use super::{Problem, Scenario};

/// The settings that a text gives, or what is wrong with it.
fn read(text: &str) -> Result<Scenario, Vec<String>> {
    Scenario::from_text(text).map_err(|problems| problems.iter().map(Problem::to_string).collect())
}

/// The settings of a text that must be right.
fn accepted(text: &str) -> Scenario {
    read(text).unwrap_or_else(|problems| panic!("{text}\nwas refused: {problems:#?}"))
}

/// The only problem of a text that must be wrong in one way.
fn refused(text: &str) -> String {
    match read(text) {
        Ok(scenario) => panic!("{text}\nwas accepted: {scenario:?}"),
        Err(problems) if problems.len() == 1 => problems.concat(),
        Err(problems) => panic!("{text}\nhas more than one problem: {problems:#?}"),
    }
}
