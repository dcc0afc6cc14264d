//! `config.yaml`: a number of senders, and lists with a rate and a failure rate for each.

use super::{list, mapping};
use crate::scenario::check::values::{At, Checker};
use crate::scenario::document::{Content, Document, Format, Member, Node, Understood};
use crate::scenario::fields::{self, Field};
use crate::scenario::kind::Kind;
use crate::scenario::problem::{Problem, grouped, quoted, shortened};
use crate::time::SimDuration;

/// Whether a document has keys of that format: more than keys with plain values that only a scenario has, and no
/// section of a scenario.
pub(crate) fn is_config_yaml(root: &Node) -> bool {
    let Content::Mapping(members) = &root.content else {
        return false;
    };
    let knows = |field: &Field, key: &str| field.child(key).is_some();
    let is_plain = |member: &Member| matches!(member.value.content, Content::Scalar { .. });
    let is_older = |member: &&Member| match &*member.key {
        "senders" => is_plain(member) && !member.value.is_null(),
        key => knows(&fields::CONFIG_YAML, key),
    };
    let is_newer = |member: &&Member| &*member.key != "senders" && knows(&fields::SCENARIO, &member.key);
    let newer = || members.iter().filter(is_newer);
    members.iter().filter(is_older).count() > newer().count() && newer().all(is_plain)
}

/// Translates a document; the values keep their places.
pub(crate) fn from_config_yaml(document: &Document) -> Result<Document, Vec<Problem>> {
    let mut c = Checker::new(document);
    let map = c.root(&fields::CONFIG_YAML);
    let count_at = map.at(&fields::CONFIG_SENDERS);
    let count: u32 = c.get(&count_at);
    let rates_at = map.at(&fields::CONFIG_RATES);
    let (rates, more_rates) = values(&mut c, &rates_at, count);
    let (failures, more_failures) = values(&mut c, &map.at(&fields::CONFIG_FAILURES), count);
    let messages = map.at(&fields::CONFIG_MESSAGES);
    c.get::<u32>(&messages);
    let refresh_interval: Option<SimDuration> = c.optional(&map.at(&fields::CONFIG_REFRESH));
    let url = map.at(&fields::CONFIG_URL);
    c.optional::<String>(&url);

    let groups = runs(count, &rates, &failures);
    if let Some(most) = too_many(groups.len()) {
        let number = grouped(groups.len() as i128);
        c.wrong(
            &rates_at,
            format!("gives {number} groups of equal senders; allowed: at most {most}"),
        );
    }
    let problems = c.into_problems();
    if !problems.is_empty() {
        return Err(shortened(problems));
    }
    let mut notes = vec![format!(
        "{} in {} of equal ones",
        plural(u64::from(count), "sender"),
        plural(groups.len() as u64, "group")
    )];
    notes.extend(note_of_repeated("sender_rates", "/s", &rates, count));
    notes.extend(note_of_repeated("failure_rates", "", &failures, count));
    let cut = [("sender_rates", more_rates), ("failure_rates", more_failures)];
    let unused: Vec<String> = cut
        .into_iter()
        .filter_map(|(key, more)| note_of_cut(key, more, count))
        .collect();
    notes.extend_from_slice(&unused);
    notes.extend(refresh_interval.map(|time| {
        format!("frontend_refresh_time {time} is how often a page is redrawn; it changes nothing in the run")
    }));
    notes.extend(
        url.node
            .map(|_| "producer_url is not needed and not used".to_owned()),
    );
    let senders = groups.iter().map(|run| {
        let count = Node::scalar(&run.count.to_string(), count_at.place);
        mapping([
            ("count", Some(count)),
            ("rate", run.rate.cloned()),
            ("failure_rate", run.failure.cloned()),
        ])
    });
    let root = mapping([
        ("producer", Some(mapping([("messages", messages.node.cloned())]))),
        ("senders", Some(list(senders.collect()))),
    ]);
    let understood = Understood {
        format: Format::ConfigYaml,
        notes,
        unused,
        refresh_interval: refresh_interval.filter(|time| !time.is_zero()),
    };
    Ok(Document {
        root,
        understood,
        ..Document::default()
    })
}

/// The entries of a list of numbers, at most one for each sender: where each stands, and its value. What follows them
/// is not looked at, but whether there is anything.
fn values<'d>(c: &mut Checker<'_>, at: &At<'d>, count: u32) -> (Vec<(&'d Node, f64)>, bool) {
    let items = c.items(at);
    let needed = items.iter().take(count as usize);
    let values = needed.filter_map(|item| Some((item.node?, c.required::<f64>(item)?)));
    (values.collect(), items.len() > count as usize)
}

/// Senders in a row with the same rate and the same failure rate.
struct Run<'d> {
    count: u32,
    rate: Option<&'d Node>,
    failure: Option<&'d Node>,
    bits: (Option<u64>, Option<u64>),
}

fn runs<'d>(count: u32, rates: &[(&'d Node, f64)], failures: &[(&'d Node, f64)]) -> Vec<Run<'d>> {
    let nth = |values: &[(&'d Node, f64)], index: u32| values.get(index as usize).or(values.last()).copied();
    let mut runs: Vec<Run<'_>> = Vec::new();
    for index in 0..count {
        let (rate, failure) = (nth(rates, index), nth(failures, index));
        let bits = (
            rate.map(|(_, value)| value.to_bits()),
            failure.map(|(_, value)| value.to_bits()),
        );
        match runs.last_mut() {
            Some(run) if run.bits == bits => run.count += 1,
            _ => runs.push(Run {
                count: 1,
                rate: rate.map(|(node, _)| node),
                failure: failure.map(|(node, _)| node),
                bits,
            }),
        }
    }
    runs
}

/// The most groups that a scenario may have, if these are more.
fn too_many(groups: usize) -> Option<String> {
    match fields::SENDERS.kind {
        Kind::List { most, .. } if groups > most as usize => Some(grouped(i128::from(most))),
        _ => None,
    }
}

fn note_of_repeated(key: &str, unit: &str, values: &[(&Node, f64)], count: u32) -> Option<String> {
    let (last, _) = values.last().filter(|_| values.len() < count as usize)?;
    let value = quoted(last.text().unwrap_or_default());
    let unit = if value.contains('/') { "" } else { unit };
    Some(format!(
        "{key} is shorter than senders: its last value {value}{unit} is repeated"
    ))
}

fn note_of_cut(key: &str, is_longer: bool, count: u32) -> Option<String> {
    let values = if count == 1 { "value is" } else { "values are" };
    is_longer.then(|| format!("{key} is longer than senders: only its first {count} {values} used"))
}

fn plural(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
