//! How fast the worker runs the model, beside the native program. Only `cargo xtask bench` runs this: it takes the
//! machine for itself, and prints figures instead of judging them.

use super::page::{Page, on_page};
use super::probe::quantile;
use crate::scenarios;
use anyhow::{Context, Result, ensure};
use bench::workload::{WORKLOADS, Workload};
use serde_json::json;
use std::io::Write as _;
use std::time::{Duration, Instant};

/// Runs after the first one: that one includes the time until the browser has replaced its quick first code. With a few, whatever
/// else the machine did decided the figures.
const ROUNDS: usize = 31;

/// Starts a worker of the site, without the page.
const START: &str = r"
    const done = arguments[0];
    const address = (path) => new URL(path, document.baseURI).href;
    const start = async () => {
        const page = await (await fetch(address('./'))).text();
        const [js, wasm] = ['js', 'wasm'].map((name) => page.match(`data-${name}=.([^\x22]+)`)[1]);
        const module = await WebAssembly.compileStreaming(fetch(address(wasm)));
        window.worker = new Worker(address('worker-loader.js'), { type: 'module' });
        worker.onmessage = ({ data }) => done(data);
        worker.postMessage({ js: address(js), module });
    };
    start().catch((error) => done(String(error)));
";
/// Has it run a scenario; gives milliseconds and the digest.
const RUN: &str = r"
    const [text, done] = arguments;
    const began = performance.now();
    worker.onmessage = ({ data }) => done([performance.now() - began, data.digest ?? data.reason]);
    worker.postMessage({ kind: 'whole', ticket: 1, text, seed: '', replication: 0 });
";

#[test]
#[ignore = "a measurement: `cargo xtask bench --part browser`"]
fn webassembly_beside_native() -> Result<()> {
    on_page(async |page| {
        page.driver.set_script_timeout(Duration::from_secs(120)).await?;
        // a file that draws nothing: the page would take the processor for its pictures
        page.driver
            .goto(format!("{}worker-loader.js", page.address))
            .await?;
        let mut out = std::io::stdout();
        writeln!(out, "\n## In the browser\n")?;
        writeln!(
            out,
            "The worker of the built page, alone in Chromium, and the same core natively, in turns; nanoseconds a \
             message on the wall, medians of {ROUNDS} rounds. The last ratio is that of the least times, which a busy \
             machine disturbs least.\n"
        )?;
        writeln!(
            out,
            "| workload | messages | first run | later runs | native | ratio | goal | of the least |"
        )?;
        writeln!(out, "|---|--:|--:|--:|--:|--:|--:|--:|")?;
        let crowd = Workload {
            name: "a burst to 100,000 senders",
            senders: 100_000,
            ..WORKLOADS[0]
        };
        for workload in WORKLOADS.into_iter().chain([crowd]) {
            let (messages, goal) = if workload.senders < 100_000 {
                (4_000_000, "1.5")
            } else {
                (1_000_000, "")
            };
            let (name, text) = (workload.name, workload.text(messages, 1));
            let started = page.driver.execute_async(START, Vec::new()).await?;
            ensure!(started.json() == &json!("ready"), "{}", started.json());
            let each = f64::from(messages) / 1e6;
            let first = in_worker(page, &text).await?.0 / each;
            let (mut later, mut native, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                let (worker, digest) = in_worker(page, &text).await?;
                let began = Instant::now();
                let own = natively(&text)?;
                let milliseconds = began.elapsed().as_secs_f64() * 1e3;
                ensure!(digest == own, "{name}: {digest} in the browser, {own} natively");
                later.push(worker / each);
                native.push(milliseconds / each);
                ratios.push(worker / milliseconds);
            }
            writeln!(
                out,
                "| {name} | {messages} | {first:.1} | {:.1} | {:.1} | {:.2} | {goal} | {:.2} |",
                quantile(&later, 0.5),
                quantile(&native, 0.5),
                quantile(&ratios, 0.5),
                quantile(&later, 0.0) / quantile(&native, 0.0),
            )?;
            page.ask("worker.terminate()").await?;
        }
        // a script alone has no icon, rightly
        page.take_complaints().await.map(drop)
    })
}

/// Milliseconds that the worker took, and the digest.
async fn in_worker(page: &Page, text: &str) -> Result<(f64, String)> {
    let answer = page.driver.execute_async(RUN, vec![json!(text)]).await?;
    serde_json::from_value(answer.json().clone()).context("no answer of the worker")
}

/// The digest.
fn natively(text: &str) -> Result<String> {
    let file = scenarios::File {
        name: String::new(),
        text: text.to_owned(),
    };
    let run = file.run(0)?;
    // the worker makes a report too
    std::hint::black_box(run.report().to_json());
    Ok(run.digest().to_string())
}
