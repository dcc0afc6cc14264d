//! A run driven by hand, repeated by what the page gives for it: the terminal's command, the link, the file.

use super::page::{Page, on_page};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::env;
use std::process::Command;

impl Page {
    /// Lets the run come to its end; its report.
    async fn report_at_the_end(&self) -> Result<String> {
        self.full_speed().await?;
        // crashed senders stay down: nobody is left to send
        self.shows("status", |status| matches!(status, "settled" | "stalled"))
            .await?;
        self.report().await
    }
}

/// What a shell prints for the page's command, as JSON. Of the program the build that the tests have is taken.
pub(super) fn in_a_terminal(command: &str) -> Result<String> {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let command = command.replacen(
        "cargo run --release -p cli -- ",
        &format!("'{cargo}' run --locked --quiet -p cli -- --format json "),
        1,
    );
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let output = Command::new("sh")
        .arg("-c")
        .arg(&command)
        .current_dir(root)
        .output()
        .context("sh")?;
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{command}\n{errors}");
    Ok(String::from_utf8(output.stdout)?)
}

#[test]
fn command_link_and_file_repeat_a_run_driven_by_hand() -> Result<()> {
    on_page(async |page| {
        page.write_scenario(
            "name: \"It's $HOME\"\nseed: 9\nproducer: {messages: 600, arrivals: {poisson: 20/s}}\nsenders: [{count: 3}]\n",
        )
        .await?;
        page.click("run").await?;
        page.shows("sent", |sent| sent != "0").await?;
        page.click("crash-one").await?;
        page.click("triple").await?;
        page.click("add-sender").await?;
        page.click("sender-sender/2").await?;
        page.click("act-hang").await?;
        page.click("hands").await?;
        page.write("hand-value", "50%").await?;
        page.click("hand-set").await?;
        page.shows("command", |command| command.contains("failure_rate"))
            .await?;
        let exported = page.report_at_the_end().await?;
        let value: Value = serde_json::from_str(&exported)?;
        let by_hand = value["scenario"]["timeline"].as_array().map_or(0, Vec::len);
        ensure!(
            by_hand == 5,
            "{by_hand} entries: {}",
            value["scenario"]["timeline"]
        );

        let command = page.control("command").await?.prop("textContent").await?;
        let command = command.context("there is no command")?;
        ensure!(
            in_a_terminal(&command)? == exported,
            "the command prints another report:\n{command}"
        );

        let link = page.link().await?;
        let file = page
            .file_of(async |page| page.click("export-scenario").await)
            .await?;
        page.open_link(&link).await?;
        ensure!(
            page.report_at_the_end().await? == exported,
            "the link gives another report"
        );

        page.write_scenario(&file).await?;
        page.click("run").await?;
        ensure!(
            page.report_at_the_end().await? == exported,
            "the file gives another report"
        );
        Ok(())
    })
}

#[test]
fn a_run_whose_last_sender_broke_down_is_mended_by_hand_and_repeated() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("{seed: 4, producer: {messages: 300}, senders: [{count: 1}]}")
            .await?;
        page.click("run").await?;
        page.shows("sent", |sent| sent != "0").await?;
        page.click("crash-one").await?;
        page.shows("status", |status| status == "stalled").await?;
        page.shows("remaining", |remaining| remaining == "–").await?;
        page.click("add-sender").await?;
        page.shows("status", |status| status == "running").await?;
        page.click("sender-sender/1").await?;
        page.click("act-restart").await?;
        page.full_speed().await?;
        page.shows("status", |status| status == "settled").await?;
        let report = page.report().await?;
        let command = page
            .shows("command", |command| command.contains("restart"))
            .await?;
        ensure!(
            report == in_a_terminal(&command)?,
            "the terminal prints another report"
        );
        Ok(())
    })
}

#[test]
fn the_command_of_an_untouched_run_prints_its_report() -> Result<()> {
    on_page(async |page| {
        page.is_ready().await?;
        let exported = page.report_at_the_end().await?;
        let command = page.shows("command", |text| !text.is_empty()).await?;
        ensure!(in_a_terminal(&command)? == exported, "{command}");
        Ok(())
    })
}
