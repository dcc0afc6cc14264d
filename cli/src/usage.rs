//! What is said of a command line that cannot be read, and the help that somebody asked for.

use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Error};

use crate::arguments::Arguments;
use crate::failure::{Failure, Status};
use crate::output;

/// Help is asked for and goes to standard output; a mistake goes to standard error.
pub(crate) fn tell(mut error: Error) -> Status {
    if let Some(failure) = no_command(&error) {
        return failure.tell();
    }
    mend(&mut error);
    let printed = output::or_closed(error.print());
    match (error.use_stderr(), printed) {
        // if standard error fails there is nobody to tell
        (true, _) => Status::BadInput,
        (false, Ok(())) => Status::Done,
        (false, Err(cause)) => output::standard_output(cause).tell(),
    }
}

/// Takes away what would lead nowhere, and says where a flag belongs.
fn mend(error: &mut Error) {
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let Some(flag) = unknown(error).filter(|word| word.starts_with('-')) else {
                return;
            };
            // no value of ours looks like a flag
            error.remove(ContextKind::Suggested);
            if is_known(&flag) {
                let tip = format!("{flag} goes with `bellwether run`");
                error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
            }
        }
        // it would show the two together
        ErrorKind::ArgumentConflict => {
            error.remove(ContextKind::Usage);
        }
        _ => {}
    }
}

/// Of two words that are no flags, the first may be meant as a command.
fn no_command(error: &Error) -> Option<Failure> {
    unknown(error).filter(|word| error.kind() == ErrorKind::UnknownArgument && !word.starts_with('-'))?;
    let read = Arguments::command().ignore_errors(true).try_get_matches().ok()?;
    let scenario = read.get_one::<PathBuf>("scenario")?;
    (!scenario.exists()).then(|| Failure::Usage {
        message: format!("{} is neither a command nor a file", scenario.display()),
        hint: Some("`bellwether --help` lists the commands".to_owned()),
    })
}

/// The word that clap does not know.
fn unknown(error: &Error) -> Option<String> {
    match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(word)) => Some(word.clone()),
        _ => None,
    }
}

/// Whether a run has that flag.
fn is_known(flag: &str) -> bool {
    let bare = flag.trim_start_matches('-');
    let mut known = Arguments::command();
    known.build();
    known
        .get_arguments()
        .any(|argument| argument.get_long() == Some(bare))
}
