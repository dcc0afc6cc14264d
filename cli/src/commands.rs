//! The commands beside `run`; what they print is small and soon done.

mod check;
mod init;
mod presets;
mod schema;
mod shell;

use std::path::Path;

pub(crate) use self::presets::find as preset;
use crate::arguments::Command;
use crate::failure::{Failure, Status};
use crate::input::unread;
use crate::{output, run};

/// Does what a command asks for.
pub(crate) fn obey(command: Command) -> Result<Status, Failure> {
    match command {
        Command::Run(arguments) => return run::run(*arguments),
        Command::Check { input, yaml } => {
            unread::tell_of_check(&input);
            print(&check::check(&input, yaml)?)?;
        }
        Command::Init { file, force } => init::init(file.as_deref(), force)?,
        Command::Presets => print(&presets::list())?,
        Command::Preset { name } => print(presets::text(&name)?)?,
        Command::Schema { of } => print(&schema::text(of))?,
        Command::Completions { shell } => print(&shell::completions(shell))?,
        Command::Man => print(&shell::manual()?)?,
    }
    Ok(Status::Done)
}

fn print(text: &str) -> Result<(), Failure> {
    output::write(None::<&Path>, text)
}
