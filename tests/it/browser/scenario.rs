//! The scenario on the page holds the run up while it is wrong, and is drawn as it is.

use super::page::on_page;
use anyhow::{Result, ensure};
use serde_json::json;
use thirtyfour::By;

#[test]
fn a_mistake_holds_the_run_up_and_the_page_says_why() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("producer: {messages: 10}").await?;
        page.click("tab-form").await?;
        page.write("senders[0].count", "many").await?;
        page.shows("problems", |text| text.contains("many is not a whole number"))
            .await?;
        let run = page.control("run").await?;
        ensure!(!run.is_enabled().await?);
        let why = run.attr("title").await?.unwrap_or_default();
        ensure!(why == "The scenario has an error.", "{why}");
        page.write("senders[0].count", "4").await?;
        page.click("run").await?;
        page.shows("senders", |table| table.contains("sender/4"))
            .await
            .map(drop)
    })
}

#[test]
fn what_is_not_known_yet_is_not_told() -> Result<()> {
    on_page(async |page| {
        page.write_scenario(
            "{warm_up: 30s, producer: {arrivals: {poisson: 10/s}}, targets: [duplicates == 0, makespan < 1s]}",
        )
        .await?;
        page.click("step").await?;
        let seen = "const text = (what) => [...document.querySelectorAll(what)].map((it) => it.textContent);
            return [text('[data-testid=throughput], [data-testid=utilisation]'), text('.target-mark, .target-words')]";
        page.shows("produced", |produced| produced == "1").await?;
        let early = page.ask(seen).await?;
        ensure!(
            early == json!([["–", "–"], ["✓", "met so far", "–", "so far"]]),
            "{early}"
        );
        page.full_speed().await?;
        page.click("run").await?;
        page.shows("status", |status| status == "settled").await?;
        let [figures, targets]: [Vec<String>; 2] = serde_json::from_value(page.ask(seen).await?)?;
        ensure!(figures.iter().all(|figure| figure != "–"), "{figures:?}");
        ensure!(targets == ["✓", "met", "✗", "missed"], "{targets:?}");
        Ok(())
    })
}

#[test]
fn targets_are_lines_in_the_charts() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("targets: [delivery.p99 < 40s, makespan < 1s, sent_share > 50%]")
            .await?;
        page.full_speed().await?;
        page.click("run").await?;
        page.shows("status", |status| status == "settled").await?;
        for (chart, expected) in [
            ("outcomes", Some("makespan < 1s")),
            ("queue", None),
            ("throughput", None),
            ("delivery", Some("delivery.p99 < 40s")),
        ] {
            // what is out of sight is not drawn
            let place = format!("document.querySelector('[data-testid=chart-{chart}]')");
            page.ask(&format!("{place}.scrollIntoView()")).await?;
            let words = By::Css(format!("[data-testid=chart-{chart}] svg"));
            page.text_when(words, |text| match expected {
                Some(name) => text.contains(name),
                None => !text.is_empty() && !text.contains('<'),
            })
            .await?;
            let lines = page
                .ask(&format!(
                    "return {place}.querySelectorAll('.chart-target').length"
                ))
                .await?;
            ensure!(lines == json!(u8::from(expected.is_some())), "{chart}: {lines}");
        }
        Ok(())
    })
}

#[test]
fn a_setting_that_is_none_is_told_where_it_was_written() -> Result<()> {
    on_page(async |page| {
        page.shows("status", |status| status == "running").await?;
        page.click("hands").await?;
        page.write("hand-value", "lots").await?;
        page.click("hand-set").await?;
        page.shows("refusal", |text| text.contains("lots is not a share"))
            .await?;
        // nor does it stay where there is nothing to read
        page.ask("document.querySelector('[data-testid=hand-value]').value = ''")
            .await?;
        page.click("hand-set").await?;
        page.shows("refusal", |text| {
            text.starts_with("set.failure_rate: an empty text is not a share")
        })
        .await?;
        page.write("hand-value", "5%").await?;
        page.click("hand-set").await?;
        page.shows("log", |log| log.contains("set: failure rate 5 %"))
            .await?;
        let left = page
            .ask("return document.querySelectorAll('[data-testid=refusal]').length")
            .await?;
        ensure!(left == json!(0));
        Ok(())
    })
}

#[test]
fn an_edit_that_can_not_run_says_what_is_shown_and_why_nothing_begins_anew() -> Result<()> {
    on_page(async |page| {
        page.shows("status", |status| status == "running").await?;
        page.write("producer.messages", "many").await?;
        page.shows("earlier", |said| said.contains("still uses the earlier scenario"))
            .await?;
        for button in ["reset", "triple"] {
            let button = page.control(button).await?;
            ensure!(!button.is_enabled().await?);
            let why = button.attr("title").await?;
            ensure!(why.as_deref() == Some("The scenario has an error."), "{why:?}");
        }
        page.full_speed().await?;
        page.shows("earlier", |said| {
            said.contains("The results are of the earlier scenario")
        })
        .await
        .map(drop)
    })
}

#[test]
fn choices_of_the_form_follow_the_text() -> Result<()> {
    on_page(async |page| {
        let chosen =
            "return ['producer.arrivals', 'producer.arrivals.poisson', 'broker.overflow'].map((name) =>
            document.getElementById(name)?.value ?? null)";
        for (text, values) in [
            (
                "producer: {arrivals: {poisson: 45/s}}",
                json!(["poisson", "45/s", "reject"]),
            ),
            (
                "broker: {overflow: evict, capacity: 5}",
                json!(["burst", null, "evict"]),
            ),
            (
                "producer: {arrivals: {every: 10ms}}",
                json!(["every", null, "reject"]),
            ),
        ] {
            page.write_scenario(text).await?;
            page.click("tab-form").await?;
            let shown = page.ask(chosen).await?;
            ensure!(shown == values, "{text}: {shown}");
        }
        Ok(())
    })
}

#[test]
fn many_senders_are_a_grid_and_very_many_are_bars() -> Result<()> {
    on_page(async |page| {
        let shapes = "const all = (what) => [...document.querySelectorAll(what)];
            const squares = all('.grid .cell').map((cell) => cell.getAttribute('d').split('M').length - 1);
            return [all('.tile').length, squares.reduce((sum, count) => sum + count, 0), all('.bar-group').length]";
        for (count, expected) in [
            (3, json!([3, 0, 0])),
            (100, json!([0, 100, 0])),
            (2000, json!([0, 0, 1])),
        ] {
            page.write_scenario(&format!("senders: [{{count: {count}}}]"))
                .await?;
            page.click("step").await?;
            page.shows("produced", |produced| produced == "1,000").await?;
            let shown = page.ask(shapes).await?;
            ensure!(shown == expected, "{count} senders: {shown}");
        }
        let columns = "return document.querySelectorAll('[data-testid=senders] th[scope=col]').length";
        let columns = page.ask(columns).await?;
        ensure!(columns == json!(4), "{columns}, and some of them say nothing");
        Ok(())
    })
}

#[test]
fn each_of_a_thousand_senders_is_opened_in_the_grid_and_in_the_table() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("senders: [{count: 1000}]").await?;
        page.click("step").await?;
        page.shows("produced", |produced| produced == "1,000").await?;
        // the last square of the grid
        let press = "const cell = document.querySelector('.grid .cell');
            const numbers = cell.getAttribute('d').split('M').pop().split(/[ h]/);
            const origin = cell.closest('svg').getBoundingClientRect();
            cell.dispatchEvent(new MouseEvent('click', { bubbles: true,
                clientX: origin.left + Number(numbers[0]) + 2, clientY: origin.top + Number(numbers[1]) + 2 }))";
        page.ask(press).await?;
        page.shows("opened-sender", |text| text.contains("sender/1000"))
            .await?;
        page.shows("senders", |table| {
            table.contains("sender/981") && table.contains("sender/1000")
        })
        .await?;
        page.ask("document.querySelector('[aria-label=\"Earlier senders\"]').click()")
            .await?;
        page.shows("senders", |table| table.contains("sender/961"))
            .await?;
        // the end brings another panel, and leaves this one alone
        page.full_speed().await?;
        page.click("run").await?;
        page.shows("theory", |text| !text.is_empty()).await?;
        page.shows("senders", |table| table.contains("sender/961"))
            .await
            .map(drop)
    })
}

#[test]
fn each_of_many_groups_gets_one_more_sender() -> Result<()> {
    on_page(async |page| {
        let names = ["a", "b", "c", "d", "e", "f"];
        let groups = names.map(|name| format!("{{name: {name}}}")).join(", ");
        page.write_scenario(&format!("senders: [{groups}]")).await?;
        page.click("step").await?;
        page.shows("senders", |table| table.contains("f/1")).await?;
        page.click("add-sender").await?;
        page.shows("senders", |table| table.contains("a/2")).await?;
        page.choose("add-to", "f").await?;
        page.click("add-sender").await?;
        page.shows("senders", |table| table.contains("f/2"))
            .await
            .map(drop)
    })
}

#[test]
fn the_name_of_a_sender_stands_on_one_line_and_its_row_needs_no_scrolling() -> Result<()> {
    on_page(async |page| {
        let scenario = "senders: [{name: carrier-a, count: 2}, {name: carrier-b, count: 12}]";
        page.write_scenario(scenario).await?;
        page.click("step").await?;
        page.shows("senders", |table| table.contains("carrier-b/12"))
            .await?;
        for width in [768, 1000, 1280, 1366, 1440, 1920] {
            let screen = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
            page.devtools("Emulation.setDeviceMetricsOverride", screen)
                .await?;
            let seen = page
                .ask(
                    "const frame = document.querySelector('.senders .table-frame');
                     const lines = (it) => it.getClientRects().length;
                     return [frame.scrollWidth - frame.clientWidth,
                         [...frame.querySelectorAll('tbody .link')].filter((name) => {
                             const words = document.createRange();
                             words.selectNodeContents(name);
                             return lines(words) !== 1;
                         }).length]",
                )
                .await?;
            ensure!(seen == json!([0, 0]), "{width}: too wide, broken names: {seen}");
        }
        // and with large figures on a projector
        page.choose("preset", "flood-warning").await?;
        page.full_speed().await?;
        page.shows("sent", |sent| sent == "100,000").await?;
        let screen = json!({ "width": 1280, "height": 720, "deviceScaleFactor": 1, "mobile": false });
        page.devtools("Emulation.setDeviceMetricsOverride", screen)
            .await?;
        let beyond = "const frame = document.querySelector('.senders .table-frame');
            return frame.scrollWidth - frame.clientWidth";
        let beyond = page.ask(beyond).await?;
        ensure!(beyond == json!(0), "too wide by {beyond}");
        Ok(())
    })
}
