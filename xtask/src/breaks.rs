//! `cargo xtask breaks`: breaks the model on purpose, one place at a time, in a copy, and says which test notices.

mod list;

pub use list::{Break, Change};

use crate::group::Group;
use crate::project::Project;
use crate::run::{cargo, output};
use anyhow::{Context, Result, bail};
use list::{Outcome, page, read};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;
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
/// When a break can not be tried, or nobody noticed one.
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
    let copy = Copy::of(project)?;
    let mut outcomes = Vec::new();
    for broken in all.iter().filter(|broken| wanted(broken)) {
        let outcome = copy.try_out(broken)?;
        match outcome.tests.first() {
            Some(test) => println!("{}: {}: {test}", broken.subject, broken.name),
            None => println!("{}: {}: NOBODY NOTICED", broken.subject, broken.name),
        }
        outcomes.push((broken, outcome));
    }
    if words.is_empty() {
        fs::write(project.root.join("tests/breaks.md"), page(&outcomes))?;
    }
    match outcomes
        .iter()
        .filter(|(_, outcome)| outcome.tests.is_empty())
        .count()
    {
        0 => Ok(()),
        unnoticed => bail!("{unnoticed} of {} breaks went unnoticed", outcomes.len()),
    }
}

/// A copy of the repository that may be broken.
struct Copy {
    project: Project,
    printed: PathBuf,
}

impl Copy {
    fn of(project: &Project) -> Result<Self> {
        let folder = project.target.join("breaks");
        let root = folder.join("tree");
        let mut git = Command::new("git");
        git.current_dir(&project.root)
            .args(["ls-files", "--cached", "--others", "--exclude-standard"]);
        for file in output(&mut git)?.lines() {
            let (from, to) = (project.root.join(file), root.join(file));
            // a file that is deleted and not yet committed is still listed
            if from.is_file() && fs::read(&from)? != fs::read(&to).unwrap_or_default() {
                fs::create_dir_all(to.parent().unwrap_or(&root))?;
                fs::copy(&from, &to).with_context(|| format!("can not copy {file}"))?;
            }
        }
        Ok(Self {
            project: Project {
                root,
                target: folder.join("target"),
            },
            printed: folder.join("printed.txt"),
        })
    }

    /// Makes the changes, asks the tests and takes the changes back.
    fn try_out(&self, broken: &Break) -> Result<Outcome> {
        let mut whole: Vec<(PathBuf, String)> = Vec::new();
        for change in &broken.changes {
            let path = self.project.root.join("core/src").join(&change.file);
            let text = fs::read_to_string(&path).with_context(|| change.file.clone())?;
            if text.matches(&change.before).count() != 1 {
                restore(&whole)?;
                bail!(
                    "{}: {} has changed; mend tests/breaks.json",
                    broken.name,
                    change.file
                );
            }
            fs::write(&path, text.replace(&change.before, &change.after))?;
            whole.push((path, text));
        }
        let mut asked = Ok(Outcome::default());
        for suite in SUITES {
            asked = self.ask(suite);
            if !asked.as_ref().is_ok_and(|outcome| outcome.tests.is_empty()) {
                break;
            }
        }
        restore(&whole)?;
        asked.with_context(|| broken.name.clone())
    }

    /// Which tests of a suite fail, or do not end.
    fn ask(&self, suite: &str) -> Result<Outcome> {
        let test = |more: &str| {
            let mut command = cargo(&self.project, &format!("test {suite} --no-fail-fast {more}"));
            command.env("CARGO_TARGET_DIR", &self.project.target);
            // what is left over by a break is no mistake
            command.env("RUSTFLAGS", "-A warnings");
            command
        };
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

/// Takes changes back, the last one first: an earlier one of the same file knows the file without any.
fn restore(whole: &[(PathBuf, String)]) -> Result<()> {
    whole
        .iter()
        .rev()
        .try_for_each(|(path, text)| Ok(fs::write(path, text)?))
}

/// The tests of which the runner says this.
fn names(printed: &str, what: &str) -> BTreeSet<String> {
    printed
        .lines()
        .filter_map(|line| line.strip_prefix("test ")?.strip_suffix(what))
        .map(str::to_owned)
        .collect()
}
