//! Files that are written: whole or not at all.

use serde_json::Value;

use crate::program::{Place, run};

#[test]
fn the_report_in_a_file_is_the_report() {
    let place = Place::new();
    for (name, format) in [
        ("report.json", "json"),
        ("report.csv", "csv"),
        ("report.md", "markdown"),
        ("report.prom", "openmetrics"),
        ("report.xml", "junit"),
        ("report.txt", "text"),
        ("report.html", "html"),
    ] {
        assert_eq!(place.run(&["--output", name]).well(), "");
        assert_eq!(place.read(name), run(&["--format", format]).well(), "{name}");
    }
    assert_eq!(place.names().len(), 7, "{:?}", place.names());
}

/// A name that promises a picture or a table gets no text.
#[test]
fn a_report_is_not_written_under_a_name_that_says_otherwise() {
    let place = Place::new();
    for (name, hint) in [
        ("run.svg", "--plot"),
        ("run.PNG", "--plot"),
        ("run.jsonl", "--events"),
        ("run.yaml", ".json"),
    ] {
        place
            .run(&["-o", name])
            .refused(2, &[name, ".txt, .json", "--format", hint]);
        place
            .run(&["-o", name, "--replications", "2"])
            .refused(2, &[name]);
    }
    assert_eq!(place.names(), [""; 0]);
    for name in ["run", "run.log", "run.2026-11-29", "tmp.mZ3kqd81Hq"] {
        place.run(&["-o", name]).well();
        assert!(place.read(name).contains("Messages\n"), "{name}");
    }
    place.run(&["-o", "run.yaml", "--format", "json"]).well();
    place
        .run_with(&["-o", "run.tsv"], &[("BELLWETHER_FORMAT", "csv")])
        .well();
}

#[test]
fn a_file_is_replaced_as_a_whole_and_keeps_its_rights() {
    let place = Place::new();
    let path = place.write("report.json", "something else");
    #[cfg(unix)]
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o640)).expect("rights");
    place.run(&["--output", "report.json"]).well();
    assert!(place.read("report.json").starts_with("{\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            path.metadata().expect("a file").permissions().mode() & 0o777,
            0o640
        );
    }
    assert_eq!(place.names(), ["report.json"]);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let place = Place::new();
    place.write("real.json", "");
    std::os::unix::fs::symlink("real.json", place.path("link.json")).expect("a link");
    place.run(&["--output", "link.json"]).well();
    assert!(place.read("real.json").starts_with("{\n"));
    assert!(
        place
            .path("link.json")
            .symlink_metadata()
            .expect("a link")
            .is_symlink()
    );
}

/// As a shell would: the file appears where the last link leads.
#[cfg(unix)]
#[test]
fn a_link_to_a_file_that_is_not_there_yet_stays_a_link() {
    use std::os::unix::fs::symlink;

    let place = Place::new();
    std::fs::create_dir(place.path("folder")).expect("a folder");
    symlink("folder/second.json", place.path("first.json")).expect("a link");
    symlink("real.json", place.path("folder/second.json")).expect("a link");
    place
        .run(&["-o", "first.json", "--events", "folder/real.json"])
        .refused(2, &["that file is --output already"]);
    place.run(&["--output", "first.json"]).well();
    assert!(place.read("folder/real.json").starts_with("{\n"));
    for link in ["first.json", "folder/second.json"] {
        assert!(place.path(link).symlink_metadata().expect("a link").is_symlink());
    }
    symlink("ring.json", place.path("ring.json")).expect("a link");
    place
        .run(&["--output", "ring.json"])
        .refused(3, &["ring.json: cannot be written"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    run(&["--output", "/dev/full"]).refused(3, &["/dev/full", "No space left"]);
    run(&["--quiet", "--events", "/dev/full"]).refused(3, &["/dev/full", "No space left"]);
    for arguments in [&["--help"][..], &["check", "--help"], &["schema"], &["man"], &[]] {
        let place = Place::new();
        let full = std::fs::File::create("/dev/full").expect("a device that is full");
        let output = crate::program::command(&place.path(""), arguments)
            .stdout(full)
            .output();
        crate::program::ended(&output.expect("the program"))
            .refused(3, &["standard output: cannot be written: No space left"]);
    }
}

/// A file that grows beyond what it may: told by its own name, and nothing of it is left.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_becomes_too_large_is_told_by_its_name() {
    for flag in ["--output", "--events", "--plot"] {
        let place = Place::new();
        let line = format!(
            "trap '' XFSZ; ulimit -f 8; exec {} --messages 20000 --format html {flag} big.svg",
            env!("CARGO_BIN_EXE_bellwether")
        );
        let output = std::process::Command::new("bash")
            .args(["-c", &line])
            .current_dir(place.path(""))
            .output();
        let ended = crate::program::ended(&output.expect("a shell"));
        assert_eq!(
            (ended.status, &*ended.err),
            (
                3,
                "error: big.svg: cannot be written: File too large (os error 27)\n"
            ),
            "{flag}"
        );
        assert_eq!(place.names(), [""; 0], "nothing is left");
    }
}

#[test]
fn a_refused_scenario_leaves_the_old_file() {
    let place = Place::new();
    place.write("report.json", "old");
    place
        .run(&["--output", "report.json", "--messages", "0"])
        .refused(2, &["--messages"]);
    assert_eq!(place.read("report.json"), "old");
    assert_eq!(place.names(), ["report.json"]);
}

#[test]
fn events_are_lines_of_json_and_add_up_to_the_report() {
    let place = Place::new();
    let arguments = [
        "--messages",
        "50",
        "--set",
        "broker.max_attempts=2",
        "--events",
        "events.jsonl",
        "--format",
        "json",
    ];
    let report: Value = serde_json::from_str(&place.run(&arguments).well()).expect("JSON");
    let text = place.read("events.jsonl");
    let events: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let count = |kind: &str| events.iter().filter(|event| event["event"] == kind).count() as u64;
    assert_eq!(Some(count("started")), report["attempts"]["started"].as_u64());
    let sent = events
        .iter()
        .filter(|event| event["consequence"] == "sent")
        .count() as u64;
    assert_eq!(Some(sent), report["messages"]["sent"].as_u64());
    let times: Vec<f64> = events
        .iter()
        .map(|event| event["at"].as_f64().expect("a time"))
        .collect();
    assert!(times.is_sorted(), "time does not go back");
    // watching changes nothing
    let unwatched = place
        .run(&[
            "--messages",
            "50",
            "--set",
            "broker.max_attempts=2",
            "--format",
            "json",
        ])
        .well();
    assert_eq!(serde_json::from_str::<Value>(&unwatched).expect("JSON"), report);
    // and on standard output they are the same lines
    let lines = place
        .run(&[
            "--quiet",
            "--messages",
            "50",
            "--set",
            "broker.max_attempts=2",
            "--events",
            "-",
        ])
        .well();
    assert_eq!(lines, text);
}

#[test]
fn charts_are_pictures() {
    let place = Place::new();
    place.run(&["--quiet", "--plot", "charts.svg"]).well();
    let svg = place.read("charts.svg");
    let document = roxmltree::Document::parse(&svg).expect("XML");
    let titles: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "title")))
        .collect();
    assert_eq!(titles.len(), 4);
    for said in ["SMS simulation", "seed 42", "f7753df4b3a177b22b63ef02a6ca82e0"] {
        assert!(svg.contains(said), "{said}");
    }
    if cfg!(feature = "png") {
        place.run(&["--quiet", "--plot", "charts.png"]).well();
        let png = std::fs::read(place.path("charts.png")).expect("a picture");
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
        // width and height: two pixels for each of the drawing's
        assert_eq!(png[16..24], [0, 0, 0x05, 0xf0, 0, 0, 0x09, 0xf0]);
    }
}

#[test]
fn targets_are_lines_in_the_charts() {
    let place = Place::new();
    place.write("s.yaml", "targets: [makespan < 30s, queue.max_length < 1500]");
    // a missed target is no trouble with the picture
    place.run(&["--quiet", "s.yaml", "--plot", "charts.svg"]);
    let svg = place.read("charts.svg");
    for name in ["makespan &lt; 30s", "queue.max_length &lt; 1500"] {
        assert_eq!(svg.matches(name).count(), 1, "{name}");
    }
}

#[test]
fn charts_do_not_change_the_run() {
    let place = Place::new();
    let drawn = place
        .run(&[
            "--preset",
            "silent-workers",
            "--plot",
            "charts.svg",
            "--format",
            "json",
        ])
        .out;
    assert_eq!(
        drawn,
        place.run(&["--preset", "silent-workers", "--format", "json"]).out
    );
}

#[test]
fn no_file_is_lost_to_another() {
    let place = Place::new();
    place.write("a.yaml", "producer: {messages: 1}\n");
    for arguments in [
        &["a.yaml", "-o", "a.yaml"][..],
        &["a.yaml", "--events", "./a.yaml"],
        &["-o", "b.json", "--events", "b.json"],
        &["--plot", "c.svg", "-o", "./c.svg"],
    ] {
        let ended = place.run(arguments);
        assert_eq!(ended.status, 2, "{arguments:?}");
        assert!(
            ended.err.contains("name another one"),
            "{arguments:?}: {}",
            ended.err
        );
    }
    // a second name of the same file
    std::fs::hard_link(place.path("a.yaml"), place.path("same.json")).expect("a link");
    if cfg!(unix) {
        place
            .run(&["a.yaml", "-o", "same.json"])
            .refused(2, &["that file is the scenario already"]);
    }
    assert_eq!(place.read("same.json"), "producer: {messages: 1}\n");
    assert_eq!(place.read("a.yaml"), "producer: {messages: 1}\n");
    assert_eq!(place.run(&["-o", "/dev/null", "--events", "/dev/null"]).status, 0);
}

#[test]
fn an_empty_value_is_a_slip_and_no_wish() {
    for argument in [
        "--set=broker.capacity=",
        "--set=broker.capacity= ",
        "--until=",
        "--messages=",
    ] {
        let ended = Place::new().run(&[argument]);
        assert_eq!(ended.status, 2, "{argument}");
        assert!(
            ended.err.contains("no value") || ended.err.contains("empty"),
            "{}",
            ended.err
        );
    }
}
