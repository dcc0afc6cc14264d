//! Settings that are each of the right type and wrong together, or wrong for what they are about.

use super::refused;

const PRODUCER: &[(&str, &str)] = &[
    (
        "{arrivals: poison}",
        "24: producer.arrivals: poison is not known; allowed: burst, every, poisson, steps or trace, such as {poisson: 90/s}; did you mean `poisson`?",
    ),
    (
        "{arrivals: every}",
        "24: producer.arrivals: every needs its value, such as {every: 10ms}",
    ),
    (
        "{arrivals: {trace: }}",
        "24: producer.arrivals: trace needs its value, such as {trace: [0s, 1.5s, 2s]}",
    ),
    (
        "{arrivals: {steps: null}}",
        "24: producer.arrivals: steps needs its value, such as {steps: [{at: 0s, rate: 10/s}, {at: 1m, rate: 90/s}]}",
    ),
    (
        "{arrivals: {every: 1s, poisson: 1/s}}",
        "24: producer.arrivals: has 2 keys; allowed: exactly one of burst, every, poisson, steps or trace",
    ),
    (
        "{arrivals: {steps: [{at: 1s, rate: 1}]}}",
        "38: producer.arrivals.steps[0].at: the first step begins at 1s; allowed: 0s",
    ),
    (
        "{arrivals: {steps: [{at: 0s, rate: 1}, {at: 0s, rate: 1}]}}",
        "57: producer.arrivals.steps[1].at: 0s is not after the step before it; allowed: a time after 0s",
    ),
    (
        "{arrivals: {steps: [{at: 0s, rate: 0}]}}",
        "48: producer.arrivals.steps[0].rate: the last rate is 0, so that some messages would never come; allowed: a rate above 0",
    ),
    (
        "{arrivals: {trace: [2s, 1s]}}",
        "37: producer.arrivals.trace[1]: 1s comes before the instant before it; allowed: 2s or later",
    ),
    (
        "{messages: 3, arrivals: {trace: [0s, 1s, soon]}}",
        "54: producer.arrivals.trace[2]: soon is not a time; allowed: a time from 0s to 1,000,000,000s, such as 250ms, 2s, 1h30m or a number of seconds",
    ),
    (
        "{messages: 3, arrivals: {trace: [2s]}}",
        "24: producer.messages: 3 is more than the trace has instants; allowed: a whole number from 1 to 1",
    ),
    (
        "{text_length: {min: 101}}",
        "33: producer.text_length.min: 101 is above the longest text; allowed: at most 100",
    ),
    (
        "{kinds: [{name: a}, {name: a}]}",
        "40: producer.kinds[1].name: a is the name of entry 0 already; each needs its own",
    ),
    (
        "{kinds: [{weight: 0}]}",
        "21: producer.kinds: no kind has a weight above 0; allowed: at least one",
    ),
    (
        "{kinds: [{name: a b}]}",
        "29: producer.kinds[0].name: a b is not a name; allowed: 1 to 60 letters, digits, `-`, `_` or `.`",
    ),
];

#[test]
fn producer() {
    for (text, problem) in PRODUCER {
        assert_eq!(
            refused(&format!("# x\nproducer:   {text}")),
            format!("line 2, column {problem}")
        );
    }
}

const SHAPES: &[(&str, &str)] = &[
    (
        "expo",
        "expo is not known; allowed: constant, uniform, exponential, normal, lognormal, erlang, gamma, triangular or empirical, such as {lognormal: {cv: 1.5}}",
    ),
    (
        "[]",
        "is a list; allowed: constant, uniform, exponential, normal, lognormal, erlang, gamma, triangular or empirical, such as {lognormal: {cv: 1.5}}",
    ),
    (
        "{}",
        "has 0 keys; allowed: exactly one of constant, uniform, exponential, normal, lognormal, erlang, gamma, triangular or empirical",
    ),
    (
        "{triangular: {min: 0.9, max: 2.5}}",
        ".triangular: min 0.9 and max 2.5 have no peak between them that gives the mean; allowed: 3 - min - max from min to max",
    ),
    (
        "{erlang: {stages: 0}}",
        ".erlang.stages: 0 is out of range; allowed: a whole number from 1 to 1,000",
    ),
    (
        "{gamma: {shape: 0}}",
        ".gamma.shape: 0 is out of range; allowed: a number from 0.001 to 1000000",
    ),
    (
        "{empirical: {values: [0]}}",
        ".empirical.values: no value is above 0; allowed: at least one",
    ),
    (
        "{empirical: {values: [-1]}}",
        ".empirical.values[0]: -1 is out of range; allowed: a number from 0 to 1000000000",
    ),
    (
        "empirical",
        ".empirical.values: is missing; allowed: a list of 1 to 10,000 entries, such as [80, 100, 350]",
    ),
    (
        "{normal: {cv: 1, deviation: 1s}}",
        ".normal.deviation: `cv` is given too; allowed: one of the two",
    ),
];

#[test]
fn shapes() {
    for (text, problem) in SHAPES {
        let problem = if problem.starts_with('.') {
            format!("senders[0].service{problem}")
        } else {
            format!("senders[0].service: {problem}")
        };
        let found = refused(&format!("senders: [{{service: {text}}}]"));
        assert_eq!(
            found.split_once(": ").map(|(_, rest)| rest),
            Some(problem.as_str())
        );
    }
}

const SENDERS_AND_TIMELINE: &[(&str, &str)] = &[
    (
        "targets: ['groups.sendr.utilisation < 1']",
        "line 1, column 11: targets[0]: no group is called sendr; allowed: sender; did you mean `sender`?",
    ),
    (
        "senders: [{rate: 1/s, mean_time: 1s}]",
        "line 1, column 18: senders[0].rate: `mean_time` is given too; allowed: one of the two",
    ),
    (
        "senders: [{name: a}, {name: a}]",
        "line 1, column 29: senders[1].name: a is the name of entry 0 already; each needs its own",
    ),
    (
        "senders: [{count: 60000}, {count: 60000}]",
        "line 1, column 10: senders: 120,000 senders in all, those added later included; allowed: at most 100,000",
    ),
    (
        "senders: [{count: 1000, concurrency: 501}]",
        "line 1, column 10: senders: 501,000 attempts at once (senders × concurrency); allowed: at most 500,000",
    ),
    (
        "warm_up: {messages: 1000}",
        "line 1, column 21: warm_up.messages: 1000 leaves no message for the statistics; allowed: at most 999",
    ),
    (
        "warm_up: {}",
        "line 1, column 10: warm_up.messages: is missing; allowed: a whole number from 0 to 4,000,000,000",
    ),
    (
        "timeline: [{at: 1s}]",
        "line 1, column 12: timeline[0]: has no action; allowed: exactly one of set, add_senders, remove_sender, crash, hang, restart, pause_producer, resume_producer, submit or cancel",
    ),
    (
        "timeline: [{cancel}]",
        "line 1, column 12: timeline[0].at: is missing; allowed: a time from 0s to 1,000,000,000s, such as 250ms, 2s, 1h30m or a number of seconds",
    ),
    (
        "timeline: [{at: 1s, cancel, pause_producer}]",
        "line 1, column 12: timeline[0]: has 2 actions (cancel, pause_producer); give each its own entry",
    ),
    (
        "timeline: [{at: 1s, explode: {}}]",
        "line 1, column 21: timeline[0].explode: unknown key; known here: at, set, add_senders, remove_sender, crash, hang, restart, pause_producer, resume_producer, submit or cancel",
    ),
    (
        "timeline: [{at: 1s, crash: {}}]",
        "line 1, column 28: timeline[0].crash.sender: is missing; allowed: a sender as group/number, such as sender/1",
    ),
    (
        "timeline: [{at: 1s, crash: sender/1}]",
        "line 1, column 28: timeline[0].crash: sender/1 is not a mapping; allowed: a mapping with sender or down",
    ),
    (
        "timeline: [{at: 1s, crash: {sender: sender/4}}]",
        "line 1, column 37: timeline[0].crash.sender: sender/4 does not exist at 1s; allowed: sender/1 to sender/3",
    ),
    (
        "timeline: [{at: 1s, crash: {sender: sendr/1}}]",
        "line 1, column 37: timeline[0].crash.sender: no group is called sendr; allowed: sender; did you mean `sender`?",
    ),
    (
        "timeline: [{at: 1s, crash: {sender: sender/0}}]",
        "line 1, column 37: timeline[0].crash.sender: sender/0 is not a sender; allowed: a sender as group/number, such as sender/1",
    ),
    (
        "timeline: [{at: 2s, add_senders: {}}, {at: 1s, restart: {sender: 4}}]",
        "line 1, column 66: timeline[1].restart.sender: sender/4 does not exist at 1s; allowed: sender/1 to sender/3",
    ),
    (
        "senders: [{}, {}]\ntimeline: [{at: 2s, add_senders: {}}]",
        "line 2, column 34: timeline[0].add_senders.group: is missing; allowed: 1 to 60 letters, digits, `-`, `_` or `.`",
    ),
    (
        "timeline: [{at: 1s, set: {}}]",
        "line 1, column 26: timeline[0].set: changes nothing; allowed: at least one of failure_rate, mean_time, hang or arrival_rate",
    ),
    (
        "timeline: [{at: 1s, set: {group: sender, arrival_rate: 1}}]",
        "line 1, column 34: timeline[0].set.group: names a group, but nothing of a group is set; allowed: failure_rate, mean_time or hang beside it",
    ),
    (
        "timeline: [{at: 1s, submit: {kind: massage}}]",
        "line 1, column 36: timeline[0].submit.kind: no kind is called massage; allowed: message; did you mean `message`?",
    ),
    (
        "timeline: [5]",
        "line 1, column 12: timeline[0]: 5 is not a mapping; allowed: a mapping of keys to values",
    ),
    (
        "timeline: [~]",
        "line 1, column 12: timeline[0].at: is missing; allowed: a time from 0s to 1,000,000,000s, such as 250ms, 2s, 1h30m or a number of seconds",
    ),
];

#[test]
fn senders_and_timeline() {
    for (text, problem) in SENDERS_AND_TIMELINE {
        assert_eq!(refused(text), *problem);
    }
}
