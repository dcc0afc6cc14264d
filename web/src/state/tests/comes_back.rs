//! What a reload, a silent or dead worker and a newer scenario leave: the run and its point come back.

use super::*;

#[test]
fn a_reload_comes_back_to_the_same_point() {
    let mut state = started();
    state.apply(Msg::Speed(9));
    state.apply(Msg::RunOrPause);
    let mut at = snapshot(&state, Status::Paused);
    at.point = "1234567890123".to_owned();
    // where a run rests is kept at once
    let effects = state.apply(Msg::Heard(Answer::Snapshot(Box::new(at))));
    let [Effect::Save(text)] = &effects[..] else {
        panic!("{effects:?}")
    };
    let mut again = State::new("", Saved::from_text(text));
    let effects = again.apply(Msg::Heard(Answer::Ready));
    let [Command::Start(start)] = posted(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(start.skip_to, "1234567890123");
    assert!(start.pace.paused);
    assert!((start.pace.speed - 100.0).abs() < f64::EPSILON * 1000.0 || again.settings.speed == 9);
    assert!(Saved::from_text("{\"version\":99}").is_none());
}

/// What is seen while a run is played back to its point is its past: nothing may be done there.
#[test]
fn nothing_is_done_to_a_run_on_its_way_back() {
    let mut state = started();
    let mut at = snapshot(&state, Status::Paused);
    at.point = "1234567890123".to_owned();
    let effects = state.apply(Msg::Heard(Answer::Snapshot(Box::new(at))));
    let [Effect::Save(text)] = &effects[..] else {
        panic!("{effects:?}")
    };
    let mut again = State::new("", Saved::from_text(text));
    again.apply(Msg::Heard(Answer::Ready));
    let at = |state: &State, returning| {
        Msg::Heard(Answer::Snapshot(Box::new(Snapshot {
            point: "99".to_owned(),
            returning,
            ..snapshot(state, Status::Paused)
        })))
    };
    for first in [true, false] {
        if !first {
            let on_the_way = at(&again, true);
            again.apply(on_the_way);
        }
        assert_eq!(
            (again.status(), again.run.point()),
            ("catching up", "1234567890123")
        );
        for message in [
            Msg::Act("crash: {}".to_owned()),
            Msg::Step,
            Msg::Cancel,
            Msg::Escape,
        ] {
            assert!(posted(&again.apply(message.clone())).is_empty(), "{message:?}");
        }
    }
    let there = at(&again, false);
    again.apply(there);
    assert_eq!((again.status(), again.run.point()), ("paused", "99"));
    assert_eq!(posted(&again.apply(Msg::Step)).len(), 1);
}

#[test]
fn a_reload_keeps_the_run_beside_a_newer_draft() {
    let mut state = started();
    let effects = state.apply(Msg::Heard(Answer::Acted {
        run: state.run.id,
        at: "1s".to_owned(),
        action: "cancel: {}".to_owned(),
    }));
    assert!(matches!(effects[..], [Effect::Save(_)]));
    let ran = state.run.text.clone();
    state.apply(Msg::Text("{seed: 9, producer: {messages: x}}".to_owned()));
    let effects = state.apply(Msg::Persist);
    let Some(Effect::Save(text)) = effects.first() else {
        panic!("{effects:?}")
    };
    let mut again = State::new("", Saved::from_text(text));
    let effects = again.apply(Msg::Heard(Answer::Ready));
    let [Command::Start(start)] = posted(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((&start.text, start.journal.len()), (&ran, 1));
    assert!(again.draft.text.contains("seed: 9") && again.is_edited());
}

#[test]
fn a_worker_that_falls_silent_is_noticed_and_may_come_back() {
    let mut state = started();
    for _ in 0..12 {
        assert!(posted(&state.apply(Msg::Tick)).contains(&&Command::Ping));
        assert_eq!(state.worker, Worker::Ready);
    }
    assert!(posted(&state.apply(Msg::Tick)).is_empty());
    assert_eq!(state.worker, Worker::Silent);
    assert!(state.obstacle().is_some());
    state.apply(Msg::Heard(Answer::Pong));
    assert_eq!((&state.worker, state.obstacle()), (&Worker::Ready, None));
}

#[test]
fn a_finished_run_is_kept_once_and_comes_back() {
    let mut state = started();
    state.apply(Msg::Heard(Answer::Acted {
        run: state.run.id,
        at: "1s".to_owned(),
        action: "cancel: {}".to_owned(),
    }));
    let mut end = snapshot(&state, Status::Over(End::Cancelled));
    end.digest = "d".to_owned();
    let effects = state.apply(Msg::Heard(Answer::Snapshot(Box::new(end.clone()))));
    let Some(Effect::Keep(kept)) = effects
        .into_iter()
        .find(|effect| matches!(effect, Effect::Keep(_)))
    else {
        panic!("it is not kept")
    };
    assert_eq!(kept.senders, Some(3), "{kept:?}");
    let key = kept.key();
    state.apply(Msg::History(Ok(vec![*kept])));
    state.apply(Msg::Preset("{seed: 3}"));
    let effects = state.apply(Msg::Reopen(key.clone()));
    let [Command::Start(start)] = posted(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(start.journal, ["{at: 1s, cancel: {}}"]);
    assert_eq!(start.skip_to, "5");
    end.run = state.run.id;
    end.heard += 2;
    let effects = state.apply(Msg::Heard(Answer::Snapshot(Box::new(end))));
    assert_eq!(state.run.phase, Phase::Over(End::Cancelled));
    assert!(
        matches!(effects[..], [Effect::Save(_)]),
        "the same is not kept again: {effects:?}"
    );
    let effects = state.apply(Msg::ExportKept(key.clone()));
    let [Command::Whole { text, .. }] = posted(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert!(text.contains("cancel"), "{text}");
    assert_eq!(state.apply(Msg::Forget(key.clone()))[0], Effect::Forget(key));
}

#[test]
fn a_dead_worker_loses_nothing() {
    let mut state = started();
    state.apply(Msg::RunOrPause);
    let at = snapshot(&state, Status::Paused);
    state.apply(Msg::Heard(Answer::Snapshot(Box::new(at))));
    state.apply(Msg::Heard(Answer::Broken("out of memory".to_owned())));
    assert_eq!(state.obstacle().as_deref(), Some("The worker has stopped."));
    assert_eq!(state.apply(Msg::RestartWorker), [Effect::StartWorker]);
    let effects = state.apply(Msg::Heard(Answer::Ready));
    let [Command::Start(start)] = posted(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(start.skip_to, "5");
}

#[test]
fn a_scenario_that_another_one_replaces_comes_back_with_its_run() {
    let mut state = started();
    state.apply(Msg::Preset(bellwether::scenario::PRESETS[1].text));
    assert!(
        state.notice.is_none() && state.put_aside.is_none(),
        "the menu has it"
    );
    state.apply(Msg::Text("seed: 77".to_owned()));
    state.apply(Msg::Reset);
    state.apply(Msg::Heard(Answer::Acted {
        run: state.run.id,
        at: "1s".to_owned(),
        action: "cancel: {}".to_owned(),
    }));
    let at = snapshot(&state, Status::Paused);
    state.apply(Msg::Heard(Answer::Snapshot(Box::new(at))));
    state.apply(Msg::Preset(bellwether::scenario::PRESETS[0].text));
    assert!(state.notice.as_ref().is_some_and(|notice| notice.way_back));
    // by way of a reload, and of another preset
    let Some(Effect::Save(text)) = state.apply(Msg::Persist).pop() else {
        panic!("nothing is saved")
    };
    let mut again = State::new("", Saved::from_text(&text));
    again.apply(Msg::Heard(Answer::Ready));
    again.apply(Msg::Preset(bellwether::scenario::PRESETS[1].text));
    let effects = again.apply(Msg::BringBack);
    let [Command::Start(start)] = posted(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((&start.text[..], &start.skip_to[..]), ("seed: 77", "5"));
    assert_eq!(start.journal, ["{at: 1s, cancel: {}}"]);
    assert!(start.pace.paused && start.run > 1 && again.notice.is_none());
    assert!(again.apply(Msg::BringBack).is_empty(), "only once");
    let link = format!("#{}", to_fragment("seed: 9").expect("short"));
    let mut by_link = State::new(&link, Saved::from_text(&text));
    by_link.apply(Msg::Heard(Answer::Ready));
    assert!(by_link.notice.is_none(), "a preset was there");
    by_link.apply(Msg::BringBack);
    assert_eq!(by_link.draft.text, "seed: 77");
}
