//! How far a long run came, on standard error, if somebody sits there.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use bellwether::scenario::Settings;
use bellwether::simulation::Simulation;
use bellwether::time::SimDuration;
use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

use bellwether::words::count;

/// A run shorter than this needs no bar.
const PATIENCE: Duration = Duration::from_millis(300);
/// Steps of the bar of a run.
const STEPS: u64 = 10_000;

/// How far a run came.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: Bar,
    messages: u64,
    until: Option<SimDuration>,
}

impl Progress {
    /// For a run of this scenario; never seen where nobody sits at a terminal.
    pub(crate) fn new(settings: &Settings, wanted: bool) -> Self {
        Self {
            bar: Bar::new(STEPS, "{wide_bar} {percent:>3} %  {msg}", wanted),
            messages: u64::from(settings.producer.messages),
            until: settings.until,
        }
    }

    /// Shows how far a run is.
    pub(crate) fn show(&mut self, run: &Simulation) {
        let settled = run.messages().settled();
        let by_messages = steps(settled, self.messages);
        let by_time = self
            .until
            .map_or(0, |until| steps(run.now().nanoseconds(), until.nanoseconds()));
        self.bar.show(by_messages.max(by_time), |elapsed| {
            let per_second = u128::from(settled) * 1000 / elapsed.as_millis().max(1);
            format!("{} messages, {}/s", count(settled), count(per_second))
        });
    }
}

/// How many steps of the bar a part of a whole is.
fn steps(part: u64, whole: u64) -> u64 {
    let steps = u128::from(part) * u128::from(STEPS) / u128::from(whole.max(1));
    u64::try_from(steps).unwrap_or(STEPS).min(STEPS)
}

/// The same for a number of things that are done one after the other.
#[derive(Debug)]
pub(crate) struct Count {
    bar: Bar,
    all: u64,
}

impl Count {
    /// For so many replications.
    pub(crate) fn new(all: u32, wanted: bool) -> Self {
        let all = u64::from(all);
        Self {
            bar: Bar::new(all, "{wide_bar} {msg}", wanted),
            all,
        }
    }

    /// Shows how many are done.
    pub(crate) fn show(&mut self, done: u64) {
        let all = self.all;
        self.bar.show(done, |_| format!("{done} of {all} replications"));
    }
}

/// A bar that comes when it is needed.
#[derive(Debug)]
struct Bar {
    wanted: bool,
    started: Instant,
    steps: u64,
    template: &'static str,
    shown: Option<ProgressBar>,
}

impl Bar {
    fn new(steps: u64, template: &'static str, wanted: bool) -> Self {
        Self {
            wanted: wanted && io::stderr().is_terminal(),
            started: Instant::now(),
            steps,
            template,
            shown: None,
        }
    }

    /// Shows so many steps, what is said of them, and how long the others may take.
    fn show(&mut self, done: u64, message: impl FnOnce(Duration) -> String) {
        let elapsed = self.started.elapsed();
        if !self.wanted || elapsed < PATIENCE {
            return;
        }
        let mut message = message(elapsed);
        if let Some(left) = left(elapsed, done, self.steps) {
            message.push_str(&format!(", {:#} left", HumanDuration(left)));
        }
        let bar = self.shown.get_or_insert_with(|| {
            let style = ProgressStyle::with_template(self.template)
                .unwrap_or_else(|_| ProgressStyle::default_bar())
                .progress_chars("█▉▊▋▌▍▎▏ ");
            ProgressBar::with_draw_target(Some(self.steps), ProgressDrawTarget::stderr()).with_style(style)
        });
        bar.set_position(done);
        bar.set_message(message);
    }
}

/// The bar goes before anything else is printed.
impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}

/// How long the other steps take if they are as fast as those that are done; nobody knows before the first.
fn left(elapsed: Duration, done: u64, all: u64) -> Option<Duration> {
    let others = u128::from(all.saturating_sub(done));
    let nanoseconds = (elapsed.as_nanos() * others).checked_div(u128::from(done))?;
    u64::try_from(nanoseconds).ok().map(Duration::from_nanos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_takes_as_long_as_what_is_done_did() {
        let after = |seconds, done, all| left(Duration::from_secs(seconds), done, all);
        assert_eq!(after(1, 0, 100), None);
        assert_eq!(after(10, 25, 100), Some(Duration::from_secs(30)));
        assert_eq!(after(10, 100, 100), Some(Duration::ZERO));
        assert_eq!(after(10, 101, 100), Some(Duration::ZERO));
    }
}
