//! The scenarios that every twin must play alike.

use anyhow::{Context, Result, anyhow};
use bellwether::scenario::Scenario;
use bellwether::simulation::Simulation;
use std::fs;
use std::path::{Path, PathBuf};

/// Folder of this package.
const HERE: &str = env!("CARGO_MANIFEST_DIR");

/// A scenario file.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// All scenario files, in order of their names.
pub(crate) fn all() -> Result<Vec<File>> {
    let folder = Path::new(HERE).join("scenarios");
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path
                .file_stem()
                .context("a file has a name")?
                .to_string_lossy()
                .into_owned();
            Ok(File {
                name,
                text: fs::read_to_string(&path)?,
            })
        })
        .collect()
}

impl File {
    /// Runs it natively.
    pub(crate) fn run(&self, replication: u32) -> Result<Simulation> {
        let scenario = Scenario::from_text(&self.text).map_err(|problems| {
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            anyhow!("{}: {}", self.name, problems.join("; "))
        })?;
        let mut run = Simulation::new(&scenario, replication);
        run.run_to_end();
        Ok(run)
    }
}
