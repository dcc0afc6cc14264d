//! The commands beside `run`.

use jsonschema::Validator;
use serde_json::Value;

use crate::program::{Place, command, ended, run};

#[test]
fn init_writes_a_scenario_that_runs_like_the_default() {
    let place = Place::new();
    let told = place.run(&["init", "flood.yaml"]);
    assert_eq!((told.status, told.out.as_str()), (0, ""));
    assert!(told.err.contains("bellwether flood.yaml"), "{}", told.err);
    let file = place.run(&["flood.yaml", "--format", "json"]).well();
    assert_eq!(file, place.run(&["--format", "json"]).well());
    assert_eq!(place.read("flood.yaml"), place.run(&["init"]).well());
}

#[test]
fn init_replaces_nothing_unasked() {
    let place = Place::new();
    place.write("mine.yaml", "precious");
    place
        .run(&["init", "mine.yaml"])
        .refused(3, &["mine.yaml", "--force"]);
    assert_eq!(place.read("mine.yaml"), "precious");
    assert_eq!(place.run(&["init", "mine.yaml", "--force"]).status, 0);
    assert_ne!(place.read("mine.yaml"), "precious");
}

/// A hint that is followed leads on.
#[test]
fn mistakes_get_hints_that_help() {
    let place = Place::new();
    let told = |arguments: &[&str], words: &[&str], never: &str| {
        let ended = place.run(arguments);
        assert!(!ended.err.contains(never), "{}", ended.err);
        ended.refused(ended.status, words);
        assert!(matches!(ended.status, 2 | 3), "{}", ended.err);
    };
    place.write("a.yaml", "{}");
    let to_run = "tip: --replications goes with `bellwether run`";
    told(
        &["check", "--replications", "3"],
        &["'--replications'", to_run],
        "use '--",
    );
    told(&["--bogus"], &["'--bogus'"], "tip");
    told(
        &["--replicatons", "3"],
        &["a similar argument exists: '--replications'"],
        "use '--",
    );
    told(
        &["chek", "a.yaml"],
        &["chek is neither a command nor a file", "--help"],
        "unexpected",
    );
    told(&["a.yaml", "chek"], &["'check'"], "neither");
    told(
        &["a.yaml", "b.yaml"],
        &["unexpected argument 'b.yaml'"],
        "neither",
    );
    told(&["init", "."], &["is a directory"], "--force");
    told(
        &["--preset", "overload", "a.yaml"],
        &["--preset <NAME>", "[SCENARIO]"],
        "Usage",
    );
}

/// Of a word that is no file, what was meant.
#[test]
fn words_that_are_no_files_lead_to_presets_and_commands() {
    for (arguments, hint) in [
        (&["overload"][..], "`bellwether --preset overload` runs"),
        (&["check", "overload"], "`bellwether --preset overload` runs"),
        (&["overlaod"], "did you mean `bellwether --preset overload`?"),
        (&["rum"], "did you mean the command `bellwether run`?"),
        (&["version"], "`bellwether --version`"),
        (&["flood"], "`bellwether init flood` writes"),
        (&["flood.yaml"], "`bellwether init flood.yaml` writes"),
    ] {
        run(arguments).refused(3, &[hint]);
    }
}

/// Whoever forgets the hyphen is told what was checked, and how standard input is read.
#[cfg(unix)]
#[test]
fn a_scenario_on_standard_input_that_nobody_reads() {
    let place = Place::new();
    let input = place.write("flood.yaml", "producer: {messages: 5}\n");
    let on_file = |arguments: &[&str], skipped: u64| {
        let mut file = std::fs::File::open(&input).expect("a file");
        std::io::Seek::seek(&mut file, std::io::SeekFrom::Start(skipped)).expect("a place");
        ended(
            &command(&place.path(""), arguments)
                .stdin(file)
                .output()
                .expect("the program"),
        )
    };
    let checked = place.run_on(&["check"], "");
    assert_eq!(
        (checked.status, &*checked.err),
        (
            0,
            "hint: standard input is not read; `bellwether check -` reads a scenario from it\n"
        )
    );
    assert!(
        checked.out.starts_with("the default scenario: can run\n"),
        "{}",
        checked.out
    );
    assert_eq!(on_file(&["check"], 0).err, checked.err);
    assert_eq!(
        on_file(&[], 0).err,
        "hint: standard input is not read; `bellwether -` reads a scenario from it\n"
    );
    // nothing there, asked for, read by somebody else, or quiet
    assert_eq!(place.run(&["check"]).err, "");
    assert_eq!(on_file(&["check", "-"], 0).err, "");
    assert_eq!(on_file(&["--preset", "classic"], 0).err, "");
    assert_eq!(on_file(&[], 1).err, "");
    assert_eq!(on_file(&["-q"], 0).err, "");
    assert_eq!(place.run_on(&[], "").err, "");
}

/// What looks like a flag stands in its folder, so that the command can be repeated as it is printed.
#[test]
fn a_file_whose_name_begins_with_a_hyphen() {
    let place = Place::new();
    let said = place.run(&["init", "--", "-x.yaml"]);
    assert_eq!(
        (said.status, &*said.err),
        (0, "-x.yaml is written; run it with: bellwether ./-x.yaml\n")
    );
    let text = place.run(&["--", "-x.yaml"]).well();
    assert!(
        text.contains("again with  bellwether ./-x.yaml --seed 42\n"),
        "{text}"
    );
    place.run(&["./-x.yaml"]).well();
}

#[test]
fn check_says_what_it_understood() {
    let place = Place::new();
    place.write(
        "s.yaml",
        "name: Flood\nproducer: {messages: 5000, arrivals: {poisson: 90/s}}\nbroker: {max_attempts: 3}\n",
    );
    let text = place.run(&["check", "s.yaml"]).well();
    for words in [
        "s.yaml: a scenario file that can run",
        "Flood",
        "5,000 messages, at random, 90.0/s",
        "up to 3 attempts",
    ] {
        assert!(text.contains(words), "{words:?} is not in\n{text}");
    }
}

#[test]
fn completions_and_manual() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let text = run(&["completions", shell]).well();
        assert!(
            text.contains("failure-rate") && text.contains("presets"),
            "{shell}"
        );
    }
    let manual = run(&["man"]).well();
    assert!(manual.contains(".TH bellwether 1"));
    // examples line by line, and no page named that there is not
    assert!(manual.contains("Examples:\n.nf\n  bellwether"), "{manual}");
    assert!(manual.contains("to start from\n.fi\n\nA setting"), "{manual}");
    assert!(
        manual.contains(".TP\nbellwether run\n") && !manual.contains("(1)\n"),
        "{manual}"
    );
    run(&["completions", "cmd"]).refused(2, &["cmd", "bash"]);
}

fn scenario_schema() -> Validator {
    let schema: Value = serde_json::from_str(&run(&["schema"]).well()).expect("JSON");
    jsonschema::validator_for(&schema).expect("a schema")
}

/// The schema and our reader agree about what is right and what is wrong.
#[test]
fn the_schema_accepts_what_the_program_accepts() {
    let place = Place::new();
    let schema = scenario_schema();
    let as_json = |text: &str| -> Value {
        // the report shows the scenario as data
        let out = place
            .run_on(
                &["-", "--format", "json", "--until", "1s", "--set", "warm_up=0"],
                text,
            )
            .out;
        let report: Value = serde_json::from_str(&out).expect("JSON");
        report["scenario"].clone()
    };
    for preset in [
        "classic",
        "silent-workers",
        "flood-warning",
        "celery-redis",
        "overload",
        "mixed-senders",
    ] {
        let scenario = as_json(&run(&["preset", preset]).well());
        let wrong: Vec<String> = schema
            .iter_errors(&scenario)
            .map(|error| format!("{} {error}", error.instance_path()))
            .collect();
        assert!(wrong.is_empty(), "{preset}: {wrong:?}");
    }
    for (right, text) in [
        (true, "{}"),
        (
            true,
            r#"{"seed": 18446744073709551615, "until": "1h30m", "warm_up": {"messages": 5}}"#,
        ),
        (
            true,
            r#"{"senders": [{"rate": "20/s", "failure_rate": "2%", "service": {"lognormal": {"cv": 1.5}}}]}"#,
        ),
        (
            true,
            r#"{"producer": {"arrivals": {"steps": [{"at": 0, "rate": "10/s"}]}}}"#,
        ),
        (
            true,
            r#"{"timeline": [{"at": "30s", "crash": {"sender": "sender/1"}}], "broker": {"backoff": {"jitter": 0.1}}}"#,
        ),
        (
            true,
            r#"{"until": "none", "broker": {"capacity": "none", "time_to_live": "none", "max_deliveries": null}}"#,
        ),
        (true, r#"{"senders": [{"crash": "none"}]}"#),
        (false, r#"{"broker": {"prefetch": "none"}}"#),
        (false, r#"{"sed": 1}"#),
        (false, r#"{"seed": -1}"#),
        (false, r#"{"senders": [{"count": 0}]}"#),
        (false, r#"{"senders": [{"failure_rate": 1.5}]}"#),
        (
            false,
            r#"{"senders": [{"service": {"lognormal": {}, "normal": {}}}]}"#,
        ),
        (false, r#"{"producer": {"arrivals": "sometimes"}}"#),
        (false, r#"{"broker": {"discipline": "random"}}"#),
        (false, r#"{"timeline": [{"at": "30s"}]}"#),
        (
            false,
            r#"{"timeline": [{"crash": {"sender": "sender/1"}, "cancel": {}}]}"#,
        ),
        (false, r#"{"until": "soon"}"#),
    ] {
        agreed(&schema, right, text);
    }
}

/// Schema and program both accept a scenario, or both refuse it.
fn agreed(schema: &Validator, right: bool, text: &str) {
    let value: Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(schema.is_valid(&value), right, "schema: {text}");
    let status = Place::new().run_on(&["check", "-"], text).status;
    assert_eq!(status == 0, right, "program: {text}");
}

#[test]
fn the_schema_knows_units_empty_lists_and_least_values() {
    let schema = scenario_schema();
    for (right, text) in [
        (true, r#"{"until": "5min", "monitor": {"interval": "1h30min"}}"#),
        (
            true,
            r#"{"until": ".5s", "senders": [{"failure_rate": ".5%"}, {"name": "b", "rate": "+5./s"}]}"#,
        ),
        (false, r#"{"until": "."}"#),
        (true, r#"{"warm_up": "1m 30s"}"#),
        (true, r#"{"warm_up": 0}"#),
        (false, r#"{"warm_up": "soon"}"#),
        (false, r#"{"warm_up": -1}"#),
        (false, r#"{"warm_up": {"messages": "many"}}"#),
        (false, r#"{"senders": [{"failure_rate": ".%"}]}"#),
        (
            true,
            r#"{"senders": null, "timeline": null, "targets": null, "producer": {"kinds": null}}"#,
        ),
        (true, r#"{"broker": {"backoff": {"jitter": null}}}"#),
        (false, r#"{"timeline": [null]}"#),
        (
            false,
            r#"{"senders": [{"service": {"empirical": {"values": null}}}]}"#,
        ),
        (false, r#"{"monitor": {"interval": 0}}"#),
        (false, r#"{"monitor": {"interval": 0.0000001}}"#),
        (false, r#"{"until": 0}"#),
        (false, r#"{"senders": [{"mean_time": 0}]}"#),
        (false, r#"{"senders": [{"rate": 0}]}"#),
        (true, r#"{"broker": {"latency": 0}}"#),
        (
            true,
            r#"{"producer": {"arrivals": {"steps": [{"at": 0, "rate": 0}, {"at": 1, "rate": 5}]}}}"#,
        ),
    ] {
        agreed(&schema, right, text);
    }
}

/// What somebody found by flags is kept as a file that runs the same.
#[test]
fn check_keeps_what_flags_say_as_a_scenario_file() {
    let place = Place::new();
    let flags = [
        "--preset",
        "overload",
        "--set",
        "broker.capacity=7",
        "--messages",
        "900",
    ];
    let yaml = place.run(&[&["check"], &flags[..], &["--yaml"]].concat()).well();
    place.write("mine.yaml", yaml);
    let digest = |arguments: &[&str]| {
        let report = place.run(&[arguments, &["--format", "json"]].concat()).well();
        let report: Value = serde_json::from_str(&report).expect("JSON");
        report["digest"].as_str().map(str::to_owned)
    };
    assert_eq!(digest(&["mine.yaml"]), digest(&flags));
    let said = place.run(&[&["check"], &flags[..]].concat()).well();
    assert!(
        said.contains("room for 7") && said.contains("900 messages"),
        "{said}"
    );
    place
        .run(&["check", "--set", "broker.capacity=-1"])
        .refused(2, &["--set broker.capacity", "-1"]);
}
