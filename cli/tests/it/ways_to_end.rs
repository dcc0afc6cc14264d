//! Interrupts and closed pipes.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};

use crate::program::{Ended, Place, command, ended};

#[test]
fn a_closed_pipe_ends_quietly() {
    let place = Place::new();
    for arguments in [
        &["--format", "json"][..],
        &["--quiet", "--events", "-"],
        &["schema"],
        &["init"],
        &["--help"],
    ] {
        let mut child = command(&place.path(""), arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        drop(child.stdout.take());
        let ended = ended(&child.wait_with_output().expect("the program ends"));
        assert_eq!((ended.status, ended.err.as_str()), (0, ""), "{arguments:?}");
    }
}

#[cfg(unix)]
fn send(signal: &str, child: &Child) {
    let id = child.id().to_string();
    let sent = std::process::Command::new("kill").args([signal, &id]).status();
    assert!(sent.is_ok_and(|status| status.success()));
}

/// Starts a run that takes a minute, waits for its first sample and interrupts it; its report in that format.
#[cfg(unix)]
fn interrupted(signal: &str, format: &str) -> String {
    let place = Place::new();
    let arguments = [
        "--watch",
        "--speed",
        "1",
        "--until",
        "1m",
        "--monitor-interval",
        "50ms",
        "--target",
        "failed_share < 100%",
        "--format",
        format,
    ];
    let mut child = command(&place.path(""), &arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut watched = BufReader::new(child.stderr.take().expect("a pipe"));
    for _ in 0..2 {
        let mut line = String::new();
        watched.read_line(&mut line).expect("a line");
    }
    send(signal, &child);
    let mut rest = String::new();
    watched.read_to_string(&mut rest).expect("lines");
    let ended = ended(&child.wait_with_output().expect("the program ends"));
    assert_eq!(ended.status, 130, "{rest}");
    ended.out
}

#[cfg(unix)]
#[test]
fn an_interrupt_or_a_polite_kill_prints_the_report_so_far() {
    for signal in ["-INT", "-TERM"] {
        let text = interrupted(signal, "json");
        let report: serde_json::Value = serde_json::from_str(&text).expect("the report so far is whole");
        assert_eq!(report["end"], "interrupted");
        assert_eq!(report["messages"]["produced"], 1000);
    }
}

/// What a run ends with that is started with some signals ignored, and gets another one once it watches.
#[cfg(unix)]
fn sent_where_ignored(signal: &str, ignored: &str, flags: &str) -> Ended {
    let place = Place::new();
    let program = command(&place.path(""), &[""; 0]);
    let ignoring = format!("trap '' {ignored}; exec \"$0\" --watch --speed 1 --format json {flags}");
    let mut child = std::process::Command::new("sh")
        .args(["-c".as_ref(), ignoring.as_ref(), program.get_program()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut watched = BufReader::new(child.stderr.take().expect("a pipe"));
    watched.read_line(&mut String::new()).expect("a line");
    send(&format!("-{signal}"), &child);
    watched.read_to_string(&mut String::new()).expect("lines");
    ended(&child.wait_with_output().expect("the program ends"))
}

/// As `nohup` starts a program, and a script one in the background: it outlives the terminal.
#[cfg(unix)]
#[test]
fn a_signal_that_was_ignored_before_stays_ignored() {
    for signal in ["HUP", "INT"] {
        let ended = sent_where_ignored(signal, signal, "--until 300ms --monitor-interval 50ms");
        assert_eq!(ended.status, 0, "{signal}");
        assert!(ended.out.contains("\"end\": \"until\""), "{signal}");
    }
}

/// A script's background job is started with Ctrl-C ignored, and is ended by a polite kill.
#[cfg(unix)]
#[test]
fn a_polite_kill_is_heard_where_another_signal_is_ignored() {
    let ended = sent_where_ignored("TERM", "INT HUP", "");
    assert_eq!(ended.status, 130);
    assert!(ended.out.contains("\"end\": \"interrupted\""), "{}", ended.out);
}

/// What holds so far is no test that was passed.
#[cfg(unix)]
#[test]
fn targets_of_an_interrupted_run_have_no_verdict() {
    let text = interrupted("-INT", "junit");
    let document = roxmltree::Document::parse(&text).expect("XML");
    let named = |name: &'static str| document.descendants().filter(move |node| node.has_tag_name(name));
    let error = named("error").next().and_then(|error| error.attribute("message"));
    assert!(
        error.is_some_and(|why| why.starts_with("interrupted at ")),
        "{text}"
    );
    let suite = named("testsuite").next().expect("a suite");
    let counts = ["tests", "failures", "errors"].map(|count| suite.attribute(count));
    assert_eq!(counts, [Some("1"), Some("0"), Some("1")]);
    let end = named("property").find(|property| property.attribute("name") == Some("end"));
    assert_eq!(end.and_then(|end| end.attribute("value")), Some("interrupted"));
}

/// Nor do the summaries say that it was met or missed.
#[cfg(unix)]
#[test]
fn summaries_of_an_interrupted_run_leave_targets_open() {
    for (format, open) in [
        ("text", "  –  "),
        ("markdown", "| – open | "),
        ("html", "<td>open</td>"),
    ] {
        let text = interrupted("-INT", format);
        let lines = text.lines();
        let about = lines.filter(|line| line.contains("share ") && line.contains(" so far"));
        let about: Vec<_> = about.collect();
        assert!(about.len() == 1 && about[0].contains(open), "{format}: {about:?}");
    }
}

/// Replications that take hours; those that are done when the interrupt comes are kept.
#[cfg(unix)]
#[test]
fn interrupted_replications_keep_what_is_done() {
    let place = Place::new();
    let mut child = command(
        &place.path(""),
        &[
            "--replications",
            "100000",
            "--messages",
            "20000",
            "--format",
            "json",
        ],
    )
    .stdout(Stdio::piped())
    .stderr(Stdio::piped())
    .spawn()
    .expect("the program");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    send("-INT", &child);
    let mut out = String::new();
    child
        .stdout
        .take()
        .expect("a pipe")
        .read_to_string(&mut out)
        .expect("text");
    let status = child.wait().expect("the program ends");
    assert_eq!(status.code(), Some(130));
    // on a machine that is busy beyond measure none may have been done in time
    if !out.is_empty() {
        let report: serde_json::Value = serde_json::from_str(&out).expect("the report so far is whole");
        let done = report["replications"].as_u64().expect("a number");
        assert!((1..100_000).contains(&done), "{done}");
        assert_eq!(
            report["digests"].as_array().map(Vec::len),
            usize::try_from(done).ok()
        );
    }
}
