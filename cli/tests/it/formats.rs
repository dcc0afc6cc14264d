//! Each format, read by a reader that is not ours.

use crate::program::{Place, run};

const ARGUMENTS: [&str; 8] = [
    "--messages",
    "200",
    "--senders",
    "2,3",
    "--target",
    "failed_share < 1%",
    "--target",
    "makespan < 1h",
];

fn written(format: &str, more: &[&str]) -> String {
    let mut arguments = vec!["--format", format];
    arguments.extend(ARGUMENTS);
    arguments.extend(more);
    let ended = run(&arguments);
    assert_eq!(ended.status, 1, "{}", ended.err);
    ended.out
}

#[test]
fn json_is_the_report_of_the_model() {
    let scenario = bellwether::scenario::Scenario::from_text("{}").expect("a scenario");
    let mut simulation = bellwether::simulation::Simulation::new(&scenario, 0);
    simulation.run_to_end();
    assert_eq!(run(&["--format", "json"]).well(), simulation.report().to_json());
}

#[test]
fn csv_holds_no_formula() {
    let text = written("csv", &["--set", "name==HYPERLINK(1)"]);
    assert!(text.contains(",'=HYPERLINK(1)\n"), "{text}");
}

#[test]
fn html_is_one_whole_file_without_a_script() {
    let text = written("html", &["--set", "name=<script>alert(1)</script> & \"quotes\""]);
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        ..Default::default()
    };
    let page = roxmltree::Document::parse_with_options(&text, options).expect("well formed");
    let named = |name: &'static str| page.descendants().filter(move |node| node.has_tag_name(name));
    assert_eq!(
        named("h1").next().and_then(|node| node.text()),
        Some("<script>alert(1)</script> & \"quotes\"")
    );
    assert_eq!(
        named("script").count() + named("link").count() + named("img").count(),
        0
    );
    let svg = ("http://www.w3.org/2000/svg", "svg");
    assert!(
        page.descendants().filter(|node| node.has_tag_name(svg)).count() >= 6,
        "charts"
    );
    // charts have a name, which is their title; small drawings stand beside their figures
    for drawing in page.descendants().filter(|node| node.has_tag_name(svg)) {
        let is_chart = drawing.attribute("role") == Some("img");
        let title = drawing.children().find(|node| node.tag_name().name() == "title");
        assert_eq!(
            drawing.attribute("aria-label"),
            title.and_then(|title| title.text())
        );
        assert!(
            is_chart != (drawing.attribute("aria-hidden") == Some("true")),
            "{drawing:?}"
        );
    }
    for (reference, attribute) in page
        .descendants()
        .flat_map(|node| node.attributes().map(move |a| (node, a)))
    {
        let outside = matches!(attribute.name(), "src" | "href") || attribute.value().contains("url(");
        assert!(!outside, "{reference:?} {attribute:?}");
    }
    let missed: Vec<_> = page
        .descendants()
        .filter(|node| node.attribute("class") == Some("missed"))
        .collect();
    assert_eq!(missed.len(), 1);
}

/// The command that repeats a run is code to its end, whatever stands in it.
#[test]
fn a_command_in_markdown_ends_where_it_ends() {
    use pulldown_cmark::{Event, Options, Parser};
    let names = ["a`<img src=x>`b", "``", "`a", "a```b``c`", "a|`"].map(|name| format!("name={name}"));
    for set in names.into_iter().chain(["targets=[\n]".to_owned()]) {
        let text = run(&["--format", "markdown", "--set", &set]).well();
        let codes: Vec<String> = Parser::new_ext(&text, Options::ENABLE_TABLES)
            .filter_map(|event| match event {
                Event::Code(code) => Some(code.into_string()),
                Event::Html(html) | Event::InlineHtml(html) => panic!("{html} is no text"),
                _ => None,
            })
            .collect();
        let shown = format!("--set '{}'", set.replace('\n', " "));
        assert!(
            codes.last().is_some_and(|code| code.ends_with(&shown)),
            "{codes:?}\n{text}"
        );
    }
}

/// Read as GitHub reads it: each table has as many cells in each row as in its head, and names come out as they went in.
#[test]
fn markdown_is_read_back() {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
    let text = written("markdown", &["--set", "name=a | *b* <i> `c` _d_"]);
    let (mut heading, mut headings, mut tables) = (String::new(), Vec::new(), Vec::new());
    let mut row: Vec<String> = Vec::new();
    for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Table(columns)) => tables.push((columns.len(), Vec::new())),
            Event::Start(Tag::TableCell) => row.push(String::new()),
            Event::Start(Tag::Heading { .. }) => heading = String::new(),
            Event::End(TagEnd::Heading(_)) => headings.push(std::mem::take(&mut heading)),
            Event::End(TagEnd::TableRow) => {
                let (_, rows) = tables.last_mut().expect("a table");
                rows.push(std::mem::take(&mut row));
            }
            Event::End(TagEnd::TableHead) => row.clear(),
            Event::Text(text) | Event::Code(text) => match row.last_mut() {
                Some(cell) => cell.push_str(&text),
                None => heading.push_str(&text),
            },
            Event::Html(html) | Event::InlineHtml(html) => panic!("{html} is no text"),
            _ => {}
        }
    }
    assert_eq!(headings[0], "a | *b* <i> `c` _d_");
    assert_eq!(headings[1..4], ["Scenario", "Messages", "Flow"]);
    for (columns, rows) in &tables {
        assert!(!rows.is_empty());
        assert!(rows.iter().all(|row| row.len() == *columns), "{rows:?}");
    }
    let rows: Vec<&Vec<String>> = tables.iter().flat_map(|(_, rows)| rows).collect();
    let row = |name: &str| rows.iter().find(|row| row.iter().any(|cell| cell == name));
    assert_eq!(row("failed_share < 1%").map(|row| &*row[0]), Some("✗ missed"));
    assert_eq!(row("makespan < 1h").map(|row| &*row[0]), Some("✓ met"));
    assert_eq!(row("sent").map(|row| row.len()), Some(4));
    let again = row("again with").map_or("", |row| &row[1]);
    assert!(again.contains("name=a | *b* <i> `c` _d_"), "{again}");
    assert!(!text.contains("\n\n\n"), "{text}");
}

#[test]
fn openmetrics_follows_its_grammar() {
    let text = written("openmetrics", &["--set", "name=quote\" and \\"]);
    assert!(text.ends_with("# EOF\n"));
    let mut family = String::new();
    let mut families = Vec::new();
    for line in text.lines().filter(|line| *line != "# EOF") {
        if let Some(head) = line.strip_prefix("# TYPE ") {
            family = head.split(' ').next().unwrap().to_owned();
            assert!(!families.contains(&family), "{family} stands twice");
            families.push(family.clone());
        } else if !line.starts_with("# ") {
            let (name, value) = line.rsplit_once(' ').expect("a value");
            assert!(name.starts_with(&family), "{line} in {family}");
            assert!(value.parse::<f64>().is_ok_and(f64::is_finite), "{line}");
        }
    }
    assert!(text.contains(r#"scenario="quote\" and \\""#), "{text}");
    assert!(
        text.contains("bellwether_messages{state=\"produced\"} 200\n"),
        "{text}"
    );
    assert!(
        text.contains("bellwether_target_met{target=\"failed_share < 1%\"} 0\n"),
        "{text}"
    );
    assert!(
        text.contains("# UNIT bellwether_delivery_seconds seconds\n"),
        "{text}"
    );
}

#[test]
fn junit_counts_failures() {
    let text = written("junit", &["--set", "name=<&\">"]);
    let document = roxmltree::Document::parse(&text).expect("XML");
    let suite = document
        .descendants()
        .find(|node| node.has_tag_name("testsuite"))
        .expect("a suite");
    assert_eq!(suite.attribute("name"), Some("<&\">"));
    assert_eq!(
        (suite.attribute("tests"), suite.attribute("failures")),
        (Some("2"), Some("1"))
    );
    let failed: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name("failure"))
        .collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(
        failed[0].parent().and_then(|case| case.attribute("name")),
        Some("failed_share < 1%")
    );
}

#[test]
fn the_text_has_no_colour_where_no_terminal_is() {
    let place = Place::new();
    for environment in [&[][..], &[("NO_COLOR", "1")], &[("TERM", "xterm-256color")]] {
        let text = place.run_with(&["--target", "makespan < 1s"], environment).out;
        assert!(!text.contains('\u{1b}'), "{text}");
    }
}

#[test]
fn the_text_fits_and_tells_how_to_repeat_itself() {
    let arguments = [
        "--seed",
        "7",
        "--senders",
        "2,3",
        "--rate",
        "10/s,20/s",
        "--set",
        "name=two words",
    ];
    let text = run(&arguments).well();
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    let again = text
        .split("again with")
        .nth(1)
        .expect("a command")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert_eq!(
        again,
        "bellwether --seed 7 --senders 2,3 --rate 10/s,20/s --set 'name=two words'"
    );
}
