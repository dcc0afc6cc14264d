//! What a visitor has to load.

use crate::packed::{BEST, compressed};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

/// All files of the site together, each compressed by Brotli as a static host would deliver it, in bytes. Raise it only
/// with a reason in the commit.
const BUDGET: usize = 434_500;

/// Compares the site with its budget.
pub(super) fn check(site: &Path) -> Result<()> {
    let mut total = 0;
    for entry in fs::read_dir(site).with_context(|| format!("{} is not built", site.display()))? {
        let entry = entry?;
        let size = compressed(&fs::read(entry.path())?, BEST)?.len();
        println!("    {size:>7} bytes  {}", entry.file_name().to_string_lossy());
        total += size;
    }
    println!("    {total:>7} bytes together, {BUDGET} are allowed");
    if total > BUDGET {
        bail!("the site takes {total} bytes compressed, which is more than {BUDGET}");
    }
    Ok(())
}
