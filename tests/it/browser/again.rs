//! Coming back: by a link, by a reload. A link is not trusted.

use super::hand::named;
use super::page::on_page;
use anyhow::{Context, Result, ensure};

#[test]
fn a_shared_link_brings_the_same_scenario() -> Result<()> {
    on_page(async |page| {
        page.wait_for("status", "running").await?;
        page.write_scenario("{seed: 18446744073709551615, producer: {messages: 50}}")
            .await?;
        page.click("share").await?;
        let link = page.ask("return location.hash").await?;
        let link = link
            .as_str()
            .filter(|link| link.len() > 10)
            .context("no link")?
            .to_owned();
        page.write_scenario("{}").await?;
        page.open_link(&link).await?;
        page.wait_for("produced", "50").await?;
        let seed = page.ask("return document.getElementById('seed').value").await?;
        ensure!(seed == "18446744073709551615", "{seed}");
        Ok(())
    })
}

#[test]
fn a_link_with_very_many_messages_waits_for_the_visitor() -> Result<()> {
    on_page(async |page| {
        page.wait_for("status", "running").await?;
        page.write_scenario("{producer: {messages: 1000001}}").await?;
        page.click("share").await?;
        let link = page.ask("return location.hash").await?;
        page.open_link(link.as_str().context("no link")?).await?;
        page.text_when(named("notice"), |text| text.contains("1,000,001"))
            .await?;
        page.wait_for("status", "ready").await
    })
}

#[test]
fn a_broken_or_hostile_link_does_no_harm() -> Result<()> {
    on_page(async |page| {
        page.wait_for("status", "running").await?;
        page.open_link("#1.AAAA.00000000").await?;
        page.text_when(named("notice"), |text| text.contains("damaged"))
            .await?;
        page.wait_for("status", "running").await?;

        page.write_scenario(
            "{name: \"<img src=x onerror=document.title='stolen'>\", senders: [{name: 'a<b'}]}",
        )
        .await
        .err()
        .context("a name with markup was accepted")?;
        page.click("share").await?;
        let link = page.ask("return location.hash").await?;
        page.open_link(link.as_str().context("no link")?).await?;
        page.text_when(named("problems"), |text| text.contains("senders[0].name"))
            .await?;
        let harm = page
            .ask("return [document.title, document.querySelectorAll('img, script:not([src])').length]")
            .await?;
        ensure!(harm == serde_json::json!(["Bellwether", 0]), "{harm}");
        Ok(())
    })
}

#[test]
fn a_reload_comes_back_to_the_same_point() -> Result<()> {
    on_page(async |page| {
        page.wait_for("status", "running").await?;
        page.set("seed", "7").await?;
        page.click("restart").await?;
        page.text_when(named("sent"), |text| text != "0" && !text.is_empty())
            .await?;
        page.click("run").await?;
        page.wait_for("status", "paused").await?;
        page.click("sender-sender/1").await?;
        page.click("act-crash").await?;
        page.text_when(named("log"), |log| log.contains("sender/1 crashes"))
            .await?;
        let digest = page.text("digest").await?;
        page.driver.refresh().await?;
        page.wait_for("status", "paused").await?;
        page.wait_for("digest", &digest).await?;
        ensure!(page.ask("return document.getElementById('seed').value").await? == "7");
        ensure!(page.text("command").await?.contains("crash: {sender: sender/1}"));
        Ok(())
    })
}

#[test]
fn a_dead_worker_is_told_and_can_be_started_again() -> Result<()> {
    on_page(async |page| {
        // the next worker dies as soon as it is asked for anything
        page.ask(
            "const Own = window.Worker; let first = true; \
             window.Worker = class extends Own { constructor(...all) { super(...all); \
             if (first) { first = false; setTimeout(() => this.onerror(new ErrorEvent('error', { message: 'out of memory' })), 50); } } }",
        )
        .await?;
        page.ask("window.dispatchEvent(new Event('pagehide'))").await?;
        page.wait_for("status", "running").await?;
        Ok(())
    })
}
