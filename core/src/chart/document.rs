//! A drawing as an SVG document of its own, with its colours in it.

use super::{Chart, Drawing, Ink, Shape, Stroke};
use std::fmt::Write as _;

/// Room above the drawing for the title and the names of the series.
const HEAD: f64 = 44.0;
const FONT: &str = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif";

/// Colours of a document: paper, words, grid; the inks follow by name. From the palette of Okabe and Ito (2008),
/// which people with any colour vision can tell apart, darkened or lightened for contrast.
struct Palette {
    paper: &'static str,
    words: &'static str,
    quiet: &'static str,
    grid: &'static str,
}

const LIGHT: Palette = Palette {
    paper: "#ffffff",
    words: "#1d2733",
    quiet: "#5c6b7a",
    grid: "#e3e8ed",
};
const DARK: Palette = Palette {
    paper: "#11171e",
    words: "#e6ebf0",
    quiet: "#93a1b0",
    grid: "#253039",
};

const fn colour(ink: Ink, dark: bool) -> &'static str {
    match (ink, dark) {
        (Ink::Sent, false) => "#00835f",
        (Ink::Sent, true) => "#2bb892",
        (Ink::Failed, false) => "#c8501e",
        (Ink::Failed, true) => "#f0814f",
        (Ink::Dropped, false) => "#a8558a",
        (Ink::Dropped, true) => "#d98fbd",
        (Ink::Waiting, false) => "#c9d2db",
        (Ink::Waiting, true) => "#3a4753",
        (Ink::Queue, false) => "#b27a00",
        (Ink::Queue, true) => "#e6a91e",
        (Ink::Busy | Ink::Plain, false) => "#0068a8",
        (Ink::Busy | Ink::Plain, true) => "#58b0ec",
    }
}

/// A colour mixed with the paper: opaque, so that what lies behind does not shine through.
fn tint(ink: Ink, dark: bool) -> String {
    const PARTS: u32 = 45;
    let paper = if dark { DARK.paper } else { LIGHT.paper };
    let channel = |text: &str, at: usize| {
        text.get(at..at + 2)
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .unwrap_or(0)
    };
    let mixed = |at| (channel(colour(ink, dark), at) * PARTS + channel(paper, at) * (100 - PARTS)) / 100;
    format!("#{:02x}{:02x}{:02x}", mixed(1), mixed(3), mixed(5))
}

impl Chart {
    /// The chart as a complete SVG document of this size in pixels, on dark or on light paper.
    #[must_use]
    pub fn to_svg(&self, width: f64, height: f64, dark: bool) -> String {
        let drawing = self.draw(width, height - HEAD);
        let palette = if dark { DARK } else { LIGHT };
        let (width, height) = (drawing.width, drawing.height + HEAD);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"{title}\" \
             font-family=\"{FONT}\" font-size=\"11\">\n\
             <title>{title}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"{paper}\"/>\n\
             <text x=\"14\" y=\"20\" font-size=\"13\" font-weight=\"600\" fill=\"{words}\">{title}</text>\n",
            title = escaped(&self.title),
            paper = palette.paper,
            words = palette.words,
        );
        self.write_legend(&mut svg, &palette, dark);
        let _ = writeln!(svg, "<g transform=\"translate(0 {HEAD:.0})\">");
        write_shapes(&mut svg, &drawing, &palette, dark);
        svg.push_str("</g>\n</svg>\n");
        svg
    }

    fn write_legend(&self, svg: &mut String, palette: &Palette, dark: bool) {
        let mut x = 14.0;
        for (_, layer) in self.series() {
            let _ = writeln!(
                svg,
                "<rect x=\"{x:.0}\" y=\"29\" width=\"9\" height=\"9\" rx=\"2\" fill=\"{}\"/>\
                 <text x=\"{:.0}\" y=\"37\" fill=\"{}\">{}</text>",
                colour(layer.ink, dark),
                x + 14.0,
                palette.quiet,
                escaped(&layer.label),
            );
            x += 30.0 + 6.2 * f64::from(u32::try_from(layer.label.chars().count()).unwrap_or(20));
        }
    }
}

fn write_shapes(svg: &mut String, drawing: &Drawing, palette: &Palette, dark: bool) {
    for shape in &drawing.shapes {
        // Writing to a text cannot fail.
        let _ = match shape {
            Shape::Path { path, stroke } => {
                let (fill, line, more) = match stroke {
                    Stroke::Grid => ("none", palette.grid, ""),
                    Stroke::Floor => ("none", palette.quiet, ""),
                    Stroke::Mark => ("none", palette.words, " stroke-dasharray=\"3 3\""),
                    Stroke::Target => ("none", palette.words, " stroke-width=\"1.5\""),
                    Stroke::Line(ink) => ("none", colour(*ink, dark), " stroke-width=\"1.75\""),
                    Stroke::Fill(ink) => (colour(*ink, dark), "none", ""),
                    Stroke::Tint(ink) => (&*tint(*ink, dark), "none", ""),
                };
                writeln!(
                    svg,
                    "<path d=\"{path}\" fill=\"{fill}\" stroke=\"{line}\"{more}/>"
                )
            }
            Shape::Text {
                x,
                y,
                anchor,
                text,
                mark,
            } => writeln!(
                svg,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{}\" fill=\"{}\">{}</text>",
                anchor.name(),
                if *mark { palette.words } else { palette.quiet },
                escaped(text),
            ),
        };
    }
}

/// Text that may stand between tags and in attributes.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // not allowed in XML at all
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => safe.push(c),
        }
    }
    safe
}
