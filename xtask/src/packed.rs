//! Compression by Brotli, as static hosts deliver files.

use brotli::enc::BrotliEncoderParams;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The best quality there is: what a careful host keeps beside each file.
pub(crate) const BEST: i32 = 11;
/// Nearly as small, and there at once.
const QUICK: i32 = 9;

/// Compresses a file's content.
///
/// # Errors
/// For none that is known: both ends are in memory.
pub(crate) fn compressed(mut content: &[u8], quality: i32) -> std::io::Result<Vec<u8>> {
    let how = BrotliEncoderParams {
        quality,
        lgwin: 22,
        size_hint: content.len(),
        ..BrotliEncoderParams::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut content, &mut out, &how)?;
    Ok(out)
}

/// The files of a folder, compressed, and when each was written last.
#[derive(Debug, Default)]
pub(crate) struct Packed(HashMap<PathBuf, (SystemTime, Vec<u8>)>);

impl Packed {
    /// Compresses what stands in a folder; what cannot be read is left out.
    pub(crate) fn folder(folder: &Path) -> Self {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let packed = entries.filter_map(|entry| {
            let path = entry.path();
            let modified = entry.metadata().ok()?.modified().ok()?;
            let bytes = compressed(&fs::read(&path).ok()?, QUICK).ok()?;
            Some((path, (modified, bytes)))
        });
        Self(packed.collect())
    }

    /// A file as it was compressed, unless it has been written anew since.
    pub(crate) fn file(&self, path: &Path) -> Option<Vec<u8>> {
        let (modified, bytes) = self.0.get(path)?;
        let same = fs::metadata(path).ok()?.modified().ok()? == *modified;
        same.then(|| bytes.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetition_costs_little_and_noise_its_full_size() {
        assert!(compressed(&[b'a'; 100_000], BEST).unwrap().len() < 100);
        let mut state = 1_u64;
        let noise: Vec<u8> = (0..2_000)
            .flat_map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                state.to_le_bytes()
            })
            .collect();
        assert!(compressed(&noise, BEST).unwrap().len() > 15_000);
    }

    #[test]
    fn what_was_written_anew_is_not_given_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.js");
        fs::write(&path, "x".repeat(1000)).unwrap();
        let packed = Packed::folder(folder.path());
        assert!(packed.file(&path).is_some_and(|bytes| bytes.len() < 100));
        let later = SystemTime::now() + std::time::Duration::from_secs(5);
        fs::File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_modified(later)
            .unwrap();
        assert_eq!(packed.file(&path), None);
        assert_eq!(packed.file(&folder.path().join("y.js")), None);
    }
}
