//! The last step of a release build, ours and Trunk's: what the page may load, one style sheet, the program after
//! the first words, and use without a network.

use super::integrity::short_digest;
use super::program::fetch_program_late;
use super::scripts::bare;
use super::styles::join_styles;
use anyhow::{Context, Result, bail};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// Nothing from elsewhere, no inline script, no inline style. `'wasm-unsafe-eval'` allows WebAssembly and nothing more.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
     connect-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; manifest-src 'self'; \
     base-uri 'none'; form-action 'none'";

/// Where the policy goes in `index.html`. Trunk's server puts an inline script into the page, so that only a
/// finished site has a policy.
const POLICY_MARK: &str = "<!-- content-security-policy -->";
const INDEX: &str = "index.html";
const BOOT: &str = "src=\"boot.js\"";
const SERVICE_WORKER: &str = "service-worker.js";

/// What Trunk calls at the end of a build; see `Trunk.toml`.
///
/// # Errors
/// When Trunk does not say where its files are, or they are not as expected.
pub fn finish_trunk_build() -> Result<()> {
    let variable =
        |name| env::var_os(name).with_context(|| format!("{name} is not set: this is for Trunk to call"));
    let site = PathBuf::from(variable("TRUNK_STAGING_DIR")?);
    if variable("TRUNK_PROFILE")? == "release" {
        return finish(&PathBuf::from(variable("TRUNK_SOURCE_DIR")?), &site);
    }
    // a developer's page loads in the same order
    let html = fetch_program_late(&page(&site)?, &site)?;
    fs::write(site.join(INDEX), html).context("index.html cannot be written")
}

fn page(site: &Path) -> Result<String> {
    let index = site.join(INDEX);
    fs::read_to_string(&index).with_context(|| format!("{} cannot be read", index.display()))
}

/// Adds the policy and the service worker to a site that is otherwise complete.
pub(super) fn finish(root: &Path, site: &Path) -> Result<()> {
    let html = page(site)?;
    for mark in [POLICY_MARK, BOOT] {
        if html.matches(mark).count() != 1 {
            bail!("index.html: `{mark}` must stand there exactly once");
        }
    }
    let policy = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">");
    let html = html
        .replace(POLICY_MARK, &policy)
        .replace(BOOT, &format!("{BOOT} data-offline=\"{SERVICE_WORKER}\""));
    let html = fetch_program_late(&join_styles(&html, site)?, site)?;
    fs::write(site.join(INDEX), &html)?;

    let source = root.join("web/assets").join(SERVICE_WORKER);
    let program =
        fs::read_to_string(&source).with_context(|| format!("{} cannot be read", source.display()))?;
    let script = service_worker(site, &html, &bare(&program))?;
    fs::write(site.join(SERVICE_WORKER), script)?;
    Ok(())
}

/// The service worker, told which files there are and a version that changes with any of them.
fn service_worker(site: &Path, html: &str, program: &str) -> Result<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(site)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // Trunk leaves a lock behind.
        if name.starts_with('.') || name == INDEX || name == SERVICE_WORKER {
            continue;
        }
        if !entry.file_type()?.is_file() || name.contains(['\'', '\\']) {
            bail!("{name}: only plain files with plain names can be kept for offline use");
        }
        files.push((name, fs::read(entry.path())?));
    }
    files.sort();
    let mut all = [html.as_bytes(), program.as_bytes()].concat();
    let mut list = String::new();
    for (name, bytes) in &files {
        all.extend_from_slice(bytes);
        list.push_str(&format!("  '{name}',\n"));
    }
    Ok(format!(
        "const VERSION = '{}';\nconst FILES = [\n{list}];\n{program}",
        short_digest(&all)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A site as it is before the last step, and the repository's part that the last step reads.
    fn unfinished(html: &str) -> (tempfile::TempDir, tempfile::TempDir) {
        let (root, site) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::create_dir_all(root.path().join("web/assets")).unwrap();
        fs::write(root.path().join("web/assets").join(SERVICE_WORKER), "program").unwrap();
        fs::write(site.path().join("index.html"), html).unwrap();
        fs::write(site.path().join("a.js"), "1").unwrap();
        fs::write(site.path().join("a.wasm"), "1").unwrap();
        fs::write(site.path().join(".trunk-lock"), "").unwrap();
        (root, site)
    }

    const HTML: &str = "<head><!-- content-security-policy -->\
                        <script src=\"boot.js\" data-wasm=\"./a.wasm\"></script></head>";

    #[test]
    fn a_finished_site_has_its_policy_and_its_list_of_files() {
        let (root, site) = unfinished(HTML);
        finish(root.path(), site.path()).unwrap();
        let html = fs::read_to_string(site.path().join("index.html")).unwrap();
        assert!(html.contains("http-equiv=\"Content-Security-Policy\""), "{html}");
        assert!(html.contains("data-offline=\"service-worker.js\""), "{html}");
        let script = fs::read_to_string(site.path().join(SERVICE_WORKER)).unwrap();
        assert!(
            script.contains("const FILES = [\n  'a.js',\n  'a.wasm',\n];\nprogram"),
            "{script}"
        );
    }

    #[test]
    fn every_change_of_a_file_is_a_new_version() {
        let (_root, site) = unfinished(HTML);
        let before = service_worker(site.path(), HTML, "program").unwrap();
        fs::write(site.path().join("a.js"), "2").unwrap();
        assert_ne!(service_worker(site.path(), HTML, "program").unwrap(), before);
    }

    #[test]
    fn a_page_without_the_marks_is_refused() {
        let (root, site) = unfinished("<head></head>");
        assert!(finish(root.path(), site.path()).is_err());
    }
}
