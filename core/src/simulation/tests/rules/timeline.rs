//! Actions: when they take effect, and on what.

use super::*;

#[test]
fn submitted_messages_are_sent_even_when_the_run_seemed_over() {
    let mut settings = constant(1, 1);
    settings.timeline = vec![Entry {
        at: at(8),
        action: Action::Submit {
            kind: 0,
            priority: None,
            text: Some("hello".to_owned()),
        },
    }];
    let report = run(&settings);
    assert_eq!(
        (report.messages.produced, report.messages.sent, report.clock),
        (2, 2, at(9))
    );
}
