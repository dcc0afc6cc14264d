//! Flags about senders: single values, or lists that make groups.
//!
//! With one group, a list names one sender after the other and its last value stands for the rest, as in the older
//! `config.yaml`. With several groups (in the file, or as a list of sizes) a list names the groups.

use bellwether::scenario::{Document, Problem, Scenario};

use super::Setting;
use crate::arguments::RunArguments;
use crate::failure::Failure;

/// A flag with its values.
struct List {
    key: &'static str,
    values: Vec<String>,
    setting: Setting,
}

impl List {
    /// The value at a place; the last one stands for all that follow.
    fn at(&self, index: usize) -> &str {
        self.values
            .get(index)
            .or(self.values.last())
            .map_or("", String::as_str)
    }
}

/// Changes the groups of a document; returns what was set.
pub(super) fn edit(
    document: &mut Document,
    problems: &mut Vec<Problem>,
    arguments: &RunArguments,
    origin: &str,
) -> Result<Vec<Setting>, Failure> {
    let senders = list("--senders", "count", arguments.senders.as_ref())?;
    let mut mean_time = list("--mean-time", "mean_time", arguments.mean_time.as_ref())?;
    let mut rate = list("--rate", "rate", arguments.rate.as_ref())?;
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
    let failure_rate = list("--failure-rate", "failure_rate", arguments.failure_rate.as_ref())?;
    let lists: Vec<List> = [rate, mean_time, failure_rate].into_iter().flatten().collect();
    if senders.is_none() && lists.is_empty() {
        return Ok(Vec::new());
    }
    let before = Scenario::from_document(document).map_err(|problems| Failure::Scenario {
        origin: origin.to_owned(),
        problems,
    })?;
    let groups = before.senders.len();
    let sizes = sizes(
        senders.as_ref(),
        &lists,
        groups,
        before.senders.first().map_or(1, |group| group.count),
    )?;
    for (index, size) in sizes.iter().enumerate() {
        let mut set = |key: &str, value: &str, origin: &str| {
            super::edit(
                document,
                problems,
                &format!("senders.{index}.{key}"),
                value,
                origin,
            );
        };
        if let Some(size) = size {
            set(
                "count",
                size,
                senders.as_ref().map_or("--rate", |list| &list.setting.origin),
            );
        }
        for list in &lists {
            set(list.key, list.at(index), &list.setting.origin);
        }
    }
    Ok(senders
        .into_iter()
        .chain(lists)
        .map(|list| list.setting)
        .collect())
}

fn list(flag: &'static str, key: &'static str, given: Option<&String>) -> Result<Option<List>, Failure> {
    let Some(setting) = Setting::of(flag, given)? else {
        return Ok(None);
    };
    let values: Vec<String> = setting
        .value
        .split(',')
        .map(|value| value.trim().to_owned())
        .collect();
    if values.iter().any(String::is_empty) {
        let message = format!("{} {:?}: a value is empty", setting.origin, setting.value);
        return Err(Failure::usage(message));
    }
    Ok(Some(List { key, values, setting }))
}

/// The size of each group, where it is to be set.
fn sizes(
    senders: Option<&List>,
    lists: &[List],
    groups: usize,
    size: u32,
) -> Result<Vec<Option<String>>, Failure> {
    let longest = lists.iter().map(|list| list.values.len()).max().unwrap_or(1);
    let given = senders.map_or(&[][..], |list| &list.values[..]);
    match given {
        [_] if groups > 1 => Err(Failure::usage(format!(
            "--senders: the scenario has {groups} groups; give the size of each, such as --senders {}",
            vec!["2"; groups].join(",")
        ))),
        [_] | [] if groups == 1 && longest > 1 => one_after_the_other(given.first(), lists, longest, size),
        [] if longest > groups => Err(Failure::usage(format!(
            "{}: {longest} values for {groups} groups of senders",
            longest_of(lists, longest)
        ))),
        [] => Ok(vec![None; groups]),
        [only] => Ok(vec![Some(only.clone())]),
        [.., last] => {
            let sizes = given.iter().chain(std::iter::repeat(last));
            Ok(sizes
                .take(groups.max(given.len()).max(longest))
                .cloned()
                .map(Some)
                .collect())
        }
    }
}

/// All but the last value stand for one sender each, the last one for the rest.
fn one_after_the_other(
    given: Option<&String>,
    lists: &[List],
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
            "{}: {named} values for {all} senders; allowed: at most one for each sender, or --senders {named}",
            longest_of(lists, longest)
        )));
    }
    let mut sizes = vec![Some("1".to_owned()); longest - 1];
    sizes.push(Some((all - named + 1).to_string()));
    Ok(sizes)
}

fn longest_of(lists: &[List], longest: usize) -> &str {
    lists
        .iter()
        .find(|list| list.values.len() == longest)
        .map_or("--rate", |list| &list.setting.origin)
}
