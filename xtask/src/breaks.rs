//! `cargo xtask breaks`: breaks the model on purpose, one place at a time, in a copy, and says which test notices.

mod compile;
mod copy;
mod list;

pub(crate) use compile::check;
pub use list::{Break, Change};

use crate::group::Group;
use crate::project::Project;
use crate::run::output;
use anyhow::{Result, bail};
use copy::Copy;
use list::{Outcome, page, read};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::thread;
use std::time::{Duration, Instant};

/// Tests that run longer than this do not end: the model's own take some seconds.
const PATIENCE: Duration = Duration::from_secs(300);
/// So long it waits for others when one test has failed.
const FOR_OTHERS: Duration = Duration::from_secs(30);
/// Who is asked, until somebody notices.
const SUITES: [&str; 3] = ["-p bellwether --lib", "-p tests", "-p cli"];

/// Tries each break whose subject or name holds one of the words on the command line, or all of them; after all of them the page
/// is written anew.
///
/// # Errors
/// When a break cannot be tried, or nobody noticed one; after all others were tried.
pub fn run_breaks(project: &Project, mut arguments: lexopt::Parser) -> Result<()> {
    let words: Vec<String> = arguments
        .raw_args()?
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let all = read(project)?;
    let wanted = |broken: &Break| {
        let holds = |word: &String| broken.subject.contains(word) || broken.name.contains(word);
        words.is_empty() || words.iter().any(holds)
    };
    let wanted: Vec<&Break> = all.iter().filter(|broken| wanted(broken)).collect();
    let copy = Copy::of(project)?;
    let (mut outcomes, mut not_tried) = (Vec::new(), 0);
    for (number, broken) in (1..).zip(&wanted) {
        let Break { subject, name, .. } = broken;
        print!("{number} of {}: {subject}: {name}: ", wanted.len());
        match copy.try_out(broken) {
            Ok(outcome) => {
                println!("{}", outcome.tests.first().map_or("NOBODY NOTICED", |test| test));
                outcomes.push((*broken, outcome));
            }
            // so that those after it are tried none the less
            Err(error) => {
                println!("CANNOT BE TRIED: {error:#}");
                not_tried += 1;
            }
        }
    }
    let unnoticed = outcomes.iter().filter(|(_, outcome)| outcome.tests.is_empty());
    let unnoticed = unnoticed.count();
    if words.is_empty() && not_tried == 0 {
        fs::write(project.root.join("tests/breaks.md"), page(&outcomes))?;
    }
    if unnoticed + not_tried > 0 {
        bail!(
            "of {} breaks {unnoticed} went unnoticed, and {not_tried} could not be tried",
            wanted.len()
        );
    }
    Ok(())
}

impl Copy {
    /// Makes the changes, asks the tests and takes the changes back.
    fn try_out(&self, broken: &Break) -> Result<Outcome> {
        let broke = self.make(broken)?;
        let mut asked = Ok(Outcome::default());
        for suite in SUITES {
            asked = self.ask(suite);
            if !asked.as_ref().is_ok_and(|outcome| outcome.tests.is_empty()) {
                break;
            }
        }
        broke.take_back()?;
        asked
    }

    /// Which tests of a suite fail, or do not end.
    fn ask(&self, suite: &str) -> Result<Outcome> {
        let test = |more: &str| self.cargo(&format!("test {suite} --no-fail-fast {more}"));
        output(&mut test("--quiet --no-run"))?;
        let mut command = test("");
        let printed = File::create(&self.printed)?;
        command.stdout(printed.try_clone()?).stderr(printed);
        let started = Instant::now();
        let mut running = Group::start(command)?;
        let ended = loop {
            match running.ended()? {
                Some(status) => break Some(status),
                None if started.elapsed() > PATIENCE => break None,
                None if started.elapsed() > FOR_OTHERS && !self.failed()?.is_empty() => break None,
                None => thread::sleep(Duration::from_millis(200)),
            }
        };
        drop(running);
        let printed = fs::read_to_string(&self.printed)?;
        let failed = self.failed()?;
        let outcome = match ended {
            _ if !failed.is_empty() => Outcome {
                tests: failed,
                ends: true,
            },
            None => Outcome {
                tests: names(&printed, " has been running for over 60 seconds"),
                ends: false,
            },
            Some(status) if status.success() => Outcome::default(),
            Some(status) => bail!("the tests ended with {status} and none had failed:\n{printed}"),
        };
        Ok(outcome)
    }

    /// The tests of which the runner has said so far that they failed.
    fn failed(&self) -> Result<BTreeSet<String>> {
        Ok(names(&fs::read_to_string(&self.printed)?, " ... FAILED"))
    }
}

/// The tests of which the runner says this.
fn names(printed: &str, what: &str) -> BTreeSet<String> {
    printed
        .lines()
        .filter_map(|line| line.strip_prefix("test ")?.strip_suffix(what))
        .map(str::to_owned)
        .collect()
}
