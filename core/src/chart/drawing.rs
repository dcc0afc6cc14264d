//! Lays a chart out at a size: every line and word at its place.

use super::path::path;
use super::scale::{Scale, ticks};
use super::words::tick;
use super::{Axis, Chart, Form, Ink, Mark, Panel};

/// Room for the names of vertical values.
const LEFT: f64 = 46.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 10.0;
/// Room for the names of horizontal values.
const BOTTOM: f64 = 24.0;
/// Room between panels.
const BETWEEN: f64 = 16.0;
/// A horizontal value is named each so many pixels at most, a vertical one likewise.
const TICK_WIDTH: f64 = 84.0;
const TICK_HEIGHT: f64 = 34.0;

/// A chart at a size, ready to be shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// Width in pixels.
    pub width: f64,
    /// Height in pixels.
    pub height: f64,
    /// Where each panel's lines are, in the order of the chart.
    pub frames: Vec<Frame>,
    /// From back to front.
    pub shapes: Vec<Shape>,
}

/// A panel's place and scales.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
    /// From horizontal values to places.
    pub x: Scale,
    /// From vertical values to places.
    pub y: Scale,
}

/// Something to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A path in the syntax of SVG.
    Path {
        /// The path.
        path: String,
        /// What it is.
        stroke: Stroke,
    },
    /// A word.
    Text {
        /// Horizontal place.
        x: f64,
        /// Its base line.
        y: f64,
        /// Which of its ends stands at `x`.
        anchor: Anchor,
        /// The word.
        text: String,
        /// Whether it names a mark.
        mark: bool,
    },
}

/// What a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// A line of the grid.
    Grid,
    /// The line that filled forms stand on.
    Floor,
    /// A figure, across the panel.
    Mark,
    /// A target, across the panel.
    Target,
    /// A series as a line.
    Line(Ink),
    /// A series, filled.
    Fill(Ink),
    /// A series, filled lightly, with a line of its own on top.
    Tint(Ink),
}

/// Which end of a word stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

impl Anchor {
    /// The word that SVG has for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

impl Chart {
    /// The chart at a size in pixels; never smaller than what its words need.
    #[must_use]
    pub fn draw(&self, width: f64, height: f64) -> Drawing {
        let (width, height) = (width.max(160.0), height.max(80.0));
        let mut drawing = Drawing {
            width,
            height,
            frames: self.frames(width, height),
            shapes: Vec::new(),
        };
        for (panel, frame) in self.panels.iter().zip(drawing.frames.clone()) {
            drawing.draw_panel(panel, &frame);
        }
        if let Some(lowest) = drawing.frames.last().copied() {
            drawing.name_horizontal_values(&self.x, &lowest);
        }
        drawing
    }

    fn frames(&self, width: f64, height: f64) -> Vec<Frame> {
        let total: f64 = self.panels.iter().map(|panel| panel.height).sum();
        let gaps: f64 = self.panels.iter().skip(1).map(|_| BETWEEN).sum();
        let room = height - TOP - BOTTOM - gaps;
        let (left, right) = (LEFT, width - RIGHT);
        let mut top = TOP;
        let frame = |panel: &Panel| {
            let bottom = top + room * panel.height / total;
            let frame = Frame {
                left,
                top,
                right,
                bottom,
                x: Scale::new((self.x.from, self.x.to), (left, right)),
                y: Scale::new((panel.y.from, panel.y.to), (bottom, top)),
            };
            top = bottom + BETWEEN;
            frame
        };
        self.panels.iter().map(frame).collect()
    }
}

impl Drawing {
    fn draw_panel(&mut self, panel: &Panel, frame: &Frame) {
        let Frame {
            left,
            top,
            right,
            bottom,
            ..
        } = *frame;
        for value in ticks(&panel.y, most((bottom - top) / TICK_HEIGHT)) {
            let y = frame.y.place(value);
            self.line(Stroke::Grid, (left, y), (right, y));
            self.word(
                (left - 8.0, y + 4.0),
                Anchor::End,
                tick(panel.y.unit, value),
                false,
            );
        }
        for layer in &panel.layers {
            let ink = layer.ink;
            let path = path(layer.form, &layer.points, &frame.x, &frame.y, bottom);
            let stroke = match layer.form {
                Form::Line | Form::Steps => Stroke::Line(ink),
                Form::Area => Stroke::Tint(ink),
                Form::Bars => Stroke::Fill(ink),
            };
            if path.is_empty() {
                continue;
            }
            // the line on top of an area is the area's path without its way back
            let top = path.rsplitn(3, 'L').nth(2).map(str::to_owned);
            self.shapes.push(Shape::Path { path, stroke });
            if let (Form::Area, Some(path)) = (layer.form, top) {
                let stroke = Stroke::Line(ink);
                self.shapes.push(Shape::Path { path, stroke });
            }
        }
        self.line(Stroke::Floor, (left, bottom), (right, bottom));
        let names = upright_names(panel, frame);
        for name in &names {
            if let Some(stroke) = name.stroke {
                self.line(stroke, (name.x, name.y - NAME_HEIGHT + 3.0), (name.x, bottom));
            }
        }
        let lying = panel.marks.iter().filter(|mark| !mark.upright);
        for mark in lying.clone() {
            let y = frame.y.place(mark.at);
            if let Some(stroke) = stroke(mark, &frame.y) {
                self.line(stroke, (left, y), (right, y));
            }
        }
        // names come after all lines: no line crosses a name
        for mark in lying {
            // above its line, or below where there is no room above
            let y = frame.y.place(mark.at);
            let y = if y - NAME_HEIGHT < top {
                y + NAME_HEIGHT
            } else {
                y - 5.0
            };
            self.word((right - 4.0, y), Anchor::End, mark.label.clone(), true);
        }
        for name in names {
            let (place, label) = match name.anchor {
                Anchor::End => (name.x - 5.0, name.label),
                _ => (name.x + 5.0, name.label),
            };
            self.word((place, name.y), name.anchor, label.to_owned(), true);
        }
    }

    fn name_horizontal_values(&mut self, axis: &Axis, frame: &Frame) {
        for value in ticks(axis, most((frame.right - frame.left) / TICK_WIDTH)) {
            let x = frame.x.place(value);
            let anchor = if x > frame.right - 14.0 {
                Anchor::End
            } else {
                Anchor::Middle
            };
            let x = if anchor == Anchor::End {
                frame.right + 8.0
            } else {
                x
            };
            self.word((x, frame.bottom + 17.0), anchor, tick(axis.unit, value), false);
        }
    }

    fn line(&mut self, stroke: Stroke, from: (f64, f64), to: (f64, f64)) {
        let path = format!("M{:.1} {:.1}L{:.1} {:.1}", from.0, from.1, to.0, to.1);
        self.shapes.push(Shape::Path { path, stroke });
    }

    fn word(&mut self, (x, y): (f64, f64), anchor: Anchor, text: String, mark: bool) {
        self.shapes.push(Shape::Text {
            x,
            y,
            anchor,
            text,
            mark,
        });
    }
}

/// How many values are named; at least two.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of pixels is small and not below 0"
)]
const fn most(room: f64) -> u32 {
    if room < 2.0 { 2 } else { room as u32 }
}

/// Height of a row of names, in pixels.
const NAME_HEIGHT: f64 = 13.0;

/// The name of an upright mark: where the mark stands, the base line of the name, at which side it stands, its line.
struct Name<'a> {
    x: f64,
    y: f64,
    anchor: Anchor,
    label: &'a str,
    stroke: Option<Stroke>,
}

/// A mark's line, if there is a place for it.
const fn stroke(mark: &Mark, scale: &Scale) -> Option<Stroke> {
    match (scale.holds(mark.at), mark.target) {
        (false, _) => None,
        (true, false) => Some(Stroke::Mark),
        (true, true) => Some(Stroke::Target),
    }
}

/// Each name stands at the left of its mark where there is room, else at the right. Names that would touch stand below each
/// other, of those at the left the rightmost on top, of those at the right the leftmost; and a mark begins at its own name:
/// so it crosses none of those above.
fn upright_names<'a>(panel: &'a Panel, frame: &Frame) -> Vec<Name<'a>> {
    let width = |label: &str| 7.0 * f64::from(u32::try_from(label.chars().count()).unwrap_or(9));
    let marks = panel.marks.iter().filter(|mark| mark.upright);
    let mut names: Vec<Name<'_>> = marks
        .map(|mark| Name {
            x: frame.x.place(mark.at),
            y: frame.top + 10.0,
            anchor: Anchor::End,
            label: &mark.label,
            stroke: stroke(mark, &frame.x),
        })
        .collect();
    let mut free_from = frame.left;
    let fits = |name: &Name<'_>| {
        let fits = name.x - 5.0 - width(name.label) >= free_from;
        free_from = name.x;
        fits
    };
    let without_room = names.iter().position(fits).unwrap_or(names.len());
    let (at_right, at_left) = names.split_at_mut(without_room);
    let (mut taken_to, mut last) = (f64::NEG_INFINITY, frame.top + 10.0);
    for name in at_right {
        if name.x < taken_to + 6.0 {
            name.y = last + NAME_HEIGHT;
        }
        name.anchor = Anchor::Start;
        last = name.y;
        taken_to = taken_to.max(name.x + 5.0 + width(name.label));
    }
    let (mut taken_from, mut before) = (f64::INFINITY, frame.top + 10.0);
    for name in at_left.iter_mut().rev() {
        let from = name.x - 5.0 - width(name.label);
        if name.x + 6.0 > taken_from {
            name.y = before + NAME_HEIGHT;
        }
        if from < taken_to + 6.0 {
            name.y = name.y.max(last + NAME_HEIGHT);
        }
        before = name.y;
        taken_from = taken_from.min(from);
    }
    names
}
