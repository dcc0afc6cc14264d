//! Where things are.

use anyhow::{Context, Result};
use std::env;
use std::path::{Path, PathBuf};

/// The target of everything that runs in the browser.
pub const WASM: &str = "wasm32-unknown-unknown";

/// The repository on this machine.
#[derive(Debug, Clone)]
pub struct Project {
    /// The top folder.
    pub root: PathBuf,
    /// Where cargo builds.
    pub target: PathBuf,
}

impl Project {
    /// The repository that this program was built from.
    ///
    /// # Errors
    /// When the repository has been moved away since.
    pub fn here() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .canonicalize()
            .with_context(|| format!("{} is gone; build xtask anew", env!("CARGO_MANIFEST_DIR")))?;
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |path| root.join(path));
        Ok(Self { root, target })
    }

    /// The finished site.
    #[must_use]
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The folder of the `wasm-bindgen` that is built from `xtask/wasm-bindgen/`.
    #[must_use]
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools").join("debug")
    }
}

/// Finds a program in `PATH`.
#[must_use]
pub fn find_program(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(&file))
        .find(|path| path.is_file())
}
