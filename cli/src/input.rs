//! From arguments, environment and file to a scenario. Each flag is an edit of the document, so that the model
//! checks it like everything else and its name stands in the message.

mod file;
mod groups;
pub(crate) mod unread;

use self::file::{name, read_document};
use self::groups::Lists;

use std::path::Path;

use bellwether::scenario::{Document, Problem, Scenario};

use crate::arguments::ScenarioArguments;
use crate::commands;
use crate::environment;
use crate::failure::Failure;
use crate::repeat::{Repeat, quoted};

/// What is to run, and the command that says so.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) scenario: Scenario,
    pub(crate) repeat: Repeat,
    /// What was read, and what it is called.
    pub(crate) document: Document,
    pub(crate) origin: String,
}

/// The flags that set one key each, and that key; of the first group, where each group has it.
const KEYS: [(&str, &str); 8] = [
    ("--messages", "producer.messages"),
    ("--monitor-interval", "monitor.interval"),
    ("--until", "until"),
    ("--seed", "seed"),
    ("--senders", "senders[0].count"),
    ("--mean-time", "senders[0].mean_time"),
    ("--rate", "senders[0].rate"),
    ("--failure-rate", "senders[0].failure_rate"),
];

/// Whether the name of a flag, or of the variable that stands for it, says that it sets this key.
pub(crate) fn sets(origin: &str, key: &str) -> bool {
    KEYS.iter()
        .any(|(flag, known)| *known == key && (origin == *flag || origin == environment::variable(flag)))
}

/// A flag's value and who gave it.
#[derive(Debug)]
struct Setting {
    /// Such as `--seed`.
    flag: &'static str,
    /// What it sets.
    key: &'static str,
    value: String,
    /// The flag, or the environment variable.
    origin: String,
}

impl Setting {
    /// What the command line says, or else the environment.
    fn of(flag: &'static str, given: Option<&String>) -> Result<Option<Self>, Failure> {
        let (value, origin) = match given {
            Some(value) if value.trim().is_empty() => {
                return Err(Failure::usage(format!("{flag}: its value is empty")));
            }
            // values may begin with a hyphen, as negative numbers do; another flag is no value
            Some(value) if value.starts_with("--") => {
                return Err(Failure::usage(format!(
                    "{flag}: its value is missing before {value}"
                )));
            }
            Some(value) => (Some(value.clone()), flag.to_owned()),
            None => (environment::read(flag)?, environment::variable(flag)),
        };
        let key = KEYS.iter().find(|(known, _)| *known == flag);
        let key = key.map_or("", |(_, key)| key);
        Ok(value.map(|value| Self {
            flag,
            key,
            value,
            origin,
        }))
    }

    /// `--seed random` becomes a number, so that the run can be repeated.
    fn with_fresh_seed(mut self) -> Result<Self, Failure> {
        if self.flag == "--seed" && self.value == "random" {
            let seed = getrandom::u64().map_err(|cause| {
                Failure::usage(format!(
                    "--seed random: the system gives no random number: {cause}"
                ))
            })?;
            self.value = seed.to_string();
        }
        Ok(self)
    }
}

impl Input {
    /// Reads everything.
    pub(crate) fn read(arguments: &ScenarioArguments) -> Result<Self, Failure> {
        let lists = Lists::read(arguments)?;
        let mut settings = Vec::new();
        for (flag, given) in [
            ("--messages", &arguments.messages),
            ("--monitor-interval", &arguments.monitor_interval),
            ("--until", &arguments.until),
            ("--seed", &arguments.seed),
        ] {
            if let Some(setting) = Setting::of(flag, given.as_ref())? {
                settings.push(setting.with_fresh_seed()?);
            }
        }
        let (mut document, origin) = base(arguments)?;
        let mut problems = Vec::new();
        lists.edit(&mut document, &mut problems, &origin)?;
        for setting in &settings {
            let Setting {
                key, value, origin, ..
            } = setting;
            edit(&mut document, &mut problems, key, value, origin);
        }
        edit_by_path(&mut document, &mut problems, arguments)?;
        let scenario = check(&document, problems, &origin)?;
        settings.extend(lists.into_settings());
        let repeat = repeat(&scenario, &settings, arguments);
        Ok(Self {
            scenario,
            repeat,
            document,
            origin,
        })
    }
}

/// What the flags change, and what it is called: a file, a preset, or the default scenario.
fn base(arguments: &ScenarioArguments) -> Result<(Document, String), Failure> {
    match (&arguments.scenario, &arguments.preset) {
        (Some(path), _) => Ok((read_document(path)?, name(path))),
        (None, Some(preset)) => {
            let origin = format!("preset {preset}");
            let document =
                Document::parse(commands::preset(preset)?.text).map_err(|problems| Failure::Scenario {
                    origin: origin.clone(),
                    problems,
                })?;
            Ok((document, origin))
        }
        (None, None) => Ok((Document::default(), "scenario".to_owned())),
    }
}

fn edit(document: &mut Document, problems: &mut Vec<Problem>, path: &str, value: &str, origin: &str) {
    if let Err(problem) = document.set(path, value, origin) {
        problems.push(problem);
    }
}

/// `--set` and `--target`.
fn edit_by_path(
    document: &mut Document,
    problems: &mut Vec<Problem>,
    arguments: &ScenarioArguments,
) -> Result<(), Failure> {
    for set in &arguments.set {
        let Some((path, value)) = set.split_once('=') else {
            return Err(Failure::Usage {
                message: format!("--set {set}: no value; write it as KEY.PATH=VALUE"),
                hint: Some(
                    "for example --set broker.capacity=50 or --set senders[0].service=constant".to_owned(),
                ),
            });
        };
        let path = path.trim();
        if value.trim().is_empty() {
            return Err(Failure::Usage {
                message: format!("--set {set}: no value stands behind the ="),
                hint: Some(format!("--set {path}=null takes a setting away")),
            });
        }
        let origin = format!("--set {path}");
        if let Err(problem) = document.set_as_written(path, value.trim(), &origin) {
            problems.push(problem);
        }
    }
    for target in &arguments.target {
        let origin = format!("--target {}", quoted(target));
        if let Err(problem) = document.append("targets", target, &origin) {
            problems.push(problem);
        }
    }
    Ok(())
}

/// A scenario, or all that is wrong: with the edits, then with the rest.
fn check(document: &Document, mut problems: Vec<Problem>, origin: &str) -> Result<Scenario, Failure> {
    let checked = Scenario::from_document(document);
    match checked {
        Ok(scenario) if problems.is_empty() => Ok(scenario),
        checked => {
            problems.extend(checked.err().into_iter().flatten());
            Err(Failure::Scenario {
                origin: origin.to_owned(),
                problems,
            })
        }
    }
}

/// The command that repeats the run, whatever the environment.
fn repeat(scenario: &Scenario, settings: &[Setting], arguments: &ScenarioArguments) -> Repeat {
    let path = arguments.scenario.as_deref().map(Path::to_string_lossy);
    let mut repeat = Repeat::of(path.as_deref());
    if let Some(preset) = &arguments.preset {
        repeat.flag("--preset", preset);
    }
    repeat.flag("--seed", &scenario.seed.to_string());
    for setting in settings.iter().filter(|setting| setting.flag != "--seed") {
        repeat.flag(setting.flag, &setting.value);
    }
    for set in &arguments.set {
        repeat.flag("--set", set);
    }
    for target in &arguments.target {
        repeat.flag("--target", target);
    }
    repeat
}
