//! How a person likes the page.

use crate::protocol::Stride;

/// Virtual seconds per second that can be chosen; the last is as fast as it goes.
pub(crate) const SPEEDS: [f64; 19] = [
    0.1,
    0.2,
    0.5,
    1.0,
    2.0,
    5.0,
    10.0,
    20.0,
    50.0,
    100.0,
    200.0,
    500.0,
    1e3,
    2e3,
    5e3,
    1e4,
    1e5,
    1e6,
    f64::INFINITY,
];
/// Twice as fast as real: the exercise takes a quarter of a minute.
pub(crate) const DEFAULT_SPEED: usize = 4;

/// Milliseconds between two pictures that can be chosen.
pub(crate) const REFRESH_STEPS: [u32; 8] = [50, 100, 200, 500, 1000, 2000, 5000, 10_000];

/// The page's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// Place in [`SPEEDS`].
    pub(crate) speed: usize,
    /// Milliseconds.
    pub(crate) refresh: u32,
    /// How far a step goes.
    pub(crate) stride: Stride,
    pub(crate) theme: Theme,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            speed: DEFAULT_SPEED,
            refresh: REFRESH_STEPS[1],
            stride: Stride::Event,
            theme: Theme::System,
        }
    }
}

impl Settings {
    /// Virtual seconds per second.
    pub(crate) fn speed(&self) -> f64 {
        SPEEDS.get(self.speed).copied().unwrap_or(f64::INFINITY)
    }
}

/// A speed in words.
pub(crate) fn speed_name(speed: f64) -> String {
    match speed {
        s if !s.is_finite() => "max".to_owned(),
        s if s >= 1e6 => format!("{}M×", s / 1e6),
        s if s >= 1e4 => format!("{}k×", s / 1e3),
        s => format!("{s}×"),
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// The word for style sheets and storage.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// From its word; anything else is the system's choice.
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    /// The next one, in a circle.
    pub(crate) const fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }
}
