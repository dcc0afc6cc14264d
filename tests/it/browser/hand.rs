//! What a person's hand does on the page.

use super::page::Page;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::time::Duration;
use thirtyfour::{By, Key, WebElement};

/// Keeps the text of what the page hands out as a file.
const CATCH_FILES: &str = "
    const create = URL.createObjectURL;
    window.caught = null;
    URL.createObjectURL = (blob) => { blob.text().then((text) => { window.caught = text; }); return create(blob); };
";

impl Page {
    /// The control or figure that has this name in its `data-testid`; it may be about to appear.
    pub(super) async fn control(&self, name: &str) -> Result<WebElement> {
        for _ in 0..100 {
            if let Ok(found) = self.driver.find(named(name)).await {
                return Ok(found);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        bail!("there is no {name}")
    }

    /// Clicks in the middle of the window, where the bar hides nothing.
    pub(super) async fn click(&self, name: &str) -> Result<()> {
        let control = self.control(name).await?;
        let middle = "arguments[0].scrollIntoView({ block: 'center' })";
        self.driver.execute(middle, vec![control.to_json()?]).await?;
        Ok(control.click().await?)
    }

    /// Waits until a control's text is as wanted.
    pub(super) async fn shows(&self, name: &str, wanted: impl Fn(&str) -> bool) -> Result<String> {
        self.text_when(named(name), wanted).await
    }

    /// Writes into a field what a person types there.
    pub(super) async fn write(&self, name: &str, text: &str) -> Result<()> {
        type_over(&self.control(name).await?, text).await
    }

    /// Waits until the page is drawn and its worker listens.
    pub(super) async fn is_ready(&self) -> Result<()> {
        // among the last parts; where frames are slow the worker listens long before
        self.shows("command", |command| !command.is_empty()).await?;
        self.shows("status", |status| !matches!(status, "" | "starting"))
            .await
            .map(drop)
    }

    /// Writes the whole scenario and makes its run ready.
    pub(super) async fn write_scenario(&self, text: &str) -> Result<()> {
        self.is_ready().await?;
        self.click("tab-text").await?;
        self.write("scenario-text", text).await?;
        if self.control("reset").await?.is_enabled().await? {
            self.click("reset").await?;
        }
        self.shows("status", |status| status == "ready").await.map(drop)
    }

    /// As fast as it goes.
    pub(super) async fn full_speed(&self) -> Result<()> {
        self.is_ready().await?;
        self.ask(
            "const slider = document.getElementById('speed'); slider.value = slider.max;
             slider.dispatchEvent(new InputEvent('input', { bubbles: true }));",
        )
        .await
        .map(drop)
    }

    /// Chooses from a menu.
    pub(super) async fn choose(&self, menu: &str, value: &str) -> Result<()> {
        let choose = "arguments[0].value = arguments[1];
            arguments[0].dispatchEvent(new Event('change', { bubbles: true }))";
        let menu = self.control(menu).await?.to_json()?;
        self.driver.execute(choose, vec![menu, json!(value)]).await?;
        Ok(())
    }

    /// Presses a key while nothing is being written.
    pub(super) async fn press(&self, key: &str) -> Result<()> {
        let send = "document.activeElement?.blur();
            document.body.dispatchEvent(new KeyboardEvent('keydown', { key: arguments[0], bubbles: true }));";
        self.driver.execute(send, vec![json!(key)]).await?;
        Ok(())
    }

    /// What a script gives.
    pub(super) async fn ask(&self, script: &str) -> Result<Value> {
        Ok(self.driver.execute(script, Vec::new()).await?.json().clone())
    }

    /// The text of the file that the page hands out when this is done.
    pub(super) async fn file_of(&self, hand: impl AsyncFnOnce(&Self) -> Result<()>) -> Result<String> {
        self.ask(CATCH_FILES).await?;
        hand(self).await?;
        let wait = "const done = arguments[0]; const look = () =>
            window.caught ? done(window.caught) : setTimeout(look, 20); look();";
        let text = self.driver.execute_async(wait, Vec::new()).await?;
        text.json()
            .as_str()
            .map(str::to_owned)
            .context("the page exports no text")
    }

    /// The JSON report that the page exports now.
    pub(super) async fn report(&self) -> Result<String> {
        self.file_of(async |page| page.click("export-report").await).await
    }

    /// Shares the run; the fragment of its link.
    pub(super) async fn link(&self) -> Result<String> {
        self.click("share").await?;
        self.shows("notice", |text| text.contains("link")).await?;
        let link = self.ask("return location.hash").await?;
        Ok(link.as_str().context("an address is text")?.to_owned())
    }

    /// Opens the page with a fragment, as from a link.
    pub(super) async fn open_link(&self, fragment: &str) -> Result<()> {
        // from elsewhere, so that it is no step within the page
        self.driver.goto("about:blank").await?;
        Ok(self.driver.goto(&format!("{}{fragment}", self.address)).await?)
    }
}

fn named(name: &str) -> By {
    By::Css(format!("[data-testid=\"{name}\"]"))
}

/// Selects what stands in a field and types something else.
pub(super) async fn type_over(field: &WebElement, text: &str) -> Result<()> {
    field.send_keys(Key::Control + "a").await?;
    Ok(field.send_keys(text).await?)
}
