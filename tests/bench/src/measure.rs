//! Clocks, medians, memory.

use std::hint::black_box;
use std::time::Duration;

/// The least processor time of three calls.
pub(crate) fn least(mut work: impl FnMut() -> u64) -> Duration {
    (0..3)
        .map(|_| {
            let before = processor_time();
            black_box(work());
            processor_time().saturating_sub(before)
        })
        .min()
        .unwrap_or_default()
}

/// Processor time that this thread has used.
#[cfg(unix)]
#[expect(
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    reason = "a clock that started at zero"
)]
pub(crate) fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Where there is no such clock: time on the wall.
#[cfg(not(unix))]
pub(crate) fn processor_time() -> Duration {
    use std::sync::LazyLock;
    use std::time::Instant;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}

/// The most memory that this process has held, in KiB; `None` where the system does not say.
pub(crate) fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}

/// Nanoseconds for each of so many.
pub(crate) fn nanoseconds(time: Duration, count: u32) -> f64 {
    time.as_secs_f64() * 1e9 / f64::from(count)
}

/// The middle one.
pub(crate) fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
