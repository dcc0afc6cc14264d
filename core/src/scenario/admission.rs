//! What a text must be before anything is read from it: UTF-8 or UTF-16, not too long, no invisible characters, not
//! empty.

use std::borrow::Cow;

use super::document::Limits;
use super::problem::{Problem, grouped};

/// What an empty text is told.
pub(crate) const EMPTY: &str = "the text is empty; `{}` is the default scenario";

/// The text that the bytes hold: UTF-8, or the UTF-16 that some shells write into a file.
pub(crate) fn text<'b>(bytes: &'b [u8], limits: &Limits) -> Result<Cow<'b, str>, Problem> {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        if bytes.len() > limits.text as usize {
            return Err(too_long(limits));
        }
        let (units, odd) = bytes.as_chunks();
        let read: Result<String, _> = char::decode_utf16(units.iter().map(|pair| unit(*pair))).collect();
        let damaged = || Problem::new("", "the text is UTF-16 with a mistake in it; save it as UTF-8");
        read.ok()
            .filter(|_| odd.is_empty())
            .map(Cow::Owned)
            .ok_or_else(damaged)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => utf8(bytes).map(Cow::Borrowed),
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default());
        let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
        at_end_of(
            &before,
            format!("byte 0x{byte:02x} is not UTF-8; save the text as UTF-8"),
        )
    })
}

/// Checks what can be checked before anything is read: size, entries, invisible characters, emptiness.
pub(crate) fn admissible(text: &str, limits: &Limits) -> Result<(), Problem> {
    if text.len() > limits.text as usize {
        return Err(too_long(limits));
    }
    // Within a list the scanner may look far ahead before the first node appears; this bounds what it may find.
    let is_mark = |b: &u8| {
        matches!(
            b,
            b',' | b':' | b'[' | b'{' | b'\'' | b'"' | b'*' | b'&' | b'!' | b'?'
        )
    };
    let marks = text.bytes().filter(is_mark).count();
    if marks > limits.nodes as usize * 3 {
        return Err(too_many(limits));
    }
    let forbidden =
        |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{85}') || c == '\u{feff}';
    // plain bytes, as nearly all texts are made of, need no look as characters
    let plain = |b: u8| matches!(b, b' '..=b'~' | b'\n' | b'\r' | b'\t');
    let suspicious = text.bytes().position(|b| !plain(b));
    let rest = suspicious.and_then(|from| Some((from, text.get(from..)?)));
    let found = rest.and_then(|(from, rest)| {
        let (at, c) = rest.char_indices().find(|(_, c)| forbidden(*c))?;
        Some((from + at, c))
    });
    if let Some((at, c)) = found {
        let before = text.get(..at).unwrap_or_default();
        return Err(at_end_of(
            before,
            format!(
                "the character U+{:04X} is not allowed in a scenario",
                u32::from(c)
            ),
        ));
    }
    if text
        .lines()
        .all(|line| line.trim_start().is_empty() || line.trim_start().starts_with('#'))
    {
        return Err(Problem::new("", EMPTY));
    }
    Ok(())
}

fn too_long(limits: &Limits) -> Problem {
    let most = grouped(i128::from(limits.text));
    Problem::new("", format!("the text is too long; allowed: at most {most} bytes"))
}

/// More keys and values than the limits allow.
pub(crate) fn too_many(limits: &Limits) -> Problem {
    let most = grouped(i128::from(limits.nodes));
    Problem::new(
        "",
        format!("the text has too many entries; allowed: at most {most} keys and values"),
    )
}

fn at_end_of(before: &str, message: String) -> Problem {
    let line = before.lines().count().max(1) + usize::from(before.ends_with('\n'));
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count());
    let number = |number: usize| u32::try_from(number).ok();
    Problem {
        line: number(line),
        column: number(column + 1),
        ..Problem::new("", message)
    }
}
