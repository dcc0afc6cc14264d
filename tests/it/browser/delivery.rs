//! How the site reaches its visitor: whole, unchanged, without a network too.

use super::page::{on_page, on_site};
use super::place::{Site, site};
use anyhow::{Context, Result, bail, ensure};
use std::fs;
use tempfile::TempDir;
use thirtyfour::By;

#[test]
fn the_policy_forbids_what_the_page_does_not_need() -> Result<()> {
    on_page(async |page| {
        page.has_started().await?;
        page.driver
            .execute("document.body.setAttribute('style', 'color: red')", Vec::new())
            .await?;
        let complaints = page.take_complaints().await?;
        ensure!(
            complaints
                .iter()
                .any(|line| line.contains("Content Security Policy")),
            "{complaints:?}"
        );
        Ok(())
    })
}

#[test]
fn the_page_starts_again_without_a_network() -> Result<()> {
    on_page(async |page| {
        page.has_started().await?;
        let installed = "const done = arguments[0]; navigator.serviceWorker.ready.then(() => done(true))";
        page.driver.execute_async(installed, Vec::new()).await?;
        page.stop_serving();
        page.driver.goto(&page.address).await?;
        page.has_started().await?;
        // That the network is gone is said in the console, rightly.
        page.take_complaints().await.map(drop)
    })
}

#[test]
fn the_first_words_do_not_wait_for_the_program() -> Result<()> {
    on_page(async |page| {
        page.has_started().await?;
        let times = "const at = (kind, end) => performance.getEntriesByType(kind) \
                     .find((entry) => entry.name.endsWith(end))?.startTime ?? null; \
                     return [at('paint', 'first-contentful-paint'), at('resource', '_bg.wasm')];";
        let times = page.driver.execute(times, Vec::new()).await?;
        let (words, program): (f64, f64) = times.convert()?;
        // `boot.js` waits no longer than a second, for the sake of whoever sees nothing.
        ensure!(
            words <= program || program > 1000.0,
            "the first words came after {words} ms, the program was asked for after {program} ms"
        );
        Ok(())
    })
}

#[test]
fn a_changed_program_is_refused() -> Result<()> {
    for ending in ["_bg.wasm", ".js"] {
        let changed = changed_site(ending)?;
        on_site(changed.path(), async |page| {
            page.text_when(By::Css("[role=alert]"), |text| text.contains("could not start"))
                .await?;
            ensure!(
                page.driver.find_all(By::Tag("main")).await?.is_empty(),
                "the page started all the same"
            );
            page.take_complaints().await.map(drop)
        })
        .with_context(|| format!("with a changed {ending}"))?;
    }
    Ok(())
}

/// A copy of the site with one space more at the end of the program's file with this ending.
fn changed_site(ending: &str) -> Result<TempDir> {
    let Site::Folder(folder) = site()? else {
        bail!("this test needs the site in a folder")
    };
    let copy = TempDir::new()?;
    let mut changed = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let mut bytes = fs::read(entry.path())?;
        if name.starts_with("web-") && name.ends_with(ending) {
            bytes.push(b' ');
            changed += 1;
        }
        fs::write(copy.path().join(name), bytes)?;
    }
    ensure!(
        changed == 1,
        "{changed} files of the site are web-*{ending}; one was expected"
    );
    Ok(copy)
}
