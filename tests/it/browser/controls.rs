//! Reset, cancel, keys, theme, a message's life.

use super::page::on_page;
use anyhow::{Result, ensure};
use bellwether::message::MessageId;
use bellwether::scenario::Scenario;
use bellwether::simulation::Simulation;
use thirtyfour::By;

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
fn after_a_click_the_keys_mean_the_run_again() -> Result<()> {
    on_page(async |page| {
        page.is_ready().await?;
        for (index, button) in ["queue-table", "copy-command", "filter-monitor", "tab-text"]
            .into_iter()
            .enumerate()
        {
            page.click(button).await?;
            page.keys(" ").await?;
            let wanted = ["paused", "running"][index % 2];
            page.shows("status", |status| status == wanted).await?;
        }
        page.keys(" ").await?;
        page.shows("status", |status| status == "paused").await?;
        // a choice takes no dot
        page.ask("document.querySelector('[data-testid=stride]').focus()")
            .await?;
        let before = page.shows("digest", |text| text.len() == 32).await?;
        page.keys(".").await?;
        page.shows("digest", |digest| digest != before).await?;
        // who comes to a button by keys presses it by keys
        page.at("outcomes-table", " ").await?;
        page.shows("chart-outcomes", |text| text.lines().count() > 10)
            .await?;
        page.shows("status", |status| status == "paused").await.map(drop)
    })
}

#[test]
fn the_log_says_what_it_does_not_show() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("monitor: {interval: 100ms}").await?;
        page.full_speed().await?;
        page.click("run").await?;
        page.shows("status", |status| status == "settled").await?;
        // what is out of sight is not drawn
        page.click("filter-run").await?;
        page.click("filter-run").await?;
        page.shows("log", |log| log.lines().count() > 60).await?;
        let lines = "return document.querySelectorAll('[data-testid=log] time').length";
        let first = page.ask(lines).await?;
        ensure!(first == 60, "{first} at first");
        page.shows("log", |log| log.contains(" earlier lines")).await?;
        page.click("log-more").await?;
        page.shows("log", |log| !log.contains(" earlier lines")).await?;
        let all = page.ask(lines).await?;
        ensure!(all.as_u64().is_some_and(|all| all > 60), "{all} after more");
        for kind in ["monitor", "senders", "timeline", "run"] {
            page.click(&format!("filter-{kind}")).await?;
        }
        page.text_when(By::Css(".log > .hint"), |text| text.contains("no lines"))
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
