//! Scripts as a visitor loads them.

/// A script without what only people read: lines of comments, and indents unless some text spans lines.
pub(super) fn bare(script: &str) -> String {
    let spans = |line: &str| line.matches('`').count() % 2 == 1;
    if script.lines().any(spans) {
        return script.to_owned();
    }
    let mut within = false;
    let mut out = String::with_capacity(script.len());
    for line in script.lines().map(str::trim) {
        let comment = within || line.starts_with("/*");
        within = comment && !line.ends_with("*/");
        if !comment && !line.starts_with("//") && !line.is_empty() {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn a_script_keeps_all_that_it_does() {
        let script = "/** why\n * and how\n */\nlet a = 1; // one\n\n    // two\n  f(`${a}`); /* three */\n/* four */\n";
        assert_eq!(bare(script), "let a = 1; // one\nf(`${a}`); /* three */\n");
        let spanning = "let a = `\n  // text\n`;\n";
        assert_eq!(bare(spanning), spanning);
    }
}
