//! What is told of a run, of its messages and of its senders.

use super::*;

#[test]
fn a_message_has_a_life() {
    let until = SimTime::from_nanoseconds(60_000_000_000);
    let find_until = |whose, until| {
        let mut search = life::Search::new(EXERCISE, &[], whose, until).unwrap();
        std::iter::repeat_with(|| search.work(100))
            .flatten()
            .next()
            .unwrap()
    };
    let find = |whose| find_until(whose, until);
    let life = find(Whose::Message(17)).unwrap();
    let whats: Vec<What> = life.rows.iter().map(|row| row.what).collect();
    assert_eq!(whats, [What::Produced, What::Queued, What::Started, What::Ended]);
    assert!(life.phone_number.starts_with("+1-"));
    let unknown = |until| find_until(Whose::Message(1000), until).unwrap_err();
    assert!(unknown(SimTime::ZERO).contains("has not been produced so far"));
    assert!(unknown(until).contains("from 0 to 999"), "the run is over");
    let life = find(Whose::Sender(1)).unwrap();
    assert_eq!(life.rows[0].what, What::LeftOut, "only its end is told");
    let ends = life.rows.iter().filter(|row| row.what == What::Ended).count();
    assert!((100..=250).contains(&ends), "{ends}");
}

#[test]
fn lives_say_what_became_of_each_attempt() {
    let text = "{producer: {messages: 60}, broker: {max_attempts: 2, backoff: {initial: 1s}}, senders: [{count: 1, failure_rate: 0.5}]}";
    let end = SimTime::from_nanoseconds(600_000_000_000);
    let find = |whose| {
        let mut search = life::Search::new(text, &[], whose, end).unwrap();
        std::iter::repeat_with(|| search.work(100))
            .flatten()
            .next()
            .unwrap()
            .unwrap()
    };
    let scenario = compose(text, &[]).unwrap();
    let mut whole = Simulation::new(&scenario, 0);
    whole.run_to_end();
    let report = whole.report();
    let of_sender: Vec<String> = sender_life_lines(&find(Whose::Sender(0)))
        .into_iter()
        .map(|line| line.text)
        .collect();
    let of_messages: Vec<String> = (0..60)
        .flat_map(|message| life_lines(&find(Whose::Message(message)), &scenario))
        .map(|line| line.text)
        .collect();
    for lines in [of_sender, of_messages] {
        let count = |words: &str| lines.iter().filter(|line| line.ends_with(words)).count() as u64;
        assert_eq!(count(": sent"), report.messages.sent);
        assert_eq!(
            count("failed; attempts used up, a dead letter"),
            report.messages.failed
        );
        let again = report.attempts.failed - report.messages.failed;
        assert_eq!(count("failed; it will be tried again"), again);
        assert!(again > 0 && report.messages.failed > 0, "there are all three");
        assert_eq!(count("a duplicate"), 0);
    }
}

#[test]
fn what_was_done_and_what_broke_is_told_before_what_the_monitor_saw() {
    let text = "{producer: {messages: 20000, arrivals: {poisson: 100/s}}, monitor: {interval: 10ms},
        senders: [{name: carrier_a, count: 9}], timeline: [
            {at: 1s, set: {failure_rate: 0.5}}, {at: 2s, crash: {sender: carrier_a/1, down: 2s}},
            {at: 3s, add_senders: {group: carrier_a, count: 2}}, {at: 4s, pause_producer: {}},
            {at: 5s, resume_producer: {}}, {at: 6s, set: {arrival_rate: 300/s}}]}";
    let mut engine = Engine::start(&start(text, f64::INFINITY, false), 0.0).unwrap();
    drive(&mut engine);
    let snapshot = engine.look(0.0);
    assert_eq!(
        snapshot.words,
        [
            "set: failure rate 50 %",
            "crash: carrier_a/1, down 2s",
            "add senders: group carrier_a, count 2",
            "pause producer",
            "resume producer",
            "set: arrival rate 300/s"
        ]
    );
    let told = |what| snapshot.log.iter().filter(|line| line.what == what).count();
    assert_eq!(told(What::Acted), 6);
    assert!(told(What::SenderChanged) >= 2, "it crashes and is ready again");
    assert!(told(What::LeftOut) == 1 && told(What::Sampled) > 100);
    assert_eq!(snapshot.gauges.rate, Some(300.0), "the load that is now");
    let before = Engine::start(&start(text, 1.0, true), 0.0).unwrap().look(0.0);
    assert_eq!(before.gauges.rate, None);
}

#[test]
fn of_very_many_lines_the_newest_of_each_kind_are_told_and_the_gap_stands_where_it_is() {
    let text =
        "{producer: {messages: 50000}, monitor: {interval: 100ms, supervisor: {silent_after: 5s}}, senders: [
        {name: a, count: 600, mean_time: 1s, hang: 0.1%, crash: {mean_up: 60s, mean_down: 5s}},
        {name: bb, count: 401, mean_time: 2s}]}";
    let mut engine = Engine::start(&start(text, f64::INFINITY, false), 0.0).unwrap();
    drive(&mut engine);
    let snapshot = engine.look(0.0);
    assert!(snapshot.log.len() <= 210, "{}", snapshot.log.len());
    for (what, least) in [(What::Sampled, 50), (What::SenderChanged, 140)] {
        let told: Vec<_> = snapshot.log.iter().filter(|row| row.what == what).collect();
        assert!(told.len() >= least, "{what:?}: {}", told.len());
        let gaps = snapshot.log.iter().filter(|row| row.what == What::LeftOut);
        let gaps: Vec<_> = gaps
            .filter(|row| row.about[1].to_bits() == f64::from(what as u32).to_bits())
            .collect();
        assert_eq!(gaps.len(), 1, "{what:?}");
        assert_eq!(gaps[0].at.to_bits(), told[0].at.to_bits(), "{what:?}");
        assert!(gaps[0].about[0] > 100.0, "{what:?}: {}", gaps[0].about[0]);
        assert!(told[told.len() - 1].at > 0.95 * snapshot.now, "{what:?}");
    }
}

#[test]
fn a_paused_producer_is_told_while_it_has_more_to_produce() {
    let text =
        "{producer: {messages: 5, arrivals: {every: 1s}}, timeline: [{at: 1500ms, pause_producer: {}}]}";
    let mut engine = Engine::start(&start(text, f64::INFINITY, false), 0.0).unwrap();
    assert!(!engine.look(0.0).gauges.paused);
    drive(&mut engine);
    let stalled = engine.look(0.0);
    assert_eq!(stalled.status, Status::Over(End::Stalled));
    assert!(stalled.gauges.paused, "that is why");
    engine.act("resume_producer: {}", 2, 0.0).unwrap();
    assert!(!engine.look(0.0).gauges.paused);
    let burst = "{timeline: [{at: 1s, pause_producer: {}}]}";
    let mut engine = Engine::start(&start(burst, f64::INFINITY, false), 0.0).unwrap();
    engine.act("pause_producer: {}", 2, 0.0).unwrap();
    assert!(!engine.look(0.0).gauges.paused, "there is nothing left to pause");
}

#[test]
fn a_submitted_message_is_told_with_its_kind() {
    let text = "{producer: {messages: 9, kinds: [{name: evacuate, priority: 9}, {name: advise, weight: 5}]},
        timeline: [{at: 5ms, submit: {kind: evacuate, text: one}}, {at: 6ms, submit: {kind: advise, text: two}}]}";
    let mut engine = Engine::start(&start(text, f64::INFINITY, false), 0.0).unwrap();
    drive(&mut engine);
    assert_eq!(
        engine.look(0.0).words,
        ["submit: kind evacuate, text one", "submit: kind advise, text two"]
    );
}
