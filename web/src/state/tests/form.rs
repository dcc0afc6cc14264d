//! The form and the text of a scenario are one thing.

use super::*;

#[test]
fn form_and_text_are_one_thing() {
    let mut state = started();
    state.apply(Msg::Field("senders[0].count".to_owned(), "many".to_owned()));
    assert!(state.draft.text.contains("count: many"));
    let problem = state
        .draft
        .problem("senders[0].count")
        .expect("a problem at the field");
    assert!(problem.contains("whole number"), "{problem}");
    assert_eq!(state.obstacle().as_deref(), Some("The scenario has an error."));
    state.apply(Msg::Field("senders[0].count".to_owned(), "12".to_owned()));
    assert_eq!(state.draft.value("senders[0].count"), Some("12"));
    assert_eq!(state.obstacle(), None);
    state.apply(Msg::Text("{producer: {messages: 5}}".to_owned()));
    assert_eq!(state.draft.value("producer.messages"), Some("5"));
    state.apply(Msg::Field("producer.messages".to_owned(), String::new()));
    assert_eq!(
        state.draft.scenario.as_ref().map(|s| s.producer.messages),
        Some(1000)
    );
    state.apply(Msg::Text("a: [".to_owned()));
    assert!(state.draft.document.is_none() && !state.draft.problems.is_empty());
    state.apply(Msg::Seed("3".to_owned()));
    assert_eq!(state.draft.text, "a: [", "what cannot be read is not overwritten");
}

/// What says how something is meant stays while its value is written anew, and so does all that was written beside it.
#[test]
fn a_field_that_is_emptied_stays_what_it_is() {
    let mut state = started();
    let text = "# ours\nproducer: {arrivals: {poisson: 20/s}} # often\nsenders:\n  - {name: b, rate: 5/s}\n";
    state.apply(Msg::Text(text.to_owned()));
    for path in ["producer.arrivals.poisson", "senders[0].rate"] {
        state.apply(Msg::Field(path.to_owned(), String::new()));
        assert!(state.draft.has(path), "{path}");
        assert!(state.draft.text.contains("# ours") && state.draft.text.contains("# often"));
        state.apply(Msg::Field(path.to_owned(), "8/s".to_owned()));
        assert!(state.draft.scenario.is_some(), "{path}: {}", state.draft.text);
    }
    let changed = text.replace("20/s", "8/s").replace("5/s", "8/s");
    assert_eq!(state.draft.text, changed);
}

#[test]
fn a_trace_stands_for_the_number_of_messages_and_gives_it_back() {
    let mut state = started();
    state.apply(Msg::Text(
        "producer: {messages: 500} # ours\nsenders:\n  - {count: 2}\n".to_owned(),
    ));
    let choose = |state: &mut State, value: &str| {
        state.apply(Msg::Field("producer.arrivals".to_owned(), value.to_owned()));
        assert!(state.draft.scenario.is_some(), "{:?}", state.draft.problems);
    };
    choose(&mut state, "{trace: [0s, 1s]}");
    assert_eq!(state.draft.value("producer.messages"), None);
    // whatever else is written meanwhile
    state.apply(Msg::Field("senders[0].count".to_owned(), "3".to_owned()));
    choose(&mut state, "{trace: [0s]}");
    choose(&mut state, "{poisson: 90/s}");
    assert_eq!(state.draft.value("producer.messages"), Some("500"));
    assert!(state.draft.text.contains("# ours"), "{}", state.draft.text);
}

#[test]
fn without_its_last_value_a_feature_is_off() {
    let mut state = started();
    state.apply(Msg::Text(
        "senders: [{crash: {mean_up: 20s}}] # ours\n".to_owned(),
    ));
    let crashes = |state: &State| {
        state
            .draft
            .scenario
            .as_ref()
            .map(|s| s.senders[0].crash.is_some())
    };
    assert_eq!(crashes(&state), Some(true));
    state.apply(Msg::Field("senders[0].crash.mean_up".to_owned(), String::new()));
    assert_eq!(crashes(&state), Some(false), "{}", state.draft.text);
}

#[test]
fn groups_come_and_go() {
    let mut state = started();
    state.apply(Msg::AddGroup);
    state.apply(Msg::AddGroup);
    let names = |state: &State| -> Vec<String> {
        let scenario = state.draft.scenario.as_ref().expect("valid");
        scenario.senders.iter().map(|group| group.name.clone()).collect()
    };
    assert_eq!(names(&state), ["sender", "sender-2", "sender-3"]);
    state.apply(Msg::RemoveGroup(1));
    assert_eq!(names(&state), ["sender", "sender-3"]);
}
