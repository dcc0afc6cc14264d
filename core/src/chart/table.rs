//! The numbers of a chart as a table: for those who can not see it, and for spreadsheets.

use super::{Chart, Form, words};
use std::fmt::Write as _;

impl Chart {
    /// The names of the columns, the horizontal axis first.
    #[must_use]
    pub fn columns(&self) -> Vec<String> {
        let series = self.panels.iter().flat_map(|panel| &panel.layers);
        std::iter::once(self.x.title.clone())
            .chain(series.map(|layer| layer.label.clone()))
            .collect()
    }

    /// At most so many rows, evenly chosen, as words.
    #[must_use]
    pub fn rows(&self, most: u32) -> Vec<Vec<String>> {
        let length = self.length();
        let step = length.div_ceil((most as usize).max(1)).max(1);
        let mut places: Vec<usize> = (0..length).step_by(step).collect();
        if let (Some(last), Some(end)) = (places.last(), length.checked_sub(1))
            && *last != end
        {
            places.push(end);
        }
        places
            .into_iter()
            .map(|place| {
                let mut row = vec![words::of(self.x.unit, self.x_at(place))];
                for panel in &self.panels {
                    for layer in panel.layers.iter().filter(|layer| place < layer.points.len()) {
                        row.push(words::of(panel.y.unit, panel.value(layer, place)));
                    }
                }
                row
            })
            .collect()
    }

    /// All numbers as comma-separated values; times in seconds.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut csv = self.columns().join(",");
        csv.push_str("\r\n");
        for place in 0..self.length() {
            let _ = write!(csv, "{}", self.x_at(place));
            for panel in &self.panels {
                for layer in panel.layers.iter().filter(|layer| place < layer.points.len()) {
                    let _ = write!(csv, ",{}", panel.value(layer, place));
                }
            }
            csv.push_str("\r\n");
        }
        csv
    }

    /// How many rows there are: as many as the first series has values.
    fn length(&self) -> usize {
        let first = self.panels.iter().flat_map(|panel| &panel.layers).next();
        // the last point of bars only ends the bar before it
        first.map_or(0, |layer| {
            layer.points.len() - usize::from(layer.form == Form::Bars).min(layer.points.len())
        })
    }

    fn x_at(&self, place: usize) -> f64 {
        let first = self.panels.iter().flat_map(|panel| &panel.layers).next();
        first
            .and_then(|layer| layer.points.get(place))
            .map_or(0.0, |point| point.0)
    }
}
