//! Looking closer: charts as files and tables, steps, the lives of messages and senders.

use super::page::{Page, on_page};
use anyhow::{Result, bail, ensure};
use serde_json::json;
use std::time::Duration;

const CHARTS: [&str; 4] = ["outcomes", "queue", "throughput", "delivery"];

impl Page {
    /// Begins and ends of the files that the page hands out, as text of Latin 1.
    async fn saved_by(&self, button: &str) -> Result<String> {
        self.ask(
            "if (!window.blobs) {
                 window.blobs = []; const create = URL.createObjectURL;
                 URL.createObjectURL = (blob) => { window.blobs.push(blob); return create(blob); };
             }
             window.blobs.length = 0;",
        )
        .await?;
        self.ask(&format!(
            "document.querySelector('[data-testid=\"{button}\"]').click()"
        ))
        .await?;
        // of a PNG the drawing that it is made from comes first
        let wait = "const [wanted, done] = arguments; const look = async () => {
                if (window.blobs.length < wanted) return setTimeout(look, 20);
                const bytes = new Uint8Array(await window.blobs[wanted - 1].arrayBuffer());
                done(String.fromCharCode(...bytes.slice(0, 4000)) + ' … ' + bytes.length);
            }; look();";
        let wanted = if button.ends_with("png") { 2 } else { 1 };
        let text = self.driver.execute_async(wait, vec![json!(wanted)]).await?;
        Ok(text.json().as_str().unwrap_or_default().to_owned())
    }
}

#[test]
fn each_chart_is_saved_as_svg_png_and_csv_and_has_a_table() -> Result<()> {
    on_page(async |page| {
        page.full_speed().await?;
        page.shows("status", |status| status == "settled").await?;
        for chart in CHARTS {
            let svg = page.saved_by(&format!("{chart}-svg")).await?;
            ensure!(svg.starts_with("<svg "), "{chart}: {svg:.80}");
            let png = page.saved_by(&format!("{chart}-png")).await?;
            ensure!(png.starts_with("\u{89}PNG\r\n\u{1a}\n"), "{chart}: {png:.20}");
            // width and height stand in the first chunk
            let size: Vec<u32> = png.chars().skip(16).take(8).map(u32::from).collect();
            ensure!(
                size == [0, 0, 7, 128, 0, 0, 3, 192],
                "{chart}: 1920 times 960, not {size:?}"
            );
            let csv = page.saved_by(&format!("{chart}-csv")).await?;
            ensure!(
                csv.lines().count() > 10 && csv.lines().next().is_some_and(|head| head.contains(',')),
                "{csv:.80}"
            );
            page.ask(&format!(
                "document.querySelector('[data-testid=\"{chart}-table\"]').click()"
            ))
            .await?;
            let table = page
                .shows(&format!("chart-{chart}"), |text| text.lines().count() > 10)
                .await?;
            if chart == "delivery" {
                let sums = "const number = (cell) => Number(cell.textContent.replaceAll(',', ''));
                    const rows = [...document.querySelectorAll('[data-testid=chart-delivery] tbody tr')];
                    return [rows.reduce((sum, row) => sum + number(row.lastElementChild), 0),
                        number(document.querySelector('[data-testid=sent]'))];";
                let sums: [f64; 2] = serde_json::from_value(page.ask(sums).await?)?;
                ensure!(
                    (sums[0] - sums[1]).abs() < 0.5,
                    "the rows and what was sent: {sums:?}"
                );
            }
            let heads = csv.lines().next().unwrap_or_default().split(',').count();
            let columns = page
                .ask(&format!(
                    "return document.querySelectorAll('[data-testid=chart-{chart}] thead th').length"
                ))
                .await?;
            ensure!(
                columns == json!(heads),
                "{chart}: {columns} columns, {heads} in the file\n{table}"
            );
        }
        Ok(())
    })
}

#[test]
fn a_step_is_an_event_a_message_or_an_interval() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("{senders: [{count: 1, mean_time: 1s, service: constant, failure_rate: 0}]}")
            .await?;
        page.choose("stride", "message").await?;
        for sent in ["1", "2"] {
            page.click("step").await?;
            page.shows("sent", |shown| shown == sent).await?;
            page.shows("clock", |clock| clock == format!("{sent}.00 s"))
                .await?;
        }
        page.choose("stride", "interval").await?;
        for (clock, sent) in [("5.00 s", "5"), ("10.0 s", "10")] {
            page.press(".").await?;
            page.shows("clock", |shown| shown == clock).await?;
            page.shows("sent", |shown| shown == sent).await?;
        }
        page.choose("stride", "event").await?;
        let before = page.shows("digest", |text| text.len() == 32).await?;
        page.press(".").await?;
        page.shows("digest", |digest| digest != before).await?;
        page.shows("status", |status| status == "paused").await.map(drop)
    })
}

#[test]
fn a_sender_has_a_life_at_its_tile() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("{senders: [{count: 2, mean_time: 1s, service: constant, failure_rate: 0}]}")
            .await?;
        page.full_speed().await?;
        page.click("sender-sender/2").await?;
        page.click("act-crash").await?;
        page.click("act-restart").await?;
        page.click("run").await?;
        page.shows("status", |status| status == "settled").await?;
        // it follows the run by itself
        let life = page
            .shows("sender-life", |text| text.contains("earlier lines are left out"))
            .await?;
        // the last first
        ensure!(life.contains("message 999: sent"), "{life:.200}");
        page.write_scenario("{senders: [{count: 2, mean_time: 1s, service: constant, failure_rate: 0}]}")
            .await?;
        page.click("step").await?;
        page.click("sender-sender/2").await?;
        page.click("act-crash").await?;
        page.shows("sender-life", |text| text.contains("crashes, on command"))
            .await?;
        // one is repeated that long only if it is asked for
        let many = "{producer: {messages: 60000}, senders: [{count: 2}]}";
        page.write_scenario(many).await?;
        page.click("sender-sender/2").await?;
        page.shows("sender-life", |text| text.contains("message 1"))
            .await?;
        page.click("run").await?;
        page.shows("status", |status| status == "settled").await?;
        page.click("life-again").await?;
        page.shows("sender-life", |text| text.contains("earlier lines are left out"))
            .await
            .map(drop)
    })
}

#[test]
fn on_paper_all_charts_are_drawn_and_nothing_is_cut() -> Result<()> {
    on_page(async |page| {
        page.is_ready().await?;
        page.click("run").await?;
        page.shows("status", |status| status == "paused").await?;
        page.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" }))
            .await?;
        let screen = json!({ "width": 700, "height": 400, "deviceScaleFactor": 1, "mobile": false });
        page.devtools("Emulation.setDeviceMetricsOverride", screen)
            .await?;
        page.ask("scrollTo(0, 0); dispatchEvent(new Event('beforeprint'))")
            .await?;
        let seen = "return [document.querySelectorAll('.chart-frame svg').length,
            document.documentElement.scrollWidth <= innerWidth,
            [...document.querySelectorAll('main button, main input')].filter((it) =>
                it.checkVisibility() && !it.matches('.link')).length]";
        for _ in 0..200 {
            if page.ask(seen).await? == json!([4, true, 0]) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        bail!("{}", page.ask(seen).await?)
    })
}
