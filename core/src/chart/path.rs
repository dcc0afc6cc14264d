//! From points to the text of an SVG path, with no more points than can be seen.

use super::{Form, Scale};
use std::fmt::Write as _;

/// The path of a series; empty without points. `floor` is where filled forms stand.
pub(super) fn path(form: Form, points: &[(f64, f64)], x: &Scale, y: &Scale, floor: f64) -> String {
    let placed: Vec<(f64, f64)> = points
        .iter()
        .map(|point| (x.place(point.0), y.place(point.1)))
        .collect();
    match form {
        Form::Line => line(&thinned(&placed)),
        Form::Steps => line(&stepped(&thinned(&placed))),
        Form::Area => area(&line(&thinned(&placed)), &placed, floor),
        Form::Bars => bars(&placed, floor),
    }
}

/// Keeps of each pixel column its first, lowest, highest and last point: what is drawn looks the same.
fn thinned(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let column = |point: &(f64, f64)| libm::floor(point.0);
    let mut kept = Vec::new();
    for run in points.chunk_by(|a, b| (column(a) - column(b)).abs() < 0.5) {
        if run.len() <= 4 {
            kept.extend_from_slice(run);
            continue;
        }
        let height = |index: &usize| run[*index].1;
        let by_height = |a: &usize, b: &usize| height(a).total_cmp(&height(b));
        let lowest = (0..run.len()).min_by(by_height).unwrap_or(0);
        let highest = (0..run.len()).max_by(by_height).unwrap_or(0);
        let mut places = [0, lowest.min(highest), lowest.max(highest), run.len() - 1].to_vec();
        places.dedup();
        kept.extend(places.into_iter().map(|place| run[place]));
    }
    kept
}

/// Adds the corner that lets a line keep its height until the next point.
fn stepped(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut corners = Vec::with_capacity(points.len() * 2);
    for pair in points.windows(2) {
        corners.push(pair[0]);
        corners.push((pair[1].0, pair[0].1));
    }
    corners.extend(points.last());
    corners
}

fn line(points: &[(f64, f64)]) -> String {
    let mut text = String::with_capacity(points.len() * 14);
    for (index, (x, y)) in points.iter().enumerate() {
        // Writing to a text cannot fail.
        let _ = write!(text, "{}{x:.1} {y:.1}", if index == 0 { "M" } else { "L" });
    }
    text
}

fn area(line: &str, points: &[(f64, f64)], floor: f64) -> String {
    match (points.first(), points.last()) {
        (Some(first), Some(last)) => format!("{line}L{:.1} {floor:.1}L{:.1} {floor:.1}Z", last.0, first.0),
        _ => String::new(),
    }
}

/// A bar from each point to the next; the last point only ends the bar before it.
fn bars(points: &[(f64, f64)], floor: f64) -> String {
    let mut text = String::new();
    for pair in points.windows(2) {
        let ((left, top), (right, _)) = (pair[0], pair[1]);
        if top >= floor {
            continue;
        }
        // a hair between bars, where they are wide enough for one
        let gap = if right - left > 3.0 { 1.0 } else { 0.0 };
        let _ = write!(
            text,
            "M{left:.1} {floor:.1}V{top:.1}H{:.1}V{floor:.1}Z",
            right - gap
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const X: Scale = Scale::new((0.0, 10.0), (0.0, 100.0));
    const Y: Scale = Scale::new((0.0, 10.0), (50.0, 0.0));

    #[test]
    fn each_form_has_its_path() {
        let points = [(0.0, 0.0), (5.0, 10.0), (10.0, 5.0)];
        let of = |form| path(form, &points, &X, &Y, 50.0);
        assert_eq!(of(Form::Line), "M0.0 50.0L50.0 0.0L100.0 25.0");
        assert_eq!(
            of(Form::Steps),
            "M0.0 50.0L50.0 50.0L50.0 0.0L100.0 0.0L100.0 25.0"
        );
        assert_eq!(
            of(Form::Area),
            "M0.0 50.0L50.0 0.0L100.0 25.0L100.0 50.0L0.0 50.0Z"
        );
        assert_eq!(of(Form::Bars), "M50.0 50.0V0.0H99.0V50.0Z");
        assert_eq!(path(Form::Area, &[], &X, &Y, 50.0), "");
    }

    #[test]
    fn a_pixel_column_keeps_its_extremes_and_ends() {
        let many: Vec<(f64, f64)> = (0..10_000_u32)
            .map(|i| (f64::from(i) / 1000.0, if i == 4321 { 10.0 } else { 5.0 }))
            .collect();
        let text = path(Form::Line, &many, &X, &Y, 50.0);
        assert!(text.matches('L').count() < 400, "{}", text.matches('L').count());
        assert!(text.contains("L43.2 0.0"), "the one spike is still there");
        assert!(text.ends_with("L100.0 25.0"));
    }
}
