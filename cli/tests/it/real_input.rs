//! Scenarios that people come with.

use crate::program::{Place, report, run};

#[test]
fn an_empty_mapping_is_the_default_scenario() {
    let place = Place::new();
    place.write("scenario.json", "{}");
    let from_file = place.run(&["scenario.json", "--format", "json"]).well();
    assert_eq!(from_file, place.run(&["--format", "json"]).well());
    assert_eq!(from_file, place.run_on(&["-", "--format", "json"], "{}").well());
}

/// As PowerShell 5 writes what `bellwether init` prints into a file.
#[test]
fn a_scenario_in_utf16() {
    let place = Place::new();
    let template = place.run(&["init"]).well();
    let text = format!(
        "\u{feff}{}",
        template.replace("name: SMS simulation", "name: Flut 🚨")
    );
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [little, big] {
        place.write("flood.yaml", bytes);
        let report = place.run(&["flood.yaml"]).well();
        assert!(report.starts_with("Flut 🚨\n"), "{report}");
    }
}

#[test]
fn an_older_config_yaml() {
    let place = Place::new();
    place.write(
        "config.yaml",
        "senders: 4\nsender_rates: [10, 5]\nfailure_rates: [0.5, 0]\ntotal_msgs: 300\n\
         frontend_refresh_time: 0.5\nproducer_url: http://localhost:8000\n",
    );
    let report: serde_json::Value =
        serde_json::from_str(&place.run(&["config.yaml", "--format", "json"]).well()).expect("JSON");
    assert_eq!(report["messages"]["produced"], 300);
    assert_eq!(report["senders"].as_array().map(Vec::len), Some(4));
    // the first list entry is for the first sender, the last one for the rest
    assert_eq!(report["groups"][1]["failed"], 0);
    assert_ne!(report["groups"][0]["failed"], 0);
    let checked = place.run(&["check", "config.yaml"]).well();
    assert!(checked.contains("an older config.yaml that can run"), "{checked}");
    assert!(checked.contains("its last value 5/s is repeated"), "{checked}");
}

#[test]
fn an_older_dot_env() {
    let place = Place::new();
    place.write(
        ".env",
        "# Producer\nMESSAGE_COUNT=500\nSENDER_COUNT=5\nSENDER_MEAN_TIME=0.2\nSENDER_FAILURE_RATE=0\nMONITOR_INTERVAL=2\n",
    );
    let from_env = place.run(&[".env", "--format", "json"]).well();
    let flags = [
        "--messages",
        "500",
        "--senders",
        "5",
        "--mean-time",
        "0.2",
        "--failure-rate",
        "0",
        "--monitor-interval",
        "2s",
        "--format",
        "json",
    ];
    assert_eq!(from_env, place.run(&flags).well());
    // in the present format it is the same scenario
    let yaml = place.run(&["check", ".env", "--yaml"]).well();
    assert_eq!(from_env, place.run_on(&["-", "--format", "json"], &yaml).well());
}

/// Whoever misspells a key of an older file is told that it counts for nothing.
#[test]
fn what_an_older_file_says_in_vain_is_told() {
    let place = Place::new();
    let text = "MESSAGES=100\nMEAN_TIME=2.0\nSENDER_COUNT=4\n";
    let ended = place.run_on(&["-", "--format", "json"], text);
    assert_eq!(ended.status, 0);
    assert_eq!(
        ended.out,
        place.run(&["--senders", "4", "--format", "json"]).well()
    );
    assert_eq!(
        ended.err,
        "standard input: MESSAGES is not known and not used\n\
         standard input: MEAN_TIME is not known and not used\n"
    );
    assert_eq!(place.run_on(&["-", "--replications", "2"], text).err, ended.err);
    assert_eq!(place.run_on(&["-", "--quiet"], text).well(), "");
    // where none is known it is no such file
    place
        .run_on(&["-"], "messages = 10\n")
        .refused(2, &["line 1, column 1: messages", "MESSAGE_COUNT"]);
}

/// What is said of the file is not what runs where flags change it.
#[test]
fn notes_are_about_the_file_as_it_stands() {
    let place = Place::new();
    let text = "senders: 3\nsender_rates: [10, 20]\n";
    let checked = place
        .run_on(&["check", "-", "--senders", "2,2", "--rate", "5/s"], text)
        .well();
    let (understood, notes) = checked
        .split_once("Notes on the file, before any flags\n")
        .expect("notes");
    assert!(
        understood.contains("4 senders") && notes.contains("3 senders in 2 groups"),
        "{checked}"
    );
}

#[test]
fn a_million_messages_to_a_hundred_senders() {
    let report = report(&["--messages", "1000000", "--senders", "100"]);
    assert_eq!(report["messages"]["produced"], 1_000_000);
    let sent = report["messages"]["sent"].as_u64().unwrap();
    // binomial with p = 0.8: within five standard deviations of 400
    assert!(sent.abs_diff(800_000) < 2000, "{sent}");
}

#[test]
fn one_message_to_one_sender() {
    let report = report(&["--messages", "1", "--senders", "1"]);
    assert_eq!(report["attempts"]["started"], 1);
    assert_eq!(report["end"], "settled");
    assert!(
        run(&["--messages", "1", "--senders", "1"])
            .well()
            .contains("1 message, all at once")
    );
}

#[test]
fn all_fail_or_none() {
    let all = report(&["--failure-rate", "1"]);
    assert_eq!(
        (&all["messages"]["sent"], &all["messages"]["failed"]),
        (&0.into(), &1000.into())
    );
    let none = report(&["--failure-rate", "0%"]);
    assert_eq!(
        (&none["messages"]["sent"], &none["messages"]["failed"]),
        (&1000.into(), &0.into())
    );
    run(&["--failure-rate", "1"]).well();
}

/// A clock of 64 bits ends after 584 years, whatever is still to come.
#[test]
fn the_end_of_virtual_time_is_told() {
    let place = Place::new();
    let produced_late = "producer: {messages: 1000000, arrivals: {every: 10000h}}";
    place.run_on(&["-"], produced_late).refused(
        2,
        &[
            "line 1, column 22: producer.messages: 1,000,000 messages, one every 10000h",
            "300 years",
        ],
    );
    place
        .run_on(&["-", "--until", "20000h", "-q"], produced_late)
        .well();
    let sent_late = "producer: {messages: 100}\nsenders: [{count: 1, mean_time: 277777h}]";
    let text = place.run_on(&["-"], sent_late).out;
    assert!(text.contains("virtual time itself ended, after 213,"), "{text}");
}

#[test]
fn every_preset_runs() {
    let place = Place::new();
    let presets = place.run(&["presets"]).well();
    let names: Vec<&str> = presets
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.len() >= 8, "{presets}");
    for name in names {
        let text = place.run(&["preset", name]).well();
        // short: what is tested is that they are read and run
        let ended = place.run_on(
            &["-", "--until", "20s", "--set", "warm_up=0", "--format", "json"],
            &text,
        );
        assert!(ended.status <= 1, "{name}: {}", ended.err);
        let by_name = place.run(&[
            "--preset",
            name,
            "--until",
            "20s",
            "--set",
            "warm_up=0",
            "--format",
            "json",
        ]);
        assert_eq!(ended.out, by_name.out, "{name}");
    }
}
