//! What a visitor has to load.

use anyhow::{Context, Result, bail};
use brotli::enc::BrotliEncoderParams;
use std::fs;
use std::path::Path;

/// All files of the site together, each compressed by Brotli as a static host would deliver it, in bytes. Raise it only
/// with a reason in the commit.
const BUDGET: usize = 400_000;

/// Compares the site with its budget.
pub(super) fn check(site: &Path) -> Result<()> {
    let mut total = 0;
    for entry in fs::read_dir(site).with_context(|| format!("{} is not built", site.display()))? {
        let entry = entry?;
        let size = compressed(&fs::read(entry.path())?)?;
        println!("    {size:>7} bytes  {}", entry.file_name().to_string_lossy());
        total += size;
    }
    println!("    {total:>7} bytes together, {BUDGET} are allowed");
    if total > BUDGET {
        bail!("the site takes {total} bytes compressed, which is more than {BUDGET}");
    }
    Ok(())
}

fn compressed(mut content: &[u8]) -> Result<usize> {
    let best = BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: content.len(),
        ..BrotliEncoderParams::default()
    };
    let mut out = Vec::new();
    Ok(brotli::BrotliCompress(&mut content, &mut out, &best)?)
}

#[cfg(test)]
mod tests {
    use super::compressed;

    #[test]
    fn repetition_costs_little_and_noise_its_full_size() {
        assert!(compressed(&[b'a'; 100_000]).unwrap() < 100);
        let mut state = 1_u64;
        let noise: Vec<u8> = (0..2_000)
            .flat_map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                state.to_le_bytes()
            })
            .collect();
        assert!(compressed(&noise).unwrap() > 15_000);
    }
}
