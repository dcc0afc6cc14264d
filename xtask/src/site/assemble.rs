//! Puts the parts of the site into one folder and fills in `index.html`, as Trunk does.

use super::finish::finish;
use super::integrity::{integrity, short_digest};
use super::scripts::bare;
use super::shell::{Link, links, script};
use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// Every address in the page is relative, so the site works below any path.
const BASE: &str = "./";

/// Makes `dist/` from `index.html` and the glue that wasm-bindgen made.
pub(super) fn assemble(project: &Project, glue: &Path) -> Result<()> {
    let staging = project.target.join("site").join("staging");
    let _ = fs::remove_dir_all(&staging);
    fs::create_dir_all(&staging)?;
    let mut site = Site {
        root: &project.root,
        glue,
        staging,
    };
    let shell = read(&project.root.join("index.html"))?;
    let mut html = shell.clone();
    let mut preload = String::new();
    for link in links(&shell)? {
        let filled = site.place(&link, &mut preload)?;
        html = html.replacen(link.tag, &filled, 1);
    }
    html = html.replacen("</head>", &format!("{preload}</head>"), 1);
    if html.contains("data-trunk") {
        bail!("index.html: a `data-trunk` is left over; `cargo xtask` fills in <link data-trunk ...> only");
    }
    fs::write(site.staging.join("index.html"), html)?;
    finish(&project.root, &site.staging)?;
    replace_folder(&site.staging, &project.dist())
}

struct Site<'a> {
    root: &'a Path,
    glue: &'a Path,
    staging: PathBuf,
}

impl Site<'_> {
    /// Puts what a link stands for into the site; gives what stands in its place.
    fn place(&mut self, link: &Link<'_>, preload: &mut String) -> Result<String> {
        let href = link.attribute("href")?;
        let source = self.root.join(href);
        match link.attribute("rel")? {
            "rust" => self.place_program(preload),
            "css" => {
                let (name, check) = self.place_hashed(&source, "", "css")?;
                Ok(format!(
                    r#"<link rel="stylesheet" href="{BASE}{name}" integrity="{check}">"#
                ))
            }
            "icon" => {
                let extension = source
                    .extension()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                let (name, check) = self.place_hashed(&source, "", &extension)?;
                Ok(format!(
                    r#"<link rel="icon" href="{BASE}{name}" integrity="{check}">"#
                ))
            }
            "copy-file" => {
                let name = source
                    .file_name()
                    .with_context(|| format!("index.html: {href} is no file"))?;
                let place = self.staging.join(name);
                if href.ends_with(".js") {
                    fs::write(place, bare(&read(&source)?))?;
                } else {
                    fs::copy(&source, place).with_context(|| format!("index.html: {href}"))?;
                }
                Ok(String::new())
            }
            other => {
                bail!("index.html: rel=\"{other}\" is not known here; rust, css, icon and copy-file are")
            }
        }
    }

    fn place_program(&mut self, preload: &mut String) -> Result<String> {
        if self.glue.join("snippets").exists() {
            bail!(
                "wasm-bindgen made snippets, which the site does not carry: put the script into web/assets"
            );
        }
        // The glue fetches no wasm by itself (boot.js tells it which), so the two names need not match.
        let glue = self.glue.join("bare").join("web.js");
        fs::create_dir_all(self.glue.join("bare"))?;
        fs::write(&glue, bare(&read(&self.glue.join("web.js"))?))?;
        let (js, js_check) = self.place_hashed(&glue, "", "js")?;
        let (wasm, _) = self.place_hashed(&self.glue.join("web_bg.wasm"), "_bg", "wasm")?;
        *preload = format!(
            "<link rel=\"modulepreload\" href=\"{BASE}{js}\" crossorigin=\"anonymous\" integrity=\"{js_check}\">\n"
        );
        script(&read(&self.root.join("Trunk.toml"))?, BASE, &js, &wasm)
    }

    /// Copies a file under a name that holds its digest; gives the name and the value for `integrity`.
    fn place_hashed(&mut self, source: &Path, suffix: &str, extension: &str) -> Result<(String, String)> {
        let bytes = fs::read(source).with_context(|| format!("{} cannot be read", source.display()))?;
        let stem = source.file_stem().unwrap_or_default().to_string_lossy();
        let stem = stem.strip_suffix(suffix).unwrap_or(&stem);
        let name = format!("{stem}-{}{suffix}.{extension}", short_digest(&bytes));
        fs::write(self.staging.join(&name), &bytes)?;
        Ok((name, integrity(&bytes)))
    }
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// Puts a finished folder in the place of an older one.
fn replace_folder(new: &Path, old: &Path) -> Result<()> {
    if old.exists() {
        fs::remove_dir_all(old).with_context(|| format!("{} cannot be replaced", old.display()))?;
    }
    fs::create_dir_all(old)?;
    for entry in fs::read_dir(new)? {
        let entry = entry?;
        fs::copy(entry.path(), old.join(entry.file_name()))?;
    }
    Ok(())
}
