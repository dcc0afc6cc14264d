//! The page in a browser, as a test sees it.

use super::chromium::Driver;
use super::place::{Site, site};
use anyhow::{Context, Result, anyhow, bail, ensure};
use serde_json::json;
use std::cell::RefCell;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use thirtyfour::{By, WebDriver, WebDriverRunError};
use xtask::serve::Served;

/// The site must work below any path, so it is never served at the top.
const SUB_PATH: &str = "/some/sub/path/";
/// How long anything on the page may take before a test gives up; far more than it ever needs.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// An open page.
pub(super) struct Page {
    /// The browser, for all that has no method here.
    pub(super) driver: WebDriver,
    /// The address of the page.
    pub(super) address: String,
    served: RefCell<Option<Served>>,
}

/// Opens the page in a fresh browser, runs a test on it, ends the browser. The test fails as well if the browser's
/// console has an error or a breach of the page's policy that [`Page::take_complaints`] has not taken.
pub(super) fn on_page(test: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    let (address, served) = opened(site()?)?;
    in_browser(async |driver| visit(driver, &address, served, test).await)
}

/// Like [`on_page`] twice in the same browser profile; in between the tab crashes.
pub(super) fn on_page_after_crash<T>(
    before: impl AsyncFnOnce(&Page) -> Result<T>,
    after: impl AsyncFnOnce(&Page, T) -> Result<()>,
) -> Result<()> {
    let (address, served) = opened(site()?)?;
    in_browser(async |driver| {
        let session = WebDriver::new(&driver.address, driver.capabilities()?).await?;
        session.goto(&address).await?;
        let page = Page {
            driver: session.clone(),
            address: address.clone(),
            served: RefCell::default(),
        };
        let seen = before(&page).await?;
        // nobody is left to answer, and the driver ends the session
        let crash = session.cdp().send_raw("Page.crash", json!({})).await;
        ensure!(crash.is_err(), "the tab lives");
        let _ = session.quit().await;
        visit(driver, &address, served, async |page| after(page, seen).await).await
    })
}

/// Like [`on_page`], with the site in a folder.
pub(super) fn on_site(folder: &Path, test: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    let (address, served) = opened(Site::Folder(folder.to_owned()))?;
    in_browser(async |driver| visit(driver, &address, served, test).await)
}

/// The address of a site, and who serves it, if it is a folder.
fn opened(site: Site) -> Result<(String, Option<Served>)> {
    let folder = match site {
        Site::Folder(folder) => folder,
        Site::Address(address) => return Ok((address, None)),
    };
    ensure!(
        folder.join("index.html").is_file(),
        "there is no site in {}; `cargo xtask checks` makes it",
        folder.display()
    );
    let served = Served::start(&folder, SUB_PATH, 0)?;
    Ok((served.address().to_owned(), Some(served)))
}

/// Starts what drives browsers, and ends it whatever happens.
fn in_browser(test: impl AsyncFnOnce(&Driver) -> Result<()>) -> Result<()> {
    // a page draws all the time: two browsers at once would only wait for each other
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let driver = Driver::start()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(test(&driver))
}

async fn visit(
    driver: &Driver,
    address: &str,
    served: Option<Served>,
    test: impl AsyncFnOnce(&Page) -> Result<()>,
) -> Result<()> {
    let session = WebDriver::new(&driver.address, driver.capabilities()?)
        .await
        .context("the browser does not start")?;
    let page = Page {
        driver: session.clone(),
        address: address.to_owned(),
        served: RefCell::new(served),
    };
    // Ends the browser whether the test passes, fails or panics.
    let outcome = session.run_and_quit(async |_| {
        page.driver.goto(&page.address).await?;
        test(&page).await?;
        let complaints = page.take_complaints().await?;
        ensure!(complaints.is_empty(), "the browser complains: {complaints:#?}");
        Ok::<_, anyhow::Error>(())
    });
    outcome.await.map_err(|error| match error {
        WebDriverRunError::Body(error) => error,
        other => anyhow!("{other:?}"),
    })
}

impl Page {
    /// Takes the network away: from now on nothing answers at the page's address.
    pub(super) fn stop_serving(&self) {
        drop(self.served.borrow_mut().take());
    }

    /// Waits until the page has drawn itself.
    pub(super) async fn has_started(&self) -> Result<()> {
        self.text_when(By::Tag("main"), |text| !text.is_empty())
            .await
            .map(drop)
    }

    /// Waits until the text of an element is as wanted; gives it.
    pub(super) async fn text_when(&self, element: By, wanted: impl Fn(&str) -> bool) -> Result<String> {
        let start = Instant::now();
        loop {
            let text = match self.driver.find(element.clone()).await {
                Ok(found) => found.text().await.unwrap_or_default(),
                Err(_) => String::new(),
            };
            if wanted(&text) {
                return Ok(text);
            }
            if start.elapsed() > PATIENCE {
                let complaints = self.take_complaints().await.unwrap_or_default();
                bail!("{element:?} still shows {text:?}; the browser says {complaints:#?}");
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Errors and warnings in the browser's console since the last call, breaches of the policy among them.
    pub(super) async fn take_complaints(&self) -> Result<Vec<String>> {
        let log = self.driver.browser_log().await?;
        let grave = log
            .into_iter()
            .filter(|entry| matches!(entry.level.as_str(), "SEVERE" | "WARNING"));
        Ok(grave
            .map(|entry| format!("{}: {}", entry.level, entry.message))
            .collect())
    }
}
