//! What messages say and to whom: made when somebody looks, from seed and number alone.

use super::*;
use crate::message::{Content, MessageId, WholeMessage};
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

/// Who reads each message reads what a look at it shows, once, as it is produced.
#[test]
fn who_reads_messages_reads_each_of_them_once() {
    /// Message, kind, priority and content.
    #[derive(Debug, Default)]
    struct Reader(Vec<(u32, String, i32, Content)>);

    impl Observer for Reader {
        fn observe(&mut self, _: SimTime, _: &Observation) {}

        fn reads_messages(&self) -> bool {
            true
        }

        fn read(&mut self, _: SimTime, reading: &WholeMessage<'_>) {
            self.0.push((
                reading.message.0,
                reading.kind.to_owned(),
                reading.priority,
                reading.content.clone(),
            ));
        }
    }

    for arrivals in ["burst", "{every: 10ms}"] {
        let scenario = scenario(&[
            "seed: 5",
            &format!(
                "producer: {{messages: 40, arrivals: {arrivals}, \
                 kinds: [{{name: a, weight: 3}}, {{name: b, priority: 7}}]}}"
            ),
            "timeline: [{at: 1s, submit: {kind: b, priority: 9, text: by hand}}]",
        ]);
        let (run, reader) = watched_to_end::<Reader>(&scenario);
        let numbers: Vec<u32> = reader.0.iter().map(|read| read.0).collect();
        assert_eq!(numbers, (0..41).collect::<Vec<_>>());
        for (id, kind, priority, content) in &reader.0 {
            let id = MessageId(*id);
            assert_eq!((kind.as_str(), content), (run.kind(id), &run.content(id)));
            assert_eq!(*priority, if id.0 == 40 { 9 } else { 7 * i32::from(kind == "b") });
        }
        assert!(reader.0.iter().any(|read| read.1 == "b") && reader.0.iter().any(|read| read.1 == "a"));
        assert_eq!(reader.0[40].3.text, "by hand");
        let mut alone = Simulation::new(&scenario, 0);
        alone.run_to_end();
        assert_eq!(alone.digest(), run.digest());
    }
}

/// A burst may be of billions: who has enough is not read to any more.
#[test]
fn who_has_read_enough_is_read_no_more() {
    #[derive(Debug, Default)]
    struct Hasty(u32);

    impl Observer for Hasty {
        fn observe(&mut self, _: SimTime, _: &Observation) {}

        fn reads_messages(&self) -> bool {
            self.0 < 5
        }

        fn read(&mut self, _: SimTime, _: &WholeMessage<'_>) {
            self.0 += 1;
        }
    }

    let (_, reader) = watched_to_end::<Hasty>(&scenario(&["producer: {messages: 40}"]));
    assert_eq!(reader.0, 5);
}
