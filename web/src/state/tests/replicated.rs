//! Replications of the run that is over.

use super::*;
use crate::protocol::Sheet;

/// A run that is over.
fn over() -> State {
    let mut state = started();
    let end = snapshot(&state, Status::Over(End::Settled));
    state.apply(Msg::Heard(Answer::Snapshot(Box::new(end))));
    state
}

fn ticket_of(effects: &[Effect]) -> (u32, u32) {
    let [Command::Replicate { ticket, count }] = posted(effects)[..] else {
        panic!("{effects:?}")
    };
    (*ticket, *count)
}

fn replicated(ticket: u32, done: u32, count: Option<u32>) -> Msg {
    let sheet = count.map(|count| Sheet {
        count,
        ..Sheet::default()
    });
    Msg::Heard(Answer::Replicated { ticket, done, sheet })
}

#[test]
fn replications_are_asked_for_counted_and_shown_with_their_command() {
    let mut state = over();
    assert!(state.replications().is_none());
    assert_eq!(ticket_of(&state.clone().apply(Msg::Replicate)).1, 10);
    state.apply(Msg::WantReplications(30));
    let (ticket, count) = ticket_of(&state.apply(Msg::Replicate));
    assert_eq!(count, 30);
    state.apply(replicated(ticket, 4, None));
    let shown = state.replications().expect("asked for");
    assert_eq!((shown.works, shown.done, shown.asked), (true, 4, 30));
    state.apply(replicated(ticket, 30, Some(30)));
    let shown = state.replications().expect("there");
    assert!(!shown.works && shown.sheet.is_some());
    assert_eq!(
        shown.command,
        "cargo run --release -p cli -- --seed 42 --replications 30"
    );
}

#[test]
fn who_stops_them_keeps_what_is_done() {
    let mut state = over();
    let (ticket, _) = ticket_of(&state.apply(Msg::Replicate));
    let effects = state.apply(Msg::Replicate);
    assert_eq!(posted(&effects), [&Command::Stop { ticket }]);
    state.apply(replicated(ticket, 4, Some(4)));
    let shown = state.replications().expect("some are done");
    assert!(!shown.works && shown.command.ends_with(" --replications 4"));
    // what was found stays until there is something else
    let (again, _) = ticket_of(&state.apply(Msg::Replicate));
    assert!(state.replications().is_some_and(|shown| shown.sheet.is_some()));
    state.apply(Msg::Heard(Answer::Failed {
        ticket: again,
        reason: "there is no run".to_owned(),
    }));
    let shown = state.replications().expect("they failed");
    assert_eq!((shown.works, shown.problem.as_str()), (false, "there is no run"));
    assert!(state.notice.is_none());
}

#[test]
fn another_run_has_replications_of_its_own() {
    let mut state = over();
    let (ticket, _) = ticket_of(&state.apply(Msg::Replicate));
    state.apply(Msg::Run);
    assert!(state.replications().is_none());
    state.apply(replicated(ticket, 10, Some(10)));
    assert!(state.replications().is_none(), "what comes late is dropped");

    // a run that has stalled goes on by hand
    let mut state = over();
    let (ticket, _) = ticket_of(&state.apply(Msg::Replicate));
    let effects = state.apply(Msg::Heard(Answer::Acted {
        run: state.run.id,
        at: "1.5s".to_owned(),
        action: "restart: {sender: sender/1}".to_owned(),
    }));
    assert_eq!(posted(&effects), [&Command::Stop { ticket }]);
    assert!(state.replications().is_none());
    // what was done by hand is done in each
    let (ticket, _) = ticket_of(&state.apply(Msg::Replicate));
    state.apply(replicated(ticket, 10, Some(10)));
    let command = &state.replications().expect("there").command;
    let start = "cargo run --release -p cli -- - --replications 10 <<'END'\n";
    assert!(
        command.starts_with(start) && command.contains("at: 1.5s"),
        "{command}"
    );
}

#[test]
fn a_worker_that_died_replicates_no_more() {
    let mut state = over();
    state.apply(Msg::Replicate);
    state.apply(Msg::Heard(Answer::Broken("gone".to_owned())));
    assert!(state.replications().is_some_and(|shown| !shown.works));
    assert_eq!(state.apply(Msg::Replicate), []);
    assert!(
        state
            .notice
            .is_some_and(|notice| notice.text.contains("worker has stopped"))
    );
}
