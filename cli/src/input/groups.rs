//! Flags about senders: single values, or lists that make groups.
//!
//! With one group, a list names one sender after the other and its last value stands for the rest, as in the older
//! `config.yaml`. With several groups (in the file, or as a list of sizes) a list names the groups.

use bellwether::scenario::{Document, Format, Problem, Scenario};

use super::Setting;
use crate::arguments::ScenarioArguments;
use crate::failure::Failure;
use bellwether::words::things;

/// Most sizes of groups that are given as an example.
const MOST_SIZES: usize = 8;

/// What the flags say about senders.
#[derive(Debug)]
pub(super) struct Lists {
    senders: Option<List>,
    /// Rates, mean times, failure rates.
    others: Vec<List>,
}

/// A flag with its values.
#[derive(Debug)]
struct List {
    values: Vec<String>,
    setting: Setting,
}

impl List {
    fn read(flag: &'static str, given: Option<&String>) -> Result<Option<Self>, Failure> {
        let Some(setting) = Setting::of(flag, given)? else {
            return Ok(None);
        };
        let values = setting.value.split(',').map(|value| value.trim().to_owned());
        let values: Vec<String> = values.collect();
        if values.iter().any(String::is_empty) {
            let message = format!("{} {:?}: a value is empty", setting.origin, setting.value);
            return Err(Failure::usage(message));
        }
        Ok(Some(Self { values, setting }))
    }

    /// Where it is set in the group at a place.
    fn path(&self, index: usize) -> String {
        self.setting.key.replace("[0]", &format!(".{index}"))
    }

    /// The value at a place; the last one stands for all that follow.
    fn at(&self, index: usize) -> &str {
        let value = self.values.get(index).or(self.values.last());
        value.map_or("", String::as_str)
    }
}

impl Lists {
    /// What the command line says, or else the environment.
    pub(super) fn read(arguments: &ScenarioArguments) -> Result<Self, Failure> {
        let senders = List::read("--senders", arguments.senders.as_ref())?;
        let mut mean_time = List::read("--mean-time", arguments.mean_time.as_ref())?;
        let mut rate = List::read("--rate", arguments.rate.as_ref())?;
        // a flag replaces the other way to say the same in the environment
        match (&arguments.rate, &arguments.mean_time) {
            (Some(_), _) => mean_time = None,
            (_, Some(_)) => rate = None,
            (None, None) if rate.is_some() && mean_time.is_some() => {
                return Err(Failure::usage(
                    "BELLWETHER_RATE and BELLWETHER_MEAN_TIME are both set; allowed: one of the two",
                ));
            }
            (None, None) => {}
        }
        let failure_rate = List::read("--failure-rate", arguments.failure_rate.as_ref())?;
        Ok(Self {
            senders,
            others: [rate, mean_time, failure_rate].into_iter().flatten().collect(),
        })
    }

    /// Changes the groups of a document.
    pub(super) fn edit(
        &self,
        document: &mut Document,
        problems: &mut Vec<Problem>,
        origin: &str,
    ) -> Result<(), Failure> {
        if self.senders.is_none() && self.others.is_empty() {
            return Ok(());
        }
        let before = Scenario::from_document(document).map_err(|problems| Failure::Scenario {
            origin: origin.to_owned(),
            problems,
        })?;
        let groups = before.senders.len();
        // who makes groups: the sizes, or else the longest list
        let made_by = match &self.senders {
            Some(list) => list.setting.origin.as_str(),
            None => self.name_of_longest(self.longest()),
        };
        let size = before.senders.first().map_or(1, |group| group.count);
        let like_the_first = first_group(&before);
        for (index, size) in self
            .sizes(groups, size, document.understood().format)?
            .iter()
            .enumerate()
        {
            let mut edit = |path: &str, value: &str, origin: &str| {
                super::edit(document, problems, path, value, origin);
            };
            // one sender after the other: like the first in all that no flag is about
            if groups == 1 && index > 0 {
                edit(&format!("senders.{index}"), &like_the_first, made_by);
            }
            if let Some(size) = size {
                edit(&format!("senders.{index}.count"), size, made_by);
            }
            for list in &self.others {
                edit(&list.path(index), list.at(index), &list.setting.origin);
            }
        }
        Ok(())
    }

    /// The flags with their values.
    pub(super) fn into_settings(self) -> impl Iterator<Item = Setting> {
        self.senders
            .into_iter()
            .chain(self.others)
            .map(|list| list.setting)
    }

    /// The size of each group, where it is to be set.
    fn sizes(&self, groups: usize, size: u32, format: Format) -> Result<Vec<Option<String>>, Failure> {
        let longest = self.longest();
        let given = self.senders.as_ref().map_or(&[][..], |list| &list.values[..]);
        let origin = self.senders.as_ref().map_or("", |list| &list.setting.origin);
        match given {
            [_] if groups > 1 => {
                let sizes = vec!["2"; groups.min(MOST_SIZES)].join(",");
                let more = if groups > MOST_SIZES { ",…" } else { "" };
                let message = format!(
                    "{origin}: the scenario has {groups} groups; give the size of each, such as --senders \
                     {sizes}{more}"
                );
                Err(mismatch(message, format))
            }
            [_] | [] if groups == 1 && longest > 1 => self.one_after_the_other(given.first(), longest, size),
            [] if longest > groups => {
                let name = self.name_of_longest(longest);
                let message = format!("{name}: {longest} values for {groups} groups of senders");
                Err(mismatch(message, format))
            }
            [] => Ok(vec![None; groups]),
            [only] => Ok(vec![Some(only.clone())]),
            [.., last] => {
                let all = groups.max(given.len()).max(longest);
                let sizes = given.iter().chain(std::iter::repeat(last));
                Ok(sizes.take(all).cloned().map(Some).collect())
            }
        }
    }

    /// All but the last value stand for one sender each, the last one for the rest.
    fn one_after_the_other(
        &self,
        given: Option<&String>,
        longest: usize,
        size: u32,
    ) -> Result<Vec<Option<String>>, Failure> {
        let all = match given {
            None => u64::from(size),
            Some(given) => match given.parse::<u64>() {
                Ok(all) => all,
                // the model says what is wrong with it
                Err(_) => return Ok(vec![Some(given.clone())]),
            },
        };
        let named = longest as u64;
        if all < named {
            return Err(Failure::usage(format!(
                "{}: {named} values for {}; allowed: at most one for each, or --senders {named}",
                self.name_of_longest(longest),
                things(all, "sender")
            )));
        }
        let mut sizes = vec![Some("1".to_owned()); longest - 1];
        sizes.push(Some((all - named + 1).to_string()));
        Ok(sizes)
    }

    /// How many values the longest list has.
    fn longest(&self) -> usize {
        let lengths = self.others.iter().map(|list| list.values.len());
        lengths.max().unwrap_or(1)
    }

    fn name_of_longest(&self, longest: usize) -> &str {
        let list = self.others.iter().find(|list| list.values.len() == longest);
        list.map_or("--rate", |list| &list.setting.origin)
    }
}

/// Values that do not fit the groups that there are.
fn mismatch(message: String, format: Format) -> Failure {
    let is_grouped = format == Format::ConfigYaml;
    Failure::Usage {
        message,
        hint: is_grouped.then(|| "equal senders in a row of a config.yaml are one group".to_owned()),
    }
}

/// The first group as text, without its name.
fn first_group(scenario: &Scenario) -> String {
    let mut value = scenario.to_value();
    let group = value.pointer_mut("/senders/0").map(serde_json::Value::take);
    let mut group = group.unwrap_or_default();
    if let Some(members) = group.as_object_mut() {
        members.remove("name");
    }
    group.to_string()
}
