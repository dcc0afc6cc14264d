//! What may appear a moment later than the rest, so that the page never works long without a pause.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// Milliseconds.
    pub(crate) after: u32,
    pub(crate) children: Html,
}

/// Its children, once their time has come.
#[component]
pub(crate) fn Later(props: &Props) -> Html {
    let here = use_state_eq(|| false);
    use_effect_with((), {
        let (here, after) = (here.setter(), props.after);
        move |()| {
            let timer = Timeout::new(after, move || here.set(true));
            move || drop(timer)
        }
    });
    if *here {
        props.children.clone()
    } else {
        Html::default()
    }
}
