//! A copy of the repository that may be broken.

use super::Break;
use crate::project::Project;
use crate::run::{cargo, output};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The copy, and where it notes what tests print.
pub(super) struct Copy {
    pub(super) project: Project,
    pub(super) printed: PathBuf,
}

/// Changes that were made in the copy: each file as it was before.
#[derive(Debug, Default)]
pub(super) struct Made(Vec<(PathBuf, String)>);

impl Made {
    /// Takes the changes back, the last one first: an earlier one of the same file knows the file without any.
    pub(super) fn take_back(self) -> Result<()> {
        let mut files = self.0.into_iter().rev();
        files.try_for_each(|(path, text)| Ok(fs::write(path, text)?))
    }

    /// Those that were made after these are taken back with them.
    pub(super) fn and(&mut self, later: Self) {
        self.0.extend(later.0);
    }
}

impl Copy {
    pub(super) fn of(project: &Project) -> Result<Self> {
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
                fs::copy(&from, &to).with_context(|| format!("cannot copy {file}"))?;
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

    /// Cargo in the copy.
    pub(super) fn cargo(&self, line: &str) -> Command {
        let mut command = cargo(&self.project, line);
        command.env("CARGO_TARGET_DIR", &self.project.target);
        // what is left over by a break is no mistake
        command.env("RUSTFLAGS", "-A warnings");
        command
    }

    /// Makes the changes of a break, all or none.
    pub(super) fn make(&self, broken: &Break) -> Result<Made> {
        let mut made = Made::default();
        for change in &broken.changes {
            let path = self.project.root.join("core/src").join(&change.file);
            let text = fs::read_to_string(&path).with_context(|| change.file.clone())?;
            if text.matches(&change.before).count() != 1 {
                made.take_back()?;
                bail!("{} has changed; mend tests/breaks.json", change.file);
            }
            fs::write(&path, text.replace(&change.before, &change.after))?;
            made.0.push((path, text));
        }
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Change;
    use super::*;

    fn of(changes: &[(&str, &str, &str)]) -> Break {
        let change = |(file, before, after): &(&str, &str, &str)| Change {
            file: (*file).to_owned(),
            before: (*before).to_owned(),
            after: (*after).to_owned(),
        };
        Break {
            subject: "queue".to_owned(),
            name: "upside down".to_owned(),
            changes: changes.iter().map(change).collect(),
        }
    }

    /// Two changes of one file among them, of which the second one was made in the file that the first one left.
    #[test]
    fn what_was_made_is_taken_back_whole() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let root = folder.path().to_owned();
        let model = root.join("core/src");
        fs::create_dir_all(&model)?;
        fs::write(model.join("queue.rs"), "first last")?;
        fs::write(model.join("row.rs"), "some")?;
        let read = || -> Result<[String; 2]> {
            Ok([
                fs::read_to_string(model.join("queue.rs"))?,
                fs::read_to_string(model.join("row.rs"))?,
            ])
        };
        let copy = Copy {
            project: Project {
                target: root.join("target"),
                root: root.clone(),
            },
            printed: root.join("printed.txt"),
        };
        let made = copy.make(&of(&[
            ("queue.rs", "first", "last"),
            ("row.rs", "some", "none"),
            ("queue.rs", " last", " first"),
        ]))?;
        assert_eq!(read()?, ["last first", "none"]);
        made.take_back()?;
        assert_eq!(read()?, ["first last", "some"]);
        // the second place is gone, or there are two of it
        for gone in [("row.rs", "many", ""), ("queue.rs", "t", "")] {
            let error = copy.make(&of(&[("queue.rs", "first", "1st"), gone]));
            assert!(error.is_err_and(|error| error.to_string().contains("mend tests/breaks.json")));
            assert_eq!(read()?, ["first last", "some"]);
        }
        Ok(())
    }
}
