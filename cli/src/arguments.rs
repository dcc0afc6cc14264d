//! The command line: flags, subcommands and their help.

use std::path::PathBuf;

use bellwether::scenario::PRESETS;
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;

use crate::format::Format;

const EXAMPLES: &str = "\
Examples:
  bellwether --seed 42                     1000 messages, 3 senders
  bellwether --messages 100000 --senders 40 --rate 10/s --failure-rate 2%
  bellwether flood.yaml --set broker.max_attempts=3 --target 'delivery.p99 < 10m'
  bellwether flood.yaml --replications 100     means with 95 % confidence intervals
  bellwether flood.yaml --replication 17       one of those alone, from number 0 to 99
  bellwether flood.yaml --format json | jq .digest
  bellwether --watch --speed 1             as it would go on the wall clock
  bellwether --preset overload --plot overload.svg
  bellwether init flood.yaml               a commented scenario file to start from

A setting comes from the last of these that names it: the defaults, the scenario
file, an environment variable, a flag; of flags, --set is the last. The variables are
BELLWETHER_SEED, _MESSAGES, _SENDERS, _RATE, _MEAN_TIME, _FAILURE_RATE,
_MONITOR_INTERVAL, _UNTIL, _REPLICATIONS, _REPLICATION, _JOBS, _FORMAT, _SPEED,
_WATCH and _QUIET.

Exit status: 0 done; 1 a target missed; 2 bad usage or a bad scenario; 3 a file
could not be read or written; 130 interrupted (the report so far is printed).";

/// Simulates the sending of alerts: a producer, a broker, senders, a monitor. The same scenario and seed give the
/// same run, here and in the browser.
#[derive(Debug, Parser)]
#[command(name = "bellwether", version, after_help = EXAMPLES)]
#[command(max_term_width = 110, subcommand_value_name = "COMMAND")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) run: RunArguments,
}

/// What the program does.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run a scenario; the word may be left out
    #[command(after_help = EXAMPLES)]
    Run(Box<RunArguments>),
    /// Say what was understood of a scenario, or all that is wrong with it
    #[command(after_help = CHECK_EXAMPLES)]
    Check {
        #[command(flatten)]
        input: Box<ScenarioArguments>,
        /// Prints it as a scenario file with every default filled in
        #[arg(long)]
        yaml: bool,
    },
    /// Write a scenario file with every key explained
    #[command(after_help = INIT_EXAMPLES)]
    Init {
        /// Where to; printed if not given
        #[arg(value_hint = ValueHint::FilePath)]
        file: Option<PathBuf>,
        /// Replaces a file that is there already
        #[arg(long)]
        force: bool,
    },
    /// List the scenarios that come with the program
    #[command(after_help = PRESETS_EXAMPLES)]
    Presets,
    /// Print one of them
    #[command(after_help = PRESET_EXAMPLES)]
    Preset {
        /// Its name
        #[arg(value_parser = preset_names())]
        name: String,
    },
    /// Print the JSON Schema of scenario files, for editors; or that of what the program writes
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema {
        /// Of what
        #[arg(value_enum, default_value_t)]
        of: SchemaOf,
    },
    /// Print completions for a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// Print the manual page
    #[command(after_help = "Example:\n  bellwether man | man -l -")]
    Man,
}

/// What there is a schema of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// A scenario file
    #[default]
    Scenario,
    /// What `--format json` prints
    Report,
    /// A line of what `--events` writes
    Event,
}

const CHECK_EXAMPLES: &str = "\
Examples:
  bellwether check flood.yaml
  bellwether check .env --yaml > scenario.yaml    an older file in the present format
  bellwether check --preset overload --set broker.capacity=50 --yaml > mine.yaml
                                                  keeps what flags say as a scenario file";
const INIT_EXAMPLES: &str = "\
Examples:
  bellwether init flood.yaml
  bellwether init | less";
const PRESETS_EXAMPLES: &str = "\
Examples:
  bellwether presets
  bellwether presets | grep -i retry";
const PRESET_EXAMPLES: &str = "\
Examples:
  bellwether preset overload > overload.yaml
  bellwether --preset overload --seed 7           runs it";
const SCHEMA_EXAMPLES: &str = "\
Examples:
  bellwether schema report                 the contract of --format json
  bellwether schema > bellwether.schema.json
and at the top of a scenario file, for editors with the YAML language server:
  # yaml-language-server: $schema=bellwether.schema.json";
const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  bellwether completions bash > ~/.local/share/bash-completion/completions/bellwether
  bellwether completions zsh > ~/.zfunc/_bellwether
  bellwether completions fish > ~/.config/fish/completions/bellwether.fish";

fn preset_names() -> PossibleValuesParser {
    PRESETS
        .iter()
        .map(|preset| PossibleValue::new(preset.name).help(preset.description))
        .collect::<Vec<PossibleValue>>()
        .into()
}

/// Which scenario: a file, and what is changed of it.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ScenarioArguments {
    /// A scenario file (YAML or JSON, or an older config.yaml or .env); `-` reads standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) scenario: Option<PathBuf>,
    /// One of the scenarios that come with the program, instead of a file
    #[arg(long, value_name = "NAME", conflicts_with = "scenario", help_heading = SCENARIO)]
    #[arg(value_parser = preset_names(), hide_possible_values = true)]
    pub(crate) preset: Option<String>,
    /// Chooses all random numbers: 0 to 18446744073709551615, or `random` [default: 42]
    #[arg(long, value_name = "N", allow_hyphen_values = true, help_heading = SCENARIO)]
    pub(crate) seed: Option<String>,
    /// How many messages [default: 1000]
    #[arg(long, value_name = "N", allow_hyphen_values = true, help_heading = SCENARIO)]
    pub(crate) messages: Option<String>,
    /// How many senders [default: 3]; a list such as 10,2 gives the size of each group
    #[arg(long, value_name = "N,…", allow_hyphen_values = true, help_heading = SCENARIO)]
    pub(crate) senders: Option<String>,
    /// What a sender does, such as 10/s or 600/min; a list for one sender after the other, or for the groups;
    /// the last value stands for the rest
    #[arg(long, value_name = "R,…", allow_hyphen_values = true, help_heading = SCENARIO)]
    #[arg(conflicts_with = "mean_time")]
    pub(crate) rate: Option<String>,
    /// Mean service time instead of a rate, such as 100ms or 2s; a list as for --rate [default: 100ms]
    #[arg(long, value_name = "T,…", allow_hyphen_values = true, help_heading = SCENARIO)]
    pub(crate) mean_time: Option<String>,
    /// Share of the attempts that fail, such as 0.02 or 2%; a list as for --rate [default: 0.2]
    #[arg(long, value_name = "P,…", allow_hyphen_values = true, help_heading = SCENARIO)]
    pub(crate) failure_rate: Option<String>,
    /// Virtual time between the monitor's samples [default: 5s]
    #[arg(long, value_name = "T", allow_hyphen_values = true, help_heading = SCENARIO)]
    pub(crate) monitor_interval: Option<String>,
    /// When the run ends at the latest, in virtual time
    #[arg(long, value_name = "T", allow_hyphen_values = true, help_heading = SCENARIO)]
    pub(crate) until: Option<String>,
    /// Any setting by its path in a scenario file, such as broker.capacity=50; may be repeated
    #[arg(long, value_name = "KEY.PATH=VALUE", help_heading = SCENARIO)]
    pub(crate) set: Vec<String>,
    /// What must hold at the end, such as 'delivery.p99 < 10m', in each replication; may be repeated
    #[arg(long, value_name = "EXPR", help_heading = SCENARIO)]
    pub(crate) target: Vec<String>,
}

/// How to run.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RunArguments {
    #[command(flatten)]
    pub(crate) input: ScenarioArguments,

    /// Runs so many times with other random numbers, on all cores: means with 95 % confidence intervals
    #[arg(long, value_name = "N", allow_hyphen_values = true, help_heading = SCENARIO)]
    pub(crate) replications: Option<String>,
    /// Runs one of them alone by its number, from 0, as a single run
    #[arg(long, value_name = "K", allow_hyphen_values = true, help_heading = SCENARIO)]
    #[arg(conflicts_with = "replications")]
    pub(crate) replication: Option<String>,
    /// At most so many replications at once [default: one for each core]; the result is the same
    #[arg(long, value_name = "N", allow_hyphen_values = true, help_heading = SCENARIO)]
    pub(crate) jobs: Option<String>,
    /// How the report is written [default: text, or what the name of --output says]
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = REPORT)]
    pub(crate) format: Option<Format>,
    /// Writes the report to a file instead of standard output
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = REPORT)]
    pub(crate) output: Option<PathBuf>,
    /// Writes everything that happens to a file, as lines of JSON; `-` is standard output
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = REPORT)]
    pub(crate) events: Option<PathBuf>,
    /// Also writes each message's kind, priority, phone number and text among the events
    #[arg(long, requires = "events", help_heading = REPORT)]
    pub(crate) contents: bool,
    /// Draws charts of the run into a file whose name ends with .svg or .png
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = REPORT)]
    pub(crate) plot: Option<PathBuf>,
    /// Prints the monitor's samples on standard error as the run goes; other outcomes than sent and failed together
    #[arg(long, help_heading = REPORT)]
    pub(crate) watch: bool,
    /// Seconds of virtual time in a second of the wall clock: 1 is as it would really go
    #[arg(long, value_name = "X", allow_hyphen_values = true, help_heading = REPORT)]
    pub(crate) speed: Option<String>,
    /// Prints no report and no progress: only the exit status and errors tell, and what else is asked for
    #[arg(long, short, help_heading = REPORT)]
    pub(crate) quiet: bool,
}

const SCENARIO: &str = "What to run";
const REPORT: &str = "What to print";
