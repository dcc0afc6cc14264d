//! Run, pause, step, cancel, reset; how fast, and how often the picture changes.

use super::bar::BarView;
use super::icon::Icon;
use crate::browser::show_field;
use crate::protocol::Stride;
use crate::state::{Msg, Phase, REFRESH_STEPS, SPEEDS, speed_name};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// The controls of the run.
pub(super) fn transport(view: &BarView, send: &Callback<Msg>) -> Html {
    let send_with = |message: Msg| {
        let send = send.clone();
        Callback::from(move |_: MouseEvent| send.emit(message.clone()))
    };
    let over = matches!(view.phase, Phase::Over(_));
    let running = view.phase == Phase::Running;
    let blocked = view.obstacle.is_some() && !running && view.phase != Phase::Paused;
    let speed = {
        let send = send.clone();
        Callback::from(move |event: InputEvent| {
            let value = event.target_unchecked_into::<HtmlInputElement>().value();
            send.emit(Msg::Speed(value.parse().unwrap_or_default()));
        })
    };
    let refresh = {
        let send = send.clone();
        Callback::from(move |event: Event| {
            let value = event.target_unchecked_into::<HtmlSelectElement>().value();
            send.emit(Msg::Refresh(value.parse().unwrap_or(REFRESH_STEPS[1])));
        })
    };
    let stride = {
        let send = send.clone();
        Callback::from(move |event: Event| {
            let name = event.target_unchecked_into::<HtmlSelectElement>().value();
            send.emit(Msg::Stride(Stride::named(&name)));
        })
    };
    let speed_word = speed_name(SPEEDS[view.speed]);
    html! {
        <div class="bar-transport" role="group" aria-label="Run">
            { run_button(view, blocked, send_with(Msg::RunOrPause)) }
            <span class="joined">
                <button type="button" data-testid="step" aria-label={format!("Step by one {}", view.stride.name())}
                    title={format!("One {} (.)", view.stride.name())} disabled={over || blocked || view.returning}
                    onclick={send_with(Msg::Step)}>{ Icon::Step.show() }</button>
                <select data-testid="stride" aria-label="How far a step goes" title="How far a step goes" onchange={stride}>
                    { for Stride::ALL.iter().map(|stride| html! {
                        <option value={stride.name()} selected={*stride == view.stride}>{ stride.name() }</option>
                    }) }
                </select>
            </span>
            <button type="button" data-testid="cancel" aria-label="Cancel" title="Drop the queue, let attempts end (Escape)"
                disabled={over || view.phase == Phase::Ready || view.returning}
                onclick={send_with(Msg::Cancel)}>{ Icon::Cancel.show() }</button>
            <button type="button" data-testid="reset" aria-label="Reset"
                title={view.obstacle.clone().unwrap_or_else(|| "Back to the start".to_owned())}
                disabled={view.obstacle.is_some() || (view.phase == Phase::Ready && !view.edited)}
                class={classes!((view.edited && view.obstacle.is_none()).then_some("wanted"))}
                onclick={send_with(Msg::Reset)}>{ Icon::Reset.show() }</button>
            <label class="control speed">
                <span class="control-name">{ "Speed" }<b id="speed-word">{ speed_word.clone() }</b></span>
                <input type="range" id="speed" data-testid="speed" aria-label="Speed" min="0" max={(SPEEDS.len() - 1).to_string()} step="1"
                    value={view.speed.to_string()} aria-valuetext={speed_word} oninput={speed} />
            </label>
            <label class="control">
                <span class="control-name">{ "Refresh" }</span>
                <select id="refresh" data-testid="refresh" onchange={refresh} title="How often the page redraws">
                    { for REFRESH_STEPS.iter().map(|step| html! {
                        <option value={step.to_string()} selected={*step == view.refresh}>
                            { if *step < 1000 { format!("{step} ms") } else { format!("{} s", step / 1000) } }
                        </option>
                    }) }
                </select>
            </label>
            <span class={classes!("status", format!("status-{}", view.status.replace(' ', "-")))} data-testid="status"
                role="status">{ view.status }</span>
            { obstacle(view, blocked) }
        </div>
    }
}

fn run_button(view: &BarView, blocked: bool, onclick: Callback<MouseEvent>) -> Html {
    let (name, icon) = match view.phase {
        Phase::Running => ("Pause", Icon::Pause),
        Phase::Ready => ("Run", Icon::Run),
        Phase::Paused => ("Resume", Icon::Run),
        Phase::Over(_) if view.by_hand => ("Run afresh", Icon::Run),
        Phase::Over(_) => ("Run again", Icon::Run),
    };
    let what_it_does = match view.phase {
        Phase::Over(_) if view.by_hand => "Begins anew, without what was done by hand (Space)",
        _ => "Space",
    };
    let title = view.obstacle.clone().unwrap_or_else(|| what_it_does.to_owned());
    html! {
        <button type="button" class="primary" id="run" data-testid="run" disabled={blocked} {title} {onclick}>
            { icon.show() }<span>{ name }</span></button>
    }
}

/// Where the scenario stands far below, its mistake is told at the button that it blocks, and leads there.
fn obstacle(view: &BarView, blocked: bool) -> Html {
    let (Some(reason), Some(path)) = (&view.obstacle, view.mistake.clone()) else {
        return Html::default();
    };
    let show = Callback::from(move |_: MouseEvent| {
        let _ = show_field(&path) || show_field("scenario-problems");
    });
    html! {
        if blocked {
            <p class="hint wrong obstacle">
                <button type="button" class="link" data-testid="obstacle" onclick={show}>{ reason.clone() }</button>
            </p>
        }
    }
}
