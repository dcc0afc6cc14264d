//! Several replications and their intervals.

use serde_json::Value;

use crate::program::{Place, report, run};

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

/// Whoever wants to know why a target was missed runs the first replication that missed it.
#[test]
fn the_first_that_missed_is_named_and_runs_alone() {
    let target = ["--target", "failed_share < 20%"];
    let all = [&["--replications", "30"], &target[..]].concat();
    let json = report(&all);
    let first = json["targets"][0]["first_missed"].as_u64().expect("a number");
    assert!(first > 0, "{first}: another seed tells more");
    let told = format!("issed first in replication {first}");
    let ended = run(&all);
    assert!(
        ended.err.contains(&told) && ended.out.contains(&told),
        "{ended:?}"
    );
    let junit = run(&[&all[..], &["--format", "junit"]].concat()).out;
    assert!(junit.contains(&told), "{junit}");

    let number = first.to_string();
    let flags = [&["--replication", &number], &target[..]].concat();
    let one = report(&flags);
    assert_eq!(one["replication"], first);
    assert_eq!(
        one["digest"],
        json["digests"][usize::try_from(first).expect("few")]
    );
    let place = Place::new();
    let ended = place.run(&[&flags[..], &["--events", "x", "--plot", "y.svg", "--watch"]].concat());
    assert_eq!(
        (ended.status, place.names()),
        (1, vec!["x".to_owned(), "y.svg".to_owned()])
    );
    assert!(
        ended.out.contains(&format!("seed 42 · replication {first} · ")),
        "{}",
        ended.out
    );
    assert!(
        ended.out.contains(&format!(
            "again with  bellwether --seed 42 --target 'failed_share < 20%' --replication {first}\n"
        )),
        "{}",
        ended.out
    );
    let variables = [
        ("BELLWETHER_REPLICATION", number.as_str()),
        ("BELLWETHER_REPLICATIONS", "30"),
    ];
    assert_eq!(place.run_with(&target, &variables[..1]).out, run(&flags).out);
    // a flag about one or several replaces both
    assert_eq!(place.run_with(&flags, &variables).out, run(&flags).out);
    assert_eq!(place.run_with(&all, &variables).out, run(&all).out);
    place
        .run_with(&[], &variables)
        .refused(2, &["BELLWETHER_REPLICATION ", "BELLWETHER_REPLICATIONS"]);
    run(&["--replication", "1", "--replications", "2"]).refused(2, &["--replication <K>"]);
    for bad in ["-1", "100000", "x", "1.0"] {
        run(&["--replication", bad]).refused(2, &["--replication: ", bad, "0 to 99,999"]);
    }
    place
        .run_with(&[], &[("BELLWETHER_REPLICATION", "x")])
        .refused(2, &["BELLWETHER_REPLICATION: x"]);
}

/// A figure that only some have is no figure of all.
#[test]
fn a_figure_that_only_some_have_says_so() {
    let ended = run(&[
        "--replications",
        "20",
        "--until",
        "33s",
        "--target",
        "makespan < 32s",
    ]);
    let settled = run(&["--replications", "20", "--until", "33s", "--format", "json"]).out;
    let settled: Value = serde_json::from_str(&settled).expect("JSON");
    let count = settled["makespan"]["count"].as_u64().expect("a count");
    assert!((1..20).contains(&count), "{count}: another instant tells more");
    let words = format!(" in {count} of 20 runs; the others have none\n");
    assert!(
        ended.err.contains(&words) && ended.out.contains(&words),
        "{ended:?}"
    );
    assert!(
        ended.out.contains(&format!("makespan ({count} of 20 runs)")),
        "{}",
        ended.out
    );
    assert!(!ended.out.contains("messages.sent ("), "{}", ended.out);
}

#[test]
fn every_format_that_shows_them_does() {
    for format in ["text", "csv", "markdown", "html"] {
        let text = run(&["--replications", "3", "--messages", "20", "--format", format]).well();
        assert!(text.contains("delivery.p99"), "{format}");
    }
    let csv = run(&["--replications", "3", "--format", "csv"]).well();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("nine columns")).collect();
    let said = |table: &str, figure: &str| {
        let mut found = rows.iter().filter(|row| &row[0] == table && &row[2] == figure);
        found.next().map(|row| row[8].to_owned())
    };
    assert_eq!(said("run", "seed").as_deref(), Some("42"));
    assert_eq!(said("run", "requested").as_deref(), Some("3"));
    assert_eq!(rows.iter().filter(|row| &row[2] == "digest").count(), 3);
    assert!(said("theory", "standard_errors").is_some_and(|errors| !errors.is_empty()));
}

/// Programs that show test results see whether a target holds in each replication.
#[test]
fn junit_fails_a_target_that_some_replication_misses() {
    let ended = run(&[
        "--replications",
        "30",
        "--format",
        "junit",
        "--target",
        "failed_share < 20%",
        "--target",
        "makespan < 1h",
    ]);
    assert_eq!(ended.status, 1);
    let document = roxmltree::Document::parse(&ended.out).expect("XML");
    let cases: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name("testcase"))
        .map(|case| {
            let failure = case.descendants().find(|node| node.has_tag_name("failure"));
            (
                case.attribute("name"),
                failure.and_then(|failure| failure.attribute("message")),
            )
        })
        .collect();
    assert_eq!(cases[1], (Some("makespan < 1h"), None));
    assert_eq!(cases[0].0, Some("failed_share < 20%"));
    assert!(cases[0].1.is_some_and(|message| message.starts_with("met in ")));
}

#[test]
fn openmetrics_has_a_family_for_each_figure() {
    let arguments = ["--replications", "5", "--target", "makespan < 1h"];
    let json = report(&arguments);
    let mut all = vec!["--format", "openmetrics"];
    all.extend(arguments);
    let text = run(&all).well();
    assert!(text.contains("replications=\"5\",requested=\"5\""), "{text}");
    for (line, pointer) in [
        ("bellwether_messages_sent{value=\"mean\"}", "/messages/sent/mean"),
        (
            "bellwether_delivery_p99_seconds{value=\"half_width\"}",
            "/delivery/p99/half_width",
        ),
        (
            "bellwether_group_utilisation{group=\"sender\",value=\"max\"}",
            "/groups/0/utilisation/max",
        ),
        (
            "bellwether_target_met_share{target=\"makespan < 1h\"}",
            "/targets/0/met_share",
        ),
    ] {
        let value = json.pointer(pointer).expect("a figure");
        assert!(
            text.contains(&format!("{line} {value}\n")),
            "{line} {value}\n{text}"
        );
    }
    let families = text.lines().filter(|line| line.starts_with("# TYPE "));
    let mut families: Vec<&str> = families.collect();
    let all = families.len();
    families.sort_unstable();
    families.dedup();
    assert_eq!(families.len(), all, "no family stands twice");
    assert!(text.ends_with("# EOF\n"));
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
        let variable = [("BELLWETHER_REPLICATIONS", "2")];
        let by_variable = Place::new().run_with(flags, &variable);
        by_variable.refused(2, &[flags[0], "does not go with BELLWETHER_REPLICATIONS"]);
    }
}

#[test]
fn a_single_one_has_no_interval() {
    let one: Value = report(&["--replications", "1"]);
    assert_eq!(one["messages"]["sent"]["half_width"], Value::Null);
    run(&["--replications", "1"]).well();
}

#[test]
fn how_many_run_at_once_changes_nothing() {
    let with = |jobs: &str| {
        let flags = [
            "--replications",
            "7",
            "--messages",
            "300",
            "--format",
            "json",
            "--jobs",
            jobs,
        ];
        run(&flags).well()
    };
    let alone = with("1");
    assert_eq!(alone, with("2"));
    assert_eq!(alone, with("1000"));
    for bad in ["0", "1001", "-1", "two", ""] {
        run(&["--replications", "2", "--jobs", bad]).refused(2, &["--jobs", "from 1 to 1,000"]);
    }
    run(&["--jobs", "2"]).refused(2, &["--jobs", "--replications"]);
}
