//! A million messages at full speed, and as many as never end: the page keeps answering.

use super::page::{Page, on_page};
use super::probe::{Measured, print, quantile};
use anyhow::{Result, ensure};
use std::time::Duration;

impl Page {
    /// Begins a run at full speed and waits for its end; how long it took, and what was measured meanwhile.
    async fn run_measured(&self, scenario: &str) -> Result<(f64, Measured)> {
        self.write_scenario(scenario).await?;
        self.full_speed().await?;
        self.measure().await?;
        self.ask("window.began = performance.now(); document.getElementById('run').click()")
            .await?;
        self.shows("status", |status| status == "settled").await?;
        let took = self.ask("return probe.redraws.at(-1) - began").await?;
        Ok((took.as_f64().unwrap_or(f64::NAN), self.measured().await?))
    }

    /// Clicks a button; tells the milliseconds until the status is as wanted, and until the figures rest.
    async fn stops(&self, button: &str, wanted: &str) -> Result<()> {
        self.ask(&format!(
            "const status = document.querySelector('[data-testid=status]');
             window.stop = {{}};
             new MutationObserver(() => {{
                 if (status.textContent === '{wanted}') stop.told ??= performance.now();
             }}).observe(status, {{ characterData: true, childList: true, subtree: true }});
             stop.clicked = performance.now();
             document.querySelector('[data-testid={button}]').click();"
        ))
        .await?;
        self.shows("status", |status| status == wanted).await?;
        tokio::time::sleep(Duration::from_millis(700)).await;
        let times = self
            .ask("return [stop.told - stop.clicked, Math.max(probe.redraws.at(-1) - stop.clicked, 0)]")
            .await?;
        let [told, rested]: [f64; 2] = serde_json::from_value(times)?;
        print(&format!(
            "{wanted} {told:.0} ms after the click, the last figures after {rested:.0} ms"
        ));
        ensure!(told < 10_000.0 && rested < 10_000.0, "{told} {rested}");
        Ok(())
    }
}

fn tell(what: &str, measured: &Measured) {
    let longest = measured.long_tasks.iter().copied().fold(0.0, f64::max);
    print(&format!(
        "{what}: {} tasks over 50 ms, the longest {longest:.0} ms; frames: median {:.1} ms, 99 % within {:.1} ms",
        measured.long_tasks.len(),
        quantile(&measured.frames, 0.5),
        quantile(&measured.frames, 0.99),
    ));
}

#[test]
fn a_million_messages_leave_the_page_free() -> Result<()> {
    on_page(async |page| {
        let scenario = "{producer: {messages: 1000000}, senders: [{count: 10}]}";
        let (took, measured) = page.run_measured(scenario).await?;
        tell(&format!("a million messages in {took:.0} ms"), &measured);
        let longest = measured.long_tasks.iter().copied().fold(0.0, f64::max);
        ensure!(longest < 3_000.0, "the page stood still for {longest} ms");
        Ok(())
    })
}

#[test]
fn a_run_without_end_is_drawn_as_often_as_asked_and_stops_at_once() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("{producer: {messages: 4000000000}, senders: [{count: 1000}]}")
            .await?;
        page.full_speed().await?;
        page.click("run").await?;
        page.shows("sent", |text| text.contains(',')).await?;
        for refresh in [50, 100, 1000] {
            page.ask(&format!(
                "const menu = document.getElementById('refresh'); menu.value = '{refresh}';
                 menu.dispatchEvent(new Event('change', {{ bubbles: true }}))"
            ))
            .await?;
            page.measure().await?;
            tokio::time::sleep(Duration::from_secs(4)).await;
            let measured = page.measured().await?;
            let middle = quantile(&measured.redraws, 0.5);
            tell(
                &format!("1,000 senders, redrawn each {refresh} ms: in the middle each {middle:.0} ms"),
                &measured,
            );
            let wanted = f64::from(refresh);
            ensure!(
                middle > wanted * 0.5 && middle < wanted * 3.0 + 1_000.0,
                "{middle} ms for {refresh}"
            );
        }
        page.stops("run", "paused").await
    })
}

#[test]
fn a_cancel_drops_millions_of_messages_at_once() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("{producer: {messages: 4000000000}, senders: [{count: 10}]}")
            .await?;
        page.full_speed().await?;
        page.click("run").await?;
        page.shows("queued", |text| text.starts_with("3,99")).await?;
        page.measure().await?;
        page.stops("cancel", "cancelled").await
    })
}
