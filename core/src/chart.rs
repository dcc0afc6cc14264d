//! Charts of a run: from numbers to lines, without a browser and without a screen.
//!
//! [`Track`] collects what is drawn, the functions of [`of_run`] make a [`Chart`] of it, [`Chart::draw`] lays the
//! chart out at a size, and a [`Drawing`] is shown by the page shape by shape or written as an SVG document.

mod scale;
mod words;
mod path;
mod drawing;
mod document;
mod table;
mod track;
mod bins;
mod goals;
pub mod of_run;

pub use self::bins::{Bin, bins};
pub use self::drawing::{Anchor, Drawing, Frame, Shape, Stroke};
pub use self::scale::Scale;
pub use self::track::{Moment, Track};
pub use self::words::{amount, exact, seconds};

/// A chart: one horizontal axis, one or more panels above each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// What stands on the horizontal axis.
    pub x: Axis,
    /// From top to bottom.
    pub panels: Vec<Panel>,
}

/// An axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What it measures.
    pub title: String,
    /// In what.
    pub unit: AxisUnit,
    /// Its lower end.
    pub from: f64,
    /// Its upper end.
    pub to: f64,
    /// Figures of the report that are places on it: a target for one of them can be drawn as a line.
    pub figures: &'static [&'static str],
    /// Whether it may grow for such a line: not where several charts have it in common.
    pub grows: bool,
}

/// What the numbers of an axis are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AxisUnit {
    /// Seconds of virtual time.
    Seconds,
    /// How many.
    Count,
    /// How many per second.
    PerSecond,
}

/// A part of a chart with a vertical axis of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Its vertical axis.
    pub y: Axis,
    /// Its share of the chart's height, relative to the other panels'.
    pub height: f64,
    /// What is drawn in it, from back to front.
    pub layers: Vec<Layer>,
    /// Straight lines with a word; the upright ones from left to right.
    pub marks: Vec<Mark>,
}

/// One series.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// What it is.
    pub label: String,
    /// Its colour.
    pub ink: Ink,
    /// How it is drawn.
    pub form: Form,
    /// Horizontal and vertical values, from left to right.
    pub points: Vec<(f64, f64)>,
    /// The layer, by its place in the panel, whose values this one's are drawn on top of.
    pub stands_on: Option<usize>,
}

/// How a series is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A line from point to point.
    Line,
    /// A line that keeps its height until the next point.
    Steps,
    /// The same with everything below it filled.
    Area,
    /// A bar from each point to the next one.
    Bars,
}

/// A straight line across a panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The word beside it.
    pub label: String,
    /// Where on its axis; beyond the axis' end it is named there, without a line.
    pub at: f64,
    /// Whether it stands upright, at a place of the horizontal axis.
    pub upright: bool,
    /// Whether it is a target, not a figure.
    pub target: bool,
}

/// What a colour stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Messages sent.
    Sent,
    /// Dead letters.
    Failed,
    /// Any other final outcome.
    Dropped,
    /// Messages that are not settled.
    Waiting,
    /// The queue.
    Queue,
    /// Senders at work.
    Busy,
    /// The only series of a chart.
    Plain,
}

impl Ink {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Sent,
        Self::Failed,
        Self::Dropped,
        Self::Waiting,
        Self::Queue,
        Self::Busy,
        Self::Plain,
    ];

    /// A word for style sheets.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
            Self::Waiting => "waiting",
            Self::Queue => "queue",
            Self::Busy => "busy",
            Self::Plain => "plain",
        }
    }
}

/// What a chart says at one place of its horizontal axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The place, as words.
    pub at: String,
    /// Each series' label, ink and value as words.
    pub values: Vec<(String, Ink, String)>,
}

impl Chart {
    /// What the chart says at a place of its horizontal axis.
    #[must_use]
    pub fn reading(&self, x: f64) -> Reading {
        let mut values = Vec::new();
        let mut at = words::of(self.x.unit, x);
        for (panel, layer) in self.series() {
            let Some(place) = layer.place_at(x) else { continue };
            let value = panel.value(layer, place);
            values.push((layer.label.clone(), layer.ink, words::of(panel.y.unit, value)));
            let next = layer.points.get(place + 1);
            if let (Form::Bars, Some(next)) = (layer.form, next) {
                let from = words::of(self.x.unit, layer.points[place].0);
                at = format!("{from} to {}", words::of(self.x.unit, next.0));
            }
        }
        Reading { at, values }
    }

    /// All series with their panels, in the order in which they are named everywhere: from top to bottom, in front first.
    pub fn series(&self) -> impl Iterator<Item = (&Panel, &Layer)> {
        self.panels
            .iter()
            .flat_map(|panel| panel.layers.iter().rev().map(move |layer| (panel, layer)))
    }
}

impl Panel {
    /// A layer's own value at one of its points, without what it stands on.
    fn value(&self, layer: &Layer, place: usize) -> f64 {
        let (_, top) = layer.points[place];
        let below = layer.stands_on.and_then(|below| self.layers.get(below));
        top - below
            .and_then(|below| below.points.get(place))
            .map_or(0.0, |point| point.1)
    }
}

impl Layer {
    /// The last point at or before a place of the horizontal axis.
    fn place_at(&self, x: f64) -> Option<usize> {
        self.points.partition_point(|point| point.0 <= x).checked_sub(1)
    }
}

#[cfg(test)]
mod tests;
