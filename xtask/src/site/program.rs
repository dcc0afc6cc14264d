//! The program comes after the first words: no preload competes with the style sheet, and the page is told the
//! program's digest, since `boot.js` fetches it.

use super::integrity::integrity;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// How the link that Trunk makes for the program begins.
const PRELOAD: &str = "<link rel=\"preload\" ";
/// Where the page names its program.
const NAME: &str = " data-wasm=\"./";

/// Takes the program's preload out of the page; writes the program's digest beside its name.
pub(super) fn fetch_program_late(html: &str, site: &Path) -> Result<String> {
    let mut page = html.to_owned();
    if let Some((before, link)) = html.split_once(PRELOAD) {
        let (_, after) = link
            .split_once('>')
            .context("index.html: the preload has no end")?;
        page = before.trim_end().to_owned() + after;
    }
    let (before, rest) = page
        .split_once(NAME)
        .context("index.html: no script names the program")?;
    let (name, after) = rest
        .split_once('"')
        .context("index.html: the program's name has no end")?;
    let path = site.join(name);
    let bytes = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let check = integrity(&bytes);
    Ok(format!(
        "{before}{NAME}{name}\" data-integrity=\"{check}\"{after}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_has_its_digest_and_no_preload() {
        let site = tempfile::tempdir().unwrap();
        fs::write(site.path().join("web.wasm"), "abc").unwrap();
        let script =
            |digest: &str| format!("<script src=\"boot.js\" data-wasm=\"./web.wasm\"{digest}></script>");
        let expected = script(&format!(" data-integrity=\"{}\"", integrity(b"abc")));
        let preload = "<link rel=\"preload\" href=\"./web.wasm\" as=\"fetch\" type=\"application/wasm\">";
        for preload in [preload, ""] {
            let html = format!("{}\n{preload}\n</head>", script(""));
            let page = fetch_program_late(&html, site.path()).unwrap();
            assert_eq!(page.replace('\n', ""), format!("{expected}</head>"), "{preload}");
        }
    }

    #[test]
    fn a_page_without_its_program_is_refused() {
        let site = tempfile::tempdir().unwrap();
        assert!(fetch_program_late("<head></head>", site.path()).is_err());
        let html = "<script src=\"boot.js\" data-wasm=\"./gone.wasm\"></script>";
        assert!(fetch_program_late(html, site.path()).is_err());
    }
}
