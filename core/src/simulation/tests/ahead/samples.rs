//! Samples that are taken on the way through a stretch.

use super::alike_at_the_end;
use crate::scenario::Scenario;
use crate::simulation::Simulation;
use crate::simulation::tests::chooser::after;

/// Of those who come back at 2 s, the first knew so before 1.5 s, when the sample of 2 s was planned; and then somebody idles.
#[test]
fn who_comes_back_at_the_instant_of_a_sample_may_come_before_it() {
    let scenario = Scenario::from_text(
        "{producer: {messages: 72}, senders: [{count: 4, mean_time: 100ms, service: constant, failure_rate: 50%}], \
         monitor: {interval: 500ms}, broker: {max_attempts: 3, backoff: {initial: 1900ms, factor: 1, jitter: none}}}",
    );
    let scenario = scenario.expect("it is right");
    let ahead = alike_at_the_end(&scenario, "it comes back");
    assert!(ahead.samples_passed > 3, "{}", ahead.samples_passed);
    let sample = ahead.samples().iter().find(|sample| sample.at == after(2000));
    assert!(sample.is_some_and(|sample| sample.busy_senders > 0 && sample.messages.backing_off > 0));
}

/// A sample on the way is paid for with a look at every slot.
#[test]
fn samples_of_quiet_times_are_not_taken_on_the_way() {
    // the burst is over at 30 s; who failed comes back much later, or one after another so that hardly ever all are idle
    for (failure_rate, backoff, most) in [("50%", "10min", 100), ("0.4%", "31s", 45)] {
        let scenario = Scenario::from_text(&format!(
            "{{producer: {{messages: 300000}}, senders: [{{count: 1000, failure_rate: {failure_rate}}}], \
             monitor: {{interval: 1s}}, broker: {{max_attempts: 3, backoff: {{initial: {backoff}, factor: 1, jitter: none}}}}}}",
        ));
        let mut run = Simulation::new(&scenario.expect("it is right"), 0);
        run.run_to_end();
        let (passed, samples) = (run.samples_passed, run.samples().len() as u64);
        assert!(
            passed > 25 && passed < most && samples > 2 * most,
            "{backoff}: {passed} on the way; {samples} are kept"
        );
    }
}
