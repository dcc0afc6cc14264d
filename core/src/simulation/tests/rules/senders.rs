//! The senders: order of service, attempts at once, faults, supervisor, joining and leaving.

use super::*;

#[test]
fn a_burst_to_constant_senders_takes_whole_rounds() {
    let report = run(&constant(10, 3));
    assert_eq!(sent_failed_clock(&report), (10, 0, at(4)));
    assert_eq!(report.end, Some(End::Settled));
    // three each wait 0, 1 and 2 seconds, one waits 3
    assert_eq!(
        report.waiting.mean.map(|mean| mean.to_string()).as_deref(),
        Some("1.2")
    );
    assert_eq!(report.waiting.max, Some(seconds(3)));
    assert_eq!(report.queue.max_length, 7);
    // the area 7 + 4 + 1 over four seconds
    assert_eq!(report.queue.mean_length.to_string(), "3");
    let attempts: Vec<u64> = report.senders.iter().map(|sender| sender.attempts).collect();
    assert_eq!(
        attempts,
        [4, 3, 3],
        "idle senders are served in the order of the file"
    );
    assert_eq!(report.senders[0].utilisation.to_string(), "1");
    assert_eq!(report.senders[1].utilisation.to_string(), "0.75");
}

#[test]
fn the_supervisor_restarts_a_silent_sender_at_its_very_instant() {
    let mut settings = constant(2, 1);
    settings.timeline = vec![Entry {
        at: at(0),
        action: Action::Set(Change::Hang {
            group: None,
            value: 1.0,
        }),
    }];
    settings.timeline.push(Entry {
        at: at(3),
        action: Action::Set(Change::Hang {
            group: None,
            value: 0.0,
        }),
    });
    settings.monitor.supervisor = Some(Supervisor {
        silent_after: seconds(5),
        restart_time: seconds(2),
        max_restarts: Some(1),
    });
    let report = run(&settings);
    // silent from 0, restarted at 5, back at 7, two attempts
    assert_eq!(
        (report.messages.sent, report.clock, report.senders[0].restarts),
        (2, at(9), 1)
    );
    assert_eq!(report.attempts.abandoned, 1);
}

#[test]
fn senders_join_and_leave() {
    let mut settings = constant(10, 1);
    settings.timeline = vec![
        Entry {
            at: at(2),
            action: Action::AddSenders { group: 0, count: 3 },
        },
        Entry {
            at: at(3),
            action: Action::RemoveSender(SenderName { group: 0, number: 1 }),
        },
    ];
    let report = run(&settings);
    assert_eq!(report.messages.sent, 10);
    assert_eq!(
        (report.senders.len(), report.senders[0].state),
        (4, SenderState::Removed)
    );
    // 2 by the first; at 2 all four take one; the first leaves at 3, before its attempt ends: 3 + 3 + 2
    assert_eq!(report.clock, at(5));
    assert_eq!(report.attempts.abandoned, 1);
}
