//! Tests that drive the finished site in a real browser.

mod chromium;
mod page;
mod place;
mod delivery;
mod twin;
mod tour;

use anyhow::{Result, ensure};
use page::on_page;
use thirtyfour::By;

#[test]
fn the_worker_answers_the_page() -> Result<()> {
    on_page(async |page| {
        let answer = page
            .text_when(By::Css("#answer"), |text| text.starts_with("the worker heard"))
            .await?;
        ensure!(
            answer.contains("seed "),
            "the worker heard something else: {answer}"
        );
        Ok(())
    })
}
