//! Programs that the checks want, installed where that can be done without asking anybody.

use crate::project::find_program;
use crate::run::{output, run};
use anyhow::Result;
use std::process::Command;

/// Installs packages of Debian or its kin as root; does nothing elsewhere, and says what does not work.
pub(super) fn try_to_install(packages: &[&str]) {
    if find_program("apt-get").is_none() || !is_root() {
        return;
    }
    println!("    installing {}", packages.join(" and "));
    if let Err(error) = install(packages) {
        println!("    {error:#}");
    }
}

fn install(packages: &[&str]) -> Result<()> {
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        run(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update", "-q"])?;
    apt(&[&["install", "-q", "-y", "--no-install-recommends"], packages].concat())
}

fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}
