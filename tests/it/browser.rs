//! Tests that drive the finished site in a real browser.

mod chromium;
mod page;
mod place;
mod hand;
mod keys;
mod probe;
mod delivery;
mod twin;
mod visit;
mod million;
mod tour;
mod keyboard;
mod controls;
mod look;
mod motion;
mod everybody;
mod scenario;
mod text;
mod again;
mod kept;
mod repeat;
mod replications;
mod speed;
