//! A change written into the text that it changes, so that comments and layout stay.
//!
//! The text is changed in the way that suggests itself, and read again. Only if it then says what the changed document
//! says is it taken: so a guess can be simple, and a wrong one does no harm.

use crate::engine::LIMITS;
use bellwether::scenario::Document;

/// A changed document as a text: `text`, which was read as `before`, with what changed at `path` written into it. Where
/// that is not simple, what stands around it is written anew, the whole document at last, without its comments.
pub(super) fn in_place(text: &str, before: &Document, document: &Document, path: &str) -> String {
    let anew = document.to_yaml();
    std::iter::successors(Some(path), |path| Some(path.rsplit_once(['.', '['])?.0))
        .filter_map(|path| guess(text, before, document, path))
        .filter(|guess| !guess.trim().is_empty())
        .find(|guess| Document::parse_within(guess, &LIMITS).is_ok_and(|read| read.to_yaml() == anew))
        .unwrap_or(if anew.is_empty() {
            "{}\n".to_owned()
        } else {
            anew.clone()
        })
}

fn guess(text: &str, before: &Document, document: &Document, path: &str) -> Option<String> {
    let mut lines: Vec<&str> = text.trim_end().split('\n').collect();
    let (above, key) = path.rsplit_once(['.', '[']).unwrap_or(("", path));
    if !above.is_empty() && !before.has(above) {
        // then all of what stands above is new
        return guess(text, before, document, above);
    }
    // of a list that has lost an entry, the next one stands at its path
    let entries = |document: &Document| (0..).find(|index| !document.has(&format!("{above}.{index}")));
    let new = document
        .to_yaml_of(path)
        .filter(|_| entries(document) >= entries(before));
    let mut written;
    if let Some((line, column)) = before.place_of(path) {
        let at = line.checked_sub(1)?;
        let Some(new) = new else {
            let kept = without(&lines, at, column)?;
            return Some(kept.join("\n") + "\n");
        };
        let line = lines.get_mut(at)?;
        let (kept, rest) = line.split_at_checked(offset(line, column)?)?;
        let (_, rest) = rest.split_at_checked(length(rest, before.value(path))?)?;
        written = format!("{kept}{new}{rest}");
        *line = &written;
    } else {
        let ((line, column), is_list) = before.place_of_last_in(above)?;
        let at = line.checked_sub(1)?;
        let line = *lines.get(at)?;
        let indent = offset(line, column)?;
        if is_list {
            // with its dash
            written = line[..indent].to_owned();
        } else {
            // a key may share its line with a dash
            written = " ".repeat(column - 1);
            written.push_str(key);
            written.push_str(": ");
        }
        written.push_str(&new?);
        // what belongs to the last one stands further to the right
        let belongs = |line: &&&str| {
            let words = line.trim_start();
            // a list's dashes may stand below its key
            let dash = usize::from(is_list || words.starts_with("- "));
            words.is_empty() || line.len() - words.len() + dash > indent
        };
        let below = lines[at + 1..].iter().take_while(belongs).count();
        lines.insert(at + 1 + below, &written);
    }
    Some(lines.join("\n") + "\n")
}

/// The lines without the value that stands at a column of one of them, and without its key or dash.
fn without(lines: &[&str], at: usize, column: usize) -> Option<Vec<String>> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let (mut lines, mut at) = (lines.iter().map(ToString::to_string).collect::<Vec<_>>(), at);
    // a mapping begins below its key
    if lines
        .get(at)?
        .chars()
        .take(column - 1)
        .all(|letter| letter == ' ')
    {
        at = lines[..at]
            .iter()
            .rposition(|line| !line.trim_start().starts_with('#'))?;
    }
    let from = indent(&lines[at]);
    // what stands further to the right belongs to it, but not what is empty below that
    let belongs = |line: &&String| line.trim().is_empty() || indent(line) > from;
    let below = lines[at + 1..].iter().take_while(belongs);
    let below = below.enumerate().filter(|(_, line)| !line.trim().is_empty());
    let below = below.last().map_or(0, |(place, _)| place + 1);
    let key_after_dash = lines[at].trim_start().starts_with("- ") && column > from + 3;
    if key_after_dash && below > 0 && !lines[at].contains(['{', '[']) {
        // the next key comes up to the dash
        let next = lines.remove(at + 1);
        lines[at].truncate(from + 2);
        lines[at].push_str(next.trim_start());
    } else {
        lines.drain(at..=at + below);
    }
    Some(lines)
}

/// How long a value is that begins a rest of a line; nothing if it does not end there. `scalar` is its text, if it is
/// one.
fn length(rest: &str, scalar: Option<&str>) -> Option<usize> {
    let first = rest.chars().next()?;
    if "\"'".contains(first) {
        return Some(rest[1..].find(first)? + 2);
    }
    if let Some(scalar) = scalar {
        return Some(scalar.len());
    }
    let mut depth = 0;
    let closes = |letter: char| {
        depth += i32::from("{[".contains(letter)) - i32::from("}]".contains(letter));
        depth == 0
    };
    Some(rest.find(closes)? + 1)
}

/// Where a column of a line is, in bytes.
fn offset(line: &str, column: usize) -> Option<usize> {
    let (offset, _) = line.char_indices().nth(column.checked_sub(1)?)?;
    Some(offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# ours\nname: x # keep\nseed: 42\n\nproducer:\n  messages: 100 # many\n\
                        senders:\n  # the old ones\n  - name: ä\n    count: 2 # two\n  - {name: b, count: \"3\"}\n\
                        broker: {capacity: 5, backoff: {initial: 1s}} # small\n";

    fn after(text: &str, path: &str, new: Option<&str>) -> String {
        let before = Document::parse(text).expect("readable");
        let mut document = before.clone();
        match new {
            Some(new) => document.set(path, new, "test").expect("a path"),
            None => assert!(document.remove(path), "{path}"),
        }
        let changed = in_place(text, &before, &document, path);
        let read = Document::parse(&changed).expect("readable");
        assert_eq!(read.to_yaml(), document.to_yaml(), "{changed}");
        changed
    }

    #[test]
    fn a_value_is_changed_where_it_stands() {
        for (path, new, from, to) in [
            (
                "producer.messages",
                "7",
                "messages: 100 # many",
                "messages: 7 # many",
            ),
            ("name", "a: b", "name: x # keep", "name: \"a: b\" # keep"),
            ("senders[0].count", "20", "count: 2 # two", "count: 20 # two"),
            ("senders.b.count", "4", "count: \"3\"}", "count: 4}"),
            ("broker.capacity", "none", "{capacity: 5,", "{capacity: none,"),
            (
                "broker.backoff",
                "{initial: 2s, factor: 3}",
                "{initial: 1s}",
                "{initial: 2s, factor: 3}",
            ),
        ] {
            assert_eq!(after(TEXT, path, Some(new)), TEXT.replace(from, to), "{path}");
        }
    }

    #[test]
    fn what_is_new_stands_beside_its_like() {
        for (path, new, from, to) in [
            ("until", "5s", "# small\n", "# small\nuntil: 5s\n"),
            (
                "producer.arrivals",
                "burst",
                "# many\n",
                "# many\n  arrivals: burst\n",
            ),
            ("senders[0].hang", "1%", "# two\n", "# two\n    hang: 1%\n"),
            (
                "senders[0].crash.mean_up",
                "9s",
                "# two\n",
                "# two\n    crash: {mean_up: 9s}\n",
            ),
            ("senders[2].count", "1", "\"3\"}\n", "\"3\"}\n  - {count: 1}\n"),
            (
                "monitor.interval",
                "2s",
                "# small\n",
                "# small\nmonitor: {interval: 2s}\n",
            ),
        ] {
            assert_eq!(after(TEXT, path, Some(new)), TEXT.replace(from, to), "{path}");
        }
        assert_eq!(after("name: x", "seed", Some("7")), "name: x\nseed: 7\n");
        assert_eq!(
            after("# two\nsenders:\n- count: 2\n", "seed", Some("7")),
            "# two\nsenders:\n- count: 2\nseed: 7\n"
        );
    }

    #[test]
    fn what_goes_takes_its_line_with_it() {
        assert_eq!(after(TEXT, "seed", None), TEXT.replace("seed: 42\n", ""));
        assert_eq!(
            after(TEXT, "senders[1]", None),
            TEXT.replace("  - {name: b, count: \"3\"}\n", "")
        );
    }

    #[test]
    fn what_stands_around_it_is_written_anew_and_comments_stay() {
        for (path, new, from, to) in [
            (
                "broker.prefetch",
                Some("4"),
                "{capacity: 5, backoff: {initial: 1s}}",
                "{capacity: 5, backoff: {initial: 1s}, prefetch: 4}",
            ),
            ("broker.capacity", None, "{capacity: 5, backoff", "{backoff"),
            ("broker.backoff.initial", None, "{initial: 1s}", "{}"),
            ("senders[0]", None, "  - name: ä\n    count: 2 # two\n", ""),
            ("senders[0].name", None, "- name: ä\n    count: 2", "- count: 2"),
            ("senders[1].name", None, "{name: b, count: \"3\"}", "{count: 3}"),
            ("producer", None, "producer:\n  messages: 100 # many\n", ""),
        ] {
            assert_eq!(after(TEXT, path, new), TEXT.replace(from, to), "{path}");
        }
    }

    /// Each preset, edit after edit: all that was remarked stays, but what stood on lines that went.
    #[test]
    fn remarks_outlast_many_edits() {
        let remarks = |text: &str| {
            text.lines()
                .filter(|line| line.trim_start().starts_with('#'))
                .count()
        };
        for preset in bellwether::scenario::PRESETS {
            let mut text = preset.text.to_owned();
            for (path, new) in [
                ("seed", Some("7")),
                ("producer.messages", Some("70")),
                ("broker.capacity", Some("50")),
                ("broker.max_attempts", Some("3")),
                ("broker.backoff.initial", Some("2s")),
                ("senders[0].count", Some("4")),
                ("senders[0].crash.mean_up", Some("9s")),
                ("senders[0].crash.mean_down", Some("1s")),
                ("senders[0].failure_rate", Some("5%")),
                ("monitor.interval", Some("2s")),
                ("broker.capacity", None),
                ("senders[0].crash.mean_up", None),
                ("seed", None),
            ] {
                text = after(&text, path, new);
            }
            assert!(
                remarks(preset.text) > 0 && remarks(&text) == remarks(preset.text),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_not_simple_is_written_anew() {
        for (text, path, new) in [
            ("{\"seed\": 5} # ours", "until", Some("5s")),
            ("name: |\n  long\n  text\n# ours\n", "name", Some("short")),
            ("broker:\nseed: 1 # ours\n", "broker.capacity", Some("5")),
        ] {
            let changed = after(text, path, new);
            assert!(!changed.contains('#'), "{path}: {changed}");
        }
    }
}
