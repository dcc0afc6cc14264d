//! Messages in flight: which are where at an instant of wall time. What the worker tells at one look flies during
//! the time until the next.

use super::bend::Bend;
use super::layout::{MOST_TILES, Plan, Rect};
use crate::protocol::{Motion, Way};

/// Most messages in flight at once.
pub(super) const MOST: usize = 120;
/// How long a flight takes, in milliseconds.
const FLIGHT: f64 = 620.0;

/// A message on its way.
#[derive(Clone, Copy, Debug)]
struct Flight {
    departs: f64,
    way: Way,
    sender: u32,
}

/// Where a message is to be drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Dot {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) way: Way,
}

/// All messages in flight.
#[derive(Clone, Debug, Default)]
pub(super) struct Swarm {
    flights: Vec<Flight>,
}

impl Swarm {
    /// Lets messages fly that moved between two instants of virtual time, spread over so many milliseconds.
    pub(super) fn launch(&mut self, motions: &[Motion], (from, to): (f64, f64), wall: f64, spread: f64) {
        for motion in motions {
            if self.flights.len() >= MOST {
                break;
            }
            let share = if to > from {
                ((motion.at - from) / (to - from)).clamp(0.0, 1.0)
            } else {
                0.0
            };
            self.flights.push(Flight {
                departs: wall + share * spread,
                way: motion.way,
                sender: motion.sender,
            });
        }
    }

    /// Where everybody is; those who have arrived are forgotten. The ways are those of the picture now: it may have
    /// changed while they fly.
    pub(super) fn dots(&mut self, plan: &Plan, wall: f64) -> impl Iterator<Item = Dot> {
        self.flights.retain(|flight| wall < flight.departs + FLIGHT);
        self.flights
            .iter()
            .filter(move |flight| wall >= flight.departs)
            .map(move |flight| {
                let share = (wall - flight.departs) / FLIGHT;
                // gently off and gently in
                let (x, y) = bend(plan, flight).at(share * share * (3.0 - 2.0 * share));
                Dot {
                    x,
                    y,
                    way: flight.way,
                }
            })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.flights.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.flights.clear();
    }
}

/// The way that a message flies.
fn bend(plan: &Plan, flight: &Flight) -> Bend {
    // where senders are squares of a grid, messages come and go at its edge
    let tiles: &[Rect] = if plan.tiles.len() > MOST_TILES {
        &[]
    } else {
        &plan.tiles
    };
    let tile = || tiles.get(flight.sender as usize).copied().unwrap_or(plan.senders);
    let outcome = |row: usize| plan.outcome(row);
    let straight = |from, to| Bend::between(from, to, plan.upright);
    match flight.way {
        Way::ProducerToBroker => straight(plan.exit(&plan.producer), plan.entry(&plan.broker)),
        Way::BrokerToSender => straight(plan.exit(&plan.broker), plan.entry(&tile())),
        Way::SenderToSent => straight(plan.exit(&tile()), outcome(0)),
        Way::SenderToFailed => straight(plan.exit(&tile()), outcome(1)),
        // beside the ways there, and below the words above them
        Way::SenderToBroker if plan.upright => {
            let (tile, (middle, _)) = (tile(), plan.broker.middle());
            straight(
                (tile.x + tile.width * 0.75, tile.y),
                (middle + 40.0, plan.broker.bottom()),
            )
        }
        Way::SenderToBroker => {
            let tile = tile();
            straight(
                (tile.x, tile.y + tile.height * 0.25),
                (plan.broker.right(), plan.broker.y + 40.0),
            )
        }
        Way::BrokerToDropped if plan.upright => {
            let from = (plan.broker.x + 16.0, plan.broker.bottom());
            Bend::back(from, outcome(2), (-12.0, 0.0))
        }
        Way::BrokerToDropped => {
            let from = (plan.broker.right(), plan.broker.bottom() - 16.0);
            straight(from, outcome(2))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::layout::Senders;

    #[test]
    fn messages_fly_from_place_to_place_and_are_forgotten() {
        let plan = Plan::new(1000.0, Senders::Tiles(3), 2);
        let motion = |at, way, sender| Motion { at, way, sender };
        let mut swarm = Swarm::default();
        swarm.launch(
            &[
                motion(1.0, Way::BrokerToSender, 1),
                motion(2.0, Way::SenderToSent, 1),
            ],
            (1.0, 2.0),
            5000.0,
            100.0,
        );
        let dots: Vec<Dot> = swarm.dots(&plan, 5000.0).collect();
        assert_eq!(dots.len(), 1, "the second departs later");
        assert_eq!((dots[0].x, dots[0].y), plan.exit(&plan.broker));
        let dots: Vec<Dot> = swarm.dots(&plan, 5100.0).collect();
        assert_eq!(dots.len(), 2);
        assert_eq!((dots[1].x, dots[1].y), plan.exit(&plan.tiles[1]));
        assert_eq!(swarm.dots(&plan, 5100.0 + FLIGHT).count(), 0);
        assert!(swarm.is_empty());
    }

    #[test]
    fn messages_end_where_their_outcome_stands_when_they_arrive() {
        let mut swarm = Swarm::default();
        let sent = Motion {
            at: 0.0,
            way: Way::SenderToSent,
            sender: 0,
        };
        swarm.launch(&[sent], (0.0, 0.0), 0.0, 0.0);
        // meanwhile a third outcome appears, and the first moves up
        let [before, after] = [2, 3].map(|outcomes| Plan::new(1000.0, Senders::Tiles(3), outcomes));
        assert!(before.outcome(0) != after.outcome(0));
        let dots: Vec<Dot> = swarm.dots(&after, FLIGHT * 0.999_999).collect();
        let (x, y) = after.outcome(0);
        assert!(
            (dots[0].x - x).abs() < 0.1 && (dots[0].y - y).abs() < 0.1,
            "{dots:?}"
        );
    }

    #[test]
    fn no_way_leaves_the_picture_or_crosses_the_words_above_it() {
        for (width, count) in [(620.0, 5), (900.0, 12), (1400.0, 1)] {
            let plan = Plan::new(width, Senders::Tiles(count), 3);
            for (way, sender) in Way::ALL
                .into_iter()
                .flat_map(|way| (0..5).map(move |sender| (way, sender)))
            {
                let flight = Flight {
                    departs: 0.0,
                    way,
                    sender,
                };
                for at in 0..=100_u8 {
                    let (x, y) = bend(&plan, &flight).at(f64::from(at) / 100.0);
                    assert!(
                        y > plan.senders.y && y < plan.height,
                        "{width} {count} {way:?}: {x} {y}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_swarm_stays_small() {
        let plan = Plan::new(1000.0, Senders::Grid(100), 2);
        let motions = vec![
            Motion {
                at: 0.0,
                way: Way::SenderToBroker,
                sender: 99
            };
            500
        ];
        let mut swarm = Swarm::default();
        swarm.launch(&motions, (0.0, 0.0), 0.0, 100.0);
        assert_eq!(swarm.dots(&plan, 1.0).count(), MOST);
    }
}
