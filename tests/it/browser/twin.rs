//! The promise of the twins: for the same scenario and seed, the WebAssembly in the browser and the native program
//! give the same report, byte for byte. Each test compares what the one printed with what the other printed.

use super::page::{Page, on_page};
use crate::scenarios;
use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::time::Duration;

/// Starts one more worker of the site and has it run a scenario to its end.
const RUN_IN_WORKER: &str = r"
    const [text, seed, replication, done] = arguments;
    const tag = document.querySelector('script[data-wasm]');
    const address = (path) => new URL(path, document.baseURI).href;
    const worker = new Worker(address('worker-loader.js'), { type: 'module' });
    const finish = (answer) => { worker.terminate(); done(answer); };
    worker.onerror = (error) => finish({ kind: 'failed', reason: String(error.message) });
    worker.onmessage = ({ data }) => {
        if (data === 'ready') {
            worker.postMessage({ kind: 'whole', ticket: 1, text, seed, replication });
        } else {
            finish(data.error ? { kind: 'failed', reason: data.error } : data);
        }
    };
    WebAssembly.compileStreaming(fetch(address(tag.dataset.wasm)))
        .then((module) => worker.postMessage({ js: address(tag.dataset.js), module }))
        .catch((error) => finish({ kind: 'failed', reason: String(error) }));
";

/// The report and the digest that the worker gave.
async fn run_in_browser(page: &Page, text: &str, seed: &str, replication: u32) -> Result<(String, String)> {
    let arguments = vec![json!(text), json!(seed), json!(replication)];
    let answer = page.driver.execute_async(RUN_IN_WORKER, arguments).await?;
    let answer = answer.json();
    let field = |name: &str| {
        answer
            .get(name)
            .and_then(|value| value.as_str())
            .map(str::to_owned)
    };
    let report = field("json").with_context(|| format!("the worker answered {answer}"))?;
    Ok((report, field("digest").context("the answer has no digest")?))
}

#[test]
fn browser_and_native_reports_are_equal_byte_for_byte() -> Result<()> {
    let files = scenarios::all()?;
    ensure!(files.len() >= 10, "only {} scenarios", files.len());
    on_page(async |page| {
        page.has_started().await?;
        page.driver.set_script_timeout(Duration::from_secs(120)).await?;
        for file in &files {
            for replication in [0, 1] {
                let native = file.run(replication)?;
                let (report, digest) = run_in_browser(page, &file.text, "", replication).await?;
                ensure!(
                    digest == native.digest().to_string(),
                    "{} {replication}: digest {digest} in the browser, {} native",
                    file.name,
                    native.digest()
                );
                ensure!(
                    report == native.report().to_json(),
                    "{} {replication}: the reports differ",
                    file.name
                );
            }
        }
        Ok(())
    })
}

/// The comparison above can fail: another seed gives another report.
#[test]
fn another_seed_gives_another_report_in_both() -> Result<()> {
    on_page(async |page| {
        page.has_started().await?;
        page.driver.set_script_timeout(Duration::from_secs(60)).await?;
        let (report, digest) = run_in_browser(page, "{seed: 42}", "43", 0).await?;
        let file = |seed: u64| scenarios::File {
            name: String::new(),
            text: format!("{{seed: {seed}}}"),
        };
        let (same, other) = (file(43).run(0)?, file(42).run(0)?);
        ensure!(report == same.report().to_json() && digest == same.digest().to_string());
        ensure!(report != other.report().to_json() && digest != other.digest().to_string());
        Ok(())
    })
}
