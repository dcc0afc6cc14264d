//! Digests that may not change unless the model does. To write them anew after a change of the model:
//! `BELLWETHER_BLESS=1 cargo test -p tests golden`; commit that by itself and say why.

use crate::scenarios;
use anyhow::{Result, ensure};
use std::fmt::Write;
use std::path::Path;

#[test]
fn digests_are_as_committed() -> Result<()> {
    let mut digests = String::new();
    for file in scenarios::all()? {
        for replication in [0, 1] {
            let digest = file.run(replication)?.digest();
            writeln!(digests, "{digest} {} {replication}", file.name)?;
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/digests.txt");
    if std::env::var_os("BELLWETHER_BLESS").is_some() {
        std::fs::write(&path, &digests)?;
    }
    let committed = std::fs::read_to_string(&path)?;
    ensure!(
        committed == digests,
        "the model changed: committed\n{committed}\nnow\n{digests}"
    );
    Ok(())
}
