//! `init`: a scenario file to start from.

use std::io;
use std::path::Path;

use bellwether::scenario::template;

use crate::failure::{Failure, to_standard_error};
use crate::{output, repeat};

/// Writes the commented default file, or prints it; what is there stays unless `force` says otherwise.
pub(super) fn init(file: Option<&Path>, force: bool) -> Result<(), Failure> {
    let Some(file) = file.filter(|file| file.as_os_str() != "-") else {
        return output::write(None, &template());
    };
    // a folder no flag replaces
    if !force && file.symlink_metadata().is_ok() && !file.is_dir() {
        return Err(Failure::Write {
            path: file.display().to_string(),
            cause: io::Error::new(
                io::ErrorKind::AlreadyExists,
                "it is there already; --force replaces it",
            ),
        });
    }
    output::replace(file, template().as_bytes())?;
    let name = file.to_string_lossy();
    to_standard_error(&format!(
        "{name} is written; run it with: bellwether {}\n",
        repeat::quoted_path(&name)
    ));
    Ok(())
}
