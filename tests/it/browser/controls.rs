//! Reset, cancel, keys, theme, a message's life.

use super::page::on_page;
use anyhow::{Result, ensure};
use bellwether::message::MessageId;
use bellwether::scenario::Scenario;
use bellwether::simulation::Simulation;

#[test]
fn reset_goes_back_to_the_start_and_a_step_is_one_event() -> Result<()> {
    on_page(async |page| {
        page.shows("sent", |text| !matches!(text, "" | "0")).await?;
        page.click("reset").await?;
        page.shows("status", |status| status == "ready").await?;
        page.shows("produced", |text| text == "0").await?;
        page.click("step").await?;
        page.shows("produced", |text| text == "1,000").await?;
        page.shows("status", |status| status == "paused").await.map(drop)
    })
}

#[test]
fn a_very_long_run_at_full_speed_still_listens() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("{producer: {messages: 200000000}, senders: [{count: 100}]}")
            .await?;
        page.full_speed().await?;
        page.click("run").await?;
        page.shows("sent", |text| text.contains(',')).await?;
        page.click("run").await?;
        page.shows("status", |status| status == "paused").await?;
        page.click("cancel").await?;
        page.shows("status", |status| status == "cancelled")
            .await
            .map(drop)
    })
}

#[test]
fn the_keys_do_what_the_help_says() -> Result<()> {
    on_page(async |page| {
        page.shows("status", |status| status == "running").await?;
        page.press("?").await?;
        page.shows("help-dialog", |help| help.contains("Space")).await?;
        page.ask("document.querySelector('dialog').close()").await?;
        page.press("Escape").await?;
        page.shows("status", |status| status == "cancelled")
            .await
            .map(drop)
    })
}

#[test]
fn the_theme_can_be_chosen() -> Result<()> {
    on_page(async |page| {
        page.shows("status", |status| !status.is_empty()).await?;
        for theme in ["light", "dark", "system"] {
            page.click("theme").await?;
            let chosen = page.ask("return document.documentElement.dataset.theme").await?;
            ensure!(chosen == theme, "{chosen}");
        }
        Ok(())
    })
}

#[test]
fn a_message_has_a_life_that_can_be_looked_up() -> Result<()> {
    on_page(async |page| {
        page.full_speed().await?;
        page.shows("status", |status| status == "settled").await?;
        page.write("message-number", "17").await?;
        page.click("look-up").await?;
        let life = page
            .shows("life", |text| text.contains("begins an attempt"))
            .await?;
        let native = Simulation::new(&Scenario::default(), 0);
        let content = native.content(MessageId(17));
        ensure!(life.contains(&content.phone_number), "{life}");
        Ok(())
    })
}
