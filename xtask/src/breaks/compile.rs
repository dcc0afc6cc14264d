//! Whether all breaks can be tried, which takes seconds instead of hours.

use super::copy::{Copy, Made};
use super::list::{Break, read};
use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::process::Stdio;

/// Whether the model compiles with each of the breaks. As many as have a place beside each other are made at once: what
/// compiles with all of them does so with each.
///
/// # Errors
/// When it does not compile with one of them, or one's place in the code is gone.
pub(crate) fn check(project: &Project) -> Result<()> {
    let copy = Copy::of(project)?;
    let all = read(project)?;
    let mut left: Vec<&Break> = all.iter().collect();
    while !left.is_empty() {
        let (mut together, mut made, mut rest) = (Vec::new(), Made::default(), Vec::new());
        for broken in left {
            match copy.make(broken) {
                Ok(one) => {
                    made.and(one);
                    together.push(broken);
                }
                // another one has taken its place
                Err(_) if !together.is_empty() => rest.push(broken),
                Err(error) => {
                    made.take_back()?;
                    return Err(error.context(broken.name.clone()));
                }
            }
        }
        let complaint = copy.complaint();
        made.take_back()?;
        if complaint?.is_some() {
            together
                .iter()
                .try_for_each(|broken| copy.compiles_with(broken))?;
        }
        left = rest;
    }
    println!("    the model compiles with each of {} breaks", all.len());
    Ok(())
}

impl Copy {
    /// What the compiler says against the model as it is now.
    fn complaint(&self) -> Result<Option<String>> {
        let mut command = self.cargo("check --quiet --locked --package bellwether --tests");
        let output = command
            .stdin(Stdio::null())
            .output()
            .context("cannot start cargo")?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok((!output.status.success()).then_some(said))
    }

    fn compiles_with(&self, broken: &Break) -> Result<()> {
        let made = self.make(broken)?;
        let complaint = self.complaint();
        made.take_back()?;
        match complaint? {
            None => Ok(()),
            Some(said) => bail!(
                "{}: {}: does not compile any more; mend tests/breaks.json\n{said}",
                broken.subject,
                broken.name
            ),
        }
    }
}
