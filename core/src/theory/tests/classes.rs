//! Classes of priority in the note of a report: the report has no figures for them.

use super::*;

fn classed(rate: f64, senders: u32, kinds: &[(f64, i32, f64)]) -> Settings {
    let mut settings = poisson(rate, senders);
    settings.broker.discipline = Discipline::Priority;
    settings.senders[0].mean_time = SimDuration::from_seconds(1);
    settings.producer.kinds = kinds
        .iter()
        .map(|(weight, priority, work)| Kind {
            name: format!("kind {priority} {work}"),
            weight: *weight,
            priority: *priority,
            work: *work,
        })
        .collect();
    settings
}

/// One server, loads 0.3 and 0.5, mean service 1 s: 0.8 / 0.7 and 0.8 / (0.7 × 0.2) seconds.
#[test]
fn two_classes_at_one_exponential_sender() {
    let theory = theory_of(&classed(0.8, 1, &[(5.0, 0, 1.0), (3.0, 9, 1.0)]));
    assert_eq!(theory.model, Some("M/M/c with priorities"));
    assert!(
        theory
            .note
            .ends_with("mean wait by priority: 1.142857s at 9, 5.714286s at 0"),
        "{}",
        theory.note
    );
}

/// Two servers at load 3/4: C = 9/14, so 9/28 s until one is free; a third of the load goes first.
#[test]
fn two_classes_at_two_exponential_senders() {
    let theory = theory_of(&classed(1.5, 2, &[(2.0, -1, 1.0), (1.0, 0, 1.0)]));
    // 9/28 / 0.75 and 9/28 / (0.75 × 0.25)
    assert!(
        theory
            .note
            .ends_with("mean wait by priority: 428.571ms at 0, 1.714286s at -1"),
        "{}",
        theory.note
    );
}

/// Short ones first at one sender: λ E S² / 2 = 0.2 × (0.5 × 2 × 1 + 0.5 × 2 × 9) / 2 = 1; loads 0.1 and 0.3.
#[test]
fn classes_of_unlike_work() {
    let theory = theory_of(&classed(0.2, 1, &[(1.0, 0, 3.0), (1.0, 1, 1.0)]));
    assert_eq!(theory.model, Some("M/G/1 with priorities"));
    // 1 / 0.9 and 1 / (0.9 × 0.6)
    assert!(
        theory
            .note
            .ends_with("mean wait by priority: 1.111111s at 1, 1.851852s at 0"),
        "{}",
        theory.note
    );
    let mean = 0.5 / 0.9 + 0.5 / 0.54;
    let waiting = theory.figures.iter().find(|figure| figure.name == "waiting.mean");
    assert!(waiting.is_some_and(|figure| (figure.value - mean).abs() < 1e-12));
}

#[test]
fn no_classes_without_the_discipline_or_with_one_priority() {
    let mut settings = classed(0.8, 1, &[(5.0, 0, 1.0), (3.0, 9, 1.0)]);
    settings.broker.discipline = Discipline::Fifo;
    let theory = theory_of(&settings);
    assert_eq!(theory.model, Some("M/M/1"));
    assert!(!theory.note.contains("priority"), "{}", theory.note);
    let theory = theory_of(&classed(0.8, 1, &[(5.0, 2, 1.0), (3.0, 2, 1.0)]));
    assert_eq!(theory.model, Some("M/M/1"));
}
