//! Nothing is lost: finished runs are kept, a dead worker's run goes on in another, a reload comes back.

use super::page::{Page, on_page, on_page_after_crash};
use anyhow::{Result, anyhow, bail, ensure};
use bellwether::scenario::Scenario;
use bellwether::simulation::Simulation;
use serde_json::json;
use std::time::Duration;
use thirtyfour::By;

fn native(text: &str) -> Result<Simulation> {
    let scenario = Scenario::from_text(text).map_err(|problems| anyhow!("{problems:?}"))?;
    let mut run = Simulation::new(&scenario, 0);
    run.run_to_end();
    Ok(run)
}

impl Page {
    async fn run_to_its_end(&self, text: &str) -> Result<String> {
        self.write_scenario(text).await?;
        self.full_speed().await?;
        self.click("run").await?;
        let digest = native(text)?.digest().to_string();
        self.shows("digest", |shown| shown == digest).await
    }

    /// Digests of the runs in the list, from the top.
    async fn kept(&self, count: usize) -> Result<Vec<String>> {
        let listed = "return [...document.querySelectorAll('[data-testid=history] tbody tr')]
            .map((row) => row.dataset.digest)";
        for _ in 0..500 {
            let digests: Vec<String> = serde_json::from_value(self.ask(listed).await?)?;
            if digests.len() == count {
                return Ok(digests);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        bail!("not {count} runs: {}", self.ask(listed).await?)
    }

    /// Presses a button in the row of the run with a digest.
    async fn press_in_row(&self, digest: &str, button: &str) -> Result<()> {
        let button = format!("tr[data-digest=\"{digest}\"] [data-testid={button}]");
        let press = "arguments[0].click()";
        let button = self.driver.find(By::Css(button)).await?;
        self.driver.execute(press, vec![button.to_json()?]).await?;
        Ok(())
    }
}

#[test]
fn finished_runs_are_listed_reopened_exported_compared_and_deleted() -> Result<()> {
    on_page(async |page| {
        let texts = [
            "{seed: 1, producer: {messages: 20}}",
            "{seed: 2, producer: {messages: 30}, senders: [{count: 2}, {name: b, count: 4}]}",
        ];
        let first = page.run_to_its_end(texts[0]).await?;
        let second = page.run_to_its_end(texts[1]).await?;
        ensure!(
            page.kept(2).await? == [second.clone(), first.clone()],
            "the newest first"
        );

        page.driver.refresh().await?;
        ensure!(
            page.kept(2).await? == [second.clone(), first.clone()],
            "after a reload"
        );
        page.is_ready().await?;

        page.press_in_row(&first, "reopen").await?;
        page.shows("digest", |shown| shown == first).await?;
        page.shows("status", |status| status == "settled").await?;
        let seed = page.control("seed").await?.prop("value").await?;
        ensure!(seed.as_deref() == Some("1"), "{seed:?}");
        ensure!(page.kept(2).await?.len() == 2, "the same run is kept once");

        let exported = page
            .file_of(async |page| page.press_in_row(&second, "export-kept").await)
            .await?;
        ensure!(
            exported == native(texts[1])?.report().to_json(),
            "another report: {exported:.200}"
        );

        // wherever its row is scrolled to
        for width in [768, 1280, 1920] {
            let screen = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
            page.devtools("Emulation.setDeviceMetricsOverride", screen)
                .await?;
            let beyond = "const right = (it) => it.getBoundingClientRect().right;
                return [...document.querySelectorAll('.kept button')].filter((button) =>
                    right(button) > right(button.closest('.table-frame'))).length";
            let beyond = page.ask(beyond).await?;
            ensure!(beyond == json!(0), "{width}: {beyond} buttons are out of reach");
        }

        // half as many messages again, and twice the senders
        page.press_in_row(&first, "compare").await?;
        let row = format!("tr[data-digest=\"{second}\"]");
        page.text_when(By::Css(&row), |row| {
            row.contains("+50.0 %") && row.contains("6\n+100.0 %")
        })
        .await?;
        let row = format!("tr[data-digest=\"{first}\"]");
        page.text_when(By::Css(&row), |row| !row.contains('%')).await?;

        page.press_in_row(&second, "forget").await?;
        ensure!(page.kept(1).await? == [&first[..]]);
        page.driver.refresh().await?;
        ensure!(page.kept(1).await? == [first]);
        Ok(())
    })
}

#[test]
fn a_browser_without_a_database_says_so_and_works() -> Result<()> {
    on_page(async |page| {
        page.ask(
            "IDBFactory.prototype.open = () => { throw new DOMException('not here', 'SecurityError'); }",
        )
        .await?;
        page.run_to_its_end("{seed: 3, producer: {messages: 20}}").await?;
        page.shows("history-problem", |text| text.contains("not here"))
            .await?;
        let said = page.text_when(By::Css(".kept"), |text| !text.is_empty()).await?;
        ensure!(!said.contains("is kept here"), "{said}");
        Ok(())
    })
}

#[test]
fn a_full_browser_is_told_of_once() -> Result<()> {
    on_page(async |page| {
        page.is_ready().await?;
        page.ask(
            "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }",
        )
        .await?;
        page.shows("notice", |text| text.contains("keeps nothing"))
            .await?;
        page.ask("document.querySelector('[data-testid=notice] button').click()")
            .await?;
        page.shows("notice", str::is_empty).await?;
        // each is kept at once
        page.click("theme").await?;
        page.click("theme").await?;
        ensure!(
            page.shows("notice", |_| true).await?.is_empty(),
            "it is said again"
        );
        Ok(())
    })
}

/// Remembers each worker that the page speaks to from now on.
const KEEP_WORKERS: &str = "
    window.workers = new Set();
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (...all) { window.workers.add(this); return post.apply(this, all); };
";

#[test]
fn a_killed_worker_is_noticed_and_loses_nothing() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("{seed: 6, senders: [{count: 3, mean_time: 1s}]}")
            .await?;
        page.ask(KEEP_WORKERS).await?;
        page.click("run").await?;
        page.shows("status", |status| status == "running").await?;
        page.click("sender-sender/2").await?;
        page.click("act-crash").await?;
        page.shows("log", |log| log.contains("sender/2")).await?;
        page.click("run").await?;
        page.shows("status", |status| status == "paused").await?;
        page.click("step").await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let digest = page.shows("digest", |text| text.len() == 32).await?;
        // as if the browser had ended it: no word to anybody
        page.ask("window.workers.forEach((worker) => worker.terminate())")
            .await?;
        page.shows("worker-silent", |text| text.contains("does not answer"))
            .await?;
        page.ask("document.querySelector('[data-testid=worker-silent] button').click()")
            .await?;
        page.shows("status", |status| status == "paused").await?;
        page.shows("digest", |again| again == digest).await?;
        let workers = page.ask("return window.workers.size").await?;
        ensure!(workers == json!(2), "{workers} workers");
        let command = page.shows("command", |text| text.contains("crash")).await?;
        ensure!(command.contains("sender/2"), "{command}");
        Ok(())
    })
}

#[test]
fn a_reload_in_the_middle_keeps_the_run_and_a_newer_scenario() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("{seed: 8, senders: [{count: 3, mean_time: 2s}]}")
            .await?;
        page.click("run").await?;
        page.click("sender-sender/1").await?;
        page.click("act-hang").await?;
        page.shows("command", |text| text.contains("hang")).await?;
        page.click("run").await?;
        page.shows("status", |status| status == "paused").await?;
        // by single events, so that the point is within an instant
        page.click("step").await?;
        page.click("step").await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let digest = page.shows("digest", |text| text.len() == 32).await?;
        page.write("scenario-text", "{seed: 99, producer: {messages: x}}")
            .await?;
        page.shows("problems", |text| text.contains("messages")).await?;
        page.ask("document.querySelector('[data-testid=digest]').textContent = 'old'")
            .await?;
        page.driver.refresh().await?;
        page.shows("digest", |again| again == digest).await?;
        page.shows("status", |status| status == "paused").await?;
        page.shows("problems", |text| text.contains("messages")).await?;
        page.click("tab-text").await?;
        let text = page.control("scenario-text").await?.prop("value").await?;
        ensure!(text.is_some_and(|text| text.contains("99")));
        Ok(())
    })
}

#[test]
fn each_tab_comes_back_to_its_own() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("{name: Mine, seed: 21}").await?;
        let first = page.driver.window().await?;
        let second = page.driver.new_tab().await?;
        page.driver.switch_to_window(second).await?;
        page.driver.goto(&page.address).await?;
        page.is_ready().await?;
        let seed = async || {
            page.control("seed")
                .await?
                .prop("value")
                .await
                .map_err(Into::into)
        };
        let begins: Result<Option<String>> = seed().await;
        ensure!(begins?.as_deref() == Some("21"), "a new tab begins with the last");
        page.choose("preset", "mixed-senders").await?;
        page.shows("bring-back", |text| !text.is_empty()).await?;
        page.driver.switch_to_window(first).await?;
        page.driver.refresh().await?;
        page.is_ready().await?;
        let again: Result<Option<String>> = seed().await;
        ensure!(
            again?.as_deref() == Some("21"),
            "the other tab's scenario is shown"
        );
        Ok(())
    })
}

#[test]
fn a_scenario_that_a_preset_replaces_comes_back() -> Result<()> {
    on_page(async |page| {
        let seed = async |wanted: &str| -> Result<()> {
            let seed = page.control("seed").await?.prop("value").await?;
            ensure!(seed.as_deref() == Some(wanted), "{seed:?} is not {wanted}");
            Ok(())
        };
        page.write_scenario("{name: Mine, seed: 22}").await?;
        page.choose("preset", "mixed-senders").await?;
        page.shows("status", |status| status == "running").await?;
        seed("").await?;
        page.click("bring-back").await?;
        page.shows("status", |status| status == "ready").await?;
        seed("22").await?;
        // the menu has it too, after a reload as well
        page.choose("preset", "mixed-senders").await?;
        page.shows("status", |status| status == "running").await?;
        page.driver.refresh().await?;
        page.shows("status", |status| status == "running").await?;
        page.choose("preset", "").await?;
        page.shows("status", |status| status == "ready").await?;
        seed("22").await
    })
}

#[test]
fn a_crash_of_the_tab_takes_nothing() -> Result<()> {
    on_page_after_crash(
        async |page| {
            page.write_scenario("{seed: 9, senders: [{count: 3, mean_time: 2s}]}")
                .await?;
            page.click("run").await?;
            page.shows("status", |status| status == "running").await?;
            page.click("run").await?;
            page.shows("status", |status| status == "paused").await?;
            // by hand, then by a single event: the last that is done before the crash
            page.click("sender-sender/1").await?;
            page.click("act-hang").await?;
            page.shows("command", |text| text.contains("hang")).await?;
            let before = page.shows("digest", |text| text.len() == 32).await?;
            page.click("step").await?;
            page.shows("digest", |text| text != before).await
        },
        async |page, digest| {
            page.shows("digest", |again| again == digest).await?;
            page.shows("status", |status| status == "paused").await?;
            page.shows("command", |text| text.contains("hang")).await?;
            let seed = page.control("seed").await?.prop("value").await?;
            ensure!(seed.as_deref() == Some("9"), "{seed:?}");
            Ok(())
        },
    )
}

#[test]
fn what_another_tab_has_kept_is_listed_where_one_looks() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("seed: 3").await?;
        let here = page.driver.window().await?;
        let there = page.driver.new_tab().await?;
        page.driver.switch_to_window(there).await?;
        page.driver.goto(&page.address).await?;
        let digest = page.run_to_its_end("{seed: 4, producer: {messages: 20}}").await?;
        page.kept(1).await?;
        page.driver.switch_to_window(here).await?;
        // as the browser tells of it where a screen shows its windows
        page.ask("dispatchEvent(new Event('focus'))").await?;
        let listed = page.kept(1).await?;
        ensure!(listed == [digest.clone()], "{listed:?}, not {digest}");
        Ok(())
    })
}
