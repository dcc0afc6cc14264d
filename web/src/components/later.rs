//! What may appear a moment later than the rest, so that the page never works long without a pause.

use crate::browser::AnimationFrame;
use gloo_timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// How many pictures of the page come before it.
    pub(crate) frames: u32,
    pub(crate) children: Html,
}

/// Its children, once their time has come.
#[component]
pub(crate) fn Later(props: &Props) -> Html {
    let here = use_state_eq(|| false);
    use_effect_with((), {
        let (here, frames) = (here.setter(), props.frames);
        move |()| {
            let pending = Pending::default();
            after_frames(&pending, frames, move || here.set(true));
            move || *pending.borrow_mut() = None
        }
    });
    if *here {
        props.children.clone()
    } else {
        Html::default()
    }
}

/// The frame that is waited for.
type Pending = Rc<RefCell<Option<AnimationFrame>>>;

/// Calls after so many frames were drawn; a frame's own call comes before it is drawn.
fn after_frames(pending: &Pending, frames: u32, call: impl FnOnce() + 'static) {
    let next = Rc::clone(pending);
    let frame = AnimationFrame::new(move || {
        if frames > 1 {
            after_frames(&next, frames - 1, call);
        } else {
            Timeout::new(0, call).forget();
        }
    });
    *pending.borrow_mut() = frame;
}
