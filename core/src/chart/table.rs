//! The numbers of a chart as a table: for those who cannot see it, and for spreadsheets.

use super::{AxisUnit, Chart, Form, words};
use std::fmt::Write as _;

impl Chart {
    /// The names of the columns, the horizontal axis first.
    #[must_use]
    pub fn columns(&self) -> Vec<String> {
        std::iter::once(self.x.title.clone())
            .chain(self.series().map(|(_, layer)| layer.label.clone()))
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
                let values = self.series().filter(|(_, layer)| place < layer.points.len());
                row.extend(values.map(|(panel, layer)| words::of(panel.y.unit, panel.value(layer, place))));
                row
            })
            .collect()
    }

    /// All numbers as comma-separated values, with their units in the head.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let units = std::iter::once(self.x.unit).chain(self.series().map(|(panel, _)| panel.y.unit));
        let heads = self
            .columns()
            .into_iter()
            .zip(units)
            .map(|(name, unit)| match unit {
                AxisUnit::Seconds => name + " (s)",
                AxisUnit::PerSecond => name + " (1/s)",
                AxisUnit::Count => name,
            });
        let mut csv = heads.collect::<Vec<_>>().join(",");
        csv.push_str("\r\n");
        for place in 0..self.length() {
            let _ = write!(csv, "{}", self.x_at(place));
            for (panel, layer) in self.series().filter(|(_, layer)| place < layer.points.len()) {
                let _ = write!(csv, ",{}", panel.value(layer, place));
            }
            csv.push_str("\r\n");
        }
        csv
    }

    /// How many rows there are: as many as the first series has values.
    fn length(&self) -> usize {
        // the last point of bars only ends the bar before it
        self.series().next().map_or(0, |(_, layer)| {
            layer.points.len() - usize::from(layer.form == Form::Bars).min(layer.points.len())
        })
    }

    fn x_at(&self, place: usize) -> f64 {
        let first = self.series().next();
        first
            .and_then(|(_, layer)| layer.points.get(place))
            .map_or(0.0, |point| point.0)
    }
}
