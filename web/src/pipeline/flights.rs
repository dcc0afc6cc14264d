//! Moves the dots of the picture, frame by frame, beside Yew: only while something flies. They are drawn on a canvas,
//! since the browser would lay elements of their own out anew for each frame.

use super::layout::Plan;
use super::swarm::{MOST, Swarm};
use crate::browser::{AnimationFrame, canvas, colour, is_dark, now, pixel_ratio};
use crate::protocol::{Snapshot, Way};
use std::cell::RefCell;
use std::f64::consts::TAU;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};
use yew::NodeRef;

const RADIUS: f64 = 3.5;
/// Half the side of a square that holds a dot and the line around it.
const HALF: f64 = 5.0;
/// The colours of dots, as the style sheets name them.
const COLOURS: [&str; 5] = ["--accent", "--sent", "--failed", "--queue", "--dropped"];
/// How much finer a dot is drawn than the screen shows it: it is sharp between two pixels, too.
const FINER: f64 = 2.0;

/// The dots on one canvas.
#[derive(Clone, Default)]
pub(super) struct Flights(Rc<RefCell<Air>>);

#[derive(Default)]
struct Air {
    swarm: Swarm,
    paints: Option<Paints>,
    frame: Option<AnimationFrame>,
    /// Run and virtual time of the last look.
    last: (u32, f64),
    /// The picture then.
    plan: Option<Rc<Plan>>,
}

/// A dot of each colour side by side, drawn once: to copy them is far less work, above all where a processor draws.
struct Paints {
    dark: bool,
    ratio: f64,
    dots: HtmlCanvasElement,
}

impl Paints {
    fn new(dark: bool, ratio: f64) -> Option<Self> {
        let dots = canvas()?;
        let side = 2.0 * HALF;
        let pencil = prepared(&dots, (side * 5.0, side), ratio * FINER)?;
        pencil.set_stroke_style_str(&colour("--paper", dark));
        let mut x = HALF;
        for name in COLOURS {
            pencil.set_fill_style_str(&colour(name, dark));
            pencil.begin_path();
            // fails for a negative radius only
            let _ = pencil.arc(x, HALF, RADIUS, 0.0, TAU);
            pencil.fill();
            pencil.stroke();
            x += side;
        }
        Some(Self { dark, ratio, dots })
    }

    /// Puts down a dot of the colour with a number.
    fn put(&self, pencil: &CanvasRenderingContext2d, colour: u8, (x, y): (f64, f64)) {
        let side = 2.0 * HALF;
        let fine = side * self.ratio * FINER;
        // fails for an empty canvas only
        let _ = pencil.draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
            &self.dots,
            f64::from(colour) * fine,
            0.0,
            fine,
            fine,
            x - HALF,
            y - HALF,
            side,
            side,
        );
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
        if snapshot.now > air.last.1 || (snapshot.now <= 0.0 && !snapshot.motions.is_empty()) {
            let span = (air.last.1, snapshot.now);
            air.swarm.launch(&snapshot.motions, span, now(), spread);
            air.last.1 = snapshot.now;
        }
        let (dark, ratio) = (is_dark(), pixel_ratio() * scale);
        let fit = |paints: &Paints| paints.dark == dark && paints.ratio.to_bits() == ratio.to_bits();
        if !air.paints.as_ref().is_some_and(fit) {
            air.paints = Paints::new(dark, ratio);
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
            swarm, paints, plan, ..
        } = &mut *air;
        let (Some(canvas), Some(paints), Some(plan)) = (canvas.cast::<HtmlCanvasElement>(), paints, plan)
        else {
            return false;
        };
        let Some(pencil) = prepared(&canvas, (plan.width, plan.height), paints.ratio) else {
            return false;
        };
        let dots: Vec<_> = swarm.dots(plan, now()).collect();
        debug_assert!(dots.len() <= MOST, "as many as may fly");
        for colour in 0..5 {
            for dot in dots.iter().filter(|dot| colour_of(dot.way) == colour) {
                paints.put(&pencil, colour, (dot.x, dot.y));
            }
        }
        !swarm.is_empty()
    }
}

/// What to draw with on an empty canvas of the right size.
fn prepared(
    canvas: &HtmlCanvasElement,
    (width, height): (f64, f64),
    ratio: f64,
) -> Option<CanvasRenderingContext2d> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "pixels of a screen"
    )]
    let size = |length: f64| (length * ratio).round() as u32;
    let (across, down) = (size(width), size(height));
    let context = canvas.get_context("2d").ok()??;
    let pencil: CanvasRenderingContext2d = context.dyn_into().ok()?;
    if canvas.width() != across || canvas.height() != down {
        canvas.set_width(across);
        canvas.set_height(down);
    }
    pencil.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok()?;
    pencil.clear_rect(0.0, 0.0, width, height);
    Some(pencil)
}

/// Which of the colours a way has.
const fn colour_of(way: Way) -> u8 {
    match way {
        Way::ProducerToBroker | Way::BrokerToSender => 0,
        Way::SenderToSent => 1,
        Way::SenderToFailed => 2,
        Way::SenderToBroker => 3,
        Way::BrokerToDropped => 4,
    }
}
