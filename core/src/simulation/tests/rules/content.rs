//! What messages say and to whom: made when somebody looks, from seed and number alone.

use super::*;
use crate::message::{Content, MessageId};
use std::collections::BTreeSet;

fn contents(sections: &[&str]) -> Vec<Content> {
    let run = Simulation::new(&scenario(sections), 0);
    (0..2000).map(|id| run.content(MessageId(id))).collect()
}

#[test]
fn each_seed_and_number_has_its_own_content_and_nothing_else_matters() {
    let base = contents(&["seed: 5"]);
    let differing = |other: &[Content]| base.iter().zip(other).filter(|(one, other)| one != other).count();
    assert_eq!(differing(&contents(&["seed: 6"])), 2000);
    let other = [
        "seed: 5",
        TWO,
        "producer: {messages: 5}",
        "broker: {discipline: lifo}",
    ];
    assert_eq!(differing(&contents(&other)), 0);
    let texts: BTreeSet<&str> = base.iter().map(|content| content.text.as_str()).collect();
    assert!(texts.len() > 1900, "few are alike: {}", texts.len());
}

#[test]
fn texts_have_every_length_from_1_to_100_or_as_the_scenario_says() {
    let lengths = |sections: &[&str]| {
        let lengths: BTreeSet<usize> = contents(sections)
            .iter()
            .map(|content| content.text.len())
            .collect();
        (lengths.len(), lengths.first().copied(), lengths.last().copied())
    };
    assert_eq!(lengths(&["seed: 5"]), (100, Some(1), Some(100)));
    let few = "producer: {text_length: {min: 3, max: 7}}";
    assert_eq!(lengths(&[few]), (5, Some(3), Some(7)));
}

#[test]
fn phone_numbers_are_those_kept_for_fiction() {
    let numbers: BTreeSet<String> = contents(&["seed: 5"])
        .into_iter()
        .map(|content| content.phone_number)
        .collect();
    assert!(numbers.len() > 1800, "{}", numbers.len());
    for number in numbers {
        let parts: Vec<&str> = number.split('-').collect();
        let [country, area, exchange, line] = parts[..] else {
            panic!("{number}")
        };
        assert_eq!(
            (country, exchange, area.len(), line.len()),
            ("+1", "555", 3, 4),
            "{number}"
        );
        assert!(
            line.starts_with("01") && area.starts_with(|c| ('2'..='9').contains(&c)),
            "{number}"
        );
    }
}
