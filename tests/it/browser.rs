//! Tests that drive the finished site in a real browser.

mod chromium;
mod page;
mod place;
mod delivery;
mod twin;
mod hand;
mod tour;
mod controls;
mod look;
mod scenario;
mod text;
mod again;
mod kept;
