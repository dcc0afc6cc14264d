//! The producer: its clock, and what stops it.

use super::*;

#[test]
fn a_paused_producer_s_clock_stands_still() {
    let mut settings = constant(3, 1);
    settings.producer.arrivals = Arrivals::Every(seconds(10));
    settings.timeline = vec![
        Entry {
            at: at(4),
            action: Action::PauseProducer,
        },
        Entry {
            at: at(100),
            action: Action::ResumeProducer,
        },
    ];
    let report = run(&settings);
    // at 0, then six seconds after the pause, then ten more, and one second to send
    assert_eq!(report.clock, at(117));
}
