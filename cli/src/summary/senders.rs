//! What each sender did, or each group where there are many.

use bellwether::report::{Report, SenderReport, SenderState};

use super::Align::{Left, Right};
use super::{Cell, Column, Section};
use bellwether::words::{count, percent, seconds};

/// Most senders that are listed one by one, and most groups.
const MOST: usize = 20;

/// A table of senders, one of groups, or both.
pub(super) fn senders(report: &Report) -> Vec<Section> {
    let mut tables = Vec::new();
    if report.senders.len() <= MOST {
        tables.push(table("Senders", &report.senders));
    }
    if report.groups.len() > 1 || report.senders.len() > MOST {
        let mut groups = table("Groups", &report.groups);
        if report.senders.len() > MOST {
            groups.notes.push(format!(
                "{} senders in all; --format json lists each",
                count(report.senders.len() as u64)
            ));
        }
        tables.push(groups);
    }
    tables
}

fn table(title: &'static str, senders: &[SenderReport]) -> Section {
    let mut section = Section::new(
        title,
        [
            ("", Left),
            ("sent", Right),
            ("failed", Right),
            ("attempts", Right),
            ("busy", Right),
            ("utilisation", Right),
        ],
    )
    .with_spare(&["busy", "attempts"]);
    let has_crashes = senders.iter().any(|sender| sender.crashes > 0);
    let has_restarts = senders.iter().any(|sender| sender.restarts > 0);
    let has_states = senders.iter().any(|sender| sender.state != SenderState::Idle);
    let mut add = |title, align, wanted| {
        if wanted {
            section.columns.push(Column::new(title, align));
        }
    };
    add("crashes", Right, has_crashes);
    add("restarts", Right, has_restarts);
    add("state", Left, has_states);
    add("", Left, true);
    for sender in senders.iter().take(MOST) {
        let mut row: Vec<Cell> = vec![
            sender.name.clone().into(),
            count(sender.sent).into(),
            count(sender.failed).into(),
            count(sender.attempts).into(),
            seconds(sender.busy).into(),
            percent(sender.utilisation).into(),
        ];
        if has_crashes {
            row.push(count(sender.crashes).into());
        }
        if has_restarts {
            row.push(count(sender.restarts).into());
        }
        if has_states {
            row.push(sender.state.name().into());
        }
        row.push(Cell::Bar(sender.utilisation));
        section.rows.push(row);
    }
    if senders.len() > MOST {
        let rest = count((senders.len() - MOST) as u64);
        section.notes.push(format!("and {rest} more"));
    }
    section
}
