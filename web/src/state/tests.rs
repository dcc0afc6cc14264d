//! The page's behaviour without a browser.

mod comes_back;
mod form;
mod life;
mod own;
mod replicated;

use super::*;
use crate::protocol::{Snapshot, Status};

fn posted(effects: &[Effect]) -> Vec<&Command> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Post(command) => Some(command),
            _ => None,
        })
        .collect()
}

fn started() -> State {
    let mut state = State::new("", None);
    state.apply(Msg::Heard(Answer::Ready));
    state
}

fn snapshot(state: &State, status: Status) -> Snapshot {
    Snapshot {
        run: state.run.id,
        heard: state.run.clone().next_command() - 1,
        status,
        point: "5".to_owned(),
        ..Snapshot::default()
    }
}

#[test]
fn a_visitor_sees_a_run_at_once() {
    let mut state = State::new("", None);
    let effects = state.apply(Msg::Heard(Answer::Ready));
    let [Command::Start(start)] = posted(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert!(!start.pace.paused);
    assert_eq!(
        state.draft.scenario.as_deref(),
        Some(&bellwether::scenario::Settings::default())
    );
    assert_eq!(state.command_line(), "cargo run --release -p cli -- --seed 42");
}

#[test]
fn the_page_comes_part_by_part_and_the_worker_once() {
    let mut state = State::new("", None);
    let mut told = Vec::new();
    loop {
        let effects = state.apply(Msg::NextPart);
        let goes_on = effects.contains(&Effect::AwaitFrame) || effects.contains(&Effect::AwaitTask);
        told.push((state.has(Part::Hands), effects.contains(&Effect::StartWorker)));
        if !goes_on {
            break;
        }
    }
    assert_eq!(told.len(), Part::COUNT, "each in a task of its own");
    let started: Vec<_> = told.iter().filter(|(_, worker)| *worker).collect();
    assert_eq!(started, [&(true, true)], "once what shows its work is there");
}

#[test]
fn what_comes_late_is_dropped() {
    let mut state = started();
    let old = snapshot(&state, Status::Over(End::Settled));
    state.apply(Msg::Reset);
    state.apply(Msg::Heard(Answer::Snapshot(Box::new(old))));
    assert_eq!(state.run.phase, Phase::Ready);
    assert!(state.run.snapshot.is_none());

    let mut before_pause = snapshot(&state, Status::Running);
    state.apply(Msg::Run);
    before_pause.heard += 1;
    state.apply(Msg::RunOrPause);
    state.apply(Msg::Heard(Answer::Snapshot(Box::new(before_pause))));
    assert_eq!(state.run.phase, Phase::Paused, "it was said before the pause");
}

#[test]
fn an_edit_makes_the_next_run_ready_but_leaves_one_that_goes_on_alone() {
    let mut state = started();
    let id = state.run.id;
    assert!(posted(&state.apply(Msg::Seed("7".to_owned()))).is_empty());
    assert_eq!(state.run.id, id);
    assert!(state.is_edited());
    let effects = state.apply(Msg::Reset);
    let [Command::Start(start)] = posted(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert!(start.pace.paused && start.text.contains("seed: 7"));
    assert_eq!(state.run.phase, Phase::Ready);
}

/// Whether the edit has an error or not, and when the run has ended, too.
#[test]
fn what_is_shown_of_an_earlier_scenario_is_said_to_be_so() {
    let mut state = started();
    assert_eq!(state.earlier(), None);
    for text in ["seed: 7", "seed: many"] {
        state.apply(Msg::Text(text.to_owned()));
        assert!(
            state
                .earlier()
                .is_some_and(|said| said.contains("still uses the earlier"))
        );
    }
    let end = snapshot(&state, Status::Over(End::Settled));
    state.apply(Msg::Heard(Answer::Snapshot(Box::new(end))));
    assert!(
        state
            .earlier()
            .is_some_and(|said| said.contains("results are of the earlier"))
    );
    state.apply(Msg::Text("seed: 7".to_owned()));
    assert_eq!(state.earlier(), None, "it is made ready");
}

#[test]
fn hand_actions_become_a_timeline() {
    let mut state = started();
    let effects = state.apply(Msg::Act("crash: {sender: sender/1}".to_owned()));
    assert!(matches!(posted(&effects)[..], [Command::Act { .. }]));
    let run = state.run.id;
    state.apply(Msg::Heard(Answer::Acted {
        run,
        at: "1.5s".to_owned(),
        action: "crash: {sender: sender/1}".to_owned(),
    }));
    let text = state.text_of(TextOf::Run);
    let scenario = bellwether::scenario::Scenario::from_text(&text).expect("valid");
    assert_eq!(scenario.timeline.len(), 1);
    let command = state.command_line();
    assert!(
        command.starts_with("cargo run --release -p cli -- - <<'END'\n"),
        "{command}"
    );
    assert!(
        command.contains("at: 1.5s") && command.ends_with("\nEND"),
        "{command}"
    );
}

/// A link comes from anywhere, and what it holds is pasted into a shell.
#[test]
fn no_text_of_a_scenario_ends_the_command_that_holds_it() {
    let mut state = State::new("", None);
    state.apply(Msg::Text("{name: \"x\rEND\rtouch it\r\nEND1\r#\"}\r".to_owned()));
    assert!(state.draft.scenario.is_some(), "{:?}", state.draft.problems);
    let command = state.command_line();
    assert!(!command.contains('\r'), "{command:?}");
    let (_, word) = command.rsplit_once('\n').expect("lines");
    assert_eq!(word, "END2");
    assert_eq!(
        command.lines().filter(|line| *line == word).count(),
        1,
        "{command}"
    );
    // what is no scenario may hold any character
    state.apply(Msg::Text("name: \u{1b}[201~\rtouch it".to_owned()));
    assert_eq!(state.command_line(), "");
}

#[test]
fn a_file_that_is_no_scenario_changes_nothing_and_its_error_goes_with_the_next() {
    let file = |text: &str| Msg::File {
        name: "a.yaml".to_owned(),
        text: text.to_owned(),
    };
    let mut state = started();
    let version = state.draft.version;
    for (text, said) in [
        ("a: [", "a.yaml is no scenario: "),
        (" \n", "a.yaml is no scenario: it is empty"),
        ("just words", "a.yaml is no scenario: "),
    ] {
        assert!(state.apply(file(text)).is_empty());
        let notice = state.notice.clone().expect("a word");
        assert!(notice.bad && notice.text.starts_with(said), "{}", notice.text);
        assert!(notice.text.ends_with("Nothing has changed."));
        assert_eq!(state.draft.version, version, "{text}");
    }
    // what only has a wrong value can be mended
    state.apply(file("seed: many"));
    assert_eq!((state.draft.text.as_str(), &state.notice), ("seed: many", &None));
    assert_eq!(state.draft.problems.len(), 1);
}

#[test]
fn what_is_said_goes_when_it_is_no_longer_so() {
    let mut state = started();
    state.apply(Msg::Tell("The link is copied.".to_owned(), false));
    state.apply(Msg::Seed("5".to_owned()));
    assert!(state.notice.is_none(), "it is a link to another scenario");
    for bad in [false, true] {
        state.apply(Msg::Tell("A word.".to_owned(), bad));
        for _ in 0..30 {
            state.apply(Msg::Tick);
            state.apply(Msg::Heard(Answer::Pong));
        }
        assert_eq!(state.notice.is_some(), bad);
    }
}

#[test]
fn what_can_not_be_done_by_hand_is_said_until_the_next_thing_is() {
    let mut state = started();
    let now = snapshot(&state, Status::Running);
    state.apply(Msg::Heard(Answer::Snapshot(Box::new(now))));
    state.apply(Msg::Act("set: {failure_rate: lots}".to_owned()));
    state.apply(Msg::Heard(Answer::Refused {
        run: state.run.id,
        reason: "lots is not a share".to_owned(),
    }));
    assert_eq!(state.refusal.as_deref(), Some("lots is not a share"));
    assert!(state.notice.is_none());
    state.apply(Msg::Act("set: {failure_rate: 5%}".to_owned()));
    assert_eq!(state.refusal, None);
}

#[test]
fn a_number_of_no_message_is_told_where_it_was_typed() {
    let mut state = started();
    for (typed, said) in [
        ("4294967296", "4294967296 is too large"),
        ("", "Type a message's number"),
        ("-1", "`-1` is no message's number"),
    ] {
        assert!(state.apply(Msg::LookUp(typed.to_owned())).is_empty());
        assert!(
            matches!(&state.life.shown, LookUp::Failed(why) if why.contains(said)),
            "{typed}"
        );
    }
    for typed in [" 17 ", "19,401"] {
        assert_eq!(
            posted(&state.apply(Msg::LookUp(typed.to_owned()))).len(),
            1,
            "{typed}"
        );
    }
}

#[test]
fn the_log_keeps_what_broke_and_says_what_was_done() {
    use crate::protocol::{LogRow, What};
    let mut state = started();
    let row = |what| LogRow {
        at: 1.0,
        what,
        about: [0.0, 1.0, 3.0, 2.0, 0.0],
    };
    let mut told = snapshot(&state, Status::Running);
    told.log = vec![row(What::Acted), row(What::SenderChanged)];
    told.words = vec!["crash: sender/1".to_owned()];
    state.apply(Msg::Heard(Answer::Snapshot(Box::new(told.clone()))));
    told.log = vec![row(What::Sampled); 300];
    for _ in 0..5 {
        state.apply(Msg::Heard(Answer::Snapshot(Box::new(told.clone()))));
    }
    let log = &state.run.log;
    assert_eq!((log.len(), state.run.left_out), (1000, 502));
    assert_eq!((log[0].text.as_str(), log[0].fault), ("crash: sender/1", false));
    assert_eq!(log[1].text, "sender/1 crashes, on command");
    assert!(log[1].fault && !log[2].fault);
    // nor does what breaks take all the room
    told.log = vec![row(What::SenderChanged); 300];
    told.log[0] = LogRow {
        about: [4020.0, f64::from(What::SenderChanged as u32), 0.0, 0.0, 0.0],
        ..row(What::LeftOut)
    };
    for _ in 0..5 {
        state.apply(Msg::Heard(Answer::Snapshot(Box::new(told.clone()))));
    }
    let log = &state.run.log;
    assert_eq!((log.len(), log[0].kind), (1000, LogKind::Hand));
    let of_monitor = log.iter().filter(|line| line.kind == LogKind::Monitor);
    assert_eq!(of_monitor.count(), 250);
    let gap = log.iter().rev().find(|line| line.text.contains("left out"));
    let gap = gap.map(|line| (line.kind, line.text.as_str()));
    assert_eq!(
        gap,
        Some((LogKind::Sender, "4,020 more lines are left out: senders"))
    );
}

#[test]
fn a_link_does_not_run_by_itself_beyond_the_limit() {
    let link = |text: &str| State::new(&format!("#{}", to_fragment(text).expect("short")), None);
    assert_eq!(link("{producer: {messages: 1000000}}").run.phase, Phase::Running);
    let large = link("{producer: {messages: 1000001}}");
    assert_eq!(large.run.phase, Phase::Ready);
    assert!(large.notice.is_some());
    let mut heard = large.clone();
    heard.apply(Msg::Heard(Answer::Ready));
    assert_eq!(heard.notice, large.notice, "it is told until the run begins");
    heard.apply(Msg::Run);
    assert_eq!(heard.notice, None);
    let bad = link("{producer: {messages: many}}");
    assert!(bad.obstacle().is_some() && bad.notice.is_some());
    let broken = State::new("#1.zzzz", None);
    assert!(broken.notice.as_ref().is_some_and(|notice| notice.bad));
    assert_eq!(
        broken.run.phase,
        Phase::Running,
        "the default scenario is there all the same"
    );
}
