//! Ctrl-C and a polite kill: the first ends the run with the report so far, the second ends the program.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use crate::failure::Status;

static INTERRUPTED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
/// Whether the first one ends the program, too.
static AT_ONCE: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Listens from now on. Where that is not possible an interrupt ends the program at once, as without it.
#[cfg(unix)]
pub(crate) fn listen() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::flag::{register, register_conditional_shutdown};

    for signal in [SIGINT, SIGTERM, SIGHUP] {
        if is_ignored(signal) {
            continue;
        }
        let status = i32::from(Status::Interrupted.code());
        let _ = register_conditional_shutdown(signal, status, Arc::clone(&AT_ONCE));
        // in this order: the first one finds nothing yet, and the second one what the first has left
        let _ = register_conditional_shutdown(signal, status, Arc::clone(&INTERRUPTED));
        let _ = register(signal, Arc::clone(&INTERRUPTED));
    }
}

/// Whether the program was started with that signal ignored, as `nohup` does: it stays ignored. Known where the system tells it
/// in a file.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    ignored.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

/// Listens from now on. Where that is not possible an interrupt ends the program at once, as without it.
#[cfg(not(unix))]
pub(crate) fn listen() {
    let _ = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) || AT_ONCE.load(Ordering::Relaxed) {
            std::process::exit(i32::from(Status::Interrupted.code()));
        }
    });
}

/// Meanwhile an interrupt ends the program at once: this may wait for ever, and there is no run to cut short.
pub(crate) fn at_once_while<T>(wait: impl FnOnce() -> T) -> T {
    AT_ONCE.store(true, Ordering::Relaxed);
    let result = wait();
    AT_ONCE.store(false, Ordering::Relaxed);
    result
}

/// Whether somebody interrupted the program.
pub(crate) fn came() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}
