//! Tests that drive the finished site in a real browser.

mod chromium;
mod page;
mod place;

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

#[test]
fn what_the_policy_forbids_is_reported() -> Result<()> {
    on_page(async |page| {
        page.driver
            .execute("document.body.setAttribute('style', 'color: red')", Vec::new())
            .await?;
        let complaints = page.take_complaints().await?;
        ensure!(
            complaints
                .iter()
                .any(|line| line.contains("Content Security Policy")),
            "{complaints:?}"
        );
        Ok(())
    })
}
