//! Moves the dots of the picture, frame by frame, beside Yew: only while something flies.

use super::layout::Plan;
use super::swarm::{MOST, Swarm};
use crate::browser::{AnimationFrame, now};
use crate::protocol::{Snapshot, Way};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::NodeRef;

const SVG: &str = "http://www.w3.org/2000/svg";

/// The dots within one group of the picture.
#[derive(Clone, Default)]
pub(super) struct Flights(Rc<RefCell<Air>>);

#[derive(Default)]
struct Air {
    swarm: Swarm,
    dots: Vec<Element>,
    frame: Option<AnimationFrame>,
    /// Run and virtual time of the last look.
    last: (u32, f64),
    /// Width of the picture then.
    width: f64,
}

impl Flights {
    /// Lets everything fly that moved since the look before.
    pub(super) fn launch(&self, group: &NodeRef, plan: &Plan, snapshot: &Snapshot, spread: f64) {
        let mut air = self.0.borrow_mut();
        if air.last.0 != snapshot.run {
            air.swarm.clear();
            air.last = (snapshot.run, 0.0);
        }
        if (air.width - plan.width).abs() > 0.5 {
            air.swarm.clear();
            air.width = plan.width;
        }
        if snapshot.now > air.last.1 || (snapshot.now <= 0.0 && !snapshot.motions.is_empty()) {
            let span = (air.last.1, snapshot.now);
            air.swarm.launch(plan, &snapshot.motions, span, now(), spread);
            air.last.1 = snapshot.now;
        }
        let idle = air.frame.is_none() && !air.swarm.is_empty();
        drop(air);
        if idle {
            self.next_frame(group.clone());
        }
    }

    fn next_frame(&self, group: NodeRef) {
        let this = self.clone();
        let frame = AnimationFrame::new(move || {
            let goes_on = this.draw(&group);
            this.0.borrow_mut().frame = None;
            if goes_on {
                this.next_frame(group);
            }
        });
        self.0.borrow_mut().frame = frame;
    }

    /// Puts the dots in their places; tells whether something still flies.
    fn draw(&self, group: &NodeRef) -> bool {
        let mut air = self.0.borrow_mut();
        let Some(group) = group.cast::<Element>() else {
            return false;
        };
        if air
            .dots
            .first()
            .is_none_or(|dot| !group.contains(Some(dot.unchecked_ref())))
        {
            air.dots.clear();
        }
        let Air { swarm, dots, .. } = &mut *air;
        let mut used = 0;
        for place in swarm.dots(now()) {
            if used == dots.len() {
                let Some(dot) = new_dot(&group) else { break };
                dots.push(dot);
            }
            let dot = &dots[used];
            // A browser that can not set an attribute shows a dot in the wrong place, no more.
            let _ = dot.set_attribute("cx", &format!("{:.1}", place.x));
            let _ = dot.set_attribute("cy", &format!("{:.1}", place.y));
            let _ = dot.set_attribute("class", class(place.way));
            used += 1;
        }
        for dot in &dots[used..] {
            let _ = dot.set_attribute("class", "dot hidden");
        }
        debug_assert!(dots.len() <= MOST, "as many as may fly");
        !swarm.is_empty()
    }
}

fn new_dot(group: &Element) -> Option<Element> {
    let dot = group
        .owner_document()?
        .create_element_ns(Some(SVG), "circle")
        .ok()?;
    dot.set_attribute("r", "3.5").ok()?;
    group.append_child(&dot).ok()?;
    Some(dot)
}

const fn class(way: Way) -> &'static str {
    match way {
        Way::ProducerToBroker | Way::BrokerToSender => "dot dot-waiting",
        Way::SenderToSent => "dot dot-sent",
        Way::SenderToFailed => "dot dot-failed",
        Way::SenderToBroker => "dot dot-again",
        Way::BrokerToDropped => "dot dot-dropped",
    }
}
