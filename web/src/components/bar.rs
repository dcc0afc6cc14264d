//! The bar at the top.

use super::icon::Icon;
use super::transport::transport;
use crate::browser::{fresh_seed, show_field};
use crate::state::{Msg, State, TextOf, Theme};
use bellwether::scenario::PRESETS;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) view: BarView,
    /// Whether what steers the run is there by now.
    pub(crate) transported: bool,
    pub(crate) send: Callback<Msg>,
}

/// What the bar shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct BarView {
    pub(super) name: String,
    pub(super) seed: String,
    pub(super) seed_problem: Option<String>,
    pub(super) preset: Option<usize>,
    pub(super) phase: crate::state::Phase,
    pub(super) edited: bool,
    /// Whether something was done by hand.
    pub(super) by_hand: bool,
    /// Whether the run is still on its way back to where it was.
    pub(super) returning: bool,
    pub(super) obstacle: Option<String>,
    /// Path of the first mistake in the scenario.
    pub(super) mistake: Option<String>,
    pub(super) put_aside: bool,
    pub(super) status: &'static str,
    pub(super) ready: bool,
    pub(super) speed: usize,
    pub(super) refresh: u32,
    pub(super) stride: crate::protocol::Stride,
    pub(super) theme: Theme,
}

impl BarView {
    /// What the bar shows of a state.
    pub(crate) fn of(state: &State) -> Self {
        let draft = &state.draft;
        let seed = draft.value("seed").map(str::to_owned);
        Self {
            name: draft
                .scenario
                .as_ref()
                .map_or_else(|| "Scenario".to_owned(), |scenario| scenario.name.clone()),
            seed: seed.unwrap_or_default(),
            seed_problem: draft.problem("seed"),
            preset: PRESETS.iter().position(|preset| preset.text == draft.text),
            phase: state.run.phase,
            edited: state.is_edited(),
            by_hand: !state.run.journal.is_empty(),
            returning: state.run.is_returning(),
            obstacle: state.obstacle(),
            mistake: draft.problems.first().map(|problem| problem.path.clone()),
            put_aside: state.put_aside.is_some(),
            status: state.status(),
            ready: state.worker == crate::state::Worker::Ready,
            speed: state.settings.speed,
            refresh: state.settings.refresh,
            stride: state.settings.stride,
            theme: state.settings.theme,
        }
    }
}

/// Name, presets, seed, transport, speed, share, export, theme.
#[component]
pub(crate) fn Bar(props: &Props) -> Html {
    let Props {
        view,
        transported,
        send,
    } = props;
    let send_with = |message: Msg| {
        let send = send.clone();
        Callback::from(move |_: MouseEvent| send.emit(message.clone()))
    };
    let choose = {
        let send = send.clone();
        Callback::from(move |event: Event| {
            let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
            let preset = PRESETS.iter().find(|preset| preset.name == chosen);
            send.emit(preset.map_or(Msg::BringBack, |preset| Msg::Preset(preset.text)));
        })
    };
    let seed = {
        let send = send.clone();
        Callback::from(move |event: InputEvent| {
            send.emit(Msg::Seed(
                event.target_unchecked_into::<HtmlInputElement>().value(),
            ));
        })
    };
    let dice = {
        let send = send.clone();
        Callback::from(move |_: MouseEvent| send.emit(Msg::Seed(fresh_seed())))
    };
    let (theme_icon, theme_name) = match view.theme {
        Theme::System => (Icon::System, "Theme: as the system"),
        Theme::Light => (Icon::Light, "Theme: light"),
        Theme::Dark => (Icon::Dark, "Theme: dark"),
    };
    html! {
        <header class="bar">
            <div class="bar-brand">
                <span class="brand-mark">{ Icon::Bell.show() }</span>
                <h1>{ "Bellwether" }</h1>
            </div>
            <div class="bar-scenario">
                <label class="control">
                    <span class="control-name">{ "Preset" }</span>
                    <select id="preset" data-testid="preset" onchange={choose}>
                        <option value="" selected={view.preset.is_none()} disabled={!view.put_aside}
                            hidden={!view.put_aside}>{ "your own" }</option>
                        { for PRESETS.iter().enumerate().map(|(index, preset)| html! {
                            <option value={preset.name} selected={view.preset == Some(index)} title={preset.description}>
                                { preset.name }
                            </option>
                        }) }
                    </select>
                </label>
                <label class="control">
                    <span class="control-name">{ "Seed" }</span>
                    <span class="seed">
                        <input id="seed" data-testid="seed" aria-label="Seed" type="text" inputmode="numeric" size="10" spellcheck="false"
                            autocomplete="off" placeholder="42" value={view.seed.clone()} oninput={seed}
                            aria-invalid={view.seed_problem.is_some().to_string()}
                            title={view.seed_problem.clone().unwrap_or_else(|| format!("The same seed gives the same run. {}", view.seed))} />
                        <button type="button" class="quiet" data-testid="dice" aria-label="A fresh seed"
                            title="A fresh seed" onclick={dice}>{ Icon::Dice.show() }</button>
                    </span>
                </label>
            </div>
            <button type="button" class="quiet to-scenario" data-testid="to-scenario"
                onclick={|_: MouseEvent| { show_field("scenario"); }}>{ "Edit" }</button>
            if *transported {
                { transport(view, send) }
            }
            <div class="bar-actions">
                <button type="button" class="quiet worded" data-testid="share" onclick={send_with(Msg::Share(TextOf::Draft))}
                    title="Copy a link that holds the whole scenario">
                    { Icon::Share.show() }<span>{ "Share" }</span></button>
                <button type="button" class="quiet worded" data-testid="export-report" onclick={send_with(Msg::ExportReport)}
                    title="Save the report as JSON: the same bytes as the terminal prints">
                    { Icon::Export.show() }<span>{ "Report" }</span></button>
                <button type="button" class="quiet" data-testid="theme" aria-label={theme_name} title={theme_name}
                    onclick={send_with(Msg::Theme(view.theme.next()))}>{ theme_icon.show() }</button>
                <button type="button" class="quiet" data-testid="help" aria-label="Help" title="Help (?)"
                    onclick={send_with(Msg::Help(true))}>{ Icon::Help.show() }</button>
            </div>
        </header>
    }
}
