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
    let mut command = Arguments::command();
    command.build();
    let names: Vec<String> = command
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .collect();
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(standard_output)?;
    let mut text = String::from_utf8_lossy(&page).into_owned();
    // the commands have no pages of their own
    for name in names {
        text = text.replace(&format!("bellwether\\-{name}(1)"), &format!("bellwether {name}"));
    }
    // examples are to be copied line by line
    if let Some((before, extra)) = text.split_once("\nExamples:\n") {
        let (examples, rest) = extra.split_once("\n\n").unwrap_or((extra, ""));
        text = format!("{before}\nExamples:\n.nf\n{examples}\n.fi\n\n{rest}");
    }
    Ok(text)
}
