//! Scenario files.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use bellwether::scenario::{Document, Limits};

use crate::failure::{Failure, to_standard_error};

/// What a file is called in messages.
pub(crate) fn name(path: &Path) -> String {
    if path.as_os_str() == "-" {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    }
}

/// Reads a scenario file, or standard input for `-`.
pub(crate) fn read_document(path: &Path) -> Result<Document, Failure> {
    let limits = Limits::OF_FILES;
    let bytes = read(path, u64::from(limits.text) + 1)?;
    let is_utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if bytes.contains(&0) && !is_utf16 {
        return Err(Failure::NotAScenario {
            path: name(path),
            reason: "is no text; a scenario file is text in UTF-8".to_owned(),
        });
    }
    Document::parse_bytes(&bytes, &limits).map_err(|problems| Failure::Scenario {
        origin: name(path),
        problems,
    })
}

/// The bytes of a file, so many at most: an endless one is not read to its end.
fn read(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    let failed = |cause: io::Error| Failure::Read {
        path: name(path),
        cause,
    };
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        let input = io::stdin();
        if input.is_terminal() {
            to_standard_error("reading a scenario from standard input; Ctrl-D ends it\n");
        }
        input.lock().take(most).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        let file = File::open(path).map_err(failed)?;
        // where the system opens directories like files
        if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        file.take(most).read_to_end(&mut bytes).map_err(failed)?;
    }
    Ok(bytes)
}
