//! A visitor's tour: run, pause, step, reset, break and repair by hand, keys.

use super::hand::named;
use super::page::{Page, on_page};
use anyhow::{Result, ensure};
use bellwether::scenario::Scenario;
use bellwether::simulation::Simulation;
use serde_json::json;

async fn digest_of_end(page: &Page) -> Result<String> {
    page.at_full_speed().await?;
    page.wait_for("status", "settled").await?;
    page.text("digest").await
}

#[test]
fn a_visitor_sees_the_exercise_run_to_the_native_digest() -> Result<()> {
    let mut native = Simulation::new(&Scenario::default(), 0);
    native.run_to_end();
    on_page(async |page| {
        page.wait_for("status", "running").await?;
        page.text_when(named("sent"), |text| text != "0" && !text.is_empty())
            .await?;
        let digest = digest_of_end(page).await?;
        ensure!(digest == native.digest().to_string(), "{digest}");
        ensure!(page.text("sent").await? == native.messages().sent.to_string());
        ensure!(page.text("failed").await? == native.messages().failed.to_string());
        ensure!(page.text("command").await? == "cargo run --release -p cli -- --seed 42");
        Ok(())
    })
}

#[test]
fn pause_step_and_reset_do_as_they_say() -> Result<()> {
    on_page(async |page| {
        page.wait_for("status", "running").await?;
        page.click("run").await?;
        page.wait_for("status", "paused").await?;
        let before = page.text("digest").await?;
        page.click("step").await?;
        page.text_when(named("digest"), |digest| digest != before).await?;
        page.click("reset").await?;
        page.wait_for("status", "ready").await?;
        page.wait_for("produced", "0").await?;
        page.click("step").await?;
        page.wait_for("produced", "1,000").await?;
        ensure!(page.text("status").await? == "paused");
        page.click("run").await?;
        page.wait_for("status", "running").await
    })
}

#[test]
fn a_long_run_at_full_speed_still_listens() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("{producer: {messages: 4000000000}, senders: [{count: 100}]}")
            .await?;
        page.at_full_speed().await?;
        page.click("run").await?;
        page.text_when(named("sent"), |text| text.contains(',')).await?;
        page.click("run").await?;
        page.wait_for("status", "paused").await?;
        let clock = page.text("clock").await?;
        page.click("cancel").await?;
        page.click("run").await?;
        page.wait_for("status", "cancelled").await?;
        ensure!(!clock.is_empty());
        Ok(())
    })
}

#[test]
fn the_keys_do_what_the_help_says() -> Result<()> {
    on_page(async |page| {
        page.wait_for("status", "running").await?;
        page.press(" ").await?;
        page.wait_for("status", "paused").await?;
        let before = page.text("digest").await?;
        page.press(".").await?;
        page.text_when(named("digest"), |digest| digest != before).await?;
        page.press("?").await?;
        ensure!(page.find("help-dialog").await?.is_displayed().await?);
        page.ask("document.querySelector('dialog').close()").await?;
        page.press(" ").await?;
        page.wait_for("status", "running").await?;
        page.press("Escape").await?;
        page.wait_for("status", "cancelled").await
    })
}

#[test]
fn what_is_done_by_hand_is_repeated_by_its_scenario() -> Result<()> {
    on_page(async |page| {
        page.wait_for("status", "running").await?;
        page.click("run").await?;
        page.wait_for("status", "paused").await?;
        page.click("sender-sender/2").await?;
        page.click("act-crash").await?;
        page.text_when(named("log"), |log| log.contains("sender/2 crashes"))
            .await?;
        page.click("add-sender").await?;
        page.text_when(named("senders"), |table| table.contains("sender/4"))
            .await?;
        page.click("run").await?;
        let digest = digest_of_end(page).await?;
        page.catch_file().await?;
        page.click("export-scenario").await?;
        let text = page.caught_file().await?;
        let scenario = Scenario::from_text(&text).map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
        ensure!(scenario.timeline.len() == 2, "{text}");
        let mut native = Simulation::new(&scenario, 0);
        native.run_to_end();
        ensure!(digest == native.digest().to_string(), "{digest}\n{text}");
        Ok(())
    })
}

#[test]
fn a_message_has_a_life_that_can_be_looked_up() -> Result<()> {
    on_page(async |page| {
        page.wait_for("status", "running").await?;
        page.at_full_speed().await?;
        page.wait_for("status", "settled").await?;
        page.find("message-number").await?.send_keys("17").await?;
        page.click("look-up").await?;
        let life = page
            .text_when(named("life"), |text| text.contains("begins an attempt"))
            .await?;
        let mut native = Simulation::new(&Scenario::default(), 0);
        native.run_to_end();
        let content = native.content(bellwether::message::MessageId(17));
        ensure!(life.contains(&content.phone_number), "{life}");
        Ok(())
    })
}

#[test]
fn many_senders_are_a_grid_and_very_many_are_bars() -> Result<()> {
    on_page(async |page| {
        page.wait_for("status", "running").await?;
        for (count, shapes) in [
            (3, json!([3, 0, 0])),
            (100, json!([0, 100, 0])),
            (2000, json!([0, 0, 1])),
        ] {
            page.write_scenario(&format!("{{senders: [{{count: {count}}}]}}"))
                .await?;
            page.click("step").await?;
            page.wait_for("produced", "1,000").await?;
            let shown = page
                .ask(
                    "return ['.tile', '.grid .cell', '.bar-group'].map((what) => \
                     document.querySelectorAll(what).length)",
                )
                .await?;
            ensure!(shown == shapes, "{count} senders: {shown}");
        }
        Ok(())
    })
}
