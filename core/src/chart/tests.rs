//! The charts against values known beforehand.

use super::scale::{round_end, ticks};
use super::*;
use crate::time::SimDuration;

fn axis(unit: AxisUnit, to: f64) -> Axis {
    Axis {
        title: String::new(),
        unit,
        from: 0.0,
        to,
        figures: &[],
        grows: false,
    }
}

#[test]
fn axes_name_round_values() {
    assert_eq!(
        ticks(&axis(AxisUnit::Count, 1000.0), 5),
        [0.0, 200.0, 400.0, 600.0, 800.0, 1000.0]
    );
    assert_eq!(
        ticks(&axis(AxisUnit::Count, 3.0), 9),
        [0.0, 1.0, 2.0, 3.0],
        "no half messages"
    );
    assert_eq!(ticks(&axis(AxisUnit::Seconds, 100.0), 4), [0.0, 30.0, 60.0, 90.0]);
    assert_eq!(
        ticks(&axis(AxisUnit::Seconds, 200_000.0), 3),
        [0.0, 86_400.0, 172_800.0]
    );
    assert_eq!(ticks(&axis(AxisUnit::Seconds, 0.0), 4), [0.0]);
    for (value, text) in [(0.0005, "500µs"), (90.0, "1m30s"), (864_000.0, "10d")] {
        assert_eq!(words::tick(AxisUnit::Seconds, value), text);
    }
    for (greatest, end) in [
        (0.0, 1.0),
        (3.0, 3.0),
        (7.0, 8.0),
        (960.0, 1000.0),
        (f64::NAN, 1.0),
    ] {
        assert!(
            (round_end(AxisUnit::Count, greatest) - end).abs() < 1e-9,
            "{greatest}"
        );
    }
}

#[test]
fn numbers_read_well() {
    for (value, text) in [
        (0.0, "0"),
        (7.0, "7"),
        (12.345, "12.3"),
        (950.0, "950"),
        (12_500.0, "12.5k"),
        (4e6, "4M"),
    ] {
        assert_eq!(amount(value), text);
    }
    for (value, text) in [
        (0.0, "0 s"),
        (f64::NAN, "0 s"),
        (0.0832, "83.2 ms"),
        (243.0, "4 min 3 s"),
    ] {
        assert_eq!(seconds(value), text);
    }
    assert_eq!(exact(1_234_567.0), "1,234,567");
    assert_eq!(exact(f64::NAN), "0");
}

#[test]
fn values_of_stacked_series_are_their_own() {
    let at = |at: f64| Moment {
        at,
        produced: 10.0,
        sent: 4.0 * at,
        failed: at,
        ..Moment::default()
    };
    let chart = of_run::outcomes(&[at(0.0), at(1.0), at(2.0)]);
    let reading = chart.reading(1.5);
    let values: Vec<(&str, &str)> = reading
        .values
        .iter()
        .map(|(label, _, value)| (label.as_str(), value.as_str()))
        .collect();
    assert_eq!(values, [("sent", "4"), ("failed", "1"), ("not settled", "5")]);
    assert_eq!(chart.columns(), ["virtual time", "sent", "failed", "not settled"]);
    assert_eq!(chart.rows(100)[2], ["2.00 s", "8", "2", "0"]);
    let csv = chart.to_csv();
    assert!(
        csv.starts_with("virtual time (s),sent,failed,not settled\r\n0,"),
        "{csv}"
    );
    assert_eq!(csv.lines().nth(2), Some("1,4,1,5"));
    let throughput = of_run::throughput(&[]).to_csv();
    assert_eq!(throughput, "virtual time (s),sent (1/s),failed (1/s)\r\n");
}

#[test]
fn throughput_is_messages_over_time() {
    let moments: Vec<Moment> = (0..=600_u32)
        .map(|i| Moment {
            at: f64::from(i),
            sent: f64::from(i * 3),
            ..Moment::default()
        })
        .collect();
    let chart = of_run::throughput(&moments);
    let sent = &chart.panels[0].layers[1];
    assert!(sent.points.len() > 580);
    assert!(sent.points.iter().all(|point| (point.1 - 3.0).abs() < 1e-9));
}

/// Where the line begins is how long it is averaged over.
#[test]
fn throughput_is_averaged_over_fifty_outcomes_or_so() {
    let window = |each_second: f64, failed_share: f64| {
        let moments: Vec<Moment> = (0..=400_u32)
            .map(|second| Moment {
                at: f64::from(second),
                sent: f64::from(second) * each_second * (1.0 - failed_share),
                failed: f64::from(second) * each_second * failed_share,
                ..Moment::default()
            })
            .collect();
        of_run::throughput(&moments).panels[0].layers[1].points[0].0
    };
    assert!((window(2.0, 0.0) - 25.0).abs() < 3.0, "25 s hold 50");
    assert!((window(2.0, 0.5) - 25.0).abs() < 3.0, "failed ones count too");
    assert!((window(100.0, 0.0) - 10.0).abs() < 1.5, "a fortieth at least");
    assert!((window(0.01, 0.0) - 50.0).abs() < 6.0, "an eighth at most");
}

#[test]
fn a_histogram_counts_everything_once() {
    let cell = |ms: u64, count| {
        let time = SimDuration::from_nanoseconds(ms * 1_000_000);
        (time, time, count)
    };
    let bins = bins([cell(0, 2), cell(250, 3), cell(999, 4)].into_iter(), 4);
    assert_eq!(
        bins.iter().map(|bin| bin.count).collect::<Vec<_>>(),
        [2.0, 3.0, 0.0, 4.0]
    );
    assert!((bins[3].to - 1.0).abs() < 1e-9);
    let chart = of_run::delivery(&bins, &[("p50", 0.25)]);
    assert_eq!(chart.reading(0.3).at, "250 ms to 500 ms");
    assert_eq!(chart.to_csv().lines().count(), 5);
}

/// What stands at which line: the label, its place on the axis, and where the axis ends.
fn lines(chart: &Chart, target: &str) -> Vec<(String, f64, f64)> {
    let target = crate::target::Target::parse(target).expect("a target");
    let chart = chart.clone().with_targets(&[target]);
    let of_panel = |panel: &Panel| {
        let marks = panel.marks.iter().filter(|mark| mark.target);
        let end = |mark: &Mark| if mark.upright { chart.x.to } else { panel.y.to };
        marks
            .map(|mark| (mark.label.clone(), mark.at, end(mark)))
            .collect::<Vec<_>>()
    };
    chart.panels.iter().flat_map(of_panel).collect()
}

#[test]
fn a_target_is_a_line_in_the_chart_that_shows_what_it_is_about() {
    let at = |at: f64| Moment {
        at,
        produced: 100.0,
        sent: 5.0 * at,
        queued: 100.0 - 5.0 * at,
        ..Moment::default()
    };
    let moments: Vec<Moment> = (0..=20).map(|i| at(f64::from(i))).collect();
    let cell = (SimDuration::from_seconds(8), SimDuration::from_seconds(8), 3);
    let charts = [
        of_run::outcomes(&moments),
        of_run::queue(&moments, 2.0),
        of_run::throughput(&moments),
        of_run::delivery(&bins([cell].into_iter(), 4), &[("p50", 2.0), ("p99", 7.0)]),
    ];
    for (target, place, line) in [
        ("makespan <= 15s", 0, ("makespan <= 15s", 15.0, 20.0)),
        ("makespan <= 30s", 0, ("makespan <= 30s →", 30.0, 20.0)),
        ("makespan <= 1h", 0, ("makespan <= 1h →", 3600.0, 20.0)),
        ("queue.max_length < 70", 1, ("queue.max_length < 70", 70.0, 100.0)),
        (
            "queue.max_length < 130",
            1,
            ("queue.max_length < 130", 130.0, 150.0),
        ),
        (
            "queue.mean_length < 1000",
            1,
            ("queue.mean_length < 1000 ↑", 1000.0, 100.0),
        ),
        ("throughput > 4/s", 2, ("throughput > 4/s", 4.0, 5.0)),
        ("delivery.p99 < 4s", 3, ("delivery.p99 < 4s", 4.0, 8.0)),
        ("delivery.p99 < 12s", 3, ("delivery.p99 < 12s", 12.0, 12.0)),
    ] {
        for (index, chart) in charts.iter().enumerate() {
            let expected: Vec<_> = (index == place)
                .then(|| (line.0.to_owned(), line.1, line.2))
                .into_iter()
                .collect();
            assert_eq!(lines(chart, target), expected, "{target} in {}", chart.title);
        }
    }
    for other in [
        "waiting.p99 < 4s",
        "groups.sender.utilisation < 90%",
        "sent_share > 99%",
    ] {
        assert!(
            charts.iter().all(|chart| lines(chart, other).is_empty()),
            "{other}"
        );
    }
}

#[test]
fn an_axis_that_grows_for_one_target_keeps_the_others_at_their_places() {
    let cell = (SimDuration::from_seconds(8), SimDuration::from_seconds(8), 3);
    let targets = [
        "delivery.max < 40s",
        "delivery.p99 < 15s",
        "delivery.p90 < 16s",
        "delivery.mean < 3s",
    ]
    .map(|text| crate::target::Target::parse(text).expect("a target"));
    let chart = of_run::delivery(&bins([cell].into_iter(), 4), &[]).with_targets(&targets);
    let marks = chart.panels[0].marks.iter();
    let marks: Vec<(&str, f64)> = marks.map(|mark| (mark.label.as_str(), mark.at)).collect();
    assert_eq!(
        marks,
        [
            ("delivery.mean < 3s", 3.0),
            ("delivery.p99 < 15s", 15.0),
            ("delivery.p90 < 16s", 16.0),
            ("delivery.max < 40s →", 40.0),
        ]
    );
    assert!((chart.x.to - 16.0).abs() < 1e-9);
    let drawing = chart.draw(700.0, 300.0);
    let lines = drawing
        .shapes
        .iter()
        .filter(|shape| matches!(shape, Shape::Path { stroke, .. } if *stroke == Stroke::Target));
    assert_eq!(lines.count(), 3, "what is off the scale has a name and no line");
}

#[test]
fn figures_and_targets_stand_from_left_to_right_and_look_different() {
    let cell = (SimDuration::from_seconds(8), SimDuration::from_seconds(8), 3);
    let targets = ["delivery.p50 < 5s", "delivery.max < 7500ms"]
        .map(|text| crate::target::Target::parse(text).expect("a target"));
    let bins = bins([cell].into_iter(), 4);
    let chart = of_run::delivery(&bins, &[("p50", 2.0), ("p99", 7.0)]).with_targets(&targets);
    let marks: Vec<(f64, bool)> = chart.panels[0]
        .marks
        .iter()
        .map(|mark| (mark.at, mark.target))
        .collect();
    assert_eq!(marks, [(2.0, false), (5.0, true), (7.0, false), (7.5, true)]);
    let drawing = chart.draw(700.0, 300.0);
    let strokes = |wanted: Stroke| {
        let paths = drawing.shapes.iter();
        paths
            .filter(|shape| matches!(shape, Shape::Path { stroke, .. } if *stroke == wanted))
            .count()
    };
    assert_eq!((strokes(Stroke::Mark), strokes(Stroke::Target)), (2, 2));
}

#[test]
fn the_name_of_a_lying_line_stays_within_its_panel() {
    let at = |at: f64| Moment {
        at,
        queued: 100.0,
        ..Moment::default()
    };
    let target = crate::target::Target::parse("queue.max_length < 5000").expect("a target");
    let chart = of_run::queue(&[at(0.0), at(9.0)], 2.0).with_targets(&[target]);
    let drawing = chart.draw(600.0, 200.0);
    let top = drawing.frames[0].top;
    let mut words = drawing.shapes.iter();
    let name = words.find_map(|shape| match shape {
        Shape::Text { y, mark: true, .. } => Some(*y),
        _ => None,
    });
    assert!(name.is_some_and(|y| y > top), "{name:?} {top}");
}

#[test]
fn a_document_holds_no_foreign_markup() {
    let mut chart = of_run::throughput(&[]);
    chart.title = "</title><script>alert(\"1\")</script>".to_owned();
    let svg = chart.to_svg(640.0, 360.0, false);
    assert!(!svg.contains("<script"));
    assert!(svg.contains("&lt;script&gt;"));
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
}

#[test]
fn no_upright_line_crosses_a_name_and_no_names_touch() {
    let cell = |second| {
        (
            SimDuration::from_seconds(second),
            SimDuration::from_seconds(second + 1),
            3,
        )
    };
    let bins = bins((0..10).map(cell), 10);
    let places = [0.2, 0.5, 1.0, 2.0, 2.5, 4.0, 5.0, 8.0, 9.9];
    let three = places.iter().flat_map(|a| places.iter().map(move |b| (*a, *b)));
    let three = three.flat_map(|(a, b)| places.iter().map(move |c| [a, b, *c]));
    for at in three.filter(|[a, b, c]| a < b && b < c) {
        let chart = of_run::delivery(&bins, &[("p50", at[0]), ("p90", at[1]), ("p99", at[2])]);
        let drawing = chart.draw(290.0, 190.0);
        let mut names = Vec::new();
        let mut lines = Vec::new();
        for shape in &drawing.shapes {
            match shape {
                Shape::Text {
                    x,
                    y,
                    anchor,
                    text,
                    mark: true,
                } => {
                    let wide = 6.0 * f64::from(u32::try_from(text.len()).expect("a short name"));
                    let from = if *anchor == Anchor::End { x - wide } else { *x };
                    names.push((from, from + wide, *y));
                }
                Shape::Path {
                    path,
                    stroke: Stroke::Mark,
                } => {
                    let start = path[1..].split_once('L').expect("a line").0;
                    let (x, y) = start.split_once(' ').expect("two numbers");
                    lines.push((
                        x.parse::<f64>().expect("a number"),
                        y.parse::<f64>().expect("a number"),
                    ));
                }
                _ => {}
            }
        }
        assert_eq!((names.len(), lines.len()), (3, 3));
        for (index, (from, to, y)) in names.iter().enumerate() {
            let crossed = lines.iter().any(|(x, top)| x > from && x < to && top < y);
            assert!(!crossed, "{at:?}: {names:?} {lines:?}");
            let touches =
                |other: &(f64, f64, f64)| (other.2 - y).abs() < 12.0 && other.0 < *to && other.1 > *from;
            assert!(!names[..index].iter().any(touches), "{at:?}: {names:?}");
        }
    }
}
