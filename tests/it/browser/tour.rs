//! The page as a person uses it: by its buttons, fields and keys. What it exports is compared with native runs.

use super::hand::type_over;
use super::page::on_page;
use anyhow::{Context, Result, ensure};
use bellwether::report::Report;
use bellwether::scenario::Scenario;
use bellwether::simulation::Simulation;
use serde_json::{Value, json};
use thirtyfour::By;

fn run(text: &str) -> Result<Report> {
    let scenario = Scenario::from_text(text).map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
    let mut run = Simulation::new(&scenario, 0);
    run.run_to_end();
    Ok(run.report())
}

#[test]
fn the_run_that_a_visitor_sees_ends_as_in_a_terminal() -> Result<()> {
    on_page(async |page| {
        page.shows("digest", |text| text.len() == 32).await?;
        page.full_speed().await?;
        let native = run("{}")?;
        page.shows("digest", |digest| digest == native.digest.to_string())
            .await?;
        let command = page.shows("command", |text| !text.is_empty()).await?;
        ensure!(command.contains("--seed 42"), "{command}");
        ensure!(
            page.report().await? == native.to_json(),
            "the exported report is another one"
        );
        Ok(())
    })
}

#[test]
fn a_run_driven_by_hand_is_repeated_from_its_export() -> Result<()> {
    on_page(async |page| {
        page.shows("digest", |text| text.len() == 32).await?;
        page.click("sender-sender/2").await?;
        page.click("act-crash").await?;
        page.click("act-restart").await?;
        page.click("sender-sender/1").await?;
        page.click("act-remove_sender").await?;
        page.full_speed().await?;
        page.shows("status", |status| {
            status.contains("settled") || status.contains("finished")
        })
        .await?;
        let exported = page.report().await?;
        let value: Value = serde_json::from_str(&exported)?;
        let by_hand = value["scenario"]["timeline"].as_array().map_or(0, Vec::len);
        ensure!(
            by_hand == 3,
            "{by_hand} entries in the timeline: {}",
            value["scenario"]["timeline"]
        );
        ensure!(
            value["digest"] != json!(run("{}")?.digest.to_string()),
            "the hands changed nothing"
        );
        ensure!(
            run(&value["scenario"].to_string())?.to_json() == exported,
            "the repeated run differs"
        );
        Ok(())
    })
}

#[test]
fn pause_step_and_resume_by_mouse_and_by_key() -> Result<()> {
    on_page(async |page| {
        page.shows("digest", |text| text.len() == 32).await?;
        page.click("run").await?;
        page.shows("status", |status| status == "paused").await?;
        let before = page.shows("digest", |_| true).await?;
        page.click("step").await?;
        let after = page.shows("digest", |digest| digest != before).await?;
        let body = page.driver.find(By::Tag("body")).await?;
        body.send_keys(".").await?;
        page.shows("digest", |digest| digest != after && digest != before)
            .await?;
        body.send_keys(" ").await?;
        page.shows("status", |status| status == "running").await?;
        body.send_keys(" ").await?;
        page.shows("status", |status| status == "paused").await?;
        Ok(())
    })
}

#[test]
fn a_mistake_stands_at_its_field_in_the_words_of_the_core() -> Result<()> {
    on_page(async |page| {
        page.shows("digest", |text| text.len() == 32).await?;
        let field = page
            .driver
            .find(By::Css("input[data-testid$='failure_rate']"))
            .await?;
        type_over(&field, "1.5").await?;
        let words = "1.5 is out of range; allowed: a share from 0 to 1";
        page.shows("problems", |text| text.contains(words)).await?;
        let note = field
            .attr("aria-describedby")
            .await?
            .context("the field has no note")?;
        page.text_when(By::Id(note), |text| text.contains("out of range"))
            .await?;
        ensure!(field.attr("aria-invalid").await?.as_deref() == Some("true"));
        type_over(&field, "0.5").await?;
        page.click("restart").await?;
        page.full_speed().await?;
        let native = run("{senders: [{failure_rate: 0.5}]}")?;
        page.shows("digest", |digest| digest == native.digest.to_string())
            .await
            .map(drop)
    })
}

#[test]
fn form_and_text_are_views_of_one_scenario() -> Result<()> {
    on_page(async |page| {
        page.shows("digest", |text| text.len() == 32).await?;
        page.write("producer.messages", "77").await?;
        page.click("tab-text").await?;
        let text = page
            .control("scenario-text")
            .await?
            .prop("value")
            .await?
            .unwrap_or_default();
        ensure!(text.contains("77"), "{text}");
        page.write("scenario-text", "producer: {messages: 88}").await?;
        page.click("tab-form").await?;
        let shown = page.control("producer.messages").await?.prop("value").await?;
        ensure!(shown.as_deref() == Some("88"), "{shown:?}");
        Ok(())
    })
}

#[test]
fn a_link_brings_the_whole_scenario() -> Result<()> {
    on_page(async |page| {
        page.shows("digest", |text| text.len() == 32).await?;
        page.write("producer.messages", "123").await?;
        page.write("seed", "7").await?;
        page.click("share").await?;
        page.shows("notice", |text| !text.is_empty()).await?;
        let link = page.driver.current_url().await?;
        ensure!(link.fragment().is_some(), "{link}");
        page.driver.goto("about:blank").await?;
        page.driver.goto(link.as_str()).await?;
        page.shows("digest", |text| text.len() == 32).await?;
        let shown = page.control("producer.messages").await?.prop("value").await?;
        ensure!(shown.as_deref() == Some("123"), "{shown:?}");
        let seed = page.control("seed").await?.prop("value").await?;
        ensure!(seed.as_deref() == Some("7"), "{seed:?}");
        Ok(())
    })
}

#[test]
fn a_reload_comes_back_to_what_was_there_and_not_to_the_link() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("{seed: 12, senders: [{count: 3, mean_time: 2s}]}")
            .await?;
        page.click("run").await?;
        page.shows("sent", |sent| !matches!(sent, "" | "0")).await?;
        page.click("run").await?;
        page.shows("status", |status| status == "paused").await?;
        let link = page.link().await?;
        let digest = page.shows("digest", |text| text.len() == 32).await?;
        page.driver.refresh().await?;
        page.shows("digest", |again| again == digest).await?;
        // another scenario takes the link out of the address
        page.click("tab-text").await?;
        page.write("scenario-text", "seed: 13").await?;
        let left = page.ask("return location.hash").await?;
        ensure!(left == "", "{left}");
        page.driver.refresh().await?;
        page.is_ready().await?;
        let seed = page.control("seed").await?.prop("value").await?;
        ensure!(seed.as_deref() == Some("13"), "{seed:?}");
        // opened anew, the link begins
        page.open_link(&link).await?;
        page.shows("status", |status| status == "running").await?;
        let seed = page.control("seed").await?.prop("value").await?;
        ensure!(seed.as_deref() == Some("12"), "{seed:?}");
        Ok(())
    })
}

#[test]
fn the_space_bar_pauses_after_a_click_and_the_question_mark_closes_the_help() -> Result<()> {
    on_page(async |page| {
        page.shows("status", |status| status == "running").await?;
        page.click("crash-one").await?;
        page.keys(" ").await?;
        page.shows("status", |status| status == "paused").await?;
        let command = page.shows("command", |text| text.contains("crash")).await?;
        ensure!(command.matches("crash").count() == 1, "{command}");
        page.keys("?").await?;
        page.shows("help-dialog", |help| help.contains("Space")).await?;
        page.keys("?").await?;
        page.shows("help-dialog", str::is_empty).await.map(drop)
    })
}

#[test]
fn a_reload_comes_back_to_the_same_point_of_the_run() -> Result<()> {
    on_page(async |page| {
        page.shows("digest", |text| text.len() == 32).await?;
        page.click("sender-sender/3").await?;
        page.click("act-hang").await?;
        page.click("run").await?;
        page.shows("status", |status| status == "paused").await?;
        let digest = page.shows("digest", |text| text.len() == 32).await?;
        // what the old page showed must not pass for the new one
        page.driver
            .execute(
                "document.querySelector('[data-testid=digest]').textContent = 'old'",
                Vec::new(),
            )
            .await?;
        page.driver.refresh().await?;
        page.shows("status", |status| status == "paused").await?;
        page.shows("digest", |again| again == digest).await.map(drop)
    })
}
