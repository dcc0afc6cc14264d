//! What a person does who uses the keyboard alone.

use super::page::{PATIENCE, Page};
use anyhow::{Result, bail, ensure};
use serde_json::json;
use std::time::{Duration, Instant};
use thirtyfour::Key;

pub(super) const TAB: &str = "\u{e004}";
/// More stops than the page ever has.
const MOST_STOPS: usize = 250;

impl Page {
    /// Presses keys, wherever the focus is.
    pub(super) async fn keys(&self, keys: &str) -> Result<()> {
        Ok(self.driver.action_chain().send_keys(keys).perform().await?)
    }

    /// Name of what has the focus: its `data-testid`, or else its `id`; empty if it has none.
    pub(super) async fn focused(&self) -> Result<String> {
        let name = self
            .ask("const it = document.activeElement; return it?.dataset.testid ?? it?.id ?? ''")
            .await?;
        Ok(name.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until something has the focus.
    pub(super) async fn focus_when(&self, what: &str, name: &str) -> Result<()> {
        let start = Instant::now();
        loop {
            let focused = self.focused().await?;
            if focused == name {
                return Ok(());
            }
            ensure!(
                start.elapsed() < PATIENCE,
                "once {what}, {focused:?} has the focus instead of {name}"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Presses Tab until something has the focus.
    pub(super) async fn tab_to(&self, name: &str) -> Result<()> {
        for _ in 0..MOST_STOPS {
            self.keys(TAB).await?;
            if self.focused().await? == name {
                return Ok(());
            }
        }
        bail!("Tab does not come to {name}")
    }

    /// Goes to a control by Tab and presses keys there.
    pub(super) async fn at(&self, name: &str, keys: &str) -> Result<()> {
        self.tab_to(name).await?;
        self.keys(keys).await
    }

    /// Goes to a field by Tab and types something else there.
    pub(super) async fn retype_at(&self, name: &str, text: &str) -> Result<()> {
        self.tab_to(name).await?;
        let all = self.driver.action_chain().key_down(Key::Control).send_keys("a");
        Ok(all.key_up(Key::Control).send_keys(text).perform().await?)
    }

    /// Goes round the page by Tab; gives what was not reached, and what does not show that it has the focus.
    pub(super) async fn round(&self) -> Result<(Vec<String>, Vec<String>)> {
        self.ask(
            "document.activeElement?.blur();
             window.stops = new Set(); window.bare = [];
             window.named = (it) => it.dataset.testid ?? (it.id || it.getAttribute('aria-label') || it.textContent.trim());
             // these show it by something around or within them
             const elsewhere = '.tile, .editor, .button';
             document.addEventListener('focusin', ({ target }) => {
                 stops.add(target);
                 const style = getComputedStyle(target);
                 const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
                 if (!shown && !target.closest(elsewhere)) bare.push(named(target));
             });",
        )
        .await?;
        for _ in 0..MOST_STOPS {
            self.keys(TAB).await?;
        }
        let left = self
            .ask(
                "const all = document.querySelectorAll(
                     'a[href], button, input, select, textarea, summary, [tabindex=\"0\"]');
                 const left = [...all].filter((it) => !it.disabled && it.checkVisibility() && !stops.has(it));
                 return [left.map(named), [...new Set(bare)]];",
            )
            .await?;
        Ok(serde_json::from_value(left)?)
    }

    /// Whether an element with this name has the focus or holds it.
    pub(super) async fn holds_focus(&self, name: &str) -> Result<bool> {
        let script = "return document.querySelector(`[data-testid=\"${arguments[0]}\"]`)
            ?.contains(document.activeElement) ?? false";
        let holds = self.driver.execute(script, vec![json!(name)]).await?;
        Ok(holds.json() == &json!(true))
    }
}
