//! Reports into named pipes, as `--output >(gzip > report.gz)` makes them.

use std::fs::File;
use std::io::Read;
use std::process::{Command, Output, Stdio};

use crate::program::{Place, command, ended, run};

/// Runs with a report into a pipe; gives what was read of it, at most so many bytes.
fn through_a_pipe(arguments: &[&str], most: u64) -> (String, Output) {
    let place = Place::new();
    let path = place.path("pipe");
    let made = Command::new("mkfifo").arg(&path).status();
    assert!(made.is_ok_and(|status| status.success()));
    let arguments = [arguments, &["--output", "pipe"]].concat();
    let mut child = command(path.parent().expect("a folder"), &arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut text = String::new();
    let pipe = File::open(&path).expect("a pipe");
    pipe.take(most).read_to_string(&mut text).expect("text");
    if text.is_empty() {
        // it would wait for another reader
        child.kill().expect("is ours");
    }
    (text, child.wait_with_output().expect("the program ends"))
}

#[test]
fn a_pipe_takes_the_whole_report() {
    for arguments in [
        &["--format", "json"][..],
        &["--format", "csv", "--replications", "3"],
    ] {
        let (text, output) = through_a_pipe(arguments, u64::MAX);
        assert_eq!(text, run(arguments).well());
        assert_eq!(ended(&output).well(), "");
    }
}

/// As with standard output: who has read enough may go.
#[test]
fn a_pipe_that_is_closed_ends_quietly() {
    let (text, output) = through_a_pipe(&["--format", "csv", "--senders", "5000"], 5);
    assert_eq!(text, "table");
    assert_eq!(ended(&output).well(), "");
}

/// The run is over, and there is nothing that an interrupt could cut short.
#[cfg(target_os = "linux")]
#[test]
fn who_waits_for_a_reader_is_interrupted_at_once() {
    let place = Place::new();
    let made = Command::new("mkfifo").arg(place.path("pipe")).status();
    assert!(made.is_ok_and(|status| status.success()));
    let mut child = command(&place.path(""), &["--plot", "charts.svg", "--output", "pipe"])
        .spawn()
        .expect("the program");
    let is_asleep = |id: u32| {
        let about = std::fs::read_to_string(format!("/proc/{id}/stat")).expect("it waits");
        assert!(!about.contains(") Z "), "it ended already");
        about.contains(") S ")
    };
    // the charts are written first, and then it waits for nothing else
    while !(place.path("charts.svg").exists() && is_asleep(child.id())) {
        std::thread::yield_now();
    }
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(sent.is_ok_and(|status| status.success()));
    // opened both ways, as that waits for nobody: who waits still would write now, and end well
    let reader = File::options().read(true).write(true).open(place.path("pipe"));
    assert!(reader.is_ok());
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
}
