//! What a person's hand does on the page.

use super::page::Page;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use thirtyfour::{By, WebElement};

/// A control or a figure by its name in the page's `data-testid`.
pub(super) fn named(name: &str) -> By {
    By::Css(format!("[data-testid='{name}']"))
}

impl Page {
    /// The control or figure of that name.
    pub(super) async fn find(&self, name: &str) -> Result<WebElement> {
        self.driver
            .find(named(name))
            .await
            .with_context(|| format!("there is no {name}"))
    }

    /// Presses a button.
    pub(super) async fn click(&self, name: &str) -> Result<()> {
        Ok(self.find(name).await?.click().await?)
    }

    /// The text of a figure.
    pub(super) async fn text(&self, name: &str) -> Result<String> {
        Ok(self.find(name).await?.text().await?)
    }

    /// Waits for a figure to read so.
    pub(super) async fn wait_for(&self, name: &str, text: &str) -> Result<()> {
        self.text_when(named(name), |shown| shown == text).await.map(drop)
    }

    /// Puts a value into a control, as if it had been typed or chosen.
    pub(super) async fn set(&self, name: &str, value: &str) -> Result<()> {
        let put = r"
            const [name, value] = arguments;
            const control = document.querySelector(`[data-testid='${name}']`);
            control.value = value;
            control.dispatchEvent(new Event('input', { bubbles: true }));
            control.dispatchEvent(new Event('change', { bubbles: true }));
        ";
        self.driver.execute(put, vec![json!(name), json!(value)]).await?;
        Ok(())
    }

    /// Runs as fast as it goes, from now on.
    pub(super) async fn at_full_speed(&self) -> Result<()> {
        let last = self
            .find("speed")
            .await?
            .attr("max")
            .await?
            .context("a slider has an end")?;
        self.set("speed", &last).await
    }

    /// Writes the whole scenario and begins its run anew, paused.
    pub(super) async fn write_scenario(&self, text: &str) -> Result<()> {
        self.click("tab-text").await?;
        self.set("scenario-text", text).await?;
        if self.find("reset").await?.is_enabled().await? {
            self.click("reset").await?;
        }
        self.wait_for("status", "ready").await
    }

    /// Presses a key while nothing is being written.
    pub(super) async fn press(&self, key: &str) -> Result<()> {
        let send = r"
            document.activeElement?.blur();
            document.body.dispatchEvent(new KeyboardEvent('keydown', { key: arguments[0], bubbles: true, cancelable: true }));
        ";
        self.driver.execute(send, vec![json!(key)]).await?;
        Ok(())
    }

    /// What a script gives.
    pub(super) async fn ask(&self, script: &str) -> Result<Value> {
        Ok(self.driver.execute(script, Vec::new()).await?.json().clone())
    }

    /// Keeps the next file that the page saves instead of saving it.
    pub(super) async fn catch_file(&self) -> Result<()> {
        let catch = r"
            window.caught = null;
            URL.createObjectURL = (blob) => { blob.text().then((text) => { window.caught = text; }); return '#'; };
        ";
        self.driver.execute(catch, Vec::new()).await?;
        Ok(())
    }

    /// The file that was caught.
    pub(super) async fn caught_file(&self) -> Result<String> {
        let wait = r"
            const done = arguments[0];
            const look = () => (window.caught === null ? setTimeout(look, 10) : done(window.caught));
            look();
        ";
        let caught = self.driver.execute_async(wait, Vec::new()).await?;
        Ok(caught.json().as_str().context("a file is text")?.to_owned())
    }

    /// Opens the page with a fragment, as from a link.
    pub(super) async fn open_link(&self, fragment: &str) -> Result<()> {
        // from elsewhere, so that it is no step within the page
        self.driver.goto("about:blank").await?;
        self.driver.goto(&format!("{}{fragment}", self.address)).await?;
        let status = self.text_when(named("status"), |text| text != "starting").await?;
        ensure!(!status.is_empty());
        Ok(())
    }
}
