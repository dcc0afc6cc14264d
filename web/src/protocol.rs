//! What page and worker say to each other.
//!
//! Every message is a plain object with a text `kind`. Numbers of 64 bits (seeds, virtual times in nanoseconds) are
//! texts, since JavaScript would round them. The worker's first message is the text `ready`; what is sent before is
//! lost.
//!
//! # To the worker
//!
//! | kind | with | does |
//! |---|---|---|
//! | `start` | `run` number, `text` scenario, `journal` list of timeline entries as text, `speed` virtual seconds per second (`Infinity`: as fast as it goes), `refresh` milliseconds, `paused`, `skip_to` point or empty, `heard` | begins a run; an earlier one is dropped |
//! | `pace` | `speed`, `refresh`, `paused`, `heard` | changes how the run goes on |
//! | `step` | `stride` `event`, `message` or `interval`, `heard` | goes on by one of them |
//! | `act` | `action` as in a timeline entry, such as `crash: {sender: sender/1}`, `heard` | does it now; answered by `acted` or `refused` |
//! | `report` | `ticket` | answered by `report` with the run's report so far |
//! | `life` | `ticket`, `message` number or `sender` index | answered by `life` |
//! | `replicate` | `ticket`, `count` | replicates the run, which is over; answered by `replicated` again and again |
//! | `stop` | `ticket` | ends that early: what is done is kept |
//! | `ping` | | answered by `pong`, so that a dead worker is noticed |
//! | `whole` | `ticket`, `text`, `seed` or empty, `replication` | runs a scenario to its end beside everything else; answered by `report` |
//!
//! `heard` is the number of the command; each snapshot says which command it is the answer to, so that the page
//! never takes an older state for a newer one.
//!
//! # From the worker
//!
//! | kind | with |
//! |---|---|
//! | `snapshot` | `numbers` and `texts`: see [`Snapshot`] |
//! | `acted` | `run`, `at` time, `action` |
//! | `refused` | `run`, `reason` |
//! | `report` | `ticket`, `json`, `digest` |
//! | `life` | `ticket`, `numbers` and `texts`: see [`Life`] |
//! | `replicated` | `ticket`, `done`, and at the end what they say together: see [`Sheet`] |
//! | `failed` | `ticket`, `reason` |
//! | `pong` | |

mod flat;
mod snapshot;
mod wire;
mod object;
mod command;
mod answer;
mod sheet;

pub(crate) use answer::Answer;
pub(crate) use command::{Command, Pace, Start, Stride, Whose};
pub(crate) use flat::{Flat, Numbers};
pub(crate) use sheet::Sheet;
pub(crate) use snapshot::{
    Gauges, GroupRow, Life, LogRow, Motion, SenderRow, Snapshot, Status, TargetRow, TheoryNote, Way, What,
};

/// The worker's first message.
pub(crate) const READY: &str = "ready";
