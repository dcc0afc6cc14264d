//! Whatever is wrong with a scenario or a flag: exit status 2 and a message that names place, value and remedy.

use crate::program::{Place, run};

#[track_caller]
fn file_refused(content: impl AsRef<[u8]>, words: &[&str]) {
    let place = Place::new();
    place.write("scenario.yaml", content);
    let mut all = vec!["scenario.yaml"];
    all.extend(words);
    place.run(&["scenario.yaml"]).refused(2, &all);
    place.run(&["check", "scenario.yaml"]).refused(2, &all);
}

#[test]
fn numbers_that_are_none() {
    file_refused(
        "senders: [{failure_rate: NaN}]",
        &["line 1, column 26", "senders[0].failure_rate", "NaN", "0 to 1"],
    );
    file_refused(
        "senders: [{rate: .inf}]",
        &["senders[0].rate", ".inf", "not a finite number"],
    );
    file_refused(
        "producer: {messages: -5}",
        &["producer.messages", "-5", "1 to 4,000,000,000"],
    );
    file_refused("monitor: {interval: -1s}", &["monitor.interval", "-1s", "1us"]);
    file_refused(
        "senders: [{count: 0}]",
        &["senders[0].count", "0 is out of range", "1 to 100,000"],
    );
    file_refused(
        "senders: [{failure_rate: 1.5}]",
        &["senders[0].failure_rate", "1.5", "0 to 1"],
    );
    file_refused("senders: [{rate: 0}]", &["senders[0].rate", "0 is out of range"]);
}

#[test]
fn keys_and_types() {
    file_refused(
        "broker: {capasity: 5}",
        &["broker.capasity", "unknown key", "did you mean `capacity`?"],
    );
    file_refused("producer: [1, 2]", &["producer", "is a list", "a mapping"]);
    file_refused(
        "broker: {capacity: many}",
        &["broker.capacity", "many is not a whole number"],
    );
    file_refused("seed: 1\nseed: 2\n", &["line 2", "`seed` is given twice"]);
}

#[test]
fn all_at_once_and_each_in_its_place() {
    let text = "producer: {mesages: 5}\nsenders: [{count: 0}]\nbroker: {discipline: random}\n";
    file_refused(
        text,
        &[
            "3 problems",
            "line 1, column 12",
            "line 2",
            "line 3",
            "fifo, lifo or priority",
        ],
    );
}

#[test]
fn files_that_are_none() {
    file_refused("", &["empty", "{}"]);
    file_refused("# nothing\n", &["empty"]);
    file_refused("just words\n", &["no scenario"]);
    file_refused([0_u8, 1, 2, 255, 254], &["no text", "UTF-8"]);
    file_refused(b"name: caf\xe9\n", &["line 1, column 10", "0xe9"]);
    file_refused("{\"seed\": 1,", &["not YAML or JSON"]);
    file_refused("{}\n---\n{}\n", &["more than one document"]);
    file_refused(
        format!("# {}\n", "x".repeat(34_000_000)),
        &["too long", "33,554,432"],
    );
    let place = Place::new();
    std::fs::create_dir(place.path("folder")).expect("a folder");
    place
        .run(&["folder"])
        .refused(3, &["folder: cannot be read", "is a directory"]);
}

#[test]
fn a_flood_of_problems_is_counted_once() {
    let text: String = (0..5000).map(|index| format!("k{index}: 1\n")).collect();
    file_refused(text, &["more than 100 problems\n", "and 4,900 more problems\n"]);
}

/// A variable is named as such, also where it makes groups.
#[test]
fn variables_about_senders_are_named() {
    let place = Place::new();
    let with = |arguments: &[&str], name: &str, value: &str| place.run_with(arguments, &[(name, value)]);
    let senders = with(&["--preset", "mixed-senders"], "BELLWETHER_SENDERS", "9");
    senders.refused(2, &["error: BELLWETHER_SENDERS: the scenario has 3 groups"]);
    with(&[], "BELLWETHER_RATE", "1,x").refused(2, &["error: BELLWETHER_RATE: senders[1].rate: x is"]);
}

#[test]
fn bombs_and_depths() {
    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (from, to) in ('a'..='h').zip('b'..='i') {
        bomb.push_str(&format!(
            "{to}: &{to} [{}]\n",
            vec![format!("*{from}"); 9].join(", ")
        ));
    }
    file_refused(bomb, &["anchors"]);
    file_refused(
        format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)),
        &["within each other"],
    );
    file_refused("{a: ".repeat(10_000), &["within each other"]);
}

#[test]
fn an_endless_file_is_not_read_to_its_end() {
    if cfg!(unix) {
        run(&["/dev/zero"]).refused(2, &["/dev/zero"]);
    }
}

#[test]
fn seeds() {
    let range = "0 to 18,446,744,073,709,551,615";
    run(&["--seed", "-1"]).refused(2, &["--seed: -1", range]);
    run(&["--seed", "99999999999999999999"]).refused(2, &["--seed: 99999999999999999999", range]);
    run(&["--seed", "18446744073709551616"]).refused(2, &["18446744073709551616", range]);
    run(&["--seed", "ten"]).refused(2, &["--seed: ten"]);
    run(&["--seed", "1.5"]).refused(2, &["--seed: 1.5"]);
}

#[test]
fn flags_are_named_with_their_value() {
    run(&["--messages", "0"]).refused(2, &["--messages: 0", "1 to 4,000,000,000"]);
    run(&["--senders", "0"]).refused(2, &["--senders: 0", "1 to 100,000"]);
    run(&["--senders", "-3"]).refused(2, &["--senders: -3"]);
    run(&["--failure-rate", "1.5"]).refused(2, &["--failure-rate: 1.5", "0 to 1"]);
    run(&["--failure-rate", "-inf"]).refused(2, &["--failure-rate: -inf", "not a finite number"]);
    run(&["--rate", "0"]).refused(2, &["--rate: 0"]);
    run(&["--rate", "nan"]).refused(2, &["--rate: nan"]);
    run(&["--rate", "10,-1"]).refused(2, &["--rate", "senders[1].rate", "-1"]);
    run(&["--rate", "10,,20"]).refused(2, &["--rate", "empty"]);
    run(&["--rate", "1,2,3,4"]).refused(2, &["4 values for 3 senders", "--senders 4"]);
    run(&["--mean-time", "1 year"]).refused(2, &["--mean-time: 1 year"]);
    run(&["--until", "0"]).refused(2, &["--until: 0"]);
    run(&["--monitor-interval", "1ns"]).refused(2, &["--monitor-interval: 1ns", "1us"]);
    run(&["--set", "broker.capasity=5"]).refused(2, &["--set broker.capasity", "did you mean `capacity`?"]);
    run(&["--set", "senders[9].count=5"]).refused(2, &["--set senders[9].count", "index"]);
    run(&["--target", "makspan < 1m"]).refused(2, &["--target 'makspan < 1m': ", "did you mean `makespan`?"]);
    let two = ["groups.x.sent > 1", "groups.y.sent > 1"];
    run(&["--target", two[0], "--target", two[1]]).refused(
        2,
        &["--target 'groups.x.sent > 1': ", "--target 'groups.y.sent > 1': "],
    );
    run(&["--messages", "0", "--until", "never"])
        .refused(2, &["2 problems", "--messages: 0", "--until: never"]);
}

/// Who kept a report has its scenario, too, and is told where.
#[test]
fn a_report_is_no_scenario_but_holds_one() {
    let place = Place::new();
    for flags in [&[][..], &["--replications", "2"]] {
        place
            .run(&[&["--messages", "20", "-o", "report.json"], flags].concat())
            .well();
        let ended = place.run(&["report.json"]);
        ended.refused(2, &["report.json: line ", "scenario: this is a report; "]);
        assert!(ended.err.lines().count() <= 2, "{}", ended.err);
        let report: serde_json::Value = serde_json::from_str(&place.read("report.json")).expect("JSON");
        place.write("scenario.json", report["scenario"].to_string());
        let again = place.run(&["scenario.json", "--format", "json"]).well();
        let again: serde_json::Value = serde_json::from_str(&again).expect("JSON");
        let digest = report.get("digest").unwrap_or(&report["digests"][0]);
        assert_eq!(again["digest"], *digest);
    }
}
