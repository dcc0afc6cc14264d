//! Ctrl-C and a polite kill: the first ends the run with the report so far, the second ends the program.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::failure::Status;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Listens from now on. Where that is not possible an interrupt ends the program at once, as without it; so it is where
/// whoever started the program had a signal ignored, as `nohup` does: that one stays ignored.
pub(crate) fn listen() {
    let _ = ctrlc::try_set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(Status::Interrupted.code()));
        }
    });
}

/// Whether somebody interrupted the program.
pub(crate) fn came() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}
