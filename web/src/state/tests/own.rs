//! What a person wrote or did is never lost, and what is saved is what is meant.

use super::*;

const CRASH: &str = "crash: {sender: sender/1}";

/// A run in progress with a hand action.
fn with_a_crash() -> State {
    let mut state = started();
    let now = snapshot(&state, Status::Running);
    state.apply(Msg::Heard(Answer::Snapshot(Box::new(now))));
    state.apply(Msg::Act(CRASH.to_owned()));
    state.apply(Msg::Heard(Answer::Acted {
        run: state.run.id,
        at: "1.5s".to_owned(),
        action: CRASH.to_owned(),
    }));
    state
}

fn saved_as(state: &mut State, whose: TextOf) -> String {
    match state.apply(Msg::ExportScenario(whose)).pop() {
        Some(Effect::Download { text, name, .. }) => {
            let read = bellwether::scenario::Scenario::from_text(&text).expect("a scenario");
            let seed = format!("-{}.yaml", read.seed);
            assert!(name.ends_with(&seed), "{name}: {text}");
            text
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_scenario_that_is_written_and_the_one_that_runs_are_saved_each_for_itself() {
    let mut state = with_a_crash();
    let both = saved_as(&mut state, TextOf::Draft);
    assert!(both.contains("crash"), "{both}");
    state.apply(Msg::Field("producer.messages".to_owned(), "777".to_owned()));
    state.apply(Msg::Seed("9".to_owned()));
    assert!(state.is_edited());
    let draft = saved_as(&mut state, TextOf::Draft);
    assert!(draft.contains("777") && !draft.contains("crash"), "{draft}");
    let run = saved_as(&mut state, TextOf::Run);
    assert!(run.contains("crash") && !run.contains("777"), "{run}");
    let link = |state: &mut State, whose| match state.apply(Msg::Share(whose)).first() {
        Some(Effect::Address(fragment)) => from_fragment(fragment).expect("a link").expect("right"),
        other => panic!("{other:?}"),
    };
    assert_eq!(link(&mut state, TextOf::Draft), draft);
    assert_eq!(link(&mut state, TextOf::Run), run);
    // and it is said which of them was copied
    let said = |state: &mut State, whose| match state.apply(Msg::Share(whose)).pop() {
        Some(Effect::Copy { done, .. }) => done.contains("everything done by hand"),
        other => panic!("{other:?}"),
    };
    assert!(!said(&mut state, TextOf::Draft) && said(&mut state, TextOf::Run));
}

#[test]
fn another_group_has_a_name_of_its_own_also_while_something_is_wrong() {
    let mut state = started();
    state.apply(Msg::AddGroup);
    state.apply(Msg::Field("broker.capacity".to_owned(), "-1".to_owned()));
    assert!(state.draft.scenario.is_none());
    state.apply(Msg::AddGroup);
    state.apply(Msg::Field("broker.capacity".to_owned(), String::new()));
    let scenario = state
        .draft
        .scenario
        .clone()
        .expect("a scenario without a mistake");
    let names: Vec<&str> = scenario.senders.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names, ["sender", "sender-2", "sender-3"]);
}

#[test]
fn the_run_that_is_shown_is_told_from_one_with_the_same_digest() {
    let mut state = started();
    assert_eq!(state.shown_key(), None, "it is not over");
    let over = snapshot(&state, Status::Over(End::Settled));
    let effects = state.apply(Msg::Heard(Answer::Snapshot(Box::new(over))));
    let kept = effects.into_iter().find_map(|effect| match effect {
        Effect::Keep(run) => Some(*run),
        _ => None,
    });
    let kept = kept.expect("it is kept");
    assert_eq!(state.shown_key(), Some(kept.key()));
    state.run.text.push_str("# a remark");
    assert_ne!(state.shown_key(), Some(kept.key()));
}

#[test]
fn a_run_that_has_stalled_can_be_mended_and_one_that_is_over_can_not() {
    for (end, mends) in [
        (End::Stalled, true),
        (End::Settled, false),
        (End::Cancelled, false),
    ] {
        let mut state = started();
        let over = snapshot(&state, Status::Over(end));
        state.apply(Msg::Heard(Answer::Snapshot(Box::new(over))));
        assert!(state.apply(Msg::Escape).is_empty(), "it is over already");
        let effects = state.apply(Msg::Act("restart: {sender: sender/1}".to_owned()));
        assert_eq!(posted(&effects).len(), usize::from(mends), "{end:?}");
    }
}

fn put_aside(state: &State) -> Vec<&str> {
    let mut below = state.put_aside.as_deref();
    std::iter::from_fn(|| {
        let saved = below?;
        below = saved.put_aside.as_deref();
        Some(saved.text.as_str())
    })
    .collect()
}

#[test]
fn scenarios_put_aside_come_back_one_after_the_other() {
    let preset = |index: usize| Msg::Preset(bellwether::scenario::PRESETS[index].text);
    let mut state = started();
    for seed in 1..=5 {
        state.apply(Msg::Text(format!("seed: {seed}")));
        state.apply(preset(1));
        assert!(state.notice.as_ref().is_some_and(|notice| notice.way_back));
    }
    assert_eq!(put_aside(&state), ["seed: 5", "seed: 4", "seed: 3", "seed: 2"]);
    for seed in [5, 4] {
        state.apply(Msg::BringBack);
        assert_eq!(state.draft.text, format!("seed: {seed}"));
    }
    assert_eq!(put_aside(&state), ["seed: 3", "seed: 2"]);
}

/// A file is opened beside a run that goes on: what was done to that since is not taken back.
#[test]
fn what_was_done_after_a_scenario_was_put_aside_stays_when_it_comes_back() {
    let mut state = with_a_crash();
    let (run, text) = (state.run.id, state.draft.text.clone());
    state.apply(Msg::File {
        name: "a.yaml".to_owned(),
        text: "seed: 5".to_owned(),
    });
    assert!(state.put_aside.is_some() && state.is_edited());
    state.apply(Msg::Act(CRASH.to_owned()));
    state.apply(Msg::Heard(Answer::Acted {
        run,
        at: "2s".to_owned(),
        action: CRASH.to_owned(),
    }));
    let effects = state.apply(Msg::BringBack);
    assert!(posted(&effects).is_empty(), "the run goes on: {effects:?}");
    assert_eq!((state.run.id, state.run.journal.len()), (run, 2));
    assert_eq!(state.draft.text, text);
}

/// Three times as many at once is another run: the one before it is not lost.
#[test]
fn a_run_with_more_messages_puts_aside_what_was_done_by_hand() {
    let mut state = with_a_crash();
    state.apply(Msg::RunWith(3000));
    assert!(state.run.journal.is_empty() && state.draft.text.contains("3000"));
    assert!(state.notice.as_ref().is_some_and(|notice| notice.way_back));
    state.apply(Msg::BringBack);
    assert_eq!(state.run.journal.len(), 1);
    assert!(!state.draft.text.contains("3000"));
}

#[test]
fn nothing_is_done_to_a_run_that_cannot_begin() {
    let mut state = started();
    state.apply(Msg::Reset);
    let ready = snapshot(&state, Status::Paused);
    state.apply(Msg::Heard(Answer::Snapshot(Box::new(Snapshot {
        point: String::new(),
        ..ready
    }))));
    assert_eq!(state.run.phase, Phase::Ready);
    state.apply(Msg::Field("producer.messages".to_owned(), "-5".to_owned()));
    for message in [Msg::Act(CRASH.to_owned()), Msg::Cancel, Msg::Step, Msg::Run] {
        assert!(posted(&state.apply(message.clone())).is_empty(), "{message:?}");
        assert_eq!(state.run.phase, Phase::Ready);
    }
    // what is refused leaves it where it was
    state.apply(Msg::Field("producer.messages".to_owned(), "5".to_owned()));
    assert_eq!(posted(&state.apply(Msg::Act(CRASH.to_owned()))).len(), 1);
    assert_eq!(state.run.phase, Phase::Ready);
}

#[test]
fn no_link_takes_the_place_of_what_was_there() {
    let link = |text: &str| format!("#{}", to_fragment(text).expect("short"));
    let mut state = started();
    state.apply(Msg::Text("seed: 77".to_owned()));
    for text in [
        "nmae: x",
        "{producer: {messages: 2000000}}",
        "nmae: y",
        "seed: 5",
        "nmae: z",
    ] {
        let saved = Saved::of(&state).to_text();
        state = State::new(&link(text), Saved::from_text(&saved));
        assert_eq!(state.draft.text, text);
        assert_eq!(put_aside(&state), ["seed: 77"], "{text}");
    }
    let saved = Saved::of(&with_a_crash()).to_text();
    let mut state = State::new(&link("nmae: x"), Saved::from_text(&saved));
    let notice = state.notice.as_ref().expect("both are said");
    assert!(notice.way_back && notice.bad, "{notice:?}");
    assert!(
        notice.text.contains("errors") && notice.text.contains("put aside"),
        "{notice:?}"
    );
    assert_eq!(state.command_line(), "", "the link is no scenario");
    // and what was done by hand is back as well
    state.apply(Msg::Heard(Answer::Ready));
    assert_ne!(state.status(), "catching up");
    state.apply(Msg::BringBack);
    assert_eq!(state.run.journal.len(), 1);
}

#[test]
fn the_command_is_that_of_what_is_seen() {
    let mut state = started();
    state.apply(Msg::Text("seed: 77\nname: mine".to_owned()));
    state.apply(Msg::Run);
    let saved = Saved::of(&state).to_text();
    let again = State::new("", Saved::from_text(&saved));
    assert!(
        again.command_line().contains("name: mine"),
        "{}",
        again.command_line()
    );
}

#[test]
fn a_value_with_parts_can_be_typed_into_the_form() {
    let mut state = started();
    let typed = "{messages: 20}";
    for length in 1..=typed.len() {
        let so_far = &typed[..length];
        state.apply(Msg::Field("warm_up".to_owned(), so_far.to_owned()));
        let document = state.draft.document.as_ref().expect("readable");
        let shown = document.in_one_line("warm_up").unwrap_or_default();
        assert_eq!(shown, so_far);
    }
    let scenario = state.draft.scenario.as_ref().expect("right");
    assert_eq!(scenario.warm_up, bellwether::scenario::WarmUp::Messages(20));
}

#[test]
fn a_scenario_with_errors_leaves_the_finished_run_as_it_is() {
    let mut state = started();
    let over = snapshot(&state, Status::Over(End::Settled));
    state.apply(Msg::Heard(Answer::Snapshot(Box::new(over))));
    state.apply(Msg::Text("producer: {messages: many}".to_owned()));
    for message in [Msg::RunOrPause, Msg::Run, Msg::Reset] {
        assert!(state.apply(message).is_empty());
        assert_eq!(state.status(), "settled");
    }
    state.apply(Msg::Text("producer: {messages".to_owned()));
    assert!(state.apply(Msg::Seed("7".to_owned())).is_empty());
    assert!(
        state.notice.as_ref().is_some_and(|notice| notice.bad),
        "it is said"
    );
}

#[test]
fn the_form_keeps_the_comments_of_the_text() {
    let mut state = started();
    let text =
        "# ours\nseed: 3 # the third\nsenders:\n  - {name: a, count: 2} # two\nbroker: {capacity: 5}\n";
    state.apply(Msg::Text(text.to_owned()));
    state.apply(Msg::Seed("4".to_owned()));
    state.apply(Msg::AddGroup);
    state.apply(Msg::Field("broker.capacity".to_owned(), "6".to_owned()));
    state.apply(Msg::Field("monitor.interval".to_owned(), "2s".to_owned()));
    let expected = "# ours\nseed: 4 # the third\nsenders:\n  - {name: a, count: 2} # two\n  \
                    - {name: sender-2, count: 3}\nbroker: {capacity: 6}\nmonitor: {interval: 2s}\n";
    assert_eq!(state.draft.text, expected);
    state.apply(Msg::RemoveGroup(1));
    state.apply(Msg::Field("broker.capacity".to_owned(), "5".to_owned()));
    state.apply(Msg::Seed("3".to_owned()));
    assert_eq!(state.draft.text, format!("{text}monitor: {{interval: 2s}}\n"));
}

/// The run that is shown comes back with the page, and is over once more.
#[test]
fn a_run_that_was_deleted_is_not_kept_again_until_it_is_run_again() {
    let kept = |effects: &[Effect]| effects.iter().any(|effect| matches!(effect, Effect::Keep(_)));
    let mut state = started();
    let over = |state: &State| {
        Msg::Heard(Answer::Snapshot(Box::new(snapshot(
            state,
            Status::Over(End::Settled),
        ))))
    };
    let message = over(&state);
    assert!(kept(&state.apply(message)));
    let key = state.shown_key().expect("it is over");
    let effects = state.apply(Msg::Forget(key.clone()));
    assert!(effects.contains(&Effect::Forget(key)));
    let saved = effects.iter().find_map(|effect| match effect {
        Effect::Save(text) => Saved::from_text(text),
        _ => None,
    });
    let mut again = State::new("", Some(saved.expect("it is saved")));
    again.apply(Msg::Heard(Answer::Ready));
    let message = over(&again);
    assert!(!kept(&again.apply(message)), "it came back with the page");
    again.apply(Msg::Run);
    let message = over(&again);
    assert!(kept(&again.apply(message)), "it was run again");
}
