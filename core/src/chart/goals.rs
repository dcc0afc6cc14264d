//! Targets as lines, in the charts that show what they are about.

use super::of_run::ROOM_FOR_NAMES;
use super::scale::round_end;
use super::{Axis, Chart, Mark};
use crate::target::Target;

/// An axis grows for targets to so many times its length; one beyond that is named at the axis' end, without a
/// line.
const MOST_GROWTH: f64 = 2.0;

impl Chart {
    /// The same chart with a line for each target that is about one of its axes.
    #[must_use]
    pub fn with_targets(mut self, targets: &[Target]) -> Self {
        let end = self.x.end_for(targets);
        self.x.to = end;
        let upright = self.x.marks(targets, true);
        for (index, panel) in self.panels.iter_mut().enumerate() {
            let end = panel.y.end_for(targets);
            if end > panel.y.to {
                panel.y.to = round_end(panel.y.unit, end);
            }
            panel.marks.extend(panel.y.marks(targets, false));
            if index > 0 || upright.is_empty() {
                continue;
            }
            if panel.marks.is_empty() {
                // names stand above what is drawn
                panel.y.to = round_end(panel.y.unit, panel.y.to * ROOM_FOR_NAMES);
            }
            for mark in &upright {
                let place = panel.marks.partition_point(|other| other.at <= mark.at);
                panel.marks.insert(place, mark.clone());
            }
        }
        self
    }
}

impl Axis {
    /// The targets that are about it, with their limits.
    fn targets<'a>(&self, targets: &'a [Target]) -> Vec<(&'a Target, f64)> {
        let figures = self.figures;
        let told = targets.iter().filter_map(|target| {
            let (figure, limit) = target.of_run()?;
            figures.contains(&figure).then_some((target, limit))
        });
        told.collect()
    }

    /// Its upper end, so that it shows all targets that are not too far away.
    fn end_for(&self, targets: &[Target]) -> f64 {
        let farthest = if self.grows {
            self.to * MOST_GROWTH
        } else {
            self.to
        };
        let limits = self.targets(targets).into_iter().map(|(_, limit)| limit);
        limits.filter(|limit| *limit <= farthest).fold(self.to, f64::max)
    }

    fn marks(&self, targets: &[Target], upright: bool) -> Vec<Mark> {
        let arrow = if upright { " →" } else { " ↑" };
        let mark = |(target, limit): (&Target, f64)| Mark {
            label: target.text.clone() + if limit > self.to { arrow } else { "" },
            at: limit,
            upright,
            target: true,
        };
        self.targets(targets).into_iter().map(mark).collect()
    }
}
