//! Exit statuses: 0 done, 1 a target missed, 2 bad usage or scenario, 3 a file.

use crate::program::{Place, run};

#[test]
fn done_is_0() {
    run(&[]).well();
    run(&["run", "--seed", "7"]).well();
    run(&["--target", "failed_share < 50%"]).well();
}

#[test]
fn a_missed_target_is_1_and_named() {
    let ended = run(&[
        "--target",
        "failed_share < 1%",
        "--target",
        "makespan < 1h",
        "--target",
        "delivery.p99 < 1s",
    ]);
    assert_eq!(ended.status, 1);
    let missed: Vec<&str> = ended.err.lines().collect();
    assert_eq!(missed.len(), 2, "{}", ended.err);
    assert_eq!(missed[0], "target missed: failed_share < 1%: it is 18.4 %");
    assert!(
        missed[1].starts_with("target missed: delivery.p99 < 1s: it is 32.1 s"),
        "{}",
        missed[1]
    );
    // the report is there all the same
    assert!(ended.out.contains("✗  failed_share < 1%"), "{}", ended.out);
    assert!(ended.out.contains("✓  makespan < 1h"), "{}", ended.out);
}

#[test]
fn counts_are_told_whole() {
    let ended = run(&["--messages", "5", "--target", "attempts.started < 2"]);
    assert_eq!(ended.err, "target missed: attempts.started < 2: it is 5\n");
}

/// Rounded as usual, what was missed would look met.
#[test]
fn a_missed_target_is_told_with_the_digits_that_tell_it_from_its_limit() {
    let flags = [
        "--target",
        "makespan >= 32.5s",
        "--target",
        "sent_share > 81.6%",
        "--target",
        "sent_share > 81.62%",
        "--target",
        "failed_share != 18.4%",
    ];
    let ended = run(&flags);
    let words = [
        "makespan >= 32.5s: it is 32.47 s",
        "sent_share > 81.62%: it is 81.60 %",
        "failed_share != 18.4%: it is 18.4 %",
    ];
    for word in words {
        assert!(
            ended.err.contains(&format!("target missed: {word}\n")),
            "{}",
            ended.err
        );
    }
    assert!(ended.out.contains("it is 32.47 s\n"), "{}", ended.out);
    for format in ["markdown", "html", "junit"] {
        let text = run(&[&flags[..], &["--format", format]].concat()).out;
        assert!(text.contains("it is 32.47 s"), "{format}: {text}");
    }
    // a met one is rounded as ever, and so is one of replications that differ
    let ended = run(&["--target", "makespan > 32.49s", "--target", "makespan < 32.5s"]);
    assert!(
        ended.out.contains("makespan < 32.5s   it is 32.5 s\n"),
        "{}",
        ended.out
    );
    let alike = [
        "--replications",
        "3",
        "--failure-rate",
        "0",
        "--target",
        "sent_share < 100%",
    ];
    assert!(
        run(&alike).err.contains("it is 100.0 % ± 0.00 %"),
        "{}",
        run(&alike).err
    );
}

/// A run that cannot go on is a finding, whatever its targets say of those that were sent.
#[test]
fn a_stalled_run_says_what_it_leaves() {
    let flags = ["--set", "senders[0].hang=1", "--target", "failed_share < 1%"];
    let ended = run(&flags);
    assert_eq!(ended.status, 0);
    assert_eq!(
        ended.err,
        "warning: stalled with 1,000 messages never settled: 3 of 3 senders silent, down or removed, and nobody to \
         bring them back\n"
    );
    assert_eq!(run(&[&flags[..], &["-q"]].concat()).err, "");
    let paused = run(&[
        "--set",
        "producer.arrivals={every: 1s}",
        "--set",
        "timeline=[{at: 10.5s, pause_producer: {}}]",
    ]);
    assert_eq!(
        paused.err,
        "warning: stalled with 989 messages never produced: the producer stays paused\n"
    );
    let several = run(&[&flags[..], &["--replications", "3"]].concat());
    assert_eq!(
        several.err,
        "warning: 3 of 3 replications stalled with messages that were never settled, first replication 0\n"
    );
}

#[test]
fn a_figure_that_does_not_exist_misses_its_target() {
    let ended = run(&["--failure-rate", "1", "--target", "delivery.mean < 1h"]);
    assert_eq!(ended.status, 1);
    assert_eq!(
        ended.err,
        "target missed: delivery.mean < 1h: the run has no such figure\n"
    );
}

#[test]
fn bad_usage_is_2() {
    run(&["--nonsense"]).refused(2, &["--nonsense"]);
    run(&["--seed"]).refused(2, &["--seed"]);
    run(&["--seed", "--messages", "5"]).refused(2, &["--seed", "missing"]);
    run(&["--seed", "1", "check", "x"]).refused(2, &["after the command", "hint:"]);
    run(&["--rate", "1", "--mean-time", "1s"]).refused(2, &["--rate", "--mean-time"]);
    run(&["--format", "yaml"]).refused(2, &["yaml", "text", "json"]);
    run(&["--speed", "0"]).refused(2, &["--speed: 0", "0.000001"]);
    let long = "9".repeat(5000);
    for flag in ["--speed", "--replications", "--seed", "--target"] {
        let ended = run(&[flag, &long]);
        ended.refused(2, &[flag, "999…"]);
        assert!(ended.err.len() < 400, "{flag}: {}", ended.err);
    }
    run(&["--plot", "x.gif"]).refused(2, &["x.gif", ".svg", ".png"]);
    run(&["--events", "-"]).refused(2, &["--events -", "--quiet"]);
    run(&["--set", "seed"]).refused(2, &["--set seed", "KEY.PATH=VALUE"]);
    run(&["--replications", "0"]).refused(2, &["--replications", "1 to 100,000"]);
    run(&["preset", "overlord"]).refused(2, &["overlord", "overload"]);
}

#[test]
fn a_file_that_cannot_be_read_or_written_is_3() {
    let place = Place::new();
    place.run(&["missing.yaml"]).refused(
        3,
        &["missing.yaml", "No such file", "bellwether init missing.yaml"],
    );
    place
        .run(&["check", "missing.yaml"])
        .refused(3, &["missing.yaml"]);
    place
        .run(&["--output", "no/folder/report.txt"])
        .refused(3, &["no/folder/report.txt"]);
    place
        .run(&["--plot", "no/folder/plot.svg"])
        .refused(3, &["no/folder/plot.svg"]);
    place
        .run(&["--quiet", "--events", "no/folder/events.jsonl"])
        .refused(3, &["no/folder/events.jsonl"]);
    place
        .run(&["--output", "."])
        .refused(3, &[".: cannot be written"]);
    assert_eq!(place.names(), [""; 0], "nothing is left");
}

#[test]
fn help_and_version_are_no_errors() {
    assert!(run(&["--help"]).well().contains("Exit status"));
    assert!(run(&["--version"]).well().starts_with("bellwether "));
    for command in [
        "presets",
        "run",
        "check",
        "init",
        "preset",
        "schema",
        "completions",
        "man",
    ] {
        let help = run(&[command, "--help"]).well();
        assert!(help.contains("Usage: bellwether"), "{command}");
        assert!(help.contains("\nExample"), "{command}");
    }
}

#[test]
fn quiet_leaves_the_status_alone() {
    let ended = run(&["--quiet", "--target", "failed_share < 1%"]);
    assert_eq!((ended.status, ended.out.as_str()), (1, ""));
    assert_eq!(run(&["-q"]).well(), "");
}
