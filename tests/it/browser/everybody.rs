//! Everybody can use the page: axe-core finds nothing to complain of, in any view, light or dark.

use super::page::{Page, on_page};
use super::place::told;
use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::time::Duration;

/// What axe-core found, each with the places and the reason.
const CHECK: &str = "
    const done = arguments[0];
    axe.run(document, { resultTypes: ['violations'] }).then(
        ({ violations, passes }) => done([passes.length, violations.map(({ id, impact, nodes }) =>
            `${impact} ${id}: ${nodes.map((node) => `${node.target} (${node.failureSummary})`).slice(0, 5).join('; ')}`)]),
        (error) => done([0, [String(error)]]),
    );
";

impl Page {
    /// Asks axe-core of what is seen now, in both themes.
    async fn suits_everybody(&self, view: &str) -> Result<()> {
        if self.ask("return typeof axe").await? == "undefined" {
            let path = told("AXE")?;
            let script = fs::read_to_string(&path).with_context(|| path.clone())?;
            self.ask(&script).await?;
        }
        for theme in ["light", "dark"] {
            self.ask(&format!("document.documentElement.dataset.theme = '{theme}'"))
                .await?;
            // colours change little by little
            tokio::time::sleep(Duration::from_millis(250)).await;
            let found = self.driver.execute_async(CHECK, Vec::new()).await?;
            let (passes, violations): (u32, Vec<String>) = serde_json::from_value(found.json().clone())?;
            ensure!(violations.is_empty(), "{view}, {theme}: {violations:#?}");
            ensure!(
                passes > 10,
                "{view}, {theme}: only {passes} rules had anything to look at"
            );
        }
        Ok(())
    }
}

#[test]
fn a_run_from_its_start_to_its_end() -> Result<()> {
    on_page(async |page| {
        page.shows("status", |status| status == "running").await?;
        page.suits_everybody("in the middle").await?;
        page.click("sender-sender/2").await?;
        page.shows("sender-life", |life| life.contains("message")).await?;
        page.click("act-crash").await?;
        page.click("hands").await?;
        page.suits_everybody("the life of a sender").await?;
        page.click("help").await?;
        page.shows("help-dialog", |help| help.contains("Space")).await?;
        page.suits_everybody("help").await?;
        page.press("Escape").await?;
        page.ask("document.querySelector('dialog').close()").await?;
        page.full_speed().await?;
        page.shows("status", |status| status == "settled").await?;
        page.shows("theory", |text| {
            text.contains("the run is no longer") || text.contains("No formula")
        })
        .await?;
        page.click("replicate").await?;
        page.shows("replications-said", |said| !said.is_empty()).await?;
        page.suits_everybody("finished, kept and replicated").await?;
        page.write("message-number", "17").await?;
        page.click("look-up").await?;
        page.shows("life", |text| text.contains("begins an attempt"))
            .await?;
        for chart in ["outcomes", "queue", "throughput", "delivery"] {
            page.click(&format!("{chart}-table")).await?;
        }
        page.suits_everybody("the life of a message, charts as tables")
            .await?;
        page.click("reset").await?;
        page.shows("status", |status| status == "ready").await?;
        page.suits_everybody("ready").await
    })
}

#[test]
fn mistakes_and_notices() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("targets: [delivery.p99 < 10s, failed_share < 1%]")
            .await?;
        page.click("step").await?;
        page.suits_everybody("targets").await?;
        page.write("scenario-text", "producer: {messages: many}\nsendres: 3")
            .await?;
        page.shows("problems", |text| text.contains("sendres")).await?;
        page.suits_everybody("the text with mistakes").await?;
        page.click("tab-form").await?;
        page.suits_everybody("the form of a text with mistakes").await?;
        page.click("tab-text").await?;
        page.write("scenario-text", "seed: 6").await?;
        page.click("tab-form").await?;
        page.write("senders[0].failure_rate", "1.5").await?;
        page.shows("problems", |text| text.contains("out of range"))
            .await?;
        page.suits_everybody("the form with a mistake").await?;
        page.click("share").await?;
        page.shows("notice", |text| !text.is_empty()).await?;
        page.ask(
            "Worker.prototype.postMessage = function () {
                 this.onerror(new ErrorEvent('error', { message: 'out of memory' })); };",
        )
        .await?;
        page.click("cancel").await?;
        page.shows("worker-broken", |text| text.contains("out of memory"))
            .await?;
        page.suits_everybody("a dead worker").await
    })
}

#[test]
fn many_senders() -> Result<()> {
    on_page(async |page| {
        for count in [12, 1000, 3000] {
            page.write_scenario(&format!("senders: [{{count: {count}}}]"))
                .await?;
            page.click("step").await?;
            page.shows("produced", |produced| produced == "1,000").await?;
            page.suits_everybody(&format!("{count} senders")).await?;
        }
        Ok(())
    })
}

#[test]
fn a_tile_says_how_its_sender_is_but_not_all_the_time() -> Result<()> {
    on_page(async |page| {
        page.shows("status", |status| status == "running").await?;
        page.press(" ").await?;
        page.shows("status", |status| status == "paused").await?;
        page.full_speed().await?;
        let said = "return document.querySelector('[data-testid=\"sender-sender/2\"] title').textContent";
        page.tab_to("sender-sender/2").await?;
        let paused = page.ask(said).await?;
        let told = paused.as_str().unwrap_or_default();
        ensure!(
            told.starts_with("sender/2, ") && told.ends_with(" failed"),
            "{told}"
        );
        page.ask("document.querySelector('[data-testid=run]').click()")
            .await?;
        page.shows("status", |status| status == "settled").await?;
        // what changes while it has the focus would be read out each time
        let focused = page.ask(said).await?;
        ensure!(focused == paused, "{focused} and not {paused}");
        page.ask("document.activeElement.blur()").await?;
        for _ in 0..100 {
            if page.ask(said).await? != paused {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        bail!("it still says {paused}")
    })
}
