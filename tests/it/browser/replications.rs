//! Replications on the page are those of the terminal, to the digit.

use super::page::{Page, on_page};
use super::repeat::in_a_terminal;
use anyhow::{Context, Result, ensure};
use bellwether::experiment::ExperimentReport;
use bellwether::scenario::Scenario;
use bellwether::simulation::Simulation;
use bellwether::theory;
use bellwether::words::{distance, figure, optional, percent};

/// A scenario that has all there is to show.
const ALL: &str = "
name: all
seed: 7
producer:
  messages: 400
  arrivals: {poisson: 20/s}
  kinds: [{name: alert, weight: 1, priority: 5}, {name: news, weight: 4}]
senders: [{name: a, count: 2}, {name: b, count: 1, mean_time: 200ms}]
targets: [makespan < 10min, failed_share < 90%]
";

impl Page {
    /// Lets the run come to its end.
    async fn ends(&self) -> Result<()> {
        self.full_speed().await?;
        self.shows("status", |status| matches!(status, "settled" | "stalled"))
            .await
            .map(drop)
    }

    /// Rows of the tables of the result, target by target and figure by figure, cell by cell.
    async fn replicated(&self) -> Result<Vec<Vec<String>>> {
        let rows = self
            .ask(
                "const cells = (row) => [...row.children].map((cell) => cell.textContent.trim());
                 const result = document.querySelector('[data-testid=replications-result]');
                 return [...result.querySelectorAll('tbody tr, .targets li')].map(cells);",
            )
            .await?;
        Ok(serde_json::from_value(rows)?)
    }
}

fn natively(text: &str, count: u32) -> Result<ExperimentReport> {
    let scenario = Scenario::from_text(text).map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
    let reports: Vec<_> = (0..count)
        .map(|number| {
            let mut run = Simulation::new(&scenario, number);
            run.run_to_end();
            run.report()
        })
        .collect();
    ExperimentReport::new(&reports, count).context("no replications")
}

/// What the page should show of them, in its order.
fn wanted(of_run: &ExperimentReport, report: &ExperimentReport) -> Vec<Vec<String>> {
    let (mut rows, mut others) = (Vec::new(), Vec::new());
    let mut parts = vec![(String::new(), report.shown(), of_run.figures.clone())];
    for row in &report.targets {
        others.push(vec![
            row.target.clone(),
            report.value_of(row),
            format!("met in {}", percent(row.met_share)),
        ]);
    }
    let theory = report.theory.figures.iter().map(|line| {
        let unit = theory::unit_of(&line.name);
        vec![
            line.name.clone(),
            figure(unit, line.expected),
            optional(line.observed, |observed| observed.in_words(unit)),
            optional(line.standard_errors, distance),
        ]
    });
    others.extend(theory);
    let of_kinds = report.shown_kinds().into_iter().zip(of_run.shown_kinds());
    let of_groups = report.shown_groups().into_iter().zip(of_run.shown_groups());
    parts.extend(
        of_kinds
            .chain(of_groups)
            .map(|(part, run)| (format!("{}: ", part.name), part.shown, run.all.clone())),
    );
    for (prefix, shown, of_run) in parts {
        for known in shown {
            let text = |value: f64| known.interval.beside(known.unit, value);
            rows.push(vec![
                format!("{prefix}{}", report.title(&known)),
                optional(of_run.get(known.name), |figure| text(figure.mean)),
                text(known.interval.mean),
                optional(known.interval.half_width_in_words(known.unit), |width| width),
                text(known.interval.min),
                text(known.interval.max),
            ]);
        }
    }
    rows.append(&mut others);
    rows
}

#[test]
fn they_are_the_terminals_to_the_digit() -> Result<()> {
    on_page(async |page| {
        for (text, count) in [("{}", 10), (ALL, 30)] {
            page.write_scenario(text).await?;
            page.click("run").await?;
            page.ends().await?;
            page.choose("replications", &count.to_string()).await?;
            page.at("replicate", " ").await?;
            let headline = format!("{count} replications · means with 95 % confidence intervals");
            page.shows("replications-said", |said| said == headline).await?;
            let report = natively(text, count)?;
            let (found, wanted) = (page.replicated().await?, wanted(&natively(text, 1)?, &report));
            ensure!(found == wanted, "{found:#?} instead of {wanted:#?}");
            let command = page
                .shows("replications-command", |command| !command.is_empty())
                .await?;
            ensure!(
                in_a_terminal(&command)? == report.to_json(),
                "{command} prints another report"
            );
        }
        Ok(())
    })
}

#[test]
fn who_stops_them_keeps_what_is_done_and_another_run_has_none() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("{producer: {messages: 300000}, senders: [{count: 50}]}")
            .await?;
        page.click("run").await?;
        page.ends().await?;
        page.choose("replications", "100").await?;
        page.click("replicate").await?;
        page.shows("replicated", |said| {
            said.ends_with(" of 100") && !said.starts_with("1 ")
        })
        .await?;
        // a message's life does not wait for them
        page.write("message-number", "17").await?;
        page.click("look-up").await?;
        page.shows("life", |text| text.contains("begins an attempt"))
            .await?;
        page.click("replicate").await?;
        let said = page.shows("replications-said", |said| !said.is_empty()).await?;
        ensure!(
            said.starts_with("interrupted after ") && said.contains(" of 100 replications"),
            "{said}"
        );
        let command = page
            .shows("replications-command", |command| !command.is_empty())
            .await?;
        let done = said.split(' ').nth(2).context("how many")?;
        ensure!(command.contains(&format!(" --replications {done} ")), "{command}");
        page.click("reset").await?;
        page.shows("status", |status| status == "ready").await?;
        let left = page
            .ask("return document.querySelectorAll('.replications').length")
            .await?;
        ensure!(left == 0, "the result of the run before is left");
        page.click("run").await?;
        page.ends().await?;
        page.shows("replicate", |button| button == "Replicate").await?;
        let left = page
            .ask("return document.querySelectorAll('.replicated').length")
            .await?;
        ensure!(left == 0, "the result of the run before comes back");
        Ok(())
    })
}

#[test]
fn what_was_done_by_hand_is_done_in_each() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("{seed: 9, producer: {messages: 600}, senders: [{count: 3}]}")
            .await?;
        page.click("run").await?;
        page.shows("sent", |sent| sent != "0").await?;
        page.click("crash-one").await?;
        page.click("add-sender").await?;
        page.shows("command", |command| command.contains("add_sender"))
            .await?;
        page.ends().await?;
        page.click("replicate").await?;
        page.shows("replications-said", |said| said.starts_with("10 replications"))
            .await?;
        let text = page
            .file_of(async |page| page.click("export-scenario").await)
            .await?;
        let report = natively(&text, 10)?;
        let (found, wanted) = (page.replicated().await?, wanted(&natively(&text, 1)?, &report));
        ensure!(found == wanted, "{found:#?} instead of {wanted:#?}");
        let command = page
            .shows("replications-command", |command| command.contains("crash"))
            .await?;
        ensure!(in_a_terminal(&command)? == report.to_json(), "{command}");
        Ok(())
    })
}
