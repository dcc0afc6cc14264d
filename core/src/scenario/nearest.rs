//! The known word that was probably meant.

/// Longer words are not compared: nobody mistypes them by a letter or two.
const LONGEST: usize = 60;

/// The known word closest to `word`, if it is close: at most a third of its letters differ.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_within(word, known, LONGEST)
}

/// The known word closest to `word`, if at most so many of its letters differ, and at most a third.
pub(crate) fn nearest_within<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
    most: usize,
) -> Option<&'a str> {
    if word.chars().count() > LONGEST {
        return None;
    }
    let word = normal(word);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let allowed = most.min(candidate.len().max(3) / 3);
        // the lengths alone tell most words apart
        if word.len().abs_diff(candidate.len()) > allowed {
            continue;
        }
        let distance = distance(&word, &normal(candidate));
        if distance <= allowed && best.is_none_or(|(before, _)| distance < before) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Case and the kind of dash make no difference to what was meant.
fn normal(word: &str) -> Vec<char> {
    word.chars()
        .map(|c| match c {
            '-' | ' ' => '_',
            c => c.to_ascii_lowercase(),
        })
        .collect()
}

/// Letters inserted, deleted, replaced or swapped with their neighbour (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        let keys = ["capacity", "latency", "prefetch", "max_attempts"];
        assert_eq!(nearest("capasity", keys), Some("capacity"));
        assert_eq!(nearest("Max-Attempts", keys), Some("max_attempts"));
        assert_eq!(nearest("latecny", keys), Some("latency"));
        assert_eq!(nearest("colour", keys), None);
        assert_eq!(nearest(&"x".repeat(100_000), keys), None);
    }

    #[test]
    fn counts_edits() {
        let count = |a: &str, b: &str| distance(&normal(a), &normal(b));
        assert_eq!(count("", "abc"), 3);
        assert_eq!(count("kitten", "sitting"), 3);
        assert_eq!(count("ab", "ba"), 1);
    }
}
