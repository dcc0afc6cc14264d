//! The moving picture: producer, broker, senders, outcomes, and messages on their way between them.

mod layout;
mod shapes;
mod bend;
mod swarm;
mod flights;
mod picture;
mod tiles;
mod crowd;
mod outcomes;

pub(crate) use picture::Picture;
