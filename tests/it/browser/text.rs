//! The form says what each field takes; the text has numbered lines and takes files of every format.

use super::page::{Page, on_page};
use anyhow::{Result, anyhow, ensure};
use bellwether::scenario::Scenario;
use bellwether::simulation::Simulation;
use serde_json::json;

#[test]
fn each_field_has_unit_range_default_and_help() -> Result<()> {
    on_page(async |page| {
        page.is_ready().await?;
        let bare = "return [...document.querySelectorAll('.field')].filter((field) => {
                const note = field.querySelector('.field-note').textContent;
                const control = field.querySelector('input, select');
                return !(note.includes('Allowed: ') && note.length > 20
                    && control.getAttribute('aria-describedby') === field.querySelector('.field-note').id
                    && field.querySelector('label').htmlFor === control.id);
            }).map((field) => field.textContent)";
        let bare = page.ask(bare).await?;
        ensure!(bare == json!([]), "{bare}");
        let shown = |path: &str| {
            format!(
                "document.getElementById('{path}').focus(); const note = document.getElementById('{path}-note');
                 return [note.checkVisibility(), note.textContent, note.parentElement.querySelector('.unit')?.textContent]"
            )
        };
        for (path, note, unit) in [
            (
                "producer.messages",
                "How many messages; by default as many as a trace has instants.Unit: messages. Default: 1000. \
                 Allowed: a whole number from 1 to 4,000,000,000.",
                "messages",
            ),
            (
                "senders[0].mean_time",
                "Mean service time; or give `rate`.Unit: seconds. Default: 100ms. Allowed: a time from 1ns to \
                 1,000,000,000s, such as 250ms, 2s, 1h30m or a number of seconds.",
                "",
            ),
            (
                "senders[0].failure_rate",
                "Share of the attempts that fail.Default: 0.2. Allowed: a share from 0 to 1, such as 0.02 or 2%.",
                "= 20 %",
            ),
        ] {
            let found = page.ask(&shown(path)).await?;
            ensure!(found == json!([true, note, unit]), "{found}");
        }
        Ok(())
    })
}

#[test]
fn what_the_form_has_no_field_for_leads_to_the_text() -> Result<()> {
    on_page(async |page| {
        page.is_ready().await?;
        page.write("producer.messages", "77").await?;
        page.ask("document.getElementById('producer.arrivals').focus()")
            .await?;
        page.choose("producer.arrivals", "trace").await?;
        // the instants say how many
        page.shows("problems", str::is_empty).await?;
        page.click("producer.arrivals-text").await?;
        let text = page.control("scenario-text").await?.prop("value").await?;
        ensure!(
            text.as_ref()
                .is_some_and(|text| text.contains("trace") && !text.contains("77")),
            "{text:?}"
        );
        page.click("tab-form").await?;
        page.write("senders[0].failure_rate", "20").await?;
        page.shows("problems", |text| text.contains("out of range"))
            .await?;
        let shown = "const note = document.getElementById('senders[0].failure_rate-note');
            return [note.querySelector('.field-range'), note.parentElement.querySelector('.unit').textContent]";
        let shown = page.ask(shown).await?;
        ensure!(
            shown == json!([null, ""]),
            "beside what is wrong there is {shown}"
        );
        Ok(())
    })
}

#[test]
fn an_error_marks_its_line_and_leads_there() -> Result<()> {
    on_page(async |page| {
        page.is_ready().await?;
        page.click("tab-text").await?;
        page.write(
            "scenario-text",
            "seed: 4\nproducer:\n  messages: -1\nsenders: [{cuont: 3}]",
        )
        .await?;
        page.shows("problems", |text| text.contains("cuont")).await?;
        let marked = "return [...document.querySelectorAll('[data-testid=line-numbers] mark')].map((mark) =>
            mark.textContent)";
        ensure!(page.ask(marked).await? == json!(["3", "4"]));
        page.shows("line-numbers", |text| {
            text.split_whitespace().eq(["1", "2", "3", "4"])
        })
        .await?;
        let selected = page
            .ask(
                "document.querySelector('[data-testid=problems] button').click();
                 return new Promise((done) => setTimeout(() => {
                     const area = document.getElementById('scenario-text');
                     done([document.activeElement === area, area.value.slice(area.selectionStart, area.selectionEnd)]);
                 }, 200))",
            )
            .await?;
        ensure!(selected == json!([true, "  messages: -1"]), "{selected}");
        // what is written there stays: nothing leads back to the line at each key
        page.keys("  messages: x2").await?;
        let text = page
            .ask("return document.getElementById('scenario-text').value")
            .await?;
        ensure!(
            text == "seed: 4\nproducer:\n  messages: x2\nsenders: [{cuont: 3}]",
            "{text}"
        );
        // in the form the same problem leads to its field
        page.click("tab-form").await?;
        let focused = page
            .ask("document.querySelector('[data-testid=problems] button').click(); return document.activeElement.id")
            .await?;
        ensure!(focused == "producer.messages", "{focused}");
        Ok(())
    })
}

impl Page {
    /// Drops a file on the page as a person does.
    async fn drop_file(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let script = "const [name, bytes] = arguments; const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
            for (const kind of ['dragover', 'drop']) {
                const event = new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true });
                document.body.dispatchEvent(event);
                if (!event.defaultPrevented) throw new Error(`the browser itself would take the ${kind}`);
            }";
        self.driver
            .execute(script, vec![json!(name), json!(bytes)])
            .await?;
        Ok(())
    }
}

#[test]
fn dropped_files_are_read_as_the_terminal_reads_them() -> Result<()> {
    on_page(async |page| {
        page.full_speed().await?;
        let config = "senders: 5\nsender_rates: [10, 5]\nfailure_rates: [0.1]\ntotal_msgs: 50\nfrontend_refresh_time: 0.5\n";
        let files = [
            ("s.yaml", "seed: 11\nproducer: {messages: 40}\n", ""),
            ("s.json", "{\"seed\": 12, \"producer\": {\"messages\": 41}}", ""),
            ("config.yaml", config, "5 senders in 2 groups"),
            (
                ".env",
                "MESSAGE_COUNT=60\nSENDER_COUNT=4\nSENDER_MEAN_TIME=0.25\nOTHER=1\n",
                "OTHER is not known",
            ),
        ];
        for (name, text, note) in files {
            let scenario = Scenario::from_text(text).map_err(|problems| anyhow!("{problems:?}"))?;
            let mut native = Simulation::new(&scenario, 0);
            native.run_to_end();
            page.drop_file(name, text.as_bytes()).await?;
            if !note.is_empty() {
                page.shows("understood", |shown| shown.contains(note)).await?;
            }
            page.press("Escape").await?;
            page.shows("status", |status| {
                matches!(status, "ready" | "cancelled" | "settled")
            })
            .await?;
            if page.control("reset").await?.is_enabled().await? {
                page.click("reset").await?;
            }
            page.shows("command", |command| command.contains(text.trim_end()))
                .await?;
            page.click("run").await?;
            page.shows("status", |status| status == "settled").await?;
            ensure!(
                page.report().await? == native.report().to_json(),
                "{name}: another report"
            );
        }
        let refresh = page.control("refresh").await?.prop("value").await?;
        ensure!(refresh.as_deref() == Some("500"), "{refresh:?}");
        Ok(())
    })
}

#[test]
fn what_is_no_scenario_changes_nothing() -> Result<()> {
    on_page(async |page| {
        page.write_scenario("seed: 31").await?;
        for (name, bytes, said) in [
            ("a.png", vec![0x89, b'P', 0, 1, 0xff], "a.png is no text"),
            ("a.txt", b"a: [".to_vec(), "a.txt is no scenario"),
            ("b.txt", Vec::new(), "b.txt is no scenario: it is empty"),
            (
                "big.yaml",
                vec![b'#'; 300_000],
                "big.yaml is too large: at most 256 KB",
            ),
        ] {
            page.drop_file(name, &bytes).await?;
            page.shows("notice", |text| text.contains(said)).await?;
            let text = page.control("scenario-text").await?.prop("value").await?;
            ensure!(text.as_deref() == Some("seed: 31"), "{text:?}");
        }
        Ok(())
    })
}
