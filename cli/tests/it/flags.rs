//! What flags, environment and file say, and who has the last word.

use serde_json::Value;

use crate::program::{Place, report, run};

#[test]
fn each_flag_says_what_its_key_says() {
    for (flags, set) in [
        (&["--seed", "9"][..], "seed=9"),
        (&["--messages", "77"], "producer.messages=77"),
        (&["--senders", "5"], "senders[0].count=5"),
        (&["--rate", "1200/min"], "senders[0].rate=20/s"),
        (&["--mean-time", "2"], "senders[0].mean_time=2s"),
        (&["--failure-rate", "2%"], "senders[0].failure_rate=0.02"),
        (&["--monitor-interval", "1.5s"], "monitor.interval=1500ms"),
        (&["--until", "1m"], "until=60s"),
        (&["--set", "name=\"x y\""], "name=x y"),
        (&["--target", "makespan < 1h"], "targets=[makespan < 1h]"),
    ] {
        // reports are too long to be printed
        assert!(report(flags) == report(&["--set", set]), "{flags:?}");
        assert!(report(flags) != report(&[]), "{flags:?}");
    }
}

fn groups(report: &Value) -> Vec<(u64, String)> {
    let groups = report["scenario"]["senders"].as_array().expect("groups");
    let group = |group: &Value| {
        (
            group["count"].as_u64().expect("a number"),
            group["mean_time"].as_str().expect("a text").to_owned(),
        )
    };
    groups.iter().map(group).collect()
}

fn expected(groups: &[(u64, &str)]) -> Vec<(u64, String)> {
    groups
        .iter()
        .map(|(count, time)| (*count, (*time).to_owned()))
        .collect()
}

#[test]
fn lists_name_one_sender_after_the_other_and_the_last_value_stands_for_the_rest() {
    let list = report(&["--senders", "5", "--mean-time", "1s,2s,3s"]);
    assert_eq!(groups(&list), expected(&[(1, "1s"), (1, "2s"), (3, "3s")]));
    let within_the_default = report(&["--rate", "10/s,1/s"]);
    assert_eq!(groups(&within_the_default), expected(&[(1, "100ms"), (2, "1s")]));
}

#[test]
fn lists_name_groups_where_there_are_several() {
    let sizes = report(&["--senders", "2,3,4", "--mean-time", "1s,2s"]);
    assert_eq!(groups(&sizes), expected(&[(2, "1s"), (3, "2s"), (4, "2s")]));
    let place = Place::new();
    place.write("two.yaml", "senders: [{count: 2, concurrency: 3}, {count: 3}]");
    let ended = place
        .run(&["two.yaml", "--mean-time", "4s", "--format", "json"])
        .well();
    let of_file: Value = serde_json::from_str(&ended).expect("JSON");
    assert_eq!(groups(&of_file), expected(&[(2, "4s"), (3, "4s")]));
    assert_eq!(of_file["scenario"]["senders"][0]["concurrency"], 3);
    place
        .run(&["two.yaml", "--senders", "5"])
        .refused(2, &["2 groups", "--senders 2,2"]);
    place
        .run(&["two.yaml", "--rate", "1,2,3"])
        .refused(2, &["--rate", "3 values for 2 groups"]);
    run(&["--senders", "1", "--rate", "1,2"]).refused(2, &["2 values for 1 sender;"]);
    // two of three are equal
    place.write("config.yaml", "senders: 3\nsender_rates: [5, 5, 6]\n");
    place
        .run(&["config.yaml", "--rate", "5,6,7"])
        .refused(2, &["3 values for 2 groups", "hint: equal senders"]);
    place.write("many.yaml", format!("senders: [{}{{}}]", "{}, ".repeat(999)));
    place
        .run(&["many.yaml", "--senders", "3"])
        .refused(2, &["1000 groups", "such as --senders 2,2,2,2,2,2,2,2,…\n"]);
}

#[test]
fn senders_named_one_by_one_are_like_the_group_they_come_from() {
    let place = Place::new();
    place.write(
        "one.yaml",
        "senders: [{name: gateway, count: 4, service: constant, concurrency: 2}]",
    );
    let ended = place
        .run(&["one.yaml", "--rate", "1,2", "--format", "json"])
        .well();
    let report: Value = serde_json::from_str(&ended).expect("JSON");
    for group in [0, 1] {
        assert_eq!(report["scenario"]["senders"][group]["service"], "constant");
        assert_eq!(report["scenario"]["senders"][group]["concurrency"], 2);
    }
}

#[test]
fn defaults_then_file_then_environment_then_flags() {
    let place = Place::new();
    place.write("file.yaml", "seed: 1\nproducer: {messages: 11}\n");
    let seed = |arguments: &[&str], environment: &[(&str, &str)]| {
        let mut all = vec!["--format", "json"];
        all.extend(arguments);
        let out = place.run_with(&all, environment).well();
        let report: Value = serde_json::from_str(&out).expect("JSON");
        (
            report["seed"].as_str().unwrap().to_owned(),
            report["messages"]["produced"].as_u64().unwrap(),
        )
    };
    let environment = [("BELLWETHER_SEED", "2")];
    assert_eq!(seed(&[], &[]), ("42".to_owned(), 1000));
    assert_eq!(seed(&["file.yaml"], &[]), ("1".to_owned(), 11));
    assert_eq!(seed(&["file.yaml"], &environment), ("2".to_owned(), 11));
    assert_eq!(
        seed(&["file.yaml", "--seed", "3"], &environment),
        ("3".to_owned(), 11)
    );
    // one way to say a speed replaces the other
    assert_eq!(
        seed(&["--rate", "5/s"], &[("BELLWETHER_MEAN_TIME", "1s")]).1,
        1000
    );
}

#[test]
fn variables_are_named_when_they_are_wrong() {
    let place = Place::new();
    place
        .run_with(&[], &[("BELLWETHER_SEED", "x")])
        .refused(2, &["BELLWETHER_SEED: x", "whole number"]);
    place
        .run_with(&[], &[("BELLWETHER_FORMAT", "yaml")])
        .refused(2, &["BELLWETHER_FORMAT", "yaml", "json"]);
    place
        .run_with(&[], &[("BELLWETHER_QUIET", "maybe")])
        .refused(2, &["BELLWETHER_QUIET", "maybe"]);
    place
        .run_with(&[], &[("BELLWETHER_SPEED", "fast")])
        .refused(2, &["BELLWETHER_SPEED: fast", "0.000001"]);
    place
        .run_with(&[], &[("BELLWETHER_REPLICATIONS", "few")])
        .refused(2, &["BELLWETHER_REPLICATIONS: few", "1 to 100,000"]);
    let both = [("BELLWETHER_RATE", "1"), ("BELLWETHER_MEAN_TIME", "1s")];
    place
        .run_with(&[], &both)
        .refused(2, &["BELLWETHER_RATE", "BELLWETHER_MEAN_TIME"]);
}

#[test]
fn variables_stand_for_flags() {
    let place = Place::new();
    let quiet = place.run_with(&[], &[("BELLWETHER_QUIET", "1")]).well();
    assert_eq!(quiet, "");
    let json = place.run_with(&[], &[("BELLWETHER_FORMAT", "json")]).well();
    assert!(json.starts_with("{\n"));
    let replications = place
        .run_with(&["--format", "json"], &[("BELLWETHER_REPLICATIONS", "2")])
        .well();
    assert!(replications.contains("\"replications\": 2"));
    // of a variable that is set for all runs a single one takes no notice, unless it is wrong
    let jobs = |text| place.run_with(&["--quiet"], &[("BELLWETHER_JOBS", text)]);
    assert_eq!(jobs("3").well(), "");
    jobs("none").refused(2, &["BELLWETHER_JOBS", "none"]);
    // nor do replications of what is about a single run
    let one = place
        .run_with(
            &["--replications", "1"],
            &[("BELLWETHER_SPEED", "5"), ("BELLWETHER_WATCH", "yes")],
        )
        .well();
    assert!(one.contains("\nseed 42 · 1 replication\n"), "{one}");
    place
        .run_with(&["--replications", "1"], &[("BELLWETHER_SPEED", "fast")])
        .refused(2, &["BELLWETHER_SPEED", "fast"]);
}

#[test]
fn a_random_seed_is_told_and_repeats_the_run() {
    let place = Place::new();
    let first = place.run(&["--seed", "random"]).well();
    let command = first
        .lines()
        .find_map(|line| line.split("again with  bellwether --seed ").nth(1))
        .expect("a command");
    assert!(command.parse::<u64>().is_ok(), "{command}");
    assert_eq!(place.run(&["--seed", command]).well(), first);
    assert_ne!(place.run(&["--seed", "random"]).well(), first);
}

#[test]
fn the_greatest_seed_keeps_every_digit() {
    assert_eq!(
        report(&["--seed", "18446744073709551615"])["seed"],
        "18446744073709551615"
    );
}

#[test]
fn watch_prints_the_samples_beside_the_report() {
    let ended = Place::new().run(&["--watch", "--monitor-interval", "1s"]);
    assert_eq!(ended.status, 0);
    assert_eq!(ended.out, Place::new().run(&["--monitor-interval", "1s"]).out);
    let lines: Vec<&str> = ended.err.lines().collect();
    // a head, a sample for each of 32 seconds, and how it ended
    assert_eq!(lines.len(), 34, "{}", ended.err);
    assert!(lines[0].contains("queued"), "{}", lines[0]);
    assert!(lines[32].trim_start().starts_with("32s"), "{}", lines[32]);
    let words: Vec<&str> = lines[33].split_whitespace().collect();
    assert_eq!(words[..5], ["32.466s", "816", "184", "0", "0"]);
    let lost = Place::new().run(&[
        "--watch",
        "--messages",
        "100000",
        "--set",
        "broker.capacity=90000",
    ]);
    let line = lost.err.lines().last().expect("a sample");
    assert!(line.contains(" 9,997 "), "{line}");
    let many = Place::new().run(&[
        "--watch",
        "--messages",
        "99999999",
        "--until",
        "10s",
        "--set",
        "broker.capacity=90000",
    ]);
    assert!(many.err.contains(" 99909996 "), "{}", many.err);
    for ended in [lost, many] {
        assert!(
            ended.err.lines().all(|line| line.chars().count() <= 80),
            "{}",
            ended.err
        );
    }
}

/// A short series merges again and again; what merges was shown before, and the run stays the same.
#[test]
fn watch_misses_no_sample_of_a_short_series() {
    let flags = |most: &'static str| {
        let series = ["--monitor-interval", "100ms", "--set", most];
        [&["--messages", "200", "--format", "json"][..], &series].concat()
    };
    let unwatched = Place::new().run(&flags("monitor.max_samples=10")).well();
    let watched = |flags: &[&str]| Place::new().run(&[flags, &["--watch"]].concat());
    let few = watched(&flags("monitor.max_samples=10"));
    assert_eq!(few.out, unwatched);
    let shown: Vec<String> = few.err.lines().skip(1).map(str::to_owned).collect();
    let all = watched(&flags("monitor.max_samples=100000")).err;
    // the first ten, then each second one up to the twentieth, each fourth one up to the fortieth
    let expected = (1..=10).chain((12..=20).step_by(2)).chain((24..=40).step_by(4));
    for (shown, number) in shown.iter().zip(expected) {
        let at = |line: &str| line.split_whitespace().next().map(str::to_owned);
        assert_eq!(at(shown), all.lines().nth(number).and_then(at), "{}", few.err);
    }
    assert!(shown.len() > 20, "{}", few.err);
}

#[test]
fn a_paced_run_is_the_same_run() {
    let paced = Place::new().run(&["--speed", "1000", "--format", "json"]).well();
    assert_eq!(paced, Place::new().run(&["--format", "json"]).well());
}

/// Senders come and go, and a sample is taken before the first attempt has ended.
#[test]
fn watch_says_how_many_are_busy_and_no_mean_time_of_nothing() {
    let place = Place::new();
    let text = "{producer: {messages: 9}, senders: [{count: 1, mean_time: 3s, service: constant}], \
                monitor: {interval: 2s}, timeline: [{at: 3s, add_senders: {count: 4}}]}";
    place.write("grows.yaml", text);
    let err = place.run(&["grows.yaml", "--watch", "--quiet"]).err;
    let columns = |line: &str| -> Vec<String> { line.split_whitespace().map(str::to_owned).collect() };
    let lines: Vec<Vec<String>> = err.lines().map(columns).collect();
    assert_eq!((lines[1][0].as_str(), lines[1][5].as_str()), ("2s", "1"), "{err}");
    assert_eq!(lines[1].last().map(String::as_str), Some("–"), "{err}");
    assert_eq!((lines[2][0].as_str(), lines[2][5].as_str()), ("4s", "5"), "{err}");
    assert_eq!(lines[2][7..], ["3.00", "s"], "{err}");
}

#[test]
fn a_warm_up_that_outlasts_the_run_is_said_to() {
    let told = |warm_up: &str| {
        let set = format!("warm_up={warm_up}");
        let text = Place::new().run(&["--set", &set]).well();
        text.contains("the run ended before its warm-up did")
    };
    assert!(told("100s") && !told("10s") && !told("0s"));
    let told = |warm_up: &str| {
        let set = format!("warm_up={warm_up}");
        let text = Place::new().run(&["--replications", "3", "--set", &set]).well();
        let note = text
            .lines()
            .find(|line| line.contains("before their warm-up did"));
        note.map(|note| note.trim().starts_with("some"))
    };
    // they last from 32.04 to 32.86 seconds
    assert_eq!(
        [told("100s"), told("32.5s"), told("10s")],
        [Some(false), Some(true), None]
    );
}
