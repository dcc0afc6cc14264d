//! Targets as lines, in the charts that show what they are about.

use super::of_run::ROOM_FOR_NAMES;
use super::scale::round_end;
use super::{Axis, Chart, Mark};
use crate::target::Target;

/// An axis grows for a target to so many times its length; one beyond that is named at the axis' end.
const MOST_GROWTH: f64 = 2.0;

impl Chart {
    /// The same chart with a line for each target that is about one of its axes.
    #[must_use]
    pub fn with_targets(mut self, targets: &[Target]) -> Self {
        for target in targets {
            let Some((figure, limit)) = target.of_run() else {
                continue;
            };
            if self.x.figures.contains(&figure) {
                let beyond = !reaches(&mut self.x, limit, |limit| limit);
                let mark = mark(&self.x, target, limit, beyond, true);
                if let Some(panel) = self.panels.first_mut() {
                    if panel.marks.is_empty() {
                        // names stand above what is drawn
                        panel.y.to = round_end(panel.y.unit, panel.y.to * ROOM_FOR_NAMES);
                    }
                    let place = panel.marks.partition_point(|other| other.at <= mark.at);
                    panel.marks.insert(place, mark);
                }
            }
            for panel in &mut self.panels {
                let unit = panel.y.unit;
                if panel.y.figures.contains(&figure) {
                    let beyond = !reaches(&mut panel.y, limit, |limit| round_end(unit, limit));
                    let mark = mark(&panel.y, target, limit, beyond, false);
                    panel.marks.push(mark);
                }
            }
        }
        self
    }
}

/// Whether the axis shows this value, after it has grown for it if it may.
fn reaches(axis: &mut Axis, value: f64, end: impl FnOnce(f64) -> f64) -> bool {
    if axis.grows && value > axis.to && value <= axis.to * MOST_GROWTH {
        axis.to = end(value);
    }
    value <= axis.to
}

fn mark(axis: &Axis, target: &Target, limit: f64, beyond: bool, upright: bool) -> Mark {
    let arrow = match (beyond, upright) {
        (false, _) => "",
        (true, true) => " →",
        (true, false) => " ↑",
    };
    Mark {
        label: format!("{}{arrow}", target.text),
        at: limit.min(axis.to),
        upright,
        target: true,
    }
}
