//! The life of an open sender follows the run.

use super::*;
use crate::protocol::{Life, SenderRow};
use bellwether::report::SenderState;

/// A run with one sender at a point, and so many messages settled.
fn at(state: &State, point: &str, settled: u64) -> Answer {
    let mut at = snapshot(state, Status::Running);
    at.point = point.to_owned();
    at.messages.produced = settled;
    at.messages.sent = settled;
    at.senders = vec![SenderRow {
        group: 0,
        number: 1,
        state: SenderState::Busy,
        running: 1,
        reserved: 0,
        sent: 0,
        failed: 0,
        message: None,
        utilisation: 1.0,
        crashes: 0,
        restarts: 0,
    }];
    Answer::Snapshot(Box::new(at))
}

/// The ticket of the only question about a life, if there is one.
fn asked(effects: &[Effect]) -> Option<u32> {
    let lives = posted(effects).into_iter().filter_map(|command| match command {
        Command::Life { ticket, .. } => Some(*ticket),
        _ => None,
    });
    let lives: Vec<u32> = lives.collect();
    assert!(lives.len() < 2, "{effects:?}");
    lives.first().copied()
}

#[test]
fn the_life_of_the_open_sender_follows_a_short_run_and_what_is_done_by_hand() {
    let mut state = started();
    state.apply(Msg::Heard(at(&state, "1", 10)));
    let first = asked(&state.apply(Msg::OpenSender(Some((0, 1)))));
    assert_eq!(state.sender_life.shown, LookUp::Asked);
    let next = at(&state, "2", 11);
    assert_eq!(
        asked(&state.apply(Msg::Heard(next))),
        None,
        "one question at a time"
    );
    let life = || Life {
        message: 7,
        ..Life::default()
    };
    let ticket = first.expect("it is asked for");
    state.apply(Msg::Heard(Answer::Life { ticket, life: life() }));
    let next = at(&state, "3", 12);
    let ticket = asked(&state.apply(Msg::Heard(next))).expect("the run has gone on");
    assert!(
        matches!(state.sender_life.shown, LookUp::Found(_)),
        "what is known stays"
    );
    state.apply(Msg::Heard(Answer::Life { ticket, life: life() }));
    let same = at(&state, "3", 12);
    assert_eq!(asked(&state.apply(Msg::Heard(same))), None);

    // a long run is repeated for what was done by hand alone
    let long = at(&state, "4", 10_000_000);
    assert_eq!(asked(&state.apply(Msg::Heard(long))), None);
    state.apply(Msg::Heard(Answer::Acted {
        run: state.run.id,
        at: "1s".to_owned(),
        action: "crash: {sender: sender/1}".to_owned(),
    }));
    let long = at(&state, "5", 10_000_000);
    assert!(asked(&state.apply(Msg::Heard(long))).is_some());
    state.apply(Msg::OpenSender(None));
    let closed = at(&state, "6", 10);
    assert_eq!(asked(&state.apply(Msg::Heard(closed))), None);
}

/// Nobody repeats a long run over and over, but at its end what is shown is the end.
#[test]
fn a_life_in_a_long_run_is_looked_at_once_more_when_that_is_over() {
    let mut state = started();
    state.apply(Msg::Heard(at(&state, "1", 10_000_000)));
    let ticket = asked(&state.apply(Msg::LookUp("7".to_owned()))).expect("it is asked for");
    let life = || Life {
        message: 7,
        ..Life::default()
    };
    state.apply(Msg::Heard(Answer::Life { ticket, life: life() }));
    assert_eq!(asked(&state.apply(Msg::Heard(at(&state, "2", 20_000_000)))), None);
    let over = |state: &State| {
        let mut over = snapshot(state, Status::Over(End::Settled));
        over.messages.produced = 30_000_000;
        over.point = "3".to_owned();
        Msg::Heard(Answer::Snapshot(Box::new(over)))
    };
    let message = over(&state);
    let ticket = asked(&state.apply(message)).expect("it is asked for once more");
    state.apply(Msg::Heard(Answer::Life { ticket, life: life() }));
    let message = over(&state);
    assert_eq!(asked(&state.apply(message)), None, "and then no more");
}

#[test]
fn what_a_worker_alone_can_tell_is_not_waited_for_without_one() {
    for worker in [
        Worker::Starting,
        Worker::Silent,
        Worker::Broken("gone".to_owned()),
    ] {
        let mut state = started();
        state.apply(Msg::Heard(at(&state, "1", 10)));
        state.worker = worker;
        let reason = state.deaf().expect("a reason");
        let mut effects = state.apply(Msg::LookUp("3".to_owned()));
        effects.extend(state.apply(Msg::OpenSender(Some((0, 1)))));
        effects.extend(state.apply(Msg::ExportReport));
        assert_eq!(effects, [], "{reason}");
        let failed = LookUp::Failed(reason.to_owned());
        assert_eq!((&state.life.shown, &state.sender_life.shown), (&failed, &failed));
        assert_eq!(state.notice.map(|notice| notice.text).as_deref(), Some(reason));
    }
}
