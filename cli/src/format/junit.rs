//! Targets as test cases, for programs that show test results.

use std::fmt::Write as _;

use bellwether::experiment::ExperimentReport;
use bellwether::report::{End, Report};

use super::html::escaped;
use crate::summary::interrupted;
use crate::summary::verdicts::{instead, instead_in_replications};

/// A target and its verdict.
type Case<'r> = (&'r str, Verdict);

enum Verdict {
    Met,
    /// What its figure is instead.
    Missed(String),
    /// Why nobody knows.
    Open(String),
}

/// One suite with one case a target; the run's own figures are in the JSON report.
pub(super) fn write(report: &Report, command: &str) -> String {
    let seed = report.seed.to_string();
    let digest = report.digest.to_string();
    let properties = [
        ("seed", &*seed),
        ("end", report.end.map_or("", End::name)),
        ("digest", &*digest),
        ("command", command),
    ];
    let cases = super::once(&report.targets, |target| &target.target).map(|target| {
        let verdict = match report.end {
            // what holds so far need not hold at the end
            Some(End::Interrupted) => Verdict::Open(interrupted(report)),
            _ if target.met => Verdict::Met,
            _ => Verdict::Missed(instead(target)),
        };
        (&*target.target, verdict)
    });
    suite(&report.name, &properties, &cases.collect::<Vec<_>>())
}

/// The same over replications: a case passes if its target holds in each.
pub(super) fn write_experiment(report: &ExperimentReport, command: &str) -> String {
    let seed = report.seed.to_string();
    let replications = report.replications.to_string();
    let interruption = report.interruption();
    let mut properties = vec![("seed", &*seed), ("replications", &*replications)];
    properties.extend(interruption.as_ref().map(|_| ("end", End::Interrupted.name())));
    properties.push(("command", command));
    let cases = super::once(&report.targets, |target| &target.target).map(|target| {
        // one miss is enough; that no other one comes is not known before the end
        let verdict = match &interruption {
            _ if !target.met => Verdict::Missed(instead_in_replications(report, target)),
            Some(interruption) => Verdict::Open(interruption.clone()),
            None => Verdict::Met,
        };
        (&*target.target, verdict)
    });
    suite(&report.name, &properties, &cases.collect::<Vec<_>>())
}

fn suite(name: &str, properties: &[(&str, &str)], cases: &[Case<'_>]) -> String {
    let number = |of: fn(&Verdict) -> bool| cases.iter().filter(|(_, verdict)| of(verdict)).count();
    let counts = format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\"",
        cases.len(),
        number(|verdict| matches!(verdict, Verdict::Missed(_))),
        number(|verdict| matches!(verdict, Verdict::Open(_))),
    );
    let name = escaped(name);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"Bellwether\" {counts}>\n\
         <testsuite name=\"{name}\" {counts}>\n<properties>\n",
    );
    // writing to a text cannot fail
    for (key, value) in properties {
        let value = escaped(value);
        let _ = writeln!(out, "<property name=\"{key}\" value=\"{value}\"/>");
    }
    out.push_str("</properties>\n");
    for (target, verdict) in cases {
        let _ = write!(out, "<testcase classname=\"{name}\" name=\"{}\"", escaped(target));
        let _ = match verdict {
            Verdict::Met => writeln!(out, "/>"),
            Verdict::Missed(why) => writeln!(out, "><failure message=\"{}\"/></testcase>", escaped(why)),
            Verdict::Open(why) => writeln!(out, "><error message=\"{}\"/></testcase>", escaped(why)),
        };
    }
    out.push_str("</testsuite>\n</testsuites>\n");
    out
}

#[cfg(test)]
mod tests {
    use bellwether::scenario::Scenario;
    use bellwether::simulation::Simulation;

    use super::*;

    /// What was missed once is missed; what held so far need not hold in those that never ran.
    #[test]
    fn replications_that_were_interrupted_pass_nothing() {
        let text = "{producer: {messages: 9}, targets: [makespan < 1h, makespan > 2h]}";
        let scenario = Scenario::from_text(text).expect("a scenario");
        let mut run = Simulation::new(&scenario, 0);
        run.run_to_end();
        let of = |requested| ExperimentReport::new(&[run.report()], requested).expect("a report");
        let cut_short = write_experiment(&of(5000), "");
        for part in [
            "tests=\"2\" failures=\"1\" errors=\"1\"",
            "<property name=\"end\" value=\"interrupted\"/>",
            "name=\"makespan &lt; 1h\"><error message=\"interrupted after 1 of 5,000 replications\"/>",
        ] {
            assert!(cut_short.contains(part), "{part}\n{cut_short}");
        }
        let whole = write_experiment(&of(1), "");
        assert!(
            whole.contains("tests=\"2\" failures=\"1\" errors=\"0\""),
            "{whole}"
        );
    }
}
