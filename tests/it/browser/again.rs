//! A link is not trusted, and a worker may die.

use super::page::on_page;
use anyhow::{Result, ensure};
use serde_json::json;

#[test]
fn a_link_with_very_many_messages_waits_for_the_visitor() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("producer: {messages: 1000001}").await?;
        let link = page.link().await?;
        page.open_link(&link).await?;
        page.shows("notice", |text| text.contains("1,000,001")).await?;
        page.shows("status", |status| status == "ready").await.map(drop)
    })
}

#[test]
fn a_broken_link_is_told_and_keeps_what_was_there() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("{seed: 5, producer: {messages: 12}}").await?;
        page.open_link("#1.AAAA.00000000").await?;
        page.shows("notice", |text| text.contains("damaged")).await?;
        let seed = page.control("seed").await?.prop("value").await?;
        ensure!(seed.as_deref() == Some("5"), "{seed:?}");
        Ok(())
    })
}

#[test]
fn nothing_from_a_link_is_markup() -> Result<()> {
    on_page(async |page| {
        let hostile = "<img src=x onerror=document.title='stolen'>";
        page.write_scenario(&format!("name: \"{hostile}\"")).await?;
        page.click("tab-text").await?;
        page.write(
            "scenario-text",
            &format!("{{name: \"{hostile}\", seed: \"{hostile}\"}}"),
        )
        .await?;
        let link = page.link().await?;
        page.open_link(&link).await?;
        page.shows("problems", |text| text.contains("<img")).await?;
        let harm = page
            .ask("return [document.title, document.querySelectorAll('img').length]")
            .await?;
        ensure!(harm == json!(["Bellwether", 0]), "{harm}");
        Ok(())
    })
}

#[test]
fn a_dead_worker_is_told_and_its_run_goes_on_in_another() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("seed: 6").await?;
        // as the browser tells of it: the next worker dies at its first command
        page.ask(
            "const post = Worker.prototype.postMessage; Worker.prototype.postMessage = function (message) {
                 if (message.kind !== 'step') return post.call(this, message);
                 Worker.prototype.postMessage = post;
                 this.onerror(new ErrorEvent('error', { message: 'out of memory' }));
             };",
        )
        .await?;
        page.click("step").await?;
        page.shows("worker-broken", |text| text.contains("out of memory"))
            .await?;
        page.ask("document.querySelector('[data-testid=worker-broken] button').click()")
            .await?;
        page.shows("status", |status| status == "paused").await?;
        let seed = page.control("seed").await?.prop("value").await?;
        ensure!(seed.as_deref() == Some("6"), "{seed:?}");
        page.full_speed().await?;
        page.click("run").await?;
        page.shows("status", |status| status == "settled").await.map(drop)
    })
}

#[test]
fn a_browser_without_workers_says_so_in_words() -> Result<()> {
    on_page(async |page| {
        page.has_started().await?;
        let refuse = "window.Worker = class { constructor() { throw new Error('none are allowed here'); } };";
        let early = json!({ "source": refuse });
        page.devtools("Page.addScriptToEvaluateOnNewDocument", early)
            .await?;
        page.driver.refresh().await?;
        let told = page
            .shows("worker-broken", |text| text.contains("none are allowed here"))
            .await?;
        ensure!(!told.contains("wasm"), "places in the program: {told}");
        let edited = page
            .ask("return document.querySelectorAll('[data-testid=restart], [data-testid=triple]:enabled').length")
            .await?;
        ensure!(
            edited == json!(0),
            "there is no run, and it is offered to change it"
        );
        Ok(())
    })
}
