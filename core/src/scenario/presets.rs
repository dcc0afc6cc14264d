//! Named scenarios to begin with.

/// A scenario to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// What it is called in the terminal and in links.
    pub name: &'static str,
    /// What it shows.
    pub description: &'static str,
    /// Where its figures come from and when they were read, if they are somebody's.
    pub source: Option<&'static str>,
    /// The scenario file.
    pub text: &'static str,
}

/// All presets; the first is the default scenario.
pub const PRESETS: &[Preset] = &[
    Preset {
        name: "classic",
        description: "1000 messages at once, three equal senders: the exercise as everybody knows it.",
        source: None,
        text: include_str!("presets/classic.yaml"),
    },
    Preset {
        name: "mixed-senders",
        description: "A fast, a middling and a slow sender share one queue.",
        source: None,
        text: include_str!("presets/mixed-senders.yaml"),
    },
    Preset {
        name: "slow-retry",
        description: "Senders of two seconds a message, failures tried again after a growing wait.",
        source: None,
        text: include_str!("presets/slow-retry.yaml"),
    },
    Preset {
        name: "silent-workers",
        description: "Five workers, some fall silent, and a supervisor restarts them.",
        source: None,
        text: include_str!("presets/silent-workers.yaml"),
    },
    Preset {
        name: "counter",
        description: "One step a second up to 100, paused for a while: the smallest thing to play with.",
        source: None,
        text: include_str!("presets/counter.yaml"),
    },
    Preset {
        name: "flood-warning",
        description: "100,000 warnings over an SMS short code of 100 a second, urgent ones first.",
        source: Some(
            "Short codes at 100 segments/s: AWS and Twilio limits; queue of 10 hours: Twilio errors 21611 and 30036; \
             retries: Twilio's reliability patterns. Read in November 2026.",
        ),
        text: include_str!("presets/flood-warning.yaml"),
    },
    Preset {
        name: "celery-sqs",
        description: "Celery on SQS: a visibility time-out makes duplicates of what takes too long.",
        source: Some(
            "Visibility 310 s and up to 48 retries, 300 s apart: GOV.UK Notify (alphagov/notifications-api, \
             pull request 4228 and deliver_sms). Speeds and failures are ours. Read in November 2026.",
        ),
        text: include_str!("presets/celery-sqs.yaml"),
    },
    Preset {
        name: "celery-redis",
        description: "Celery with its defaults: early acknowledgement, prefetch, and workers that die.",
        source: Some(
            "Early acknowledgement, prefetch of 4 per process, 3 retries after 180 s, visibility of 1 h on Redis: \
             Celery's documentation. Speeds and failures are ours. Read in November 2026.",
        ),
        text: include_str!("presets/celery-redis.yaml"),
    },
    Preset {
        name: "overload",
        description: "Half as much again as can be sent, a short queue that refuses the rest.",
        source: None,
        text: include_str!("presets/overload.yaml"),
    },
];

/// The preset of that name.
#[must_use]
pub fn preset(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::quantity::is_name;
    use crate::scenario::{Arrivals, Scenario};

    #[test]
    fn every_preset_is_a_scenario_of_its_own() {
        for (index, preset) in PRESETS.iter().enumerate() {
            let scenario = Scenario::from_text(preset.text);
            assert!(scenario.is_ok(), "{}: {scenario:?}", preset.name);
            assert!(
                is_name(preset.name) && preset.description.ends_with('.') && preset.description.len() < 100
            );
            assert!(
                PRESETS[..index]
                    .iter()
                    .all(|other| other.name != preset.name && other.text != preset.text)
            );
        }
        assert_eq!(
            preset("classic").map(|preset| Scenario::from_text(preset.text)),
            Some(Ok(Scenario::default()))
        );
        assert_eq!(preset("nothing"), None);
    }

    #[test]
    fn overload_means_what_it_says() {
        let scenario = preset("overload")
            .map(|preset| Scenario::from_text(preset.text))
            .expect("there is one")
            .expect("is right");
        let Arrivals::Poisson(rate) = scenario.producer.arrivals else {
            panic!("arrivals are random")
        };
        let group = &scenario.senders[0];
        let capacity = f64::from(group.count) / group.mean_time.seconds().to_f64();
        assert!((rate / capacity - 1.5).abs() < 1e-9);
    }
}
