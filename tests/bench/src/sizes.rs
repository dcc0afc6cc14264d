//! How time and memory grow with the number of messages and of senders.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::measure::{median, nanoseconds, peak_memory, processor_time};
use bench::workload::{WORKLOADS, Workload, run};

/// A run in a process of its own: its time and its memory.
#[derive(Clone, Copy, Debug)]
struct Cost {
    /// Seconds of processor time.
    seconds: f64,
    /// KiB at most.
    memory: Option<u64>,
}

/// A burst of so many messages to so many senders, one attempt each.
fn burst(senders: u32) -> Workload {
    Workload {
        senders,
        ..WORKLOADS[0]
    }
}

/// Runs one burst and says what it cost; for a process of its own.
#[expect(clippy::print_stdout, reason = "it is read by who started this process")]
pub(crate) fn one(messages: u32, senders: u32) -> Result<()> {
    let scenario = burst(senders).scenario(messages, 1);
    let before = processor_time();
    let run = run(&scenario);
    let time = processor_time().saturating_sub(before);
    if run.messages().settled() != u64::from(messages) {
        bail!("not every message was settled");
    }
    let memory = peak_memory().map_or_else(String::new, |memory| memory.to_string());
    println!("{} {memory}", time.as_secs_f64());
    Ok(())
}

fn cost(messages: u32, senders: u32) -> Result<Cost> {
    let program = std::env::current_exe().context("cannot find this program")?;
    let output = Command::new(program)
        .args(["--one", &messages.to_string(), &senders.to_string()])
        .output()
        .context("cannot start this program again")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut words = text.split_whitespace();
    let seconds = words.next().and_then(|word| word.parse().ok());
    Ok(Cost {
        seconds: seconds.with_context(|| String::from_utf8_lossy(&output.stderr).into_owned())?,
        memory: words.next().and_then(|word| word.parse().ok()),
    })
}

#[expect(clippy::cast_precision_loss, reason = "a size for people")]
fn mebibytes(memory: Option<u64>) -> String {
    memory.map_or("?".to_owned(), |memory| format!("{:.1}", memory as f64 / 1024.0))
}

/// The same pipeline with more and more messages.
#[expect(clippy::print_stdout, reason = "a command talks to its user")]
pub(crate) fn over_messages(most: u32) -> Result<()> {
    println!("## Over messages\n");
    println!("A burst to 1000 senders, one attempt each. A fresh backlog is kept as a range of numbers.\n");
    println!("| messages | seconds | ns a message | most memory, MiB |");
    println!("|--:|--:|--:|--:|");
    let sizes = (4..=9)
        .map(|power| 10_u32.pow(power))
        .filter(|size| *size <= most);
    for messages in sizes {
        let cost = cost(messages, 1000)?;
        println!(
            "| {messages} | {:.3} | {:.1} | {} |",
            cost.seconds,
            cost.seconds * 1e9 / f64::from(messages),
            mebibytes(cost.memory)
        );
    }
    println!();
    Ok(())
}

/// The same messages to more and more senders.
#[expect(clippy::print_stdout, reason = "a command talks to its user")]
pub(crate) fn over_senders(rounds: u32) -> Result<()> {
    const MESSAGES: u32 = 1_000_000;
    println!("## Over senders\n");
    println!("A burst of {MESSAGES} messages, one attempt each.\n");
    println!("| senders | ns a message | most memory, MiB |");
    println!("|--:|--:|--:|");
    for senders in (0..=5).map(|power| 10_u32.pow(power)) {
        let (mut times, mut memory) = (Vec::new(), None);
        for _ in 0..rounds {
            let cost = cost(MESSAGES, senders)?;
            times.push(nanoseconds(
                std::time::Duration::from_secs_f64(cost.seconds),
                MESSAGES,
            ));
            memory = cost.memory;
        }
        println!(
            "| {senders} | {:.1} | {} |",
            median(&mut times),
            mebibytes(memory)
        );
    }
    println!();
    Ok(())
}
