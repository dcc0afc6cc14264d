//! Small pictures on buttons.

use yew::prelude::*;

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Icon {
    Run,
    Pause,
    Step,
    Cancel,
    Reset,
    Dice,
    Share,
    Export,
    Light,
    Dark,
    System,
    Help,
    Close,
    Add,
    Bell,
    Triple,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Run => "M6 4.5v11l9-5.5z",
            Self::Pause => "M6.5 4.5v11M13.5 4.5v11",
            Self::Step => "M5 4.5v11l7-5.5zM15 4.5v11",
            Self::Cancel => "M5.5 5.5h9v9h-9z",
            Self::Reset => "M4.5 10a5.5 5.5 0 1 0 1.9-4.2M6.4 2.8v3.2h3.2",
            Self::Dice => "M4 4h12v12H4zM7.4 7.4h.01M12.6 7.4h.01M10 10h.01M7.4 12.6h.01M12.6 12.6h.01",
            Self::Share => {
                "M8.5 11.5l3-3M9 6.5l1.8-1.8a3.2 3.2 0 0 1 4.5 4.5L13.5 11M11 13.5l-1.8 1.8a3.2 3.2 0 0 1-4.5-4.5L6.5 9"
            }
            Self::Export => "M10 3.5v8.5M6.5 8.8L10 12.3l3.5-3.5M4 15.5h12",
            Self::Light => {
                "M10 6.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4zM10 2.8v1M10 16.2v1M2.8 10h1M16.2 10h1M4.9 4.9l.7.7M14.4 14.4l.7.7M4.9 15.1l.7-.7M14.4 5.6l.7-.7"
            }
            Self::Dark => "M15.8 11.9A6.3 6.3 0 1 1 8.1 4.2a5 5 0 0 0 7.7 7.7z",
            Self::System => "M3.5 4.5h13v8.5h-13zM7.5 16h5M10 13v3",
            Self::Help => {
                "M7.7 7.6a2.4 2.4 0 1 1 3.4 2.2c-.8.4-1.1.8-1.1 1.7M10 14.2h.01M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4z"
            }
            Self::Close => "M5.5 5.5l9 9M14.5 5.5l-9 9",
            Self::Add => "M10 4.5v11M4.5 10h11",
            Self::Triple => "M4 14.5l6-4 6 4M4 10l6-4 6 4M4 5.5l6-4 6 4",
            Self::Bell => {
                "M10 3.2a4.3 4.3 0 0 0-4.3 4.3c0 4.2-1.9 5.4-1.9 5.4h12.4s-1.9-1.2-1.9-5.4A4.3 4.3 0 0 0 10 3.2zM8.7 15.8a1.5 1.5 0 0 0 2.6 0"
            }
        }
    }

    /// The picture; a word beside it or a label on the button says the same.
    pub(super) fn show(self) -> Html {
        let class = if matches!(self, Self::Run | Self::Cancel) {
            "icon filled"
        } else {
            "icon"
        };
        html! {
            <svg {class} viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d={self.path()} /></svg>
        }
    }
}
