//! Motion, for those who want it: single messages are seen to travel. All other tests ask the browser for none.

use super::page::{PATIENCE, Page, on_page};
use anyhow::{Result, ensure};
use serde_json::json;
use std::time::{Duration, Instant};

/// How much is drawn above the picture, and where on the whole: both are numbers.
const DRAWN: &str = "
    const canvas = document.querySelector('.scene canvas');
    if (!canvas || !canvas.width || !canvas.height) return [0, 0];
    const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
    const pencil = copy.getContext('2d', { willReadFrequently: true });
    pencil.drawImage(canvas, 0, 0);
    const { data } = pencil.getImageData(0, 0, copy.width, copy.height);
    let [drawn, places] = [0, 0];
    for (let at = 3; at < data.length; at += 4) if (data[at]) { drawn += 1; places += at % 104729; }
    return [drawn, places]";

impl Page {
    async fn prefers_motion(&self, preference: &str) -> Result<()> {
        let media = json!({ "features": [{ "name": "prefers-reduced-motion", "value": preference }] });
        self.devtools("Emulation.setEmulatedMedia", media).await
    }

    async fn drawn(&self) -> Result<(u64, u64)> {
        Ok(serde_json::from_value(self.ask(DRAWN).await?)?)
    }

    /// Waits until something is drawn that differs from what was.
    async fn drawn_otherwise(&self, before: (u64, u64)) -> Result<(u64, u64)> {
        let start = Instant::now();
        loop {
            let drawn = self.drawn().await?;
            if drawn.0 > 0 && drawn != before {
                return Ok(drawn);
            }
            ensure!(start.elapsed() < PATIENCE, "nothing moves: {drawn:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

#[test]
fn messages_travel_for_those_who_want_motion() -> Result<()> {
    on_page(async |page| {
        page.prefers_motion("no-preference").await?;
        page.shows("status", |status| status == "running").await?;
        let mut drawn = (0, 0);
        for _ in 0..5 {
            drawn = page.drawn_otherwise(drawn).await?;
        }
        Ok(())
    })
}

#[test]
fn nothing_travels_for_those_who_do_not() -> Result<()> {
    on_page(async |page| {
        page.prefers_motion("reduce").await?;
        page.shows("status", |status| status == "running").await?;
        for least in [5, 10, 15, 20, 25] {
            let enough = |sent: &str| {
                sent.replace(',', "")
                    .parse::<u32>()
                    .is_ok_and(|sent| sent >= least)
            };
            page.shows("sent", enough).await?;
            let (drawn, _) = page.drawn().await?;
            ensure!(drawn == 0, "{drawn} pixels");
        }
        Ok(())
    })
}
