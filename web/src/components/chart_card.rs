//! One chart: drawn, read by pointer, shown as a table, saved as a file.

use super::charts::Subject;
use crate::browser::{is_dark, use_room, use_sight};
use crate::files::{download, download_png};
use crate::protocol::Snapshot;
use crate::state::file_name;
use bellwether::chart::{Chart, Drawing, Ink, Shape, Stroke};
use bellwether::scenario::Scenario;
use std::rc::Rc;
use yew::prelude::*;

/// Height of a chart in pixels.
const HEIGHT: f64 = 188.0;
/// Size of a saved chart in pixels.
const SAVED: (f64, f64) = (960.0, 480.0);
/// Rows of the table beside a chart over time; of bars each has its row, so that they sum up.
const ROWS: u32 = 20;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) subject: Subject,
    pub(super) snapshot: Rc<Snapshot>,
    pub(super) scenario: Rc<Scenario>,
}

/// A chart in its frame. Out of sight it is neither made nor drawn.
#[component]
pub(super) fn ChartCard(props: &Props) -> Html {
    let Props {
        subject,
        snapshot,
        scenario,
    } = props;
    let name = subject.name();
    let frame = use_node_ref();
    let (width, scale) = use_room(&frame);
    let in_sight = use_sight(&frame);
    let pointer = use_state_eq(|| None::<f64>);
    let as_table = use_state_eq(|| false);
    let made = use_mut_ref(|| None::<Rc<Chart>>);
    let earlier = made.borrow().clone().filter(|_| !in_sight && !*as_table);
    let chart = earlier.unwrap_or_else(|| Rc::new(subject.chart(snapshot, scenario)));
    *made.borrow_mut() = Some(Rc::clone(&chart));
    let drawing = if in_sight {
        chart.draw(width, HEIGHT)
    } else {
        Drawing::default()
    };
    let read_at = {
        let (pointer, frame) = (pointer.setter(), frame.clone());
        Callback::from(move |event: PointerEvent| {
            let left = frame
                .cast::<web_sys::Element>()
                .map_or(0.0, |it| it.get_bounding_client_rect().left());
            pointer.set(Some((f64::from(event.client_x()) - left) / scale));
        })
    };
    let leave = {
        let pointer = pointer.setter();
        Callback::from(move |event: PointerEvent| {
            // a finger leaves as soon as it has tapped
            if event.pointer_type() != "touch" {
                pointer.set(None);
            }
        })
    };
    let reading = pointer.and_then(|x| {
        let scale = drawing.frames.first()?.x;
        Some((scale.place(scale.value(x)), chart.reading(scale.value(x))))
    });
    let save = |kind: &'static str| {
        let (subject, snapshot, scenario) = (*subject, Rc::clone(snapshot), Rc::clone(scenario));
        Callback::from(move |_: MouseEvent| {
            let what = format!("-{}.{kind}", subject.name());
            let name = file_name(&scenario.name, &scenario.seed.to_string(), &what);
            save_as(&subject.chart(&snapshot, &scenario), name, kind);
        })
    };
    let switch = {
        let as_table = as_table.clone();
        Callback::from(move |_: MouseEvent| as_table.set(!*as_table))
    };
    html! {
        <figure class="chart" data-testid={format!("chart-{name}")}>
            <figcaption>
                <h3 title={subject.hint()}>{ chart.title.clone() }</h3>
                { legend(&chart) }
                <span class="chart-tools">
                    <button type="button" class="tiny" aria-pressed={as_table.to_string()} onclick={switch}
                        data-testid={format!("{name}-table")} aria-label={format!("{} as a table", chart.title)}>{ "Table" }</button>
                    { for ["svg", "png", "csv"].map(|kind| html! {
                        <button type="button" class="tiny" data-testid={format!("{name}-{kind}")}
                            aria-label={format!("Save {} as {}", chart.title, kind.to_ascii_uppercase())}
                            onclick={save(kind)}>{ kind.to_ascii_uppercase() }</button>
                    }) }
                </span>
            </figcaption>
            <div class="chart-frame" ref={frame} onpointerdown={read_at.clone()} onpointermove={read_at}
                onpointerleave={leave}>
                if *as_table {
                    { table(&chart, if *subject == Subject::Delivery { u32::MAX } else { ROWS }) }
                } else if width > 0.0 && in_sight {
                    <svg viewBox={format!("0 0 {:.0} {:.0}", drawing.width, drawing.height)}
                        width={format!("{:.0}", drawing.width * scale)} height={format!("{:.0}", drawing.height * scale)}
                        role="img" aria-label={format!("{}; its numbers are in the table", chart.title)}>
                        { for drawing.shapes.iter().map(shape) }
                        if let Some((x, _)) = &reading {
                            { cursor(&drawing, *x) }
                        }
                    </svg>
                    if let Some((x, reading)) = &reading {
                        <div class={classes!("reading", (*x > width / 2.0).then_some("at-left"))} aria-hidden="true">
                            <b>{ reading.at.clone() }</b>
                            { for reading.values.iter().map(|(label, ink, value)| html! {
                                <span><i class={format!("swatch fill-{}", ink.name())}></i>{ label.clone() }<b>{ value.clone() }</b></span>
                            }) }
                        </div>
                    }
                }
            </div>
        </figure>
    }
}

fn legend(chart: &Chart) -> Html {
    html! {
        <ul class="legend">
            { for chart.series().map(|(_, layer)| html! {
                <li><i class={format!("swatch fill-{}", layer.ink.name())}></i>{ layer.label.clone() }</li>
            }) }
        </ul>
    }
}

fn shape(shape: &Shape) -> Html {
    match shape {
        Shape::Path { path, stroke } => {
            let class = match stroke {
                Stroke::Grid => "chart-grid".to_owned(),
                Stroke::Floor => "chart-floor".to_owned(),
                Stroke::Mark => "chart-mark".to_owned(),
                Stroke::Target => "chart-target".to_owned(),
                Stroke::Line(ink) => format!("chart-line stroke-{}", Ink::name(*ink)),
                Stroke::Fill(ink) => format!("fill-{}", Ink::name(*ink)),
                Stroke::Tint(ink) => format!("tint-{}", Ink::name(*ink)),
            };
            html! { <path {class} d={path.clone()} /> }
        }
        Shape::Text {
            x,
            y,
            anchor,
            text,
            mark,
        } => {
            let class = if *mark {
                "chart-word chart-word-mark"
            } else {
                "chart-word"
            };
            html! {
                <text {class} x={format!("{x:.1}")} y={format!("{y:.1}")} text-anchor={anchor.name()}>{ text.clone() }</text>
            }
        }
    }
}

fn cursor(drawing: &Drawing, x: f64) -> Html {
    let (Some(first), Some(last)) = (drawing.frames.first(), drawing.frames.last()) else {
        return Html::default();
    };
    html! { <path class="chart-cursor" d={format!("M{x:.1} {:.1}V{:.1}", first.top, last.bottom)} /> }
}

fn table(chart: &Chart, most: u32) -> Html {
    html! {
        <div class="chart-table" tabindex="0" role="region" aria-label={format!("{}, table", chart.title)}>
            <table>
                <thead><tr>{ for chart.columns().into_iter().map(|name| html! { <th scope="col">{ name }</th> }) }</tr></thead>
                <tbody>
                    { for chart.rows(most).into_iter().map(|row| html! {
                        <tr>{ for row.into_iter().map(|value| html! { <td>{ value }</td> }) }</tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn save_as(chart: &Chart, name: String, kind: &str) {
    let drawn = || chart.to_svg(SAVED.0, SAVED.1, is_dark());
    // Where nothing can be saved the browser itself says so.
    let _ = match kind {
        "svg" => download(&name, "image/svg+xml", &drawn()),
        "png" => download_png(name, &drawn(), SAVED),
        _ => download(&name, "text/csv", &chart.to_csv()),
    };
}
