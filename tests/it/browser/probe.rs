//! Measures the page from within. What is measured is printed whether a test passes or not; what is asserted of it is
//! far from what is normal, since other programs may take the machine's time.

use super::page::Page;
use anyhow::Result;
use std::io::Write as _;

/// What was measured since the probe began, in milliseconds.
#[derive(Debug)]
pub(super) struct Measured {
    /// Tasks of the main thread that took more than 50 ms, the browser's own word for a long one.
    pub(super) long_tasks: Vec<f64>,
    /// Times between two frames.
    pub(super) frames: Vec<f64>,
    /// Times between two drawings of the figures.
    pub(super) redraws: Vec<f64>,
}

impl Page {
    /// Begins to measure.
    pub(super) async fn measure(&self) -> Result<()> {
        self.ask(
            "if (window.probe) { probe.tasks.length = probe.frames.length = probe.redraws.length = 0; return; }
             window.probe = { tasks: [], frames: [], redraws: [] };
             new PerformanceObserver((list) => {
                 for (const task of list.getEntries()) probe.tasks.push(task.duration);
             }).observe({ type: 'longtask' });
             const frame = (at) => { probe.frames.push(at); requestAnimationFrame(frame); };
             requestAnimationFrame(frame);
             const clock = document.querySelector('[data-testid=clock]');
             new MutationObserver(() => probe.redraws.push(performance.now()))
                 .observe(clock, { characterData: true, childList: true, subtree: true });",
        )
        .await
        .map(drop)
    }

    /// What was measured so far.
    pub(super) async fn measured(&self) -> Result<Measured> {
        let measured = self
            .ask(
                "const between = (times) => times.slice(1).map((time, index) => time - times[index]);
                 return [probe.tasks, between(probe.frames), between(probe.redraws)];",
            )
            .await?;
        let [long_tasks, frames, redraws] = serde_json::from_value(measured)?;
        Ok(Measured {
            long_tasks,
            frames,
            redraws,
        })
    }
}

/// The value that this share of the values does not exceed; nothing of none.
pub(super) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index within the values"
    )]
    let index = (share * sorted.len().saturating_sub(1) as f64).round() as usize;
    sorted.get(index).copied().unwrap_or(0.0)
}

/// Prints figures, past the test's own capturing.
pub(super) fn print(figures: &str) {
    let _ = writeln!(std::io::stderr(), "    measured: {figures}");
}
