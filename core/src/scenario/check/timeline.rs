//! The timeline: what happens when, to senders and groups that exist.

use super::values::{At, Checker};
use crate::scenario::document::Content;
use crate::scenario::fields::{self, Field};
use crate::scenario::kind::Kind as FieldKind;
use crate::scenario::problem::{alternatives, quoted};
use crate::scenario::quantity::Quantity;
use crate::scenario::{Action, Change, Entry, Group, Kind, SenderName};
use crate::time::SimTime;

/// The entries in order of time, and how many senders each group has in the end.
pub(super) struct Plan {
    pub(super) entries: Vec<Entry>,
    pub(super) counts: Vec<u64>,
}

/// What may be named.
struct Known<'k> {
    groups: &'k [Group],
    kinds: &'k [Kind],
}

/// An action, and where the sender or the setting stands that it is about.
type Planned<'d> = (SimTime, Action, At<'d>);

pub(super) fn timeline(c: &mut Checker<'_>, at: &At<'_>, groups: &[Group], kinds: &[Kind]) -> Plan {
    let known = Known { groups, kinds };
    let mut planned: Vec<Planned<'_>> = Vec::new();
    for item in c.items(at) {
        let map = c.mapping(&item);
        if map.node.is_none() {
            if item.text().is_none() {
                c.missing(&item.at(&fields::AT));
            }
            continue;
        }
        let time = c.required::<SimTime>(&map.at(&fields::AT));
        let actions = actions(c, &map, &known);
        if let Some(time) = time {
            planned.extend(actions.into_iter().map(|(action, at)| (time, action, at)));
        }
    }
    planned.sort_by_key(|(time, ..)| *time);
    let counts = follow(c, &planned, groups);
    Plan {
        entries: planned
            .into_iter()
            .map(|(at, action, _)| Entry { at, action })
            .collect(),
        counts,
    }
}

/// Goes through the actions in order of time: a sender must exist when something happens to it.
fn follow(c: &mut Checker<'_>, planned: &[Planned<'_>], groups: &[Group]) -> Vec<u64> {
    let mut counts: Vec<u64> = groups.iter().map(|group| u64::from(group.count)).collect();
    for (time, action, at) in planned {
        let sender = match action {
            Action::AddSenders { group, count } => {
                if let Some(total) = counts.get_mut(*group as usize) {
                    *total += u64::from(*count);
                }
                continue;
            }
            Action::RemoveSender(sender)
            | Action::Crash { sender, .. }
            | Action::Hang(sender)
            | Action::Restart(sender) => sender,
            _ => continue,
        };
        let (Some(group), Some(count)) = (
            groups.get(sender.group as usize),
            counts.get(sender.group as usize),
        ) else {
            continue;
        };
        if u64::from(sender.number) > *count {
            let name = &group.name;
            let message = format!(
                "{name}/{} does not exist at {time}; allowed: {name}/1 to {name}/{count}",
                sender.number
            );
            c.wrong(at, message);
        }
    }
    counts
}

fn actions<'d>(c: &mut Checker<'_>, map: &At<'d>, known: &Known<'_>) -> Vec<(Action, At<'d>)> {
    let Some(Content::Mapping(members)) = map.node.map(|node| &node.content) else {
        return Vec::new();
    };
    let is_action = |key: &str| map.field.child(key).filter(|field| *field != &fields::AT);
    let given: Vec<&'static Field> = members
        .iter()
        .filter_map(|member| is_action(&member.key))
        .collect();
    let [field] = given.as_slice() else {
        if given.is_empty() {
            let known = alternatives(
                map.field
                    .children()
                    .map(Field::key)
                    .filter(|key| is_action(key).is_some()),
            );
            if members
                .iter()
                .all(|member| map.field.child(&member.key).is_some())
            {
                c.wrong(map, format!("has no action; allowed: exactly one of {known}"));
            }
        } else {
            let names: Vec<&str> = given.iter().map(|field| field.key()).collect();
            c.wrong(
                map,
                format!(
                    "has {} actions ({}); give each its own entry",
                    given.len(),
                    names.join(", ")
                ),
            );
        }
        return Vec::new();
    };
    let at = map.at(field);
    let before = c.count();
    let action = c.mapping(&at);
    if action.node.is_none() && at.text().is_some() {
        return Vec::new();
    }
    if *field == &fields::SET {
        return changes(c, &action, known, before);
    }
    one_action(c, &action, field, known)
}

fn one_action<'d>(
    c: &mut Checker<'_>,
    map: &At<'d>,
    field: &'static Field,
    known: &Known<'_>,
) -> Vec<(Action, At<'d>)> {
    let (action, about) = match field.key() {
        "add_senders" => {
            let group = group(c, &map.at(&fields::ADD_GROUP), known, true);
            let count = c.get(&map.at(&fields::ADD_COUNT));
            (
                group.flatten().map(|group| Action::AddSenders { group, count }),
                map.clone(),
            )
        }
        "remove_sender" => {
            let at = map.at(&fields::REMOVE_WHICH);
            (sender(c, &at, known).map(Action::RemoveSender), at)
        }
        "crash" => {
            let at = map.at(&fields::BREAK_WHICH);
            let down = c.optional(&map.at(&fields::BREAK_DOWN));
            (
                sender(c, &at, known).map(|sender| Action::Crash { sender, down }),
                at,
            )
        }
        "hang" => {
            let at = map.at(&fields::SILENCE_WHICH);
            (sender(c, &at, known).map(Action::Hang), at)
        }
        "restart" => {
            let at = map.at(&fields::RESTART_WHICH);
            (sender(c, &at, known).map(Action::Restart), at)
        }
        "pause_producer" => (Some(Action::PauseProducer), map.clone()),
        "resume_producer" => (Some(Action::ResumeProducer), map.clone()),
        "submit" => (submit(c, map, known), map.clone()),
        _ => (Some(Action::Cancel), map.clone()),
    };
    action.map(|action| (action, about)).into_iter().collect()
}

/// Each changed setting as an action of its own.
/// `before` were the problems before its keys were looked at: an unknown one has been told of.
fn changes<'d>(c: &mut Checker<'_>, map: &At<'d>, known: &Known<'_>, before: usize) -> Vec<(Action, At<'d>)> {
    let group_at = map.at(&fields::SET_GROUP);
    let group = group(c, &group_at, known, false).flatten();
    let mut changes: Vec<Change> = Vec::new();
    changes.extend(
        c.optional(&map.at(&fields::SET_FAILURE_RATE))
            .map(|value| Change::FailureRate { group, value }),
    );
    changes.extend(
        c.optional(&map.at(&fields::SET_MEAN_TIME))
            .map(|value| Change::MeanTime { group, value }),
    );
    changes.extend(
        c.optional(&map.at(&fields::SET_HANG))
            .map(|value| Change::Hang { group, value }),
    );
    if group.is_some() && changes.is_empty() && c.count() == before {
        c.wrong(&group_at, "names a group, but nothing of a group is set; allowed: failure_rate, mean_time or hang beside it");
    }
    changes.extend(
        c.optional(&map.at(&fields::SET_ARRIVAL_RATE))
            .map(Change::ArrivalRate),
    );
    if changes.is_empty() && c.count() == before {
        // a group alone is nothing that changes
        let settings = map.field.children().filter(|field| *field != &fields::SET_GROUP);
        let settings = alternatives(settings.map(Field::key));
        c.wrong(
            map,
            format!("changes nothing; allowed: at least one of {settings}"),
        );
    }
    changes
        .into_iter()
        .map(|change| (Action::Set(change), map.clone()))
        .collect()
}

/// The index of a group: none if a problem was reported, `Some(None)` if none is named and none is needed.
fn group(c: &mut Checker<'_>, at: &At<'_>, known: &Known<'_>, needed: bool) -> Option<Option<u32>> {
    if !c.present(at) {
        if needed && known.groups.len() != 1 {
            c.missing(at);
            return None;
        }
        return Some(needed.then_some(0));
    }
    let name: String = c.optional(at)?;
    let names = || known.groups.iter().map(|group| group.name.as_str());
    one_of(c, at, &name, "group", names).map(Some)
}

/// The index of a name among known ones.
pub(super) fn one_of<'k, I: Iterator<Item = &'k str>>(
    c: &mut Checker<'_>,
    at: &At<'_>,
    name: &str,
    noun: &str,
    names: impl Fn() -> I,
) -> Option<u32> {
    if let Some(index) = names().position(|known| known == name) {
        return u32::try_from(index).ok();
    }
    c.unknown_name(at, name, noun, names);
    None
}

/// A sender as `group/number`; the number alone where there is one group.
fn sender(c: &mut Checker<'_>, at: &At<'_>, known: &Known<'_>) -> Option<SenderName> {
    let text: String = c.required(at)?;
    let (group, number) = match (text.rsplit_once('/'), known.groups) {
        (Some((group, number)), _) => (group, number),
        (None, [only]) => (only.name.as_str(), text.as_str()),
        (None, _) => ("", ""),
    };
    let Ok(number) = u32::read(
        &FieldKind::Whole {
            least: 1,
            most: i128::from(u32::MAX),
        },
        number,
    ) else {
        let example = known.groups.first().map_or("sender", |group| group.name.as_str());
        c.wrong(
            at,
            format!(
                "{} is not a sender; allowed: a sender as group/number, such as {example}/1",
                quoted(&text)
            ),
        );
        return None;
    };
    let names = || known.groups.iter().map(|group| group.name.as_str());
    let group = one_of(c, at, group, "group", names)?;
    Some(SenderName { group, number })
}

fn submit(c: &mut Checker<'_>, map: &At<'_>, known: &Known<'_>) -> Option<Action> {
    let at = map.at(&fields::SUBMIT_KIND);
    let kind = match c.present(&at) {
        false => Some(0),
        true => {
            let name: Option<String> = c.optional(&at);
            name.and_then(|name| {
                one_of(c, &at, &name, "kind", || {
                    known.kinds.iter().map(|kind| kind.name.as_str())
                })
            })
        }
    };
    let priority = c.optional(&map.at(&fields::SUBMIT_PRIORITY));
    let text = c.optional(&map.at(&fields::SUBMIT_TEXT));
    Some(Action::Submit {
        kind: kind?,
        priority,
        text,
    })
}
