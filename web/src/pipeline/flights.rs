//! Moves the dots of the picture, frame by frame, beside Yew: only while something flies. They are drawn on a canvas,
//! since the browser would lay elements of their own out anew for each frame.

use super::layout::Plan;
use super::swarm::{MOST, Swarm};
use crate::browser::{AnimationFrame, colour, is_dark, now, pixel_ratio};
use crate::protocol::{Snapshot, Way};
use std::cell::RefCell;
use std::f64::consts::TAU;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};
use yew::NodeRef;

/// How far the canvas reaches beyond the picture above and below: two rem of the style sheet.
const MARGIN: f64 = 32.0;
const RADIUS: f64 = 3.5;

/// The dots on one canvas.
#[derive(Clone, Default)]
pub(super) struct Flights(Rc<RefCell<Air>>);

#[derive(Default)]
struct Air {
    swarm: Swarm,
    colours: Option<Colours>,
    frame: Option<AnimationFrame>,
    /// Run and virtual time of the last look.
    last: (u32, f64),
    /// The picture then, and how large it is drawn.
    plan: Option<Rc<Plan>>,
    scale: f64,
}

/// The colours of a theme.
struct Colours {
    dark: bool,
    around: String,
    of_ways: [String; 5],
}

impl Colours {
    fn of(dark: bool) -> Self {
        Self {
            dark,
            around: colour("--paper", dark),
            of_ways: ["--accent", "--sent", "--failed", "--queue", "--dropped"]
                .map(|name| colour(name, dark)),
        }
    }
}

impl Flights {
    /// Lets everything fly that moved since the look before.
    pub(super) fn launch(
        &self,
        canvas: &NodeRef,
        (plan, scale): (&Rc<Plan>, f64),
        snapshot: &Snapshot,
        spread: f64,
    ) {
        let mut air = self.0.borrow_mut();
        if air.last.0 != snapshot.run {
            air.swarm.clear();
            air.last = (snapshot.run, 0.0);
        }
        air.plan = Some(Rc::clone(plan));
        air.scale = scale;
        if snapshot.now > air.last.1 || (snapshot.now <= 0.0 && !snapshot.motions.is_empty()) {
            let span = (air.last.1, snapshot.now);
            air.swarm.launch(&snapshot.motions, span, now(), spread);
            air.last.1 = snapshot.now;
        }
        let dark = is_dark();
        if air.colours.as_ref().is_none_or(|colours| colours.dark != dark) {
            air.colours = Some(Colours::of(dark));
        }
        let idle = air.frame.is_none() && !air.swarm.is_empty();
        drop(air);
        if idle {
            self.next_frame(canvas.clone());
        }
    }

    fn next_frame(&self, canvas: NodeRef) {
        let this = self.clone();
        let frame = AnimationFrame::new(move || {
            let goes_on = this.draw(&canvas);
            this.0.borrow_mut().frame = None;
            if goes_on {
                this.next_frame(canvas);
            }
        });
        self.0.borrow_mut().frame = frame;
    }

    /// Puts the dots in their places; tells whether something still flies.
    fn draw(&self, canvas: &NodeRef) -> bool {
        let mut air = self.0.borrow_mut();
        let Air {
            swarm,
            colours,
            plan,
            scale,
            ..
        } = &mut *air;
        let (Some(canvas), Some(colours), Some(plan)) = (canvas.cast::<HtmlCanvasElement>(), colours, plan)
        else {
            return false;
        };
        let Some(pencil) = prepared(&canvas, (plan.width, plan.height), *scale) else {
            return false;
        };
        let dots: Vec<_> = swarm.dots(plan, now()).collect();
        debug_assert!(dots.len() <= MOST, "as many as may fly");
        pencil.set_stroke_style_str(&colours.around);
        for (index, colour) in colours.of_ways.iter().enumerate() {
            pencil.set_fill_style_str(colour);
            for dot in dots.iter().filter(|dot| colour_of(dot.way) == index) {
                pencil.begin_path();
                // fails for a negative radius only
                let _ = pencil.arc(dot.x, dot.y + MARGIN, RADIUS, 0.0, TAU);
                pencil.fill();
                pencil.stroke();
            }
        }
        !swarm.is_empty()
    }
}

/// What to draw with on an empty canvas of the right size.
fn prepared(
    canvas: &HtmlCanvasElement,
    (width, height): (f64, f64),
    scale: f64,
) -> Option<CanvasRenderingContext2d> {
    let ratio = pixel_ratio() * scale;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "pixels of a screen"
    )]
    let size = |length: f64| (length * ratio).round() as u32;
    let (across, down) = (size(width), size(height + 2.0 * MARGIN));
    let context = canvas.get_context("2d").ok()??;
    let pencil: CanvasRenderingContext2d = context.dyn_into().ok()?;
    if canvas.width() != across || canvas.height() != down {
        canvas.set_width(across);
        canvas.set_height(down);
    }
    pencil.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok()?;
    pencil.clear_rect(0.0, 0.0, width, height + 2.0 * MARGIN);
    Some(pencil)
}

/// Which of the colours a way has.
const fn colour_of(way: Way) -> usize {
    match way {
        Way::ProducerToBroker | Way::BrokerToSender => 0,
        Way::SenderToSent => 1,
        Way::SenderToFailed => 2,
        Way::SenderToBroker => 3,
        Way::BrokerToDropped => 4,
    }
}
