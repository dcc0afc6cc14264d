//! The terminal program as its users feel it: start, event log, reading a trace, replications on all cores.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::measure::median;

/// Where `cargo build --release -p cli` puts the program: beside this one.
fn program() -> Result<PathBuf> {
    let here = std::env::current_exe().context("cannot find this program")?;
    let program = here.with_file_name(format!("bellwether{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        bail!(
            "there is no {}: run `cargo build --release -p cli` first",
            program.display()
        );
    }
    Ok(program)
}

/// Median seconds on the wall of a run of the program.
fn seconds(rounds: u32, program: &Path, arguments: &[&str]) -> Result<f64> {
    let mut times = Vec::new();
    for _ in 0..rounds {
        let start = Instant::now();
        let status = Command::new(program)
            .args(arguments)
            .stdout(Stdio::null())
            .status()
            .context("cannot start the program")?;
        times.push(start.elapsed().as_secs_f64());
        if !status.success() {
            bail!("`bellwether {}` failed", arguments.join(" "));
        }
    }
    Ok(median(&mut times))
}

/// Prints the table.
#[expect(clippy::print_stdout, reason = "a command talks to its user")]
pub(crate) fn measure(rounds: u32) -> Result<()> {
    let program = program()?;
    let folder = std::env::temp_dir().join(format!("bellwether-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).context("cannot make a folder for temporary files")?;
    let rows = rows(rounds, &program, &folder);
    fs::remove_dir_all(&folder).context("cannot remove the folder for temporary files")?;
    println!("## In the terminal\n");
    println!("Medians of {rounds} rounds, time on the wall: these move with the machine.\n");
    println!("| what | figure | goal |\n|---|--:|--:|");
    println!("{}", rows?);
    Ok(())
}

fn rows(rounds: u32, program: &Path, folder: &Path) -> Result<String> {
    let mut rows = String::new();
    let start = seconds(4 * rounds, program, &["--messages", "1", "--quiet"])?;
    writeln!(
        rows,
        "| start, run one message, end | {:.1} ms | 10 ms |",
        start * 1e3
    )?;

    let log = folder.join("events.jsonl");
    let events = [
        "--messages",
        "1000000",
        "--senders",
        "10",
        "--quiet",
        "--events",
        &log.display().to_string(),
    ]
    .map(str::to_owned);
    let arguments: Vec<&str> = events.iter().map(String::as_str).collect();
    let time = seconds(rounds, program, &arguments)?;
    let lines = fs::read(&log)?.iter().filter(|byte| **byte == b'\n').count();
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let rate = lines as f64 / time / 1e6;
    writeln!(
        rows,
        "| `--events` into a file | {rate:.1} million events a second | 2 million |"
    )?;

    let trace = folder.join("trace.yaml");
    let instants: Vec<String> = (0..1_000_000)
        .map(|i| format!("{}.{:03}", i / 1000, i % 1000))
        .collect();
    fs::write(
        &trace,
        format!("producer: {{arrivals: {{trace: [{}]}}}}\n", instants.join(", ")),
    )?;
    let time = seconds(rounds, program, &["check", &trace.display().to_string()])?;
    writeln!(
        rows,
        "| reading a trace of 1,000,000 instants | {time:.2} s | 0.5 s |"
    )?;

    let cores = std::thread::available_parallelism()?.get();
    let on = |jobs: usize| {
        let load = "--messages 1000000 --senders 10 --quiet --replications 40 --jobs";
        let jobs = jobs.to_string();
        let arguments: Vec<&str> = load.split(' ').chain([jobs.as_str()]).collect();
        seconds(1, program, &arguments)
    };
    // in turns, so that whatever else the machine does falls on both
    let (mut one, mut all, mut share) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let times = (on(1)?, on(cores)?);
        one.push(times.0);
        all.push(times.1);
        #[expect(clippy::cast_precision_loss, reason = "a few cores")]
        share.push(times.0 / times.1 / cores as f64 * 100.0);
    }
    writeln!(
        rows,
        "| 40 replications of a million messages on {cores} cores | {:.0} % efficiency ({:.2} s with `--jobs 1`, {:.2} s on all) | 90 % |",
        median(&mut share),
        median(&mut one),
        median(&mut all),
    )?;
    Ok(rows)
}
