//! The formats of two older programs, read as they are: each becomes a document of ours, its places kept.

mod config_yaml;
mod dot_env;

pub(crate) use self::config_yaml::{from_config_yaml, is_config_yaml};
pub(crate) use self::dot_env::{from_dot_env, is_dot_env};

use super::document::{Content, Member, Node, Place};

/// A mapping of the keys that have values, each key standing where its value stands.
fn mapping<const N: usize>(members: [(&str, Option<Node>); N]) -> Node {
    let given = |(key, value): (&str, Option<Node>)| value.map(|value| member(key, value));
    Node {
        place: Place::default(),
        content: Content::Mapping(members.into_iter().filter_map(given).collect()),
    }
}

fn member(key: &str, value: Node) -> Member {
    Member {
        key: key.into(),
        place: value.place,
        value,
    }
}

fn list(items: Vec<Node>) -> Node {
    Node {
        place: Place::default(),
        content: Content::List(items),
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Document, Format, Problem, Scenario};
    use crate::time::SimDuration;

    fn notes(text: &str) -> (Format, Vec<String>) {
        let document = Document::parse(text).expect("is right");
        (document.understood().format, document.understood().notes.clone())
    }

    fn refused(text: &str) -> Vec<String> {
        Scenario::from_text(text)
            .expect_err("is wrong")
            .iter()
            .map(Problem::to_string)
            .collect()
    }

    fn same(text: &str, native: &str) {
        let native = Scenario::from_text(native).expect("is right");
        assert_eq!(Scenario::from_text(text), Ok(native), "{text}");
    }

    #[test]
    fn a_config_yaml_becomes_groups_of_equal_senders() {
        let text = "senders: 5\nsender_rates: [10, 5]\nfailure_rates: [0.1, 0.1, 0.3, 0.3, 0.3, 0.9]\ntotal_msgs: 500\nfrontend_refresh_time: 0.5\nproducer_url: http://localhost:8000\n";
        same(
            text,
            "producer: {messages: 500}\nsenders: [{count: 1, rate: 10, failure_rate: 0.1}, {count: 1, rate: 5, failure_rate: 0.1}, {count: 3, rate: 5, failure_rate: 0.3}]",
        );
        let (format, notes) = notes(text);
        assert_eq!(format, Format::ConfigYaml);
        assert_eq!(
            notes,
            [
                "5 senders in 3 groups of equal ones",
                "sender_rates is shorter than senders: its last value 5/s is repeated",
                "failure_rates is longer than senders: only its first 5 values are used",
                "frontend_refresh_time 500ms is how often a page is redrawn; it changes nothing in the run",
                "producer_url is not needed and not used",
            ]
        );
        let document = Document::parse(text).expect("is right");
        assert_eq!(
            document.understood().refresh_interval,
            Some(SimDuration::from_nanoseconds(500_000_000))
        );
    }

    #[test]
    fn equal_senders_are_one_group_and_missing_keys_take_the_default() {
        same(
            "senders: 100000\nsender_rates: [5]\n",
            "senders: [{count: 100000, rate: 5}]",
        );
        same("senders: 7", "senders: [{count: 7}]");
        same("total_msgs: 7", "producer: {messages: 7}");
        assert_eq!(notes("senders: 1").1, ["1 sender in 1 group of equal ones"]);
        assert_eq!(notes("{}").0, Format::Native);
    }

    #[test]
    fn a_wrong_config_yaml_gets_the_same_care() {
        assert_eq!(
            refused(
                "senders: 0\nsender_rates: [1, 0, x]\nfailure_rates: [1.5]\ntotal_msg: 5\nproducer_url: 1\nfrontend_refresh_time: -1\n"
            ),
            [
                "line 1, column 10: senders: 0 is out of range; allowed: a whole number from 1 to 100,000",
                "line 2, column 19: sender_rates[1]: 0 is out of range; allowed: a rate from 0.000000001/s to 1,000,000,000/s, such as 20/s, 600/min, 5/h or a number per second",
                "line 2, column 22: sender_rates[2]: x is not a rate; allowed: a rate from 0.000000001/s to 1,000,000,000/s, such as 20/s, 600/min, 5/h or a number per second",
                "line 3, column 17: failure_rates[0]: 1.5 is out of range; allowed: a share from 0 to 1, such as 0.02 or 2%",
                "line 4, column 1: total_msg: unknown key; did you mean `total_msgs`?",
                "line 6, column 24: frontend_refresh_time: -1 is out of range; allowed: a time from 0s to 1,000,000,000s, such as 250ms, 2s, 1h30m or a number of seconds",
            ]
        );
        assert_eq!(
            refused("senders: 2\nsender_rates: []\n"),
            ["line 2, column 15: sender_rates: has 0 entries; allowed: a list of 1 to 100,000 entries"]
        );
        let rates: Vec<String> = (1..=1001).map(|rate| rate.to_string()).collect();
        assert_eq!(
            refused(&format!("senders: 1001\nsender_rates: [{}]\n", rates.join(","))),
            ["line 2, column 15: sender_rates: gives 1,001 groups of equal senders; allowed: at most 1,000"]
        );
    }

    /// One word about the key that was added, not one about each of the others.
    #[test]
    fn a_key_of_a_scenario_in_a_config_yaml_is_the_one_that_is_wrong() {
        assert_eq!(
            refused("senders: 3\nsender_rates: [1]\ntotal_msgs: 5\nseed: 4\n"),
            [
                "line 4, column 1: seed: an older config.yaml, as this one is by its other keys, has no such key; known here: senders, sender_rates, failure_rates, total_msgs, frontend_refresh_time or producer_url"
            ]
        );
        // a section, or as many keys of a scenario, make it one
        for (text, wrong) in [
            (
                "senders: 3\ntotal_msgs: 5\nbroker: {}\n",
                "line 1, column 10: senders: 3 is not a list",
            ),
            (
                "total_msgs: 5\nseed: 4\n",
                "line 1, column 1: total_msgs: unknown key; known here: version",
            ),
        ] {
            assert!(refused(text)[0].starts_with(wrong), "{:?}", refused(text));
        }
    }

    #[test]
    fn what_a_config_yaml_does_not_need_cannot_refuse_it() {
        let text =
            "senders: 2\nsender_rates: [1, 2, 0]\nfailure_rates: [0.1, 0.1, x]\nfrontend_refresh_time: 0\n";
        same(
            text,
            "senders: [{count: 1, rate: 1, failure_rate: 0.1}, {count: 1, rate: 2, failure_rate: 0.1}]",
        );
        let document = Document::parse(text).expect("is right");
        let understood = document.understood();
        assert_eq!(
            understood.unused,
            [
                "sender_rates is longer than senders: only its first 2 values are used",
                "failure_rates is longer than senders: only its first 2 values are used",
            ]
        );
        assert!(
            understood
                .unused
                .iter()
                .all(|note| understood.notes.contains(note))
        );
        assert_eq!(understood.refresh_interval, None);
    }

    #[test]
    fn a_dot_env_is_read_as_shells_do() {
        let text = "# Producer Configuration\r\nMESSAGE_COUNT=500\n\nexport SENDER_COUNT = '4'\nSENDER_MEAN_TIME=\"0.25\" # seconds\n  SENDER_FAILURE_RATE=5% # few\nMONITOR_INTERVAL=2\nRABBITMQ_HOST=rabbitmq\n";
        same(
            text,
            "producer: {messages: 500}\nsenders: [{count: 4, mean_time: 250ms, failure_rate: 5%}]\nmonitor: {interval: 2s}",
        );
        assert_eq!(
            notes(text),
            (
                Format::DotEnv,
                vec!["RABBITMQ_HOST is not known and not used".to_owned()]
            )
        );
        same("MESSAGE_COUNT=7", "producer: {messages: 7}");
        same("\u{feff}OTHER=7\nMESSAGE_COUNT=7", "producer: {messages: 7}");
    }

    /// Whoever writes a scenario as TOML, or names another program's file, must not get the default scenario.
    #[test]
    fn settings_of_which_none_is_known_are_no_dot_env() {
        let known = "which has MESSAGE_COUNT, SENDER_COUNT, SENDER_MEAN_TIME, SENDER_FAILURE_RATE or MONITOR_INTERVAL";
        for (text, place, key) in [
            (
                "messages = 10\n[broker]\ncapacity = 5\n",
                "line 1, column 1",
                "messages",
            ),
            ("# settings\n export FOO=1\nBAR=2\n", "line 2, column 9", "FOO"),
        ] {
            assert_eq!(
                refused(text),
                [format!(
                    "{place}: {key} is no setting of an older .env, {known}; a scenario file has `key: value`"
                )]
            );
        }
    }

    /// As shells and the readers of such files in other languages take them.
    #[test]
    fn a_dot_env_may_have_tabs_and_values_of_several_lines() {
        let text = "KEY=\"-----BEGIN-----\nMIIC \\\" 'x=\nSENDER_COUNT=9\n-----END-----\" # a key\n\
                    NOTE='\"\nwhat is this\n'\nMESSAGE_COUNT=100\t# comment\nexport\tSENDER_COUNT=2\n\
                    SENDER_FAILURE_RATE=5%#\t# few\n";
        let refused = refused(text);
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert!(
            refused[0].starts_with("line 10, column 21: SENDER_FAILURE_RATE: 5%# is not"),
            "{refused:?}"
        );
        let text = text.replace("5%#", "5%");
        same(
            &text,
            "producer: {messages: 100}\nsenders: [{count: 2, failure_rate: 5%}]",
        );
        let unused = [
            "KEY is not known and not used, nor what stands in its quotes up to line 4",
            "NOTE is not known and not used, nor what stands in its quotes up to line 7",
        ];
        assert_eq!(notes(&text).1, unused);
        // what is never closed is a line of its own, as it ever was
        same("OTHER=\"x\nMESSAGE_COUNT=7\n", "producer: {messages: 7}");
        same("exporter=7\nMESSAGE_COUNT=7", "producer: {messages: 7}");
    }

    #[test]
    fn a_wrong_dot_env_gets_the_same_care() {
        assert_eq!(
            refused(
                "MESSAGE_COUNT=0\nMESSAGE_COUNT=5\nSENDER_CUONT=3\nwhat is this\nSENDER_FAILURE_RATE = 1.5\nMONITOR_INTERVAL=\nSENDER_MEAN_TIME='0.1\n"
            ),
            [
                "line 1, column 15: MESSAGE_COUNT: 0 is out of range; allowed: a whole number from 1 to 4,000,000,000",
                "line 2, column 1: MESSAGE_COUNT: is given twice; it stands in line 1 already",
                "line 3, column 1: SENDER_CUONT: unknown key; did you mean `SENDER_COUNT`?",
                "line 4, column 1: what is this is no setting; allowed: KEY=value",
                "line 5, column 23: SENDER_FAILURE_RATE: 1.5 is out of range; allowed: a share from 0 to 1, such as 0.02 or 2%",
                "line 6, column 18: MONITOR_INTERVAL: has no value; allowed: a time from 1us to 1,000,000,000s, such as 250ms, 2s, 1h30m or a number of seconds",
                "line 7, column 18: SENDER_MEAN_TIME: has no closing quote",
            ]
        );
    }

    #[test]
    fn a_flood_of_wrong_lines_is_not_read_to_its_end() {
        for line in ["MESSAGE_COUNT=5\n", "MESSAGE_CUONT=5\n", "what is this\n"] {
            let text = format!("SENDER_COUNT=1\n{}", line.repeat(50_000));
            let problems = refused(&text);
            assert_eq!(problems.len(), 101, "{line}");
            assert!(problems[100].contains("more problems"), "{}", problems[100]);
            assert!(!problems[100].contains("49"), "{}", problems[100]);
        }
    }

    #[test]
    fn edits_work_on_older_formats_too() {
        let mut document = Document::parse("senders: 4\nsender_rates: [5]").expect("is right");
        document
            .set("senders.0.failure_rate", "0", "--failure-rate")
            .expect("leads somewhere");
        document
            .set("senders.0.mean_time", "1s", "--mean-time")
            .expect("leads somewhere");
        let native =
            Scenario::from_text("senders: [{count: 4, mean_time: 1s, failure_rate: 0}]").expect("is right");
        assert_eq!(Scenario::from_document(&document), Ok(native));
    }
}
