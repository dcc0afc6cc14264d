//! Every kind of mistake, with the words and the place that it gets.

use super::{read, refused};

const TIME: &str =
    "allowed: a time from 1ns to 1,000,000,000s, such as 250ms, 2s, 1h30m or a number of seconds";
const RATE: &str = "allowed: a rate from 0.000000001/s to 1,000,000,000/s, such as 20/s, 600/min, 5/h or a number per second";
const SHARE: &str = "allowed: a share from 0 to 1, such as 0.02 or 2%";
const SEED: &str = "allowed: a whole number from 0 to 18,446,744,073,709,551,615";
const MESSAGES: &str = "allowed: a whole number from 1 to 4,000,000,000";
const COUNT: &str = "allowed: a whole number from 1 to 100,000";

const NUMBERS: &[(&str, &str, &str)] = &[
    ("seed: -1", "line 1, column 7: seed: -1 is out of range", SEED),
    (
        "seed: 99999999999999999999",
        "line 1, column 7: seed: 99999999999999999999 is out of range",
        SEED,
    ),
    (
        "seed: 1.5",
        "line 1, column 7: seed: 1.5 is not a whole number",
        SEED,
    ),
    (
        "seed: random",
        "line 1, column 7: seed: random is not a whole number",
        SEED,
    ),
    (
        "seed: 0x2a",
        "line 1, column 7: seed: 0x2a is not in decimal notation",
        SEED,
    ),
    (
        "seed: 012",
        "line 1, column 7: seed: 012 has a leading zero, which some programs read as octal; write 12",
        SEED,
    ),
    (
        "seed: 1_000",
        "line 1, column 7: seed: 1_000 has underscores; write 1000",
        SEED,
    ),
    (
        "seed: yes",
        "line 1, column 7: seed: yes is not a whole number",
        SEED,
    ),
    ("seed:", "line 1, column 5: seed: has no value", SEED),
    ("seed: []", "line 1, column 7: seed: is a list", SEED),
    ("seed: {}", "line 1, column 7: seed: is a mapping", SEED),
    (
        "producer: {messages: 0}",
        "line 1, column 22: producer.messages: 0 is out of range",
        MESSAGES,
    ),
    (
        "producer: {messages: 1e999}",
        "line 1, column 22: producer.messages: 1e999 is out of range",
        MESSAGES,
    ),
    (
        "producer: {messages: .inf}",
        "line 1, column 22: producer.messages: .inf is not a finite number",
        MESSAGES,
    ),
    (
        "senders:\n  - count: 0",
        "line 2, column 12: senders[0].count: 0 is out of range",
        COUNT,
    ),
    (
        "senders:\n  - failure_rate: 1.5",
        "line 2, column 19: senders[0].failure_rate: 1.5 is out of range",
        SHARE,
    ),
    (
        "senders:\n  - failure_rate: .nan",
        "line 2, column 19: senders[0].failure_rate: .nan is not a finite number",
        SHARE,
    ),
    (
        "senders:\n  - failure_rate: NaN",
        "line 2, column 19: senders[0].failure_rate: NaN is not a finite number",
        SHARE,
    ),
    (
        "senders:\n  - failure_rate: -0.1",
        "line 2, column 19: senders[0].failure_rate: -0.1 is out of range",
        SHARE,
    ),
    (
        "senders:\n  - failure_rate: yes",
        "line 2, column 19: senders[0].failure_rate: yes is not a share",
        SHARE,
    ),
    (
        "senders: [{rate: 0}]",
        "line 1, column 18: senders[0].rate: 0 is out of range",
        RATE,
    ),
    (
        "senders: [{rate: 20/m}]",
        "line 1, column 18: senders[0].rate: 20/m has an unknown unit (known: /s, /min, /h, /d)",
        RATE,
    ),
    (
        "senders: [{mean_time: 0s}]",
        "line 1, column 23: senders[0].mean_time: 0s is out of range",
        TIME,
    ),
    (
        "senders: [{mean_time: -2s}]",
        "line 1, column 23: senders[0].mean_time: -2s is out of range",
        TIME,
    ),
    (
        "senders: [{mean_time: soon}]",
        "line 1, column 23: senders[0].mean_time: soon is not a time",
        TIME,
    ),
    (
        "until: 1e10",
        "line 1, column 8: until: 1e10 is out of range",
        TIME,
    ),
];

#[test]
fn numbers() {
    for (text, problem, allowed) in NUMBERS {
        assert_eq!(refused(text), format!("{problem}; {allowed}"));
    }
}

const KEYS_AND_TYPES: &[(&str, &str)] = &[
    (
        "broker:\n  capasity: 5",
        "line 2, column 3: broker.capasity: unknown key; did you mean `capacity`?",
    ),
    (
        "capacity: 5",
        "line 1, column 1: capacity: unknown key; did you mean `broker.capacity`?",
    ),
    (
        "messages: 10",
        "line 1, column 1: messages: unknown key; did you mean `producer.messages`?",
    ),
    (
        "rate: 10/s",
        "line 1, column 1: rate: unknown key; did you mean `senders[].rate`?",
    ),
    (
        "broker: {failure_rate: 5%}",
        "line 1, column 10: broker.failure_rate: unknown key; did you mean `senders[].failure_rate`?",
    ),
    (
        "senders: [{max_attempts: 3}]",
        "line 1, column 12: senders[0].max_attempts: unknown key; did you mean `broker.max_attempts`?",
    ),
    (
        "timeline: [{at: 1s, capacity: 3}]",
        "line 1, column 21: timeline[0].capacity: unknown key; known here: at, set, add_senders, remove_sender, crash, hang, restart, pause_producer, resume_producer, submit or cancel",
    ),
    (
        "Seed: 5",
        "line 1, column 1: Seed: unknown key; did you mean `seed`?",
    ),
    (
        "monitor: {colour: red}",
        "line 1, column 11: monitor.colour: unknown key; known here: interval, max_samples or supervisor",
    ),
    (
        "producer: {arrivals: {burst: {x: 1}}}",
        "line 1, column 31: producer.arrivals.burst.x: unknown key; no key is known here",
    ),
    (
        "__proto__: {}",
        "line 1, column 1: __proto__: unknown key; known here: version, name, seed, until, warm_up, producer, broker, senders, monitor, timeline or targets",
    ),
    (
        "broker: 5",
        "line 1, column 9: broker: 5 is not a mapping; allowed: a mapping with discipline, capacity, overflow, time_to_live, latency, acknowledge, visibility_timeout, prefetch, max_attempts, max_deliveries or backoff",
    ),
    (
        "broker: []",
        "line 1, column 9: broker: is a list; allowed: a mapping with discipline, capacity, overflow, time_to_live, latency, acknowledge, visibility_timeout, prefetch, max_attempts, max_deliveries or backoff",
    ),
    (
        "senders: {count: 3}",
        "line 1, column 10: senders: is a mapping; allowed: a list of 1 to 1,000 entries",
    ),
    (
        "seed: 1\nsenders: 3",
        "line 2, column 10: senders: 3 is not a list; allowed: a list of 1 to 1,000 entries",
    ),
    (
        "senders: []",
        "line 1, column 10: senders: has 0 entries; allowed: a list of 1 to 1,000 entries",
    ),
    (
        "broker: {discipline: filo}",
        "line 1, column 22: broker.discipline: filo is not one of the known words; allowed: fifo, lifo or priority; did you mean `fifo`?",
    ),
    (
        "broker: {overflow: no}",
        "line 1, column 20: broker.overflow: no is not one of the known words; allowed: reject, block or evict",
    ),
    (
        "broker: {backoff: {jitter: 2}}",
        "line 1, column 28: broker.backoff.jitter: 2 is out of range; allowed: none, full or a share from 0 to 1, such as 0.1 or 10%",
    ),
    (
        "version: 2",
        "line 1, column 10: version: 2 is out of range; allowed: 1",
    ),
    (
        "[1, 2]",
        "line 1, column 1: the scenario is a list; allowed: a mapping with version, name, seed, until, warm_up, producer, broker, senders, monitor, timeline or targets",
    ),
    (
        "hello world",
        "line 1, column 1: this is no scenario: nothing in it reads `key: value`; `{}` is the default scenario",
    ),
    (
        "name: \"a\\u202eb\"",
        "line 1, column 7: name: a\\u{202e}b holds the invisible character U+202E; allowed: a text of up to 200 characters",
    ),
    (
        "targets: [{p99: 3}]",
        "line 1, column 11: targets[0]: is a mapping; allowed: a text of up to 200 characters",
    ),
    (
        "timeline: [{at: 1s, pause_producer: true}]",
        "line 1, column 37: timeline[0].pause_producer: true is not a mapping; allowed: a mapping without keys: {}",
    ),
    (
        "targets: ['']",
        "line 1, column 11: targets[0]: is empty; allowed: a comparison such as delivery.p99 < 10m",
    ),
    (
        "targets: [delivry.p99 < 1m]",
        "line 1, column 11: targets[0]: the report has no figure `delivry.p99`; did you mean `delivery.p99`?",
    ),
    (
        "targets: [groups.snder.sent > 1]",
        "line 1, column 11: targets[0]: no group is called snder; allowed: sender; did you mean `sender`?",
    ),
];

#[test]
fn keys_and_types() {
    for (text, problem) in KEYS_AND_TYPES {
        assert_eq!(refused(text), *problem);
    }
}

#[test]
fn all_at_once_none_twice_in_order_of_place() {
    let text = "seed: -1\nbroker:\n  capasity: 5\n  prefetch: x\nseed: 2\nsenders:\n  - {failure_rate: 7, rate: 0}\nname: a\nname: b\n";
    let problems = read(text).expect_err("is wrong");
    let places: Vec<&str> = problems
        .iter()
        .map(|problem| problem.split(": ").next().unwrap_or_default())
        .collect();
    assert_eq!(
        places,
        [
            "line 1, column 7",
            "line 3, column 3",
            "line 4, column 13",
            "line 5, column 1",
            "line 7, column 20",
            "line 7, column 29",
            "line 9, column 1"
        ]
    );
    assert_eq!(
        problems[3],
        "line 5, column 1: the key `seed` is given twice; it stands in line 1 already"
    );
}

#[test]
fn a_flood_of_problems_is_cut() {
    let text: String = (0..5000).map(|index| format!("k{index}: 1\n")).collect();
    let problems = read(&text).expect_err("is wrong");
    assert_eq!(problems.len(), 101);
    assert_eq!(problems[100], "and 4,900 more problems");
}

/// To look for the nearest of many long words takes long: it is done for the first few of many slips.
#[test]
fn a_flood_of_slips_among_many_names_is_not_pondered() {
    let name = |index: u32, end: &str| format!("{index:0>58}{end}");
    let groups: String = (0..800)
        .map(|index| format!("- {{name: {}}}\n", name(index, "aa")))
        .collect();
    let slips: String = (0..1900)
        .map(|index| {
            format!(
                "- {{at: 1s, add_senders: {{group: {}, count: 1}}}}\n",
                name(index % 800, "ab")
            )
        })
        .collect();
    let problems = read(&format!("senders:\n{groups}timeline:\n{slips}")).expect_err("is wrong");
    let pondered = problems
        .iter()
        .take_while(|problem| problem.contains("did you mean"))
        .count();
    assert!((1..30).contains(&pondered), "{pondered}");
    assert!(
        problems[pondered..100]
            .iter()
            .all(|problem| problem.contains("no group is called")),
        "{problems:?}"
    );
}
