//! Tables of figures.

use yew::prelude::*;

/// A table whose texts follow one another, row by row, a name first; none without any.
pub(super) fn table(name: &'static str, head: &[&'static str], texts: &[String]) -> Html {
    if texts.is_empty() {
        return Html::default();
    }
    let title = |title: &&'static str| {
        let (class, hover) = match *title {
            "Figure" => ("", None),
            "Off, s.e." => ("number", Some("How far off, in standard errors")),
            _ => ("number", None),
        };
        html! { <th scope="col" {class} title={hover}>{ *title }</th> }
    };
    let row = |row: &[String]| {
        html! {
            <tr>
                // where there is little room, a name breaks behind a dot or a low line
                <th scope="row">{ for row[0].split_inclusive(['.', '_']).map(|part| html! { <>{ part.to_owned() }<wbr/></> }) }</th>
                { for row[1..].iter().map(|text| html! { <td class="number">{ text.clone() }</td> }) }
            </tr>
        }
    };
    html! {
        <div class="table-frame" tabindex="0" role="region" aria-label={name}>
            <table>
                <thead><tr>{ for head.iter().map(title) }</tr></thead>
                <tbody>{ for texts.chunks_exact(head.len()).map(row) }</tbody>
            </table>
        </div>
    }
}
