//! Replications of a run that is over, against those that nobody paces.

use super::*;
use crate::protocol::{Answer, Sheet};
use bellwether::experiment::ExperimentReport;
use bellwether::report::Report;

const KINDS: &str = "{producer: {messages: 300, kinds: [{name: alert, weight: 1, priority: 5}, {name: news, weight: 4}]}, \
                     senders: [{name: a, count: 2}, {name: b, count: 1}], targets: [failed_share < 21%]}";

fn over(text: &str, deed: Option<&str>) -> Engine {
    let mut engine = Engine::start(&start(text, f64::INFINITY, true), 0.0).unwrap();
    engine.step(Stride::Message, 1, 0.0);
    drive(&mut engine);
    if let Some(deed) = deed {
        engine.act(deed, 2, 0.0).unwrap();
    }
    engine.set_pace(start(text, f64::INFINITY, false).pace, 0.0);
    drive(&mut engine);
    assert!(engine.is_over());
    engine
}

/// The wall clock moves by so much whenever somebody looks; `stop_at` is how many are done when somebody stops them.
fn replicated(engine: &Engine, count: u32, stop_at: u32) -> (Vec<u32>, Sheet) {
    let mut errand = Errand::replications(7, engine, count);
    let wall = Cell::new(0.0);
    let look = || {
        wall.set(wall.get() + 40.0);
        wall.get()
    };
    let mut told = Vec::new();
    for _ in 0..100_000 {
        let Some(Answer::Replicated { ticket, done, sheet }) = errand.work(&look) else {
            continue;
        };
        assert_eq!(ticket, 7);
        if let Some(sheet) = sheet {
            return (told, sheet);
        }
        told.push(done);
        errand.stop(8);
        if done >= stop_at {
            errand.stop(7);
        }
    }
    panic!("they do not end")
}

fn natively(text: &str, journal: &[String], count: u32) -> ExperimentReport {
    let scenario = compose(text, journal).unwrap();
    let reports: Vec<Report> = (0..count)
        .map(|number| {
            let mut run = Simulation::new(&scenario, number);
            run.run_to_end();
            run.report()
        })
        .collect();
    ExperimentReport::new(&reports, count).unwrap()
}

#[test]
fn they_say_what_the_terminal_says_beside_what_the_run_says() {
    let engine = over(KINDS, None);
    let (told, sheet) = replicated(&engine, 5, u32::MAX);
    assert!(told.is_sorted() && told.len() < 100, "{told:?}");
    let report = natively(KINDS, &[], 5);
    assert_eq!((sheet.count, &sheet.headline), (5, &report.headline()));
    let shown = report.shown();
    for (row, shown) in sheet.figures.chunks(6).zip(&shown) {
        let interval = shown.interval;
        let text = |value: f64| interval.beside(shown.unit, value);
        let width = interval.half_width_in_words(shown.unit).unwrap();
        let expected = [text(interval.mean), width, text(interval.min), text(interval.max)];
        assert_eq!((row[0].as_str(), &row[2..]), (shown.name, &expected[..]));
    }
    let sent = sheet.figures.chunks(6).find(|row| row[0] == "messages.sent");
    assert_eq!(sent.unwrap()[1], engine.report().messages.sent.to_string());
    let parts: Vec<&str> = sheet
        .figures
        .chunks(6)
        .skip(shown.len())
        .map(|row| row[0].as_str())
        .collect();
    assert_eq!(
        (parts[0], parts[6], *parts.last().unwrap()),
        ("alert: sent", "news: sent", "b: utilisation")
    );
    let target = &report.targets[0];
    assert_eq!(sheet.targets[1], "failed_share < 21%");
    assert_eq!(sheet.targets[0] == "met", target.met);
    assert!(sheet.targets[3].starts_with("met in ") && sheet.targets[2].contains(" ± "));
}

#[test]
fn theory_stands_beside_them() {
    let (_, sheet) = replicated(&over(EXERCISE, None), 10, u32::MAX);
    assert_eq!(
        sheet.theory[..4],
        ["makespan", "33.4 s", "33.1 s ± 652 ms", "−1.0"]
    );
}

#[test]
fn who_stops_them_keeps_what_is_done() {
    let engine = over(EXERCISE, None);
    let (told, sheet) = replicated(&engine, 1000, 3);
    assert_eq!(told.last(), Some(&sheet.count));
    assert!((3..20).contains(&sheet.count));
    let words = format!("interrupted after {} of 1,000 replications", sheet.count);
    assert!(sheet.headline.starts_with(&words), "{}", sheet.headline);
    let report = natively(EXERCISE, &[], sheet.count);
    assert_eq!(
        sheet.figures[2],
        report.shown()[0]
            .interval
            .beside(report.shown()[0].unit, report.shown()[0].interval.mean)
    );
}

#[test]
fn what_was_done_by_hand_is_done_in_each() {
    let engine = over(EXERCISE, Some("set: {failure_rate: 0.9}"));
    let (_, sheet) = replicated(&engine, 3, u32::MAX);
    let report = natively(EXERCISE, engine.source().1, 3);
    let sent = report.shown()[0];
    assert!(sent.interval.max < 200.0);
    assert_eq!(
        sheet.figures[5],
        sent.interval.beside(sent.unit, sent.interval.max)
    );
}
