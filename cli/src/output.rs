//! Where results go: standard output, or a file that appears only when it is complete.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::failure::Failure;

/// Writes text to a file, or to standard output, where colours stay if the terminal shows them.
pub(crate) fn write(to: Option<&Path>, text: &str) -> Result<(), Failure> {
    match to.filter(|path| path.as_os_str() != "-") {
        Some(path) => replace(path, anstream::adapter::strip_str(text).to_string().as_bytes()),
        None => {
            let mut output = anstream::stdout().lock();
            let written = output.write_all(text.as_bytes()).and_then(|()| output.flush());
            or_closed(written).map_err(standard_output)
        }
    }
}

/// Nobody reads any more: that is their choice, and no failure.
pub(crate) fn or_closed(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// A failure of standard output.
pub(crate) fn standard_output(cause: io::Error) -> Failure {
    Failure::Write {
        path: "standard output".to_owned(),
        cause,
    }
}

/// Writes a file beside its place and moves it there: whoever looks sees the old file or the new one, never half.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_file(path, bytes).map_err(|cause| Failure::Write {
        path: path.display().to_string(),
        cause,
    })
}

fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // what is there and no plain file (a pipe, /dev/null) is written to as it is
    let is_special = fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir());
    if is_special {
        return or_closed(fs::OpenOptions::new().write(true).open(path)?.write_all(bytes));
    }
    // through a link to the file that it means
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = tempfile::Builder::new()
        .prefix(".bellwether-")
        .make_in(folder, |path| {
            // not private as temporary files are: with the rights of any new file
            fs::OpenOptions::new().write(true).create_new(true).open(path)
        })?;
    file.as_file_mut().write_all(bytes)?;
    if let Ok(metadata) = fs::metadata(&path) {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.persist(&path)?;
    Ok(())
}

/// Whether a file could be written, before anything costs time.
pub(crate) fn check(path: &Path) -> Result<(), Failure> {
    Ok(())
}
