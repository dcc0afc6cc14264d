//! The charts of a run, as pictures.

use std::borrow::Cow;
use std::path::Path;

use bellwether::chart::{Chart, Moment, Track, bins, of_run};
use bellwether::report::Report;
use bellwether::simulation::Simulation;
use unicode_width::UnicodeWidthChar;

use crate::failure::Failure;
use crate::format::escaped;
use crate::summary::headline;

/// Most bars of a histogram.
const BARS: u32 = 60;
/// Size of a chart in pixels.
const WIDTH: u32 = 760;
const HEIGHT: u32 = 300;
/// Height of the words above them.
const HEAD: u32 = 72;

/// What a run looks like: outcomes, queue, throughput, and how long delivery took.
pub(crate) fn of(run: &Simulation, track: &Track) -> Vec<Chart> {
    let moments: Vec<Moment> = track.with(run).collect();
    let report = run.report();
    let seconds = [("p50", report.delivery.p50), ("p99", report.delivery.p99)];
    let percentiles: Vec<(&str, f64)> = seconds
        .into_iter()
        .filter_map(|(name, time)| Some((name, time?.seconds().to_f64())))
        .collect();
    let mut charts = vec![
        of_run::outcomes(&moments),
        of_run::queue(&moments, f64::from(run.sender_count())),
        of_run::throughput(&moments),
    ];
    if report.delivery.count > 0 {
        charts.push(of_run::delivery(
            &bins(run.delivery_histogram(), BARS),
            &percentiles,
        ));
    }
    charts
        .into_iter()
        .map(|chart| chart.with_targets(run.targets()))
        .collect()
}

/// A chart as an SVG document.
pub(crate) fn svg(chart: &Chart, dark: bool) -> String {
    chart.to_svg(f64::from(WIDTH), f64::from(HEIGHT), dark)
}

/// All charts below each other in one SVG document, and above them what run they are of.
fn sheet(charts: &[Chart], report: &Report) -> String {
    let all = HEAD + HEIGHT * u32::try_from(charts.len()).unwrap_or(0);
    let (name, sentence) = headline(report);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{all}\" viewBox=\"0 0 {WIDTH} {all}\">\n\
         <rect width=\"{WIDTH}\" height=\"{HEAD}\" fill=\"#fff\"/>\n\
         <g font-family=\"DejaVu Sans, sans-serif\" fill=\"#1b1f24\">\n\
         <text x=\"14\" y=\"26\" font-size=\"16\" font-weight=\"bold\">{}</text>\n\
         <text x=\"14\" y=\"46\" font-size=\"12\">{}</text>\n\
         <text x=\"14\" y=\"63\" font-size=\"10\" fill=\"#59636e\">digest {}</text>\n</g>\n",
        escaped(&fitting(&name)),
        escaped(&sentence),
        report.digest
    );
    let mut top = HEAD;
    for chart in charts {
        let placed = format!("<svg y=\"{top}\" ");
        out.push_str(&svg(chart, false).replacen("<svg ", &placed, 1));
        top += HEIGHT;
    }
    out.push_str("</svg>\n");
    out
}

/// The beginning of a name, as much of it as a line of the sheet has room for.
fn fitting(name: &str) -> Cow<'_, str> {
    const ROOM: u32 = WIDTH - 28;
    // at most, in the bold letters of the headline
    let width = |c: char| match c {
        'M' | 'W' | 'm' | 'w' | '@' | '%' | '…' => 18,
        _ if c.is_uppercase() => 14,
        _ => 12 * u32::try_from(c.width().unwrap_or(0)).unwrap_or(0),
    };
    if name.chars().map(width).sum::<u32>() <= ROOM {
        return Cow::Borrowed(name);
    }
    let mut taken = width('…');
    let beginning = name.chars().take_while(|c| {
        taken += width(*c);
        taken <= ROOM
    });
    Cow::Owned(beginning.chain(['…']).collect())
}

/// The kinds of pictures that `--plot` writes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Picture {
    /// Lines and words that scale.
    Svg,
    /// Pixels.
    Png,
}

impl Picture {
    /// The kind that a file's name asks for.
    pub(crate) fn of_file(path: &Path) -> Result<Self, Failure> {
        let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
        match extension.to_str() {
            Some("svg") => Ok(Self::Svg),
            Some("png") if cfg!(feature = "png") => Ok(Self::Png),
            Some("png") => Err(Failure::usage(
                "--plot: this program was built without PNG; name a file that ends with .svg",
            )),
            _ => Err(Failure::usage(format!(
                "--plot {}: no kind of picture; allowed: a file whose name ends with .svg or .png",
                path.display()
            ))),
        }
    }

    /// The picture's bytes.
    pub(crate) fn draw(self, charts: &[Chart], report: &Report) -> Result<Vec<u8>, Failure> {
        let sheet = sheet(charts, report);
        match self {
            Self::Svg => Ok(sheet.into_bytes()),
            Self::Png => {
                pixels(&sheet).ok_or_else(|| Failure::usage("--plot: the charts cannot be drawn as PNG"))
            }
        }
    }
}

/// A build without the feature `png` writes no pixels.
#[cfg(not(feature = "png"))]
fn pixels(_: &str) -> Option<Vec<u8>> {
    None
}

/// An SVG document in pixels, two for each of its own, with a font that comes along: the same picture everywhere.
#[cfg(feature = "png")]
fn pixels(svg: &str) -> Option<Vec<u8>> {
    use resvg::{tiny_skia, usvg};
    let mut options = usvg::Options {
        font_family: "DejaVu Sans".to_owned(),
        ..usvg::Options::default()
    };
    let fonts = options.fontdb_mut();
    fonts.load_font_data(dejavu::sans::regular().to_vec());
    fonts.load_font_data(dejavu::sans::bold().to_vec());
    fonts.set_sans_serif_family("DejaVu Sans");
    let tree = usvg::Tree::from_str(svg, &options).ok()?;
    let size = tree.size().to_int_size().scale_by(2.0)?;
    let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height())?;
    resvg::render(
        &tree,
        tiny_skia::Transform::from_scale(2.0, 2.0),
        &mut pixels.as_mut(),
    );
    pixels.encode_png().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_with_an_ellipsis() {
        let whole = "Flood warning for all the villages by the river";
        assert_eq!(fitting(whole), whole);
        assert_eq!(fitting(&"x".repeat(200)), format!("{}…", "x".repeat(59)));
        assert_eq!(fitting(&"W".repeat(200)), format!("{}…", "W".repeat(39)));
        assert_eq!(fitting(&"洪".repeat(200)), format!("{}…", "洪".repeat(29)));
    }
}
