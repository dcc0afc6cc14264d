//! How far a long run came, on standard error, if somebody sits there.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use bellwether::scenario::Settings;
use bellwether::simulation::Simulation;
use bellwether::time::SimDuration;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::figures::count;

/// A run shorter than this needs no bar.
const PATIENCE: Duration = Duration::from_millis(300);
/// Steps of the bar.
const STEPS: u64 = 10_000;

/// A progress bar that comes when it is needed.
#[derive(Debug)]
pub(crate) struct Progress {
    wanted: bool,
    started: Instant,
    bar: Option<ProgressBar>,
    messages: u64,
    until: Option<SimDuration>,
}

impl Progress {
    /// For a run of this scenario; never seen where nobody sits at a terminal.
    pub(crate) fn new(settings: &Settings, wanted: bool) -> Self {
        Self {
            wanted: wanted && io::stderr().is_terminal(),
            started: Instant::now(),
            bar: None,
            messages: u64::from(settings.producer.messages),
            until: settings.until,
        }
    }

    /// Shows how far a run is.
    pub(crate) fn show(&mut self, run: &Simulation) {
        if !self.wanted || self.started.elapsed() < PATIENCE {
            return;
        }
        let settled = run.messages().settled();
        let by_messages = steps(settled, self.messages);
        let by_time = self
            .until
            .map_or(0, |until| steps(run.now().nanoseconds(), until.nanoseconds()));
        let per_second = u128::from(settled) * 1000 / self.started.elapsed().as_millis().max(1);
        let bar = self.bar.get_or_insert_with(|| bar(self.started.elapsed()));
        bar.set_position(by_messages.max(by_time));
        bar.set_message(format!("{} messages, {}/s", count(settled), count(per_second)));
    }
}

/// The bar goes before anything else is printed.
impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// How many steps of the bar a part of a whole is.
fn steps(part: u64, whole: u64) -> u64 {
    let steps = u128::from(part) * u128::from(STEPS) / u128::from(whole.max(1));
    u64::try_from(steps).unwrap_or(STEPS).min(STEPS)
}

fn bar(elapsed: Duration) -> ProgressBar {
    bar_of(STEPS, "{wide_bar} {percent:>3} %  {msg}, {eta} left", elapsed)
}

fn bar_of(steps: u64, template: &str, elapsed: Duration) -> ProgressBar {
    let style = ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("█▉▊▋▌▍▎▏ ");
    ProgressBar::with_draw_target(Some(steps), ProgressDrawTarget::stderr())
        .with_style(style)
        .with_elapsed(elapsed)
}

/// The same for a number of things that are done one after the other.
#[derive(Debug)]
pub(crate) struct Count {
    wanted: bool,
    started: Instant,
    bar: Option<ProgressBar>,
    all: u64,
}

impl Count {
    /// For so many replications.
    pub(crate) fn new(all: u32, wanted: bool) -> Self {
        Self {
            wanted: wanted && io::stderr().is_terminal(),
            started: Instant::now(),
            bar: None,
            all: u64::from(all),
        }
    }

    /// Shows how many are done.
    pub(crate) fn show(&mut self, done: u64) {
        if !self.wanted || self.started.elapsed() < PATIENCE {
            return;
        }
        let template = "{wide_bar} {pos} of {len} replications, {eta} left";
        self.bar
            .get_or_insert_with(|| bar_of(self.all, template, self.started.elapsed()))
            .set_position(done);
    }
}

/// The bar goes before anything else is printed.
impl Drop for Count {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
