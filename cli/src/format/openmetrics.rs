//! The report as OpenMetrics text, for a push gateway or a file collector.

use std::fmt::Write as _;

use bellwether::decimal::Decimal;
use bellwether::experiment::{ExperimentReport, Interval};
use bellwether::figures::{Unit, figure, figures, group_figures, kind_figures};
use bellwether::report::{End, Report, Summary};
use bellwether::time::SimDuration;

/// The figures of the report that stand alone, with what they mean.
const ALONE: [(&str, &str); 6] = [
    ("clock", "Virtual time at the end of the run."),
    ("makespan", "When the last message came to its final outcome."),
    ("average_time_per_message", "Mean service time per attempt."),
    ("throughput", "Messages sent per second of virtual time."),
    ("queue.mean_length", "Time average of the queue's length."),
    (
        "queue.max_length",
        "Greatest length of the queue that lasted for any time.",
    ),
];
/// Families with a label for each figure below a common name.
const FAMILIES: [(&str, &str, &str); 3] = [
    ("messages", "state", "Where the messages are."),
    ("attempts", "result", "How attempts ended."),
    (
        "shares",
        "outcome",
        "Final outcomes as shares of the messages produced.",
    ),
];

/// All figures of the run, each family with its help and type.
pub(super) fn write(report: &Report) -> String {
    let mut text = Text(String::new());
    text.family("run", "info", "", "What ran.");
    text.line(
        "run_info",
        &[
            ("scenario", &report.name),
            ("seed", &report.seed.to_string()),
            ("replication", &report.replication.to_string()),
            ("end", report.end.map_or("", End::name)),
            ("digest", &report.digest.to_string()),
            ("version", &report.version),
        ],
        "1",
    );
    for (name, help) in ALONE {
        let Some(figure) = figure(name) else { continue };
        text.gauge(
            &name.replace('.', "_"),
            unit(figure.unit),
            help,
            figure.of(report),
        );
    }
    for (name, label, help) in FAMILIES {
        text.family(name, "gauge", "", help);
        let below =
            figures().filter_map(|figure| Some((figure.name.strip_prefix(name)?.strip_prefix('.')?, figure)));
        for (short, figure) in below {
            text.value(name, &[(label, short)], figure.of(report));
        }
    }
    text.gauge(
        "duplicates",
        "",
        "Successes after the first of the same message.",
        whole(report.duplicates),
    );
    text.gauge(
        "redelivered",
        "",
        "Deliveries again after a sender was lost or too slow.",
        whole(report.redelivered),
    );
    for (name, help, summary) in [
        (
            "waiting",
            "From entering the queue to the first attempt.",
            &report.waiting,
        ),
        ("service", "Duration of attempts.", &report.service),
        ("sojourn", "From production to sent or failed.", &report.sojourn),
        ("delivery", "From production to sent.", &report.delivery),
    ] {
        text.summary(name, help, summary);
    }
    parts(&mut text, report);
    if !report.targets.is_empty() {
        text.family("target_met", "gauge", "", "Whether a target holds.");
        for target in super::once(&report.targets, |target| &target.target) {
            text.line(
                "target_met",
                &[("target", &target.target)],
                if target.met { "1" } else { "0" },
            );
        }
    }
    text.0.push_str("# EOF\n");
    text.0
}

/// Groups of senders and kinds of messages.
fn parts(text: &mut Text, report: &Report) {
    for figure in group_figures() {
        let name = text.family(
            &format!("group_{}", figure.name),
            "gauge",
            unit(figure.unit),
            "Of a group of senders.",
        );
        for group in &report.groups {
            text.value(&name, &[("group", &group.name)], figure.of(group));
        }
    }
    for figure in kind_figures() {
        let name = format!("kind_{}", figure.name.replace('.', "_"));
        let name = text.family(&name, "gauge", unit(figure.unit), "Of a kind of messages.");
        for kind in &report.kinds {
            text.value(&name, &[("kind", &kind.name)], figure.of(kind));
        }
    }
}

/// All figures of replications: each a family with mean, half-width of the 95 % interval, min, max and in how many of
/// them there is such a figure.
pub(super) fn write_experiment(report: &ExperimentReport) -> String {
    let mut text = Text(String::new());
    text.family("replications", "info", "", "What ran.");
    text.line(
        "replications_info",
        &[
            ("scenario", &report.name),
            ("seed", &report.seed.to_string()),
            ("replications", &report.replications.to_string()),
            ("requested", &report.requested.to_string()),
            ("version", &report.version),
        ],
        "1",
    );
    for figure in figures() {
        let name = figure.name.replace('.', "_");
        let name = text.family(&name, "gauge", unit(figure.unit), "Over the replications.");
        text.interval(&name, &[], report.figures.get(figure.name));
    }
    for figure in group_figures() {
        let name = format!("group_{}", figure.name);
        let help = "Of a group of senders, over the replications.";
        let name = text.family(&name, "gauge", unit(figure.unit), help);
        for group in &report.groups {
            text.interval(&name, &[("group", &group.name)], group.figures.get(figure.name));
        }
    }
    for figure in kind_figures() {
        let name = format!("kind_{}", figure.name.replace('.', "_"));
        let help = "Of a kind of messages, over the replications.";
        let name = text.family(&name, "gauge", unit(figure.unit), help);
        for kind in &report.kinds {
            text.interval(&name, &[("kind", &kind.name)], kind.figures.get(figure.name));
        }
    }
    if !report.targets.is_empty() {
        let help = "The share of the replications in which a target holds.";
        text.family("target_met_share", "gauge", "", help);
        for target in super::once(&report.targets, |target| &target.target) {
            text.value(
                "target_met_share",
                &[("target", &target.target)],
                Some(target.met_share),
            );
        }
    }
    text.0.push_str("# EOF\n");
    text.0
}

const fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Time => "seconds",
        Unit::Count | Unit::Share | Unit::Rate | Unit::Number => "",
    }
}

fn whole(number: u64) -> Option<Decimal> {
    Some(Decimal::from_whole(number))
}

struct Text(String);

impl Text {
    /// The head of a family; returns its name with the unit.
    fn family(&mut self, name: &str, kind: &str, unit: &str, help: &str) -> String {
        let name = match unit {
            "" => name.to_owned(),
            _ => format!("{name}_{unit}"),
        };
        // writing to a text cannot fail
        let _ = writeln!(self.0, "# TYPE bellwether_{name} {kind}");
        if !unit.is_empty() {
            let _ = writeln!(self.0, "# UNIT bellwether_{name} {unit}");
        }
        let _ = writeln!(self.0, "# HELP bellwether_{name} {help}");
        name
    }

    fn gauge(&mut self, name: &str, unit: &str, help: &str, value: Option<Decimal>) {
        let name = self.family(name, "gauge", unit, help);
        self.value(&name, &[], value);
    }

    fn summary(&mut self, name: &str, help: &str, summary: &Summary) {
        let family = self.family(name, "summary", "seconds", help);
        for (quantile, value) in [
            ("0.5", summary.p50),
            ("0.9", summary.p90),
            ("0.95", summary.p95),
            ("0.99", summary.p99),
            ("0.999", summary.p999),
        ] {
            self.value(
                &family,
                &[("quantile", quantile)],
                value.map(SimDuration::seconds),
            );
        }
        self.line(&format!("{family}_count"), &[], &summary.count.to_string());
        for (what, value) in [
            ("mean", summary.mean),
            ("standard_deviation", summary.standard_deviation),
            ("min", summary.min.map(SimDuration::seconds)),
            ("max", summary.max.map(SimDuration::seconds)),
        ] {
            self.gauge(&format!("{name}_{what}"), "seconds", help, value);
        }
    }

    /// A sample; what was not observed has none.
    fn value(&mut self, name: &str, labels: &[(&str, &str)], value: Option<Decimal>) {
        if let Some(value) = value {
            self.line(name, labels, &value.to_string());
        }
    }

    /// The samples of a figure over replications.
    fn interval(&mut self, name: &str, labels: &[(&str, &str)], interval: Option<&Interval>) {
        let Some(interval) = interval else { return };
        for (what, value) in [
            ("mean", Some(interval.mean)),
            ("half_width", interval.half_width),
            ("min", Some(interval.min)),
            ("max", Some(interval.max)),
            ("count", Some(f64::from(interval.count))),
        ] {
            let mut labels = labels.to_vec();
            labels.push(("value", what));
            self.value(name, &labels, value.map(Decimal::from_f64));
        }
    }

    fn line(&mut self, name: &str, labels: &[(&str, &str)], value: &str) {
        let _ = write!(self.0, "bellwether_{name}");
        for (index, (label, text)) in labels.iter().enumerate() {
            let open = if index == 0 { '{' } else { ',' };
            let _ = write!(self.0, "{open}{label}=\"{}\"", escaped(text));
        }
        let close = if labels.is_empty() { "" } else { "}" };
        let _ = writeln!(self.0, "{close} {value}");
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', r"\\")
        .replace('"', "\\\"")
        .replace('\n', r"\n")
}
