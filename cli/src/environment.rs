//! Environment variables that stand for flags: they count where the flag is not given.

use std::env::{self, VarError};

use clap::ValueEnum;

use crate::arguments::RunArguments;
use crate::drive;
use crate::failure::Failure;
use crate::format::Format;
use crate::replications;

/// The variable that stands for a flag: `--mean-time` is `BELLWETHER_MEAN_TIME`.
pub(crate) fn variable(flag: &str) -> String {
    let name = flag.trim_start_matches('-').replace('-', "_");
    format!("BELLWETHER_{}", name.to_ascii_uppercase())
}

/// Fills in what the command line does not say.
pub(crate) fn complete(arguments: &mut RunArguments) -> Result<(), Failure> {
    if let Some(format) = read("--format")?
        && arguments.format.is_none()
    {
        let known = Format::from_str(&format, true).map_err(|_| {
            let names: Vec<String> = Format::value_variants()
                .iter()
                .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
                .collect();
            Failure::usage(format!(
                "BELLWETHER_FORMAT: {format:?} is no format; allowed: {}",
                names.join(", ")
            ))
        })?;
        arguments.format = Some(known);
    }
    let (several, one) = (read("--replications")?, read("--replication")?);
    if let Some(count) = &several {
        replications::read(count, &variable("--replications"))?;
    }
    if let Some(number) = &one {
        replications::read_one(number, &variable("--replication"))?;
    }
    // a flag about one or several replaces what the environment says about either
    if arguments.replications.is_none() && arguments.replication.is_none() {
        if several.is_some() && one.is_some() {
            return Err(Failure::usage(
                "BELLWETHER_REPLICATIONS and BELLWETHER_REPLICATION are both set; allowed: one of the two",
            ));
        }
        (arguments.replications, arguments.replication) = (several, one);
    }
    // what is set for all runs does not stand in the way of one that it is not about
    let is_single = arguments.replications.is_none();
    if let Some(jobs) = read("--jobs")? {
        replications::read_jobs(&jobs, &variable("--jobs"))?;
        if !is_single {
            arguments.jobs.get_or_insert(jobs);
        }
    }
    if let Some(speed) = read("--speed")? {
        drive::speed(&speed, &variable("--speed"))?;
        if is_single {
            arguments.speed.get_or_insert(speed);
        }
    }
    arguments.quiet |= switched_on("--quiet")?;
    arguments.watch |= switched_on("--watch")? && is_single;
    Ok(())
}

fn switched_on(flag: &str) -> Result<bool, Failure> {
    match read(flag)?.as_deref() {
        None | Some("0" | "false" | "no") => Ok(false),
        Some("1" | "true" | "yes") => Ok(true),
        Some(other) => Err(Failure::usage(format!(
            "{}: {other:?} is neither yes nor no; allowed: 1, true, yes, 0, false or no",
            variable(flag)
        ))),
    }
}

/// The text of the variable for a flag; an empty one counts as not set.
pub(crate) fn read(flag: &str) -> Result<Option<String>, Failure> {
    let name = variable(flag);
    match env::var(&name) {
        Ok(text) => Ok(Some(text).filter(|text| !text.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Failure::usage(format!("{name}: is not text in UTF-8"))),
    }
}
