//! A scenario on standard input that nobody reads, since no argument says so.

use crate::arguments::ScenarioArguments;
use crate::failure::to_standard_error;

/// Says how `check` reads it, if there is a file or a pipe.
pub(crate) fn tell_of_check(arguments: &ScenarioArguments) {
    let there = standard_input();
    tell(arguments, there.is_pipe || there.is_whole_file, "check -");
}

/// Says how a run reads it, if there is a file that nobody has read of: programs that start this one often leave it a
/// pipe, or the rest of a file that they read themselves.
pub(crate) fn tell_of_run(arguments: &ScenarioArguments) {
    tell(arguments, standard_input().is_whole_file, "-");
}

fn tell(arguments: &ScenarioArguments, is_there: bool, argument: &str) {
    if is_there && arguments.scenario.is_none() && arguments.preset.is_none() {
        to_standard_error(&format!(
            "hint: standard input is not read; `bellwether {argument}` reads a scenario from it\n"
        ));
    }
}

/// What standard input is, as far as it matters.
#[derive(Default)]
struct Input {
    is_pipe: bool,
    is_whole_file: bool,
}

#[cfg(unix)]
fn standard_input() -> Input {
    use std::fs::File;
    use std::io::{self, Seek};
    use std::os::fd::AsFd;
    use std::os::unix::fs::FileTypeExt;

    let Ok(mut file) = io::stdin().as_fd().try_clone_to_owned().map(File::from) else {
        return Input::default();
    };
    let Ok(metadata) = file.metadata() else {
        return Input::default();
    };
    Input {
        is_pipe: metadata.file_type().is_fifo(),
        is_whole_file: metadata.is_file()
            && metadata.len() > 0
            && file.stream_position().is_ok_and(|at| at == 0),
    }
}

#[cfg(not(unix))]
fn standard_input() -> Input {
    Input::default()
}
