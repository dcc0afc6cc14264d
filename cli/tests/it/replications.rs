//! Several replications and their intervals.

use serde_json::Value;

use crate::program::{report, run};

#[test]
fn intervals_are_those_of_the_single_runs() {
    let all = report(&["--replications", "4"]);
    assert_eq!(all["replications"], 4);
    assert_eq!(all["digests"].as_array().map(Vec::len), Some(4));
    let scenario = bellwether::scenario::Scenario::default();
    let mut sent = Vec::new();
    for (replication, digest) in (0..4).zip(all["digests"].as_array().expect("digests")) {
        let mut run = bellwether::simulation::Simulation::new(&scenario, replication);
        run.run_to_end();
        assert_eq!(*digest, run.digest().to_string());
        sent.push(f64::from(u32::try_from(run.messages().sent).expect("few")));
    }
    let mean = sent.iter().sum::<f64>() / 4.0;
    let deviation = (sent.iter().map(|sent| (sent - mean).powi(2)).sum::<f64>() / 3.0).sqrt();
    let figure = &all["messages"]["sent"];
    assert!((figure["mean"].as_f64().unwrap() - mean).abs() < 1e-6);
    // Student's t for three degrees of freedom
    assert!(
        (figure["half_width"].as_f64().unwrap() - 3.182_446 * deviation / 2.0).abs() < 1e-3,
        "{figure}"
    );
    assert_eq!(figure["min"].as_f64(), sent.iter().copied().reduce(f64::min));
    assert_eq!(figure["max"].as_f64(), sent.iter().copied().reduce(f64::max));
}

#[test]
fn a_target_must_hold_in_each() {
    let ended = run(&["--replications", "30", "--target", "failed_share < 20%"]);
    assert_eq!(ended.status, 1);
    assert!(
        ended
            .err
            .starts_with("target missed: failed_share < 20%: met in "),
        "{}",
        ended.err
    );
    assert!(ended.out.contains("30 replications"), "{}", ended.out);
    assert_eq!(
        run(&["--replications", "30", "--target", "failed_share < 40%"]).status,
        0
    );
}

#[test]
fn every_format_that_shows_them_does() {
    for format in ["text", "csv", "markdown", "html"] {
        let text = run(&["--replications", "3", "--messages", "20", "--format", format]).well();
        assert!(text.contains("delivery.p99"), "{format}");
    }
    for format in ["openmetrics", "junit"] {
        run(&["--replications", "3", "--format", format]).refused(2, &["--replications", "json"]);
    }
    let csv = run(&["--replications", "3", "--format", "csv"]).well();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    assert!(reader.records().all(|row| row.is_ok_and(|row| row.len() == 8)));
}

#[test]
fn what_is_about_one_run_does_not_go_with_them() {
    for flags in [
        &["--watch"][..],
        &["--speed", "1"],
        &["--events", "x"],
        &["--plot", "x.svg"],
    ] {
        let mut all = vec!["--replications", "2"];
        all.extend(flags);
        run(&all).refused(2, &[flags[0], "--replications"]);
    }
}

#[test]
fn a_single_one_has_no_interval() {
    let one: Value = report(&["--replications", "1"]);
    assert_eq!(one["messages"]["sent"]["half_width"], Value::Null);
    run(&["--replications", "1"]).well();
}
