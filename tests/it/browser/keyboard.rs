//! The whole tour by keyboard alone: no test here uses a pointer.

use super::keys::TAB;
use super::page::on_page;
use anyhow::{Result, ensure};

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const END: &str = "\u{e010}";
const DOWN: &str = "\u{e015}";
const SPACE: &str = " ";

#[test]
fn every_control_is_reached_by_tab_and_shows_it() -> Result<()> {
    on_page(async |page| {
        page.shows("status", |status| status == "running").await?;
        page.keys(SPACE).await?;
        page.shows("status", |status| status == "paused").await?;
        page.at("sender-sender/2", ENTER).await?;
        page.shows("sender-life", |life| life.contains("message")).await?;
        page.at("hands", ENTER).await?;
        for view in ["tab-form", "tab-text"] {
            page.at(view, ENTER).await?;
            let (left, bare) = page.round().await?;
            ensure!(left.is_empty(), "{view}: Tab does not come to {left:#?}");
            ensure!(bare.is_empty(), "{view}: the focus is not seen at {bare:#?}");
        }
        Ok(())
    })
}

#[test]
fn a_run_is_steered_by_keys() -> Result<()> {
    on_page(async |page| {
        page.shows("status", |status| status == "running").await?;
        page.keys(TAB).await?;
        let skips = page.ask("return document.activeElement.className").await?;
        ensure!(skips == "skip", "the first stop is {skips}");
        page.keys(TAB).await?;
        page.keys(ENTER).await?;
        let skipped = page.focused().await?;
        ensure!(skipped == "scenario", "the second stop leads to {skipped}");
        page.keys(TAB).await?;
        let inside = page
            .ask("return document.activeElement.closest('.scenario') !== null")
            .await?;
        ensure!(inside == true, "what follows is not of the scenario");
        page.ask("document.activeElement.blur(); getSelection().removeAllRanges()")
            .await?;
        page.ask("document.querySelector('.skip').focus()").await?;
        page.keys(ENTER).await?;
        page.keys(SPACE).await?;
        page.shows("status", |status| status == "paused").await?;
        let before = page.shows("digest", |text| text.len() == 32).await?;
        page.keys(".").await?;
        page.shows("digest", |digest| digest != before).await?;
        page.keys(SPACE).await?;
        page.shows("status", |status| status == "running").await?;

        page.keys("?").await?;
        page.shows("help-dialog", |help| help.contains("Space")).await?;
        ensure!(
            page.holds_focus("help-dialog").await?,
            "the focus is not in the dialogue"
        );
        page.keys(ESCAPE).await?;
        page.shows("help-dialog", str::is_empty).await?;
        page.shows("status", |status| status == "running").await?;

        page.keys(ESCAPE).await?;
        page.shows("status", |status| status == "cancelled").await?;
        page.at("reset", ENTER).await?;
        page.shows("status", |status| status == "ready").await?;
        page.at("stride", DOWN).await?;
        page.at("speed", END).await?;
        let word = page
            .ask("return document.getElementById('speed-word').textContent")
            .await?;
        ensure!(word == "max", "{word}");
        page.at("refresh", DOWN).await?;
        page.at("step", ENTER).await?;
        page.shows("sent", |sent| sent == "1").await?;
        page.at("run", ENTER).await?;
        page.shows("status", |status| status == "settled").await?;

        page.at("preset", DOWN).await?;
        let preset = page.control("preset").await?.prop("value").await?;
        ensure!(preset.as_deref() != Some("classic"), "{preset:?}");
        page.retype_at("seed", "77").await?;
        page.shows("command", |command| command.contains("77")).await?;
        page.at("dice", ENTER).await?;
        let seed = page.control("seed").await?.prop("value").await?;
        ensure!(seed.as_deref() != Some("77"), "the dice gives {seed:?}");
        page.at("share", ENTER).await?;
        page.shows("notice", |text| text.contains("link")).await?;
        page.at("theme", ENTER).await?;
        let theme = page.ask("return document.documentElement.dataset.theme").await?;
        ensure!(theme == "light", "{theme}");
        Ok(())
    })
}

#[test]
fn senders_and_messages_are_handled_by_keys() -> Result<()> {
    on_page(async |page| {
        page.shows("status", |status| status == "running").await?;
        page.at("sender-sender/2", SPACE).await?;
        page.shows("sender-life", |life| life.contains("message")).await?;
        page.at("act-crash", ENTER).await?;
        page.shows("log", |log| log.contains("sender/2 crashes")).await?;
        page.at("add-sender", ENTER).await?;
        page.shows("senders", |table| table.contains("sender/4")).await?;
        page.at("hands", ENTER).await?;
        page.at("hand-value", "90%").await?;
        page.keys(ENTER).await?;
        page.shows("command", |command| {
            command.contains("90%") || command.contains("0.9")
        })
        .await?;
        page.at("speed", END).await?;
        page.shows("status", |status| status == "settled").await?;
        page.at("message-number", "17").await?;
        page.keys(ENTER).await?;
        page.shows("life", |life| life.contains("begins an attempt"))
            .await?;
        page.at("outcomes-table", ENTER).await?;
        page.shows("chart-outcomes", |text| text.lines().count() > 10)
            .await?;
        page.at("triple", ENTER).await?;
        page.shows("produced", |produced| produced == "3,000").await?;
        page.shows("status", |status| status == "settled").await?;
        // both runs are kept now
        page.at("reopen", ENTER).await?;
        page.shows("status", |status| status == "settled").await?;
        page.at("forget", ENTER).await.map(drop)
    })
}

#[test]
fn a_scenario_is_written_by_keys() -> Result<()> {
    on_page(async |page| {
        page.shows("status", |status| status == "running").await?;
        page.keys(SPACE).await?;
        page.retype_at("producer.messages", "12x").await?;
        page.shows("problems", |text| text.contains("12x")).await?;
        page.keys("\u{e003}").await?;
        page.shows("problems", str::is_empty).await?;
        page.at("tab-text", ENTER).await?;
        page.retype_at("scenario-text", "{seed: 3, producer: {messages: 9}}")
            .await?;
        page.at("restart", ENTER).await?;
        page.shows("produced", |produced| produced == "9").await?;
        page.shows("command", |command| command.contains("messages: 9"))
            .await
            .map(drop)
    })
}

#[test]
fn the_focus_stays_near_what_is_gone_or_can_do_nothing_more() -> Result<()> {
    on_page(async |page| {
        page.shows("status", |status| status == "running").await?;
        page.keys(SPACE).await?;
        page.shows("status", |status| status == "paused").await?;
        for key in [ENTER, ESCAPE] {
            page.at("sender-sender/2", ENTER).await?;
            page.at("close-sender", key).await?;
            page.focus_when("the sender is closed", "sender-sender/2").await?;
        }
        // from the table
        let row = "document.querySelectorAll('[data-testid=senders] button')[1].focus()";
        page.ask(row).await?;
        page.keys(ENTER).await?;
        page.focus_when("a row is opened", "opened-sender").await?;
        page.keys(ESCAPE).await?;
        page.shows("hands", |_| true).await?;
        let row = page.ask("return document.activeElement.textContent").await?;
        ensure!(row == "sender/2", "the focus is at {row}");

        page.at("sender-sender/2", ENTER).await?;
        page.at("act-crash", ENTER).await?;
        page.shows("log", |log| log.contains("sender/2 crashes")).await?;
        page.focus_when("it has crashed", "act-restart").await?;
        page.at("act-remove_sender", ENTER).await?;
        page.focus_when("it is removed", "close-sender").await?;

        page.at("run", ENTER).await?;
        page.at("cancel", ENTER).await?;
        page.shows("status", |status| status == "cancelled").await?;
        page.focus_when("it is cancelled", "run").await?;
        page.write_scenario("producer: {messages: 1}").await?;
        page.choose("stride", "interval").await?;
        page.at("step", ENTER).await?;
        page.shows("status", |status| status == "settled").await?;
        page.focus_when("the last step is done", "run").await
    })
}
