//! What shells and manuals want to know about the command line.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::output::standard_output;

/// Completions for a shell.
pub(super) fn completions(shell: Shell) -> String {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "bellwether", &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// The manual page, in the form that `man -l -` reads.
pub(super) fn manual() -> Result<String, Failure> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Arguments::command())
        .render(&mut text)
        .map_err(standard_output)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
