//! Input that nobody writes by hand: each has a stated outcome, on a small stack, soon.

use super::{accepted, read, refused};
use crate::scenario::{Document, FieldKind, Limits, Problem, Scenario, fields};

/// Runs a test on a stack as small as a browser's worker may have.
fn on_a_small_stack(test: fn()) {
    let thread = std::thread::Builder::new()
        .stack_size(256 * 1024)
        .spawn(test)
        .expect("a thread can be had");
    thread.join().expect("the test passes");
}

fn of_bytes(bytes: &[u8]) -> String {
    let problems = Scenario::from_bytes(bytes).expect_err("is wrong");
    problems.iter().map(Problem::to_string).collect()
}

#[test]
fn what_yaml_has_and_scenarios_do_not() {
    for (text, problem) in [
        (
            "seed: &a 5",
            "line 1, column 7: anchors (`&name`) are not read; write the value out",
        ),
        (
            "broker: &a {capacity: 5}",
            "line 1, column 9: anchors (`&name`) are not read; write the value out",
        ),
        (
            "seed: *a",
            "line 1, column 7: aliases (`*name`) are not read; write the value out",
        ),
        (
            "broker: {<<: {}}",
            "line 1, column 10: merge keys (`<<`) are not read; write the keys out",
        ),
        (
            "seed: !!int 5",
            "line 1, column 7: tags (`!name`) are not read; leave them out",
        ),
        (
            "--- \nseed: 5\n---\nseed: 6\n",
            "line 3, column 1: the text holds more than one document; keep one",
        ),
        (
            "{[a]: 5}",
            "line 1, column 2: a key must be a word, not a list or a mapping",
        ),
        (
            "a: b: c",
            "line 1, column 5: no key can stand here: the line is indented further than the one above, or this is its second `: ` (put a value that holds one in quotes)",
        ),
        (
            "broker:\n\tcapacity: 5",
            "line 2, column 2: a tab cannot indent; use spaces",
        ),
        (
            "{seed: 5",
            "line 2, column 1: a bracket is not closed, or a comma is missing",
        ),
        (
            "a: [1\nb: 2",
            "line 2, column 2: a bracket is not closed, or a comma is missing",
        ),
        ("name: 'x", "line 1, column 7: a quote is not closed"),
        (
            "name: @x",
            "line 1, column 7: a value that begins with this character needs quotes",
        ),
        (
            "a:\n    b: 1\n  c: 1",
            "line 3, column 3: the indentation does not fit the lines above",
        ),
        (
            r#"{"name": "\ud83d"}"#,
            "line 1, column 10: this text holds half a character as an escape; write the character itself",
        ),
    ] {
        assert_eq!(refused(text), problem);
    }
    accepted("%YAML 1.2\n---\nseed: 5\n...\n");
}

#[test]
fn nothing_at_all() {
    for text in ["", " \n\t\n", "# only a comment\n", "\u{feff}"] {
        assert_eq!(refused(text), "the text is empty; `{}` is the default scenario");
    }
    for text in ["---\n", "null", "~", "--- {}\n--- \n"] {
        assert!(read(text).is_err(), "{text}");
    }
}

#[test]
fn bytes_that_are_no_text() {
    assert_eq!(
        of_bytes(b"seed: 5\nname: \xff\xfe"),
        "line 2, column 7: byte 0xff is not UTF-8; save the text as UTF-8"
    );
    for damaged in [&b"\xff\xfes\0e"[..], b"\xff\xfe\x3d\xd8", b"\xfe\xff\xdc\0"] {
        assert_eq!(
            of_bytes(damaged),
            "the text is UTF-16 with a mistake in it; save it as UTF-8"
        );
    }
    let long = [&b"\xff\xfe"[..], &b"x\0".repeat(600_000)].concat();
    assert!(of_bytes(&long).starts_with("the text is too long"));
    assert_eq!(
        of_bytes(b"\x7fELF\x02\x01"),
        "line 1, column 1: the character U+007F is not allowed in a scenario"
    );
    assert_eq!(
        of_bytes(b"seed: 5\0"),
        "line 1, column 8: the character U+0000 is not allowed in a scenario"
    );
    assert_eq!(
        of_bytes(b"name: \xed\xa0\x80"),
        "line 1, column 7: byte 0xed is not UTF-8; save the text as UTF-8"
    );
    assert_eq!(of_bytes(b""), "the text is empty; `{}` is the default scenario");
}

#[test]
fn depth_is_bounded_on_a_small_stack() {
    on_a_small_stack(|| {
        for depth in [33, 100, 300, 10_000, 100_000] {
            for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", ""), ("[{a: ", "}]")] {
                let text = format!("{}1{}", open.repeat(depth), close.repeat(depth));
                let problem = refused(&text);
                assert!(
                    problem.contains("within each other") || problem.contains("too many entries"),
                    "{open} {depth}: {problem}"
                );
            }
            let block: String = (0..depth.min(1000))
                .map(|level| format!("{}a:\n", " ".repeat(level)))
                .collect();
            assert!(refused(&block).contains("within each other"));
            assert!(read(&"[".repeat(depth)).is_err());
            assert!(read(&"{".repeat(depth)).is_err());
            assert!(read(&"]".repeat(depth)).is_err());
        }
        let deep = format!("{}1{}", "[".repeat(32), "]".repeat(32));
        assert!(
            refused(&deep).contains("is a list"),
            "the depth itself is within the limit"
        );
    });
}

#[test]
fn bombs_are_refused() {
    on_a_small_stack(|| {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..10 {
            let before = format!("*a{}", level - 1);
            bomb.push_str(&format!(
                "a{level}: &a{level} [{}]\n",
                [before.as_str(); 9].join(", ")
            ));
        }
        assert!(refused(&bomb).contains("anchors"));
        assert!(
            refused(&format!("name: {}", "x".repeat(1_000_000)))
                .contains("too long; allowed: at most 1,000 characters")
        );
        assert_eq!(
            refused(&format!("name: {}", "x".repeat(1_100_000))),
            "the text is too long; allowed: at most 1,048,576 bytes"
        );
        assert_eq!(
            refused(&format!("targets: [{}]", "1,".repeat(400_000))),
            "the text has too many entries; allowed: at most 100,000 keys and values"
        );
        assert!(refused(&"- 1\n".repeat(200_000)).contains("too many entries"));
        assert!(refused(&"a: 1\n".repeat(90_000)).contains("too many entries"));
        assert!(read(&"a: 1\n".repeat(40_000)).is_err_and(|problems| problems.len() == 101));
        assert!(read(&format!("seed: {}", "9".repeat(900))).is_err());
        assert!(read(&format!("seed: 1e{}", "9".repeat(900))).is_err());
    });
}

#[test]
fn a_long_trace_is_read_where_the_limits_are_raised() {
    let instants: Vec<String> = (0..200_000).map(|index| format!("{index}ms")).collect();
    let text = format!("producer:\n  arrivals:\n    trace: [{}]\n", instants.join(", "));
    assert!(Scenario::from_text(&text).is_err(), "not by itself");
    let limits = Limits {
        text: 64 << 20,
        nodes: 2_000_000,
        ..Limits::default()
    };
    let document = Document::parse_within(&text, &limits).expect("is within the limits");
    let scenario = Scenario::from_document(&document).expect("is right");
    assert_eq!(scenario.producer.messages, 200_000);
}

/// As many as the table of keys allows, with all that stands around them.
#[test]
fn a_trace_may_be_as_long_as_is_promised() {
    let Some(FieldKind::List { most, .. }) = fields::find("producer.arrivals.trace").map(|field| field.kind)
    else {
        panic!("a trace is a list");
    };
    let instants = "1,".repeat(most as usize);
    let text =
        format!("{{seed: 7, producer: {{arrivals: {{trace: [{instants}]}}}}, senders: [{{count: 9}}]}}");
    let document = Document::parse_within(&text, &Limits::OF_FILES).expect("is within the limits");
    let scenario = Scenario::from_document(&document).expect("is right");
    assert_eq!(scenario.producer.messages, most);
}

/// Texts cut, doubled and mixed at random never do worse than a list of problems.
#[test]
fn mutations_never_panic() {
    let seeds = [
        "seed: 1\nproducer: {messages: 10, arrivals: {steps: [{at: 0s, rate: 5/s}]}}\nsenders:\n  - name: a\n    rate: 5/s\n",
        "{\"seed\": \"7\", \"timeline\": [{\"at\": \"3s\", \"cancel\": null}], \"targets\": ['x < 1']}",
        "name: >-\n  folded\n  text\nuntil: |\n  2h\n# c\n? a\n: b\n- x\n--- \n...\n&a *a !t <<: %",
        "MESSAGE_COUNT=5\nexport SENDER_COUNT='3' # x\nSENDER_MEAN_TIME=\"0.1\"\n",
        "senders: 3\nsender_rates: [1, 2]\nfailure_rates: [0.1]\ntotal_msgs: 5\n",
    ];
    let pieces = [
        "\n", " ", "\t", ":", ": ", "- ", "[", "]", "{", "}", ",", "'", "\"", "#", "|", ">", "&", "*", "!",
        "%", "?", "\\", "\u{feff}", "é", "\r", "0", "=", "~", "---", "...",
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 11).unwrap_or(0) % bound
    };
    for round in 0..20_000 {
        let mut text: Vec<char> = seeds[round % seeds.len()].chars().collect();
        for _ in 0..=next(6) {
            let at = next(text.len() + 1);
            match next(3) {
                0 => text.truncate(at.max(1)),
                1 => drop(text.splice(at..at, pieces[next(pieces.len())].chars())),
                _ => {
                    let end = (at + next(12)).min(text.len());
                    let part: Vec<char> = text[at..end].to_vec();
                    let to = next(text.len() + 1);
                    drop(text.splice(to..to, part));
                }
            }
        }
        let text: String = text.into_iter().collect();
        if let Err(problems) = read(&text) {
            assert!(
                !problems.is_empty() && problems.iter().all(|problem| !problem.is_empty()),
                "{text:?}"
            );
        }
    }
}
