//! A first visit: a picture that runs at once, and that can be broken at once.

use super::page::{Page, on_page};
use super::probe::print;
use anyhow::{Result, ensure};
use serde_json::json;
use std::time::Duration;
use thirtyfour::By;

/// Begins with the page: notes when its picture is there, and when the first message was sent.
const WATCH: &str = "
    localStorage.clear();
    window.seen = {};
    const look = () => {
        const sent = document.querySelector('[data-testid=sent]');
        if (sent) seen.picture ??= performance.now();
        if (sent && sent.textContent !== '0') seen.running ??= performance.now();
        if (!seen.running) setTimeout(look, 4);
    };
    look();
";

impl Page {
    pub(super) async fn devtools(&self, command: &str, arguments: serde_json::Value) -> Result<()> {
        self.driver.cdp().send_raw(command, arguments).await?;
        Ok(())
    }

    /// From now on the page is on a phone.
    async fn on_phone(&self) -> Result<()> {
        let screen = json!({ "width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": true });
        self.devtools("Emulation.setDeviceMetricsOverride", screen)
            .await?;
        // the picture is drawn anew once the page has told its width
        let upright = "const picture = document.querySelector('.picture svg');
            return picture.clientHeight > picture.clientWidth";
        while self.ask(upright).await? != json!(true) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// Which of these are not seen without scrolling.
    async fn out_of_sight(&self, names: &[&str]) -> Result<serde_json::Value> {
        self.ask(&format!(
            "return {}.filter((name) => {{
                 const place = document.querySelector(`[data-testid=\"${{name}}\"]`).getBoundingClientRect();
                 return place.top < 0 || place.bottom > innerHeight;
             }})",
            json!(names)
        ))
        .await
    }

    /// Opens the page as if it had never been here.
    async fn visit_first(&self) -> Result<()> {
        self.driver.goto("about:blank").await?;
        let everything = json!({ "origin": self.address, "storageTypes": "all" });
        self.devtools("Storage.clearDataForOrigin", everything).await?;
        self.devtools("Network.clearBrowserCache", json!({})).await?;
        let watch = json!({ "source": WATCH });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", watch)
            .await?;
        Ok(self.driver.goto(&self.address).await?)
    }
}

#[test]
fn the_picture_runs_at_once() -> Result<()> {
    on_page(async |page| {
        page.has_started().await?;
        page.visit_first().await?;
        page.shows("sent", |sent| !matches!(sent, "" | "0")).await?;
        let seen = page.ask("return [seen.picture, seen.running]").await?;
        let [picture, running]: [f64; 2] = serde_json::from_value(seen)?;
        print(&format!(
            "first visit: the picture after {picture:.0} ms, the first message sent after {running:.0} ms"
        ));
        ensure!(running < 20_000.0, "{running} ms");
        Ok(())
    })
}

#[test]
fn a_visitor_breaks_it_within_three_clicks_and_without_scrolling() -> Result<()> {
    on_page(async |page| {
        page.shows("status", |status| status == "running").await?;
        let controls = ["run", "sender-sender/2", "crash-one", "triple"];
        let hidden = page
            .out_of_sight(&[&controls[..], &["sent", "queued"]].concat())
            .await?;
        ensure!(hidden == json!([]), "below 1440 times 900: {hidden}");
        page.on_phone().await?;
        // the picture has the figures that matter most
        let hidden = page.out_of_sight(&controls).await?;
        ensure!(hidden == json!([]), "below 390 times 844: {hidden}");
        page.control("crash-one").await?.click().await?;
        page.shows("log", |log| log.contains("crashes, on command"))
            .await?;
        page.ask("scrollTo(0, 0)").await?;
        page.control("sender-sender/2").await?.click().await?;
        page.shows("sender-life", |life| !life.is_empty()).await?;
        let hidden = page.out_of_sight(&["act-crash"]).await?;
        ensure!(hidden == json!([]), "what is opened is not seen: {hidden}");
        page.control("triple").await?.click().await?;
        page.shows("produced", |produced| produced == "3,000").await?;
        page.shows("status", |status| status == "running").await.map(drop)
    })
}

#[test]
fn the_load_of_a_steady_stream_is_tripled_as_it_runs() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("producer: {messages: 100000, arrivals: {poisson: 10/s}}")
            .await?;
        page.click("run").await?;
        page.click("triple").await?;
        page.shows("command", |command| command.contains("arrival_rate: 30"))
            .await?;
        page.text_when(By::Css(".picture"), |text| text.contains("random, 30/s"))
            .await?;
        page.click("triple").await?;
        page.shows("command", |command| command.contains("arrival_rate: 90"))
            .await
            .map(drop)
    })
}

#[test]
fn the_bar_keeps_its_height_whatever_it_says() -> Result<()> {
    on_page(async |page| {
        for (width, most) in [
            (360, 230.0),
            (390, 230.0),
            (1280, 90.0),
            (1366, 90.0),
            (1440, 90.0),
            (1920, 90.0),
        ] {
            let screen = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
            page.devtools("Emulation.setDeviceMetricsOverride", screen)
                .await?;
            page.shows("status", |status| status == "running").await?;
            // its height, and where its controls begin
            let places = "return [document.querySelector('header.bar').offsetHeight,
                ...['step', 'cancel', 'reset', 'speed'].map((name) =>
                    document.querySelector(`[data-testid=${name}]`).getBoundingClientRect().x)]";
            let running: Vec<f64> = serde_json::from_value(page.ask(places).await?)?;
            page.click("run").await?;
            page.shows("status", |status| status == "paused").await?;
            let paused: Vec<f64> = serde_json::from_value(page.ask(places).await?)?;
            ensure!(running == paused, "{width}: {running:?} and {paused:?}");
            page.click("run").await?;
            page.shows("run", |name| name == "Pause").await?;
            page.click("cancel").await?;
            page.shows("status", |status| status == "cancelled").await?;
            let cancelled: Vec<f64> = serde_json::from_value(page.ask(places).await?)?;
            ensure!(running == cancelled, "{width}: {running:?} and {cancelled:?}");
            ensure!(running[0] < most, "{width}: {running:?}");
            // even where there is room for its picture only
            let name = page
                .ask("return document.querySelector('[data-testid=share]').innerText.trim()")
                .await?;
            ensure!(name == json!("Share"), "{width}: {name}");
            page.click("run").await?;
        }
        Ok(())
    })
}

#[test]
fn on_a_phone_the_scenario_far_below_is_one_click_away() -> Result<()> {
    on_page(async |page| {
        page.shows("status", |status| status == "running").await?;
        // what comes last would push the scenario down
        page.text_when(By::Css(".kept"), |text| !text.is_empty()).await?;
        page.on_phone().await?;
        let hidden = page.out_of_sight(&["tab-text"]).await?;
        ensure!(hidden == json!(["tab-text"]), "{hidden}");
        page.click("to-scenario").await?;
        let hidden = page.out_of_sight(&["tab-text", "name"]).await?;
        ensure!(hidden == json!([]), "{hidden}");
        page.text_when(By::Css(".described"), |text| text.contains("1000 messages"))
            .await?;
        let hidden = page.out_of_sight(&["to-run"]).await?;
        ensure!(hidden == json!([]), "the way back is not seen: {hidden}");
        page.click("to-run").await?;
        let hidden = page.out_of_sight(&["run", "crash-one"]).await?;
        ensure!(hidden == json!([]), "below 390 times 844: {hidden}");
        page.choose("preset", "overload").await?;
        page.text_when(By::Css(".described"), |text| text.contains("refuses the rest"))
            .await
            .map(drop)
    })
}

#[test]
fn no_chart_stands_alone_in_its_row() -> Result<()> {
    on_page(async |page| {
        page.shows("chart-delivery", |text| !text.is_empty()).await?;
        for (width, shape) in [
            (390, [1, 4]),
            (1280, [2, 2]),
            (1700, [2, 2]),
            (1920, [2, 2]),
            (2560, [4, 1]),
        ] {
            let screen = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
            page.devtools("Emulation.setDeviceMetricsOverride", screen)
                .await?;
            // columns and rows
            let seen = "const charts = [...document.querySelectorAll('.chart')];
                return ['offsetLeft', 'offsetTop'].map((way) => new Set(charts.map((chart) => chart[way])).size)";
            let seen = page.ask(seen).await?;
            ensure!(seen == json!(shape), "{width}: {seen}");
        }
        Ok(())
    })
}

#[test]
fn the_page_is_as_large_as_the_text_that_the_browser_is_set_to() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("targets: [failed_share < 30%]").await?;
        page.click("tab-form").await?;
        page.click("run").await?;
        let sizes = json!({ "fontSizes": { "standard": 32 } });
        page.devtools("Page.setFontSizes", sizes).await?;
        for width in [1440, 390] {
            let screen = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
            page.devtools("Emulation.setDeviceMetricsOverride", screen)
                .await?;
            // drawings follow a moment later
            let cut = "const right = (it) => it.getBoundingClientRect().right;
                return [getComputedStyle(document.documentElement).fontSize,
                    document.documentElement.scrollWidth <= innerWidth,
                    [...document.querySelectorAll('.figure-value, .field')].filter((it) =>
                        right(it) > right(it.parentElement) + 1).map((it) => it.textContent)]";
            let wanted = json!(["32px", true, []]);
            let mut found = page.ask(cut).await?;
            for _ in 0..200 {
                if found == wanted {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
                found = page.ask(cut).await?;
            }
            ensure!(found == wanted, "{width}: {found}");
        }
        Ok(())
    })
}
