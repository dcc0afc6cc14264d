//! Targets as test cases, for programs that show test results.

use std::fmt::Write as _;

use bellwether::report::Report;

use super::html::escaped;
use crate::summary::verdicts::{figure, unit_of_target};

/// One suite with one case a target; the run's own figures are in the JSON report.
pub(super) fn write(report: &Report, command: &str) -> String {
    let missed = report.targets.iter().filter(|target| !target.met).count();
    let name = escaped(&report.name);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"Bellwether\" tests=\"{all}\" failures=\"{missed}\">\n\
         <testsuite name=\"{name}\" tests=\"{all}\" failures=\"{missed}\">\n\
         <properties>\n<property name=\"seed\" value=\"{}\"/>\n<property name=\"digest\" value=\"{}\"/>\n\
         <property name=\"command\" value=\"{}\"/>\n</properties>\n",
        report.seed,
        report.digest,
        escaped(command),
        all = report.targets.len(),
    );
    for target in &report.targets {
        let case = escaped(&target.target);
        let value = target.value.map_or_else(
            || "the run has no such figure".to_owned(),
            |value| format!("it is {}", figure(unit_of_target(&target.target), value)),
        );
        // writing to a text cannot fail
        let _ = match target.met {
            true => writeln!(out, "<testcase classname=\"{name}\" name=\"{case}\"/>"),
            false => writeln!(
                out,
                "<testcase classname=\"{name}\" name=\"{case}\"><failure message=\"{}\"/></testcase>",
                escaped(&value)
            ),
        };
    }
    out.push_str("</testsuite>\n</testsuites>\n");
    out
}
