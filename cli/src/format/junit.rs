//! Targets as test cases, for programs that show test results.

use std::fmt::Write as _;

use bellwether::experiment::ExperimentReport;
use bellwether::report::Report;

use super::html::escaped;
use crate::summary::verdicts::{instead, instead_in_replications};

/// A target, and what its figure is instead if it was missed.
type Case<'r> = (&'r str, Option<String>);

/// One suite with one case a target; the run's own figures are in the JSON report.
pub(super) fn write(report: &Report, command: &str) -> String {
    let seed = report.seed.to_string();
    let digest = report.digest.to_string();
    let properties = [("seed", &*seed), ("digest", &*digest), ("command", command)];
    let cases = report.targets.iter();
    let cases = cases.map(|target| (&*target.target, (!target.met).then(|| instead(target))));
    suite(&report.name, &properties, &cases.collect::<Vec<_>>())
}

/// The same over replications: a case passes if its target holds in each.
pub(super) fn write_experiment(report: &ExperimentReport, command: &str) -> String {
    let seed = report.seed.to_string();
    let replications = report.replications.to_string();
    let properties = [
        ("seed", &*seed),
        ("replications", &*replications),
        ("command", command),
    ];
    let cases = report.targets.iter();
    let cases = cases.map(|target| {
        let missed = (!target.met).then(|| instead_in_replications(target));
        (&*target.target, missed)
    });
    suite(&report.name, &properties, &cases.collect::<Vec<_>>())
}

fn suite(name: &str, properties: &[(&str, &str)], cases: &[Case<'_>]) -> String {
    let missed = cases.iter().filter(|(_, missed)| missed.is_some()).count();
    let name = escaped(name);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"Bellwether\" tests=\"{all}\" failures=\"{missed}\">\n\
         <testsuite name=\"{name}\" tests=\"{all}\" failures=\"{missed}\">\n<properties>\n",
        all = cases.len(),
    );
    // writing to a text cannot fail
    for (key, value) in properties {
        let value = escaped(value);
        let _ = writeln!(out, "<property name=\"{key}\" value=\"{value}\"/>");
    }
    out.push_str("</properties>\n");
    for (target, missed) in cases {
        let case = escaped(target);
        let _ = match missed {
            None => writeln!(out, "<testcase classname=\"{name}\" name=\"{case}\"/>"),
            Some(instead) => writeln!(
                out,
                "<testcase classname=\"{name}\" name=\"{case}\"><failure message=\"{}\"/></testcase>",
                escaped(instead)
            ),
        };
    }
    out.push_str("</testsuite>\n</testsuites>\n");
    out
}
