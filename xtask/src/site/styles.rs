//! One style sheet instead of several: a browser shows nothing before all of them are here.

use super::integrity::{integrity, short_digest};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// How a link to a style sheet begins, in our builds and in Trunk's.
const LINK: &str = "<link rel=\"stylesheet\" href=\"./";

/// Joins the style sheets of a site in their order; gives the page with a link to the one in the place of the first.
pub(super) fn join_styles(html: &str, site: &Path) -> Result<String> {
    let (mut styles, mut joined) = (String::new(), String::new());
    let mut parts = html.split(LINK);
    let mut page = parts.next().unwrap_or_default().to_owned();
    let place = page.len();
    for part in parts {
        let (link, rest) = part.split_once('>').context("index.html: a link has no end")?;
        let (name, _) = link
            .split_once('"')
            .context("index.html: a link has no address")?;
        let path = site.join(name);
        styles += &fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        fs::remove_file(&path)?;
        joined += rest.trim_start();
    }
    if !styles.is_empty() {
        let styles = bare(&styles);
        let name = format!("style-{}.css", short_digest(styles.as_bytes()));
        let check = integrity(styles.as_bytes());
        fs::write(site.join(&name), styles)?;
        page.insert_str(place, &format!("{LINK}{name}\" integrity=\"{check}\">\n"));
    }
    Ok(page + &joined)
}

/// A style sheet without what only people read: comments and indents.
fn bare(styles: &str) -> String {
    let (mut bare, mut rest) = (String::new(), styles);
    while let Some((before, comment)) = rest.split_once("/*") {
        bare += before;
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    bare += rest;
    let lines = bare.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::new(), |sheet, line| sheet + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_are_joined_in_their_order() {
        let site = tempfile::tempdir().unwrap();
        fs::write(site.path().join("a-1.css"), "a{}\n").unwrap();
        fs::write(site.path().join("b-2.css"), "b{}\n").unwrap();
        let html = "<head>\n<link rel=\"stylesheet\" href=\"./b-2.css\" integrity=\"x\"/>\n\
                    <link rel=\"stylesheet\" href=\"./a-1.css\">\n<script src=\"boot.js\"></script>\n</head>";
        let page = join_styles(html, site.path()).unwrap();
        let files: Vec<_> = fs::read_dir(site.path())
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        let [style] = &files[..] else { panic!("{files:?}") };
        assert_eq!(fs::read_to_string(style).unwrap(), "b{}\na{}\n");
        let name = style.file_name().unwrap().to_string_lossy();
        let check = integrity(b"b{}\na{}\n");
        assert_eq!(
            page,
            format!(
                "<head>\n<link rel=\"stylesheet\" href=\"./{name}\" integrity=\"{check}\">\n\
                 <script src=\"boot.js\"></script>\n</head>"
            )
        );
    }

    #[test]
    fn what_only_people_read_stays_behind() {
        let styles = "/* why */\na { b: c; }\n\n  @media print {\n    a { d: e /* f */; }\n}\n/* open";
        assert_eq!(bare(styles), "a { b: c; }\n@media print {\na { d: e ; }\n}\n");
    }

    #[test]
    fn a_page_without_style_sheets_stays_as_it_is() {
        let site = tempfile::tempdir().unwrap();
        assert_eq!(
            join_styles("<head></head>", site.path()).unwrap(),
            "<head></head>"
        );
        assert!(join_styles("<link rel=\"stylesheet\" href=\"./gone.css\">", site.path()).is_err());
    }
}
