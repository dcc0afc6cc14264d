//! Where results go: standard output, or a file that appears only when it is complete.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::failure::Failure;
use crate::interrupt;

/// Writes text to a file, or to standard output, where colours stay if the terminal shows them.
pub(crate) fn write(to: Option<&Path>, text: &str) -> Result<(), Failure> {
    match to.filter(|path| path.as_os_str() != "-") {
        Some(path) => replace(path, anstream::adapter::strip_str(text).to_string().as_bytes()),
        None => {
            // most text has no colours: looking for them letter by letter would take as long as making a report
            let is_plain = !text.contains('\x1b');
            let mut output: Box<dyn Write> = if is_plain {
                Box::new(io::stdout().lock())
            } else {
                Box::new(anstream::stdout().lock())
            };
            let written = output.write_all(text.as_bytes()).and_then(|()| output.flush());
            or_closed(written).map_err(standard_output)
        }
    }
}

/// So many bytes go on at once of what is written piece by piece.
const PIECE: usize = 1 << 15;

/// Lets something write itself piece by piece to a file, or to standard output.
pub(crate) fn stream(
    to: Option<&Path>,
    write: impl FnOnce(&mut BufWriter<Destination>) -> io::Result<()>,
) -> Result<(), Failure> {
    let path = to.unwrap_or(Path::new("-"));
    let mut output = BufWriter::with_capacity(PIECE, Destination::open(path)?);
    let written = write(&mut output).and_then(|()| output.flush());
    // what nobody reads any more is in the buffer still, and stays there
    let (destination, _) = output.into_parts();
    let is_standard = matches!(destination, Destination::Standard);
    or_closed(written.and_then(|()| destination.complete())).map_err(|cause| {
        if is_standard {
            standard_output(cause)
        } else {
            failed(path, cause)
        }
    })
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
    stream(Some(path), |output| output.write_all(bytes))
}

/// Whether a file could be written, before anything costs time. A pipe is opened once, when there is something to write:
/// opened and closed before, it is over for whoever reads it.
pub(crate) fn check(path: &Path) -> Result<(), Failure> {
    if is_special(path) {
        return Ok(());
    }
    Destination::open(path).map(drop)
}

fn failed(path: &Path, cause: io::Error) -> Failure {
    Failure::Write {
        path: path.display().to_string(),
        cause,
    }
}

/// Where bytes go until they are complete.
#[derive(Debug)]
pub(crate) enum Destination {
    /// Standard output.
    Standard,
    /// What is there and no plain file: a pipe, /dev/null.
    Special(fs::File),
    /// A file beside its place.
    Beside {
        /// The file.
        file: NamedTempFile,
        /// Its place.
        place: PathBuf,
    },
}

impl Destination {
    /// Opens a file, or standard output for `-`.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        Self::try_open(path).map_err(|cause| failed(path, cause))
    }

    fn try_open(path: &Path) -> io::Result<Self> {
        if path.as_os_str() == "-" {
            return Ok(Self::Standard);
        }
        if is_special(path) {
            let open = || fs::OpenOptions::new().write(true).open(path);
            return interrupt::at_once_while(open).map(Self::Special);
        }
        let place = meant(path)?;
        Ok(Self::Beside {
            file: beside(&place)?,
            place,
        })
    }

    /// Moves a file to its place.
    pub(crate) fn complete(mut self) -> io::Result<()> {
        self.flush()?;
        if let Self::Beside { file, place } = self {
            // the rights of the file that was there stay
            if let Ok(metadata) = fs::metadata(&place) {
                file.as_file().set_permissions(metadata.permissions())?;
            }
            file.persist(&place)?;
        }
        Ok(())
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Standard => io::stdout().write(bytes),
            Self::Special(file) => file.write(bytes),
            // the open file itself: errors are about the place, not about what stands beside it
            Self::Beside { file, .. } => file.as_file_mut().write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Standard => io::stdout().flush(),
            Self::Special(file) => file.flush(),
            Self::Beside { file, .. } => file.as_file_mut().flush(),
        }
    }
}

/// The file that a path means, through links too; `None` for what can be named twice: `-`, a pipe, /dev/null.
pub(crate) fn place(path: &Path) -> Option<PathBuf> {
    if path.as_os_str() == "-" || is_special(path) {
        return None;
    }
    let path = meant(path).ok()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?;
    Some(folder.join(path.file_name()?))
}

/// Through links to the file that they mean, also where there is none yet.
fn meant(path: &Path) -> io::Result<PathBuf> {
    match (fs::canonicalize(path), fs::read_link(path)) {
        // a ring of links is another error, so this comes to an end
        (Err(error), Ok(next)) if error.kind() == io::ErrorKind::NotFound => {
            meant(&path.parent().unwrap_or(Path::new("")).join(next))
        }
        (Err(error), Err(_)) if error.kind() == io::ErrorKind::NotFound => Ok(path.to_owned()),
        (found, _) => found,
    }
}

/// Whether two places are one file, also where it has several names.
pub(crate) fn is_same(one: &Path, other: &Path) -> bool {
    one == other || number(one).is_some_and(|one| number(other) == Some(one))
}

/// The device and number by which the system knows a file, where it has such.
#[cfg(unix)]
fn number(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path)
        .ok()
        .map(|metadata| (metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn number(_: &Path) -> Option<(u64, u64)> {
    None
}

/// Whether there is something that is no plain file.
fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

/// A new file in the folder of the one that it will become.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // not private as temporary files are: with the rights of any new file
    let create = |path: &Path| fs::OpenOptions::new().write(true).create_new(true).open(path);
    tempfile::Builder::new()
        .prefix(".bellwether-")
        .make_in(folder, create)
}
