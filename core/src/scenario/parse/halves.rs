//! Characters that writers of JSON escape in two halves, such as `\ud83d\udea8`: readers of YAML know no halves. Before
//! the text is read, the escape of a character for private use stands in for each half, `\ue83d\ueea8`; it is as long,
//! so that every line and column stays. From what was read the character is put together.

/// The text with stand-ins for pairs of halves; `None` if it needs none, or uses such characters itself.
pub(super) fn replaced(text: &str) -> Option<String> {
    if !text.contains("\\u") {
        return None;
    }
    let mut bytes = text.as_bytes().to_vec();
    let mut at = 0;
    while at < bytes.len() {
        at += match &mut bytes[at..] {
            [
                b'\\',
                b'u',
                first @ (b'd' | b'D'),
                b'8' | b'9' | b'a' | b'b' | b'A' | b'B',
                _,
                _,
                b'\\',
                b'u',
                second @ (b'd' | b'D'),
                b'c'..=b'f' | b'C'..=b'F',
                ..,
            ] => {
                *first += 1;
                *second += 1;
                12
            }
            [b'\\', b'u', b'e' | b'E', ..] | [b'\\', b'U', ..] | [0xee, 0xa0..=0xbf, ..] => return None,
            // with what it escapes, which may be another backslash
            [b'\\', ..] => 2,
            _ => 1,
        };
    }
    String::from_utf8(bytes).ok()
}

/// What was written where something was read from a text with stand-ins: characters in double quotes, where escapes
/// count, and the escapes themselves elsewhere.
pub(super) fn restored(read: &str, in_double_quotes: bool) -> String {
    if !in_double_quotes {
        let mut bytes = read.as_bytes().to_vec();
        for at in 0..bytes.len() {
            // as it was replaced, and nothing else that looks like a half of it
            if let [
                b'\\',
                b'u',
                first @ (b'e' | b'E'),
                b'8' | b'9' | b'a' | b'b' | b'A' | b'B',
                _,
                _,
                b'\\',
                b'u',
                second @ (b'e' | b'E'),
                b'c'..=b'f' | b'C'..=b'F',
                ..,
            ] = &mut bytes[at..]
            {
                *first -= 1;
                *second -= 1;
            }
        }
        return String::from_utf8(bytes).unwrap_or_default();
    }
    let mut high = 0;
    let whole = |c| match u32::from(c) {
        code @ 0xe800..0xec00 => {
            high = code - 0xe800;
            None
        }
        code @ 0xec00..0xf000 => char::from_u32(0x1_0000 + (high << 10) + code - 0xec00),
        _ => Some(c),
    };
    read.chars().filter_map(whole).collect()
}

#[cfg(test)]
mod tests {
    use crate::scenario::Document;

    fn name(text: &str) -> Result<String, String> {
        match Document::parse(text) {
            Ok(document) => Ok(document.value("name").unwrap_or_default().to_owned()),
            Err(problems) => Err(problems[0].to_string()),
        }
    }

    #[test]
    fn characters_in_two_halves_are_read() {
        for (text, expected) in [
            (r#"{"name": "Flood \ud83d\udea8"}"#, "Flood 🚨"),
            (r#"{"name": "\uD83D\uDEA8\ud83d\udea8 \u00e9"}"#, "🚨🚨 é"),
            (r#"{"name": "\ud800\udc00 \udbff\udfff"}"#, "\u{10000} \u{10ffff}"),
            // a backslash that is escaped escapes nothing
            (r#"name: "\\ud83d\\udea8""#, r"\ud83d\udea8"),
            (r#"name: "\\\ud83d\udea8""#, "\\🚨"),
            // where escapes do not count they stay as they are
            (r"name: it's \ud83d\udea8", r"it's \ud83d\udea8"),
            (r"name: '\uD83D\uDEA8'", r"\uD83D\uDEA8"),
            ("name: |-\n  \\ud83d\\udea8", r"\ud83d\udea8"),
            ("# \\ud83d\\udea8\nname: x", "x"),
            ("name: \"\u{e83d}\u{eea8} \\u00e9\"", "\u{e83d}\u{eea8} é"),
        ] {
            assert_eq!(name(text), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn half_a_character_stays_an_error() {
        for half in [
            r"\ud83d",
            r"\udea8",
            r"\ud83d \udea8",
            r"\udea8\ud83d",
            r"\ud83dx\udea8",
        ] {
            let told = name(&format!("{{\"name\": \"{half}\"}}")).expect_err("is wrong");
            assert!(
                told.ends_with("half a character as an escape; write the character itself"),
                "{told}"
            );
        }
    }

    #[test]
    fn lines_and_columns_stay_right() {
        let told = |name: &str| {
            let text = format!("{{\"name\": \"{name}\",\n \"{name}\": 1, \"sed\": 2}}");
            let document = Document::parse(&text).expect("can be read");
            let problems = crate::scenario::Scenario::from_document(&document).expect_err("unknown keys");
            problems
                .iter()
                .map(|problem| (problem.line, problem.column))
                .collect::<Vec<_>>()
        };
        assert_eq!(told(r"\ud83d\udea8"), told("abcdefghijkl"));
    }
}
