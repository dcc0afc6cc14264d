//! Reads `index.html`: which parts Trunk, or we, must fill in.

use anyhow::{Context, Result, bail};

/// One `<link data-trunk ...>` of `index.html`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link<'a> {
    /// The whole tag as it stands in the file.
    pub(super) tag: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> Link<'a> {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Result<&'a str> {
        let found = self.attributes.iter().find(|(key, _)| *key == name);
        found
            .map(|(_, value)| *value)
            .with_context(|| format!("index.html: {} has no {name}=\"...\"", self.tag))
    }
}

/// All links that are to be filled in.
pub(super) fn links(html: &str) -> Result<Vec<Link<'_>>> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find("<link data-trunk") {
        let tag_on = &rest[start..];
        let end = tag_on
            .find('>')
            .context("index.html: a <link data-trunk without its >")?
            + 1;
        let tag = &tag_on[..end];
        found.push(Link {
            tag,
            attributes: attributes(tag)?,
        });
        rest = &tag_on[end..];
    }
    Ok(found)
}

/// Reads `name="value"` pairs; a name alone has an empty value.
fn attributes(tag: &str) -> Result<Vec<(&str, &str)>> {
    let mut found = Vec::new();
    let mut rest = tag
        .trim_start_matches("<link")
        .trim_end_matches('>')
        .trim_end_matches('/')
        .trim();
    while !rest.is_empty() {
        let name_end = rest
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(rest.len());
        let name = &rest[..name_end];
        rest = &rest[name_end..];
        let Some(quoted) = rest.strip_prefix('=') else {
            found.push((name, ""));
            rest = rest.trim_start();
            continue;
        };
        let Some((value, after)) = quoted.strip_prefix('"').and_then(|value| value.split_once('"')) else {
            bail!("index.html: {tag}: the value of {name} must stand in double quotes");
        };
        found.push((name, value));
        rest = after.trim_start();
    }
    Ok(found)
}

/// The script tag that `Trunk.toml` prescribes, with its blanks filled in.
pub(super) fn script(trunk_toml: &str, base: &str, js: &str, wasm: &str) -> Result<String> {
    let pattern = trunk_toml
        .lines()
        .find_map(|line| line.strip_prefix("pattern_script = '")?.strip_suffix('\''))
        .context("Trunk.toml has no line pattern_script = '...'")?;
    Ok(pattern
        .replace("{base}", base)
        .replace("{js}", js)
        .replace("{wasm}", wasm))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_with_all_its_attributes() {
        let html = r#"<p><link data-trunk rel="icon" href="a b.svg" sizes="any"/></p>"#;
        let found = links(html).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].tag,
            r#"<link data-trunk rel="icon" href="a b.svg" sizes="any"/>"#
        );
        assert_eq!(found[0].attribute("href").unwrap(), "a b.svg");
        assert_eq!(found[0].attribute("sizes").unwrap(), "any");
    }

    #[test]
    fn what_can_not_be_read_is_an_error() {
        assert!(links("<link data-trunk rel=css>").is_err());
        assert!(links("<link data-trunk rel=\"css\"").is_err());
        assert!(
            links("<link data-trunk rel=\"css\">").unwrap()[0]
                .attribute("href")
                .is_err()
        );
    }

    #[test]
    fn blanks_of_the_script_are_filled() {
        let toml = "[build]\npattern_script = '<script src=\"b\" data-js=\"{base}{js}\" data-wasm=\"{base}{wasm}\">'\n";
        assert_eq!(
            script(toml, "./", "a.js", "a.wasm").unwrap(),
            r#"<script src="b" data-js="./a.js" data-wasm="./a.wasm">"#
        );
        assert!(script("", "", "", "").is_err());
    }
}
