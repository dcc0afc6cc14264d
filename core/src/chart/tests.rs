//! The charts against values known beforehand.

use super::scale::{round_end, ticks};
use super::*;
use crate::time::SimDuration;

fn axis(unit: Unit, to: f64) -> Axis {
    Axis {
        title: String::new(),
        unit,
        from: 0.0,
        to,
    }
}

#[test]
fn axes_name_round_values() {
    assert_eq!(
        ticks(&axis(Unit::Count, 1000.0), 5),
        [0.0, 200.0, 400.0, 600.0, 800.0, 1000.0]
    );
    assert_eq!(
        ticks(&axis(Unit::Count, 3.0), 9),
        [0.0, 1.0, 2.0, 3.0],
        "no half messages"
    );
    assert_eq!(ticks(&axis(Unit::Seconds, 100.0), 4), [0.0, 30.0, 60.0, 90.0]);
    assert_eq!(
        ticks(&axis(Unit::Seconds, 200_000.0), 3),
        [0.0, 86_400.0, 172_800.0]
    );
    assert_eq!(ticks(&axis(Unit::Seconds, 0.0), 4), [0.0]);
    for (greatest, end) in [
        (0.0, 1.0),
        (3.0, 3.0),
        (7.0, 8.0),
        (960.0, 1000.0),
        (f64::NAN, 1.0),
    ] {
        assert!(
            (round_end(Unit::Count, greatest) - end).abs() < 1e-9,
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
        (0.0, "0s"),
        (0.0832, "83.2ms"),
        (12.5, "12.5s"),
        (243.0, "4m03s"),
        (7500.0, "2h05m"),
        (273_600.0, "3d04h"),
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
    assert_eq!(values, [("not settled", "5"), ("failed", "1"), ("sent", "4")]);
    assert_eq!(chart.columns(), ["virtual time", "not settled", "failed", "sent"]);
    assert_eq!(chart.rows(100)[2], ["2s", "0", "2", "8"]);
    assert_eq!(chart.to_csv().lines().nth(2), Some("1,5,1,4"));
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
    assert_eq!(chart.reading(0.3).at, "250ms to 500ms");
    assert_eq!(chart.to_csv().lines().count(), 5);
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
