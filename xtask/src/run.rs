//! Runs other programs.

use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::env;
use std::process::{Command, Stdio};

/// Cargo, the same that runs this program, in the repository's top folder; `line` is split at spaces.
#[must_use]
pub fn cargo(project: &Project, line: &str) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(&project.root).args(line.split_whitespace());
    command
}

/// Runs a program to its end; what it prints is shown.
///
/// # Errors
/// When it cannot be started or says that it failed.
pub fn run(command: &mut Command) -> Result<()> {
    let line = shown(command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot start `{line}`"))?;
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    Ok(())
}

/// Runs a program to its end and gives what it prints to its output.
///
/// # Errors
/// When it cannot be started or says that it failed.
pub fn output(command: &mut Command) -> Result<String> {
    let line = shown(command);
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start `{line}`"))?;
    if !output.status.success() {
        bail!("`{line}` ended with {}", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The command as a person would type it.
#[must_use]
pub fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let mut line = name.to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}
