//! The scenario on the page: form and text, errors at their fields, files out.

use super::hand::named;
use super::page::on_page;
use crate::scenarios::File;
use anyhow::{Result, ensure};
use thirtyfour::By;

#[test]
fn an_error_stands_at_its_field_and_holds_the_run_up() -> Result<()> {
    on_page(async |page| {
        page.wait_for("status", "running").await?;
        page.click("reset").await?;
        page.wait_for("status", "ready").await?;
        page.set("senders[0].count", "many").await?;
        let note = By::Id("senders[0].count-note");
        let said = page
            .text_when(note.clone(), |text| text.contains("whole number"))
            .await?;
        ensure!(said.contains("many") && said.contains("100,000"), "{said}");
        let run = page.find("run").await?;
        ensure!(!run.is_enabled().await?);
        let why = run.attr("title").await?.unwrap_or_default();
        ensure!(why.contains("error"), "{why}");
        page.set("senders[0].count", "4").await?;
        page.click("run").await?;
        page.wait_for("status", "running").await?;
        page.text_when(named("senders"), |table| table.contains("sender/4"))
            .await
            .map(drop)
    })
}

#[test]
fn form_and_text_are_two_views_of_one_thing() -> Result<()> {
    on_page(async |page| {
        page.wait_for("status", "running").await?;
        page.write_scenario("{producer: {messages: 321, arrivals: {poisson: 45/s}}}")
            .await?;
        page.click("tab-form").await?;
        let shown = page
            .ask(
                "return ['producer.messages', 'producer.arrivals', 'producer.arrivals.poisson'].map((name) => \
                 document.getElementById(name).value)",
            )
            .await?;
        ensure!(shown == serde_json::json!(["321", "poisson", "45/s"]), "{shown}");
        page.set("producer.messages", "322").await?;
        page.click("tab-text").await?;
        let text = page
            .ask("return document.getElementById('scenario-text').value")
            .await?;
        ensure!(
            text.as_str().is_some_and(|text| text.contains("messages: 322")),
            "{text}"
        );
        Ok(())
    })
}

#[test]
fn the_exported_report_is_the_native_one() -> Result<()> {
    let file = File {
        name: "exported".to_owned(),
        text:
            "{seed: 7, producer: {messages: 500}, broker: {max_attempts: 3}, targets: [\"sent_share > 90%\"]}"
                .to_owned(),
    };
    let native = file.run(0)?.report().to_json();
    on_page(async |page| {
        page.wait_for("status", "running").await?;
        page.write_scenario(&file.text).await?;
        page.at_full_speed().await?;
        page.click("run").await?;
        page.wait_for("status", "settled").await?;
        page.catch_file().await?;
        page.click("export-report").await?;
        let exported = page.caught_file().await?;
        ensure!(exported == native, "{exported}");
        Ok(())
    })
}

#[test]
fn charts_are_saved_as_they_are_shown() -> Result<()> {
    on_page(async |page| {
        page.wait_for("status", "running").await?;
        page.at_full_speed().await?;
        page.wait_for("status", "settled").await?;
        for (button, begins) in [("SVG", "<svg "), ("CSV", "virtual time,")] {
            page.catch_file().await?;
            page.ask(&format!(
                "[...document.querySelectorAll('[data-testid=chart-outcomes] button')]\
                 .find((button) => button.textContent === '{button}').click()"
            ))
            .await?;
            let saved = page.caught_file().await?;
            ensure!(saved.starts_with(begins), "{button}: {saved:.80}");
        }
        Ok(())
    })
}

#[test]
fn the_theme_can_be_chosen() -> Result<()> {
    on_page(async |page| {
        for theme in ["light", "dark", "system"] {
            page.click("theme").await?;
            let chosen = page.ask("return document.documentElement.dataset.theme").await?;
            ensure!(chosen == theme, "{chosen}");
        }
        Ok(())
    })
}
