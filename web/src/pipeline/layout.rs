//! Where everything stands in the picture, in pixels.

/// Senders that are shown as tiles; more are shown as a grid, and those that are not told one by one as bars.
pub(super) const MOST_TILES: usize = 12;
/// Below this width things stand above each other instead of side by side.
const NARROW: f64 = 600.0;
/// Between the squares of a grid.
const CELL_GAP: f64 = 2.0;
/// Nothing is gained by more width than this.
const WIDEST: f64 = 1720.0;

/// A length as an attribute has it.
pub(super) fn px(value: f64) -> String {
    format!("{value:.1}")
}

/// A place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Rect {
    pub(super) const fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { x, y, width, height }
    }

    pub(super) fn right(&self) -> f64 {
        self.x + self.width
    }

    pub(super) fn bottom(&self) -> f64 {
        self.y + self.height
    }

    pub(super) fn middle(&self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }
}

/// How senders are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Senders {
    Tiles(usize),
    Grid(usize),
    Bars(usize),
}

/// The picture's plan.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    pub(super) width: f64,
    pub(super) height: f64,
    /// Whether messages go from top to bottom.
    pub(super) upright: bool,
    pub(super) producer: Rect,
    pub(super) broker: Rect,
    pub(super) senders: Rect,
    pub(super) outcomes: Rect,
    /// One for each sender, or for each group if there are too many.
    pub(super) tiles: Vec<Rect>,
    /// One for each outcome, from top to bottom.
    pub(super) rows: Vec<Rect>,
}

impl Plan {
    /// The plan for a width in pixels and so many senders.
    pub(super) fn new(width: f64, senders: Senders, outcomes: usize) -> Self {
        if width < NARROW {
            Self::upright(width.max(260.0), senders, outcomes)
        } else {
            Self::lying(width.min(WIDEST), senders, outcomes)
        }
    }

    fn lying(width: f64, senders: Senders, outcomes: usize) -> Self {
        let height = 284.0;
        let (top, tall) = (26.0, height - 28.0);
        let gap = (width * 0.062).clamp(34.0, 120.0);
        let room = width - 3.0 * gap;
        let producer = Rect::new(0.0, top, (room * 0.15).clamp(96.0, 190.0), tall);
        let broker = Rect::new(producer.right() + gap, top, (room * 0.21).min(260.0), tall);
        let outcome_width = (room * 0.235).min(300.0);
        let ending = Rect::new(width - outcome_width, top, outcome_width, tall);
        let left = broker.right() + gap;
        let field = Rect::new(left, top, (ending.x - gap - left).max(60.0), tall);
        let most_rows = match senders {
            // low tiles are read better than very narrow ones
            Senders::Tiles(count) if field.width / number(count.div_ceil(4).max(1)) < 92.0 => 6,
            _ => 4,
        };
        let tiles = tiles(field, senders, most_rows, 80.0);
        Self {
            width,
            height,
            upright: false,
            producer,
            broker,
            senders: field,
            outcomes: ending,
            tiles,
            rows: rows(ending, outcomes, 64.0),
        }
    }

    fn upright(width: f64, senders: Senders, outcomes: usize) -> Self {
        let gap = 56.0;
        let producer = Rect::new(width * 0.16, 24.0, width * 0.68, 62.0);
        let broker = Rect::new(0.0, producer.bottom() + 46.0, width, 92.0);
        let tile_rows = match senders {
            Senders::Tiles(count) => count.div_ceil(3).max(1),
            Senders::Grid(_) => 3,
            Senders::Bars(count) => count.clamp(1, 12).div_ceil(3),
        };
        let field_height = 76.0 * number(tile_rows) - 8.0;
        let field = Rect::new(0.0, broker.bottom() + gap, width, field_height);
        let outcomes = outcomes.max(2);
        let lines = number(outcomes.div_ceil(2));
        let ending = Rect::new(0.0, field.bottom() + gap, width, 34.0 * lines);
        let bars = matches!(senders, Senders::Bars(_));
        Self {
            width,
            height: ending.bottom() + 4.0,
            rows: pairs(ending, outcomes, 34.0),
            upright: true,
            producer,
            broker,
            senders: field,
            outcomes: ending,
            tiles: tiles(field, senders, if bars { tile_rows * 3 } else { tile_rows }, 68.0),
        }
    }

    /// Where messages with an outcome arrive; those without a row of their own at the last one.
    pub(super) fn outcome(&self, row: usize) -> (f64, f64) {
        let row = row.min(self.rows.len().saturating_sub(1));
        let place = self.rows.get(row).copied().unwrap_or(self.outcomes);
        if self.upright && row < 2 {
            // right of the words that stand above
            (place.x + place.width * 0.6, place.y)
        } else if self.upright {
            (place.x, place.middle().1)
        } else {
            (place.x + 6.0, place.middle().1 + 3.0)
        }
    }

    /// The square of a grid at a place; what is between two squares belongs to the nearer one.
    pub(super) fn cell_at(&self, (x, y): (f64, f64)) -> Option<usize> {
        let near = CELL_GAP / 2.0;
        self.tiles.iter().position(|cell| {
            (cell.x - near..=cell.right() + near).contains(&x)
                && (cell.y - near..=cell.bottom() + near).contains(&y)
        })
    }

    /// The line on which the words above the senders stand: where the ways to them have not yet spread that far.
    pub(super) fn line_of_senders(&self) -> f64 {
        let rise = if self.upright { 26.0 } else { 9.0 };
        self.senders.y - rise
    }

    /// Where messages leave a place, or arrive at it.
    pub(super) fn exit(&self, place: &Rect) -> (f64, f64) {
        if self.upright {
            (place.middle().0, place.bottom())
        } else {
            (place.right(), place.middle().1)
        }
    }

    pub(super) fn entry(&self, place: &Rect) -> (f64, f64) {
        if self.upright {
            (place.middle().0, place.y)
        } else {
            (place.x, place.middle().1)
        }
    }
}

/// Equal rows in the middle of a place.
fn rows(place: Rect, count: usize, tallest: f64) -> Vec<Rect> {
    let pitch = (place.height / number(count.max(1))).min(tallest);
    let top = place.y + (place.height - pitch * number(count)) / 2.0;
    (0..count)
        .map(|index| Rect::new(place.x, top + pitch * number(index), place.width, pitch))
        .collect()
}

/// Two beside each other.
fn pairs(place: Rect, count: usize, tall: f64) -> Vec<Rect> {
    const GAP: f64 = 16.0;
    let width = (place.width - GAP) / 2.0;
    (0..count)
        .map(|index| {
            let (x, y) = (number(index % 2) * (width + GAP), number(index / 2) * tall);
            Rect::new(place.x + x, place.y + y, width, tall)
        })
        .collect()
}

/// Equal places within a field, in columns of so many rows.
fn tiles(field: Rect, senders: Senders, rows: usize, tallest: f64) -> Vec<Rect> {
    const GAP: f64 = 8.0;
    let (count, gap) = match senders {
        Senders::Tiles(count) | Senders::Bars(count) => (count.min(MOST_TILES), GAP),
        Senders::Grid(count) => (count, CELL_GAP),
    };
    if count == 0 {
        return Vec::new();
    }
    if matches!(senders, Senders::Grid(_)) {
        return cells(field, count, gap);
    }
    let columns = count.div_ceil(rows);
    let rows = count.div_ceil(columns);
    let width = (field.width - GAP * number(columns - 1)) / number(columns);
    let height = ((field.height - GAP * number(rows - 1)) / number(rows)).min(tallest);
    let used = height * number(rows) + GAP * number(rows - 1);
    let top = field.y + (field.height - used) / 2.0;
    (0..count)
        .map(|index| {
            // filled row by row, so that neighbours in name are neighbours in the picture
            let (row, column) = if columns == 1 {
                (index, 0)
            } else {
                (index / columns, index % columns)
            };
            Rect::new(
                field.x + number(column) * (width + GAP),
                top + number(row) * (height + GAP),
                width,
                height,
            )
        })
        .collect()
}

/// Squares as large as the field allows.
fn cells(field: Rect, count: usize, gap: f64) -> Vec<Rect> {
    let mut columns = 1;
    let size = |columns: usize| (field.width + gap) / number(columns);
    while number(count.div_ceil(columns)) * size(columns) > field.height + gap {
        columns += 1;
    }
    let pitch = size(columns).min(40.0);
    let rows = count.div_ceil(columns);
    let left = field.x + (field.width - pitch * number(columns.min(count)) + gap) / 2.0;
    let top = field.y + (field.height - pitch * number(rows) + gap) / 2.0;
    (0..count)
        .map(|index| {
            Rect::new(
                left + number(index % columns) * pitch,
                top + number(index / columns) * pitch,
                (pitch - gap).max(1.0),
                (pitch - gap).max(1.0),
            )
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "a small count")]
const fn number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::super::bend::Bend;
    use super::*;

    fn inside(inner: &Rect, outer: &Rect) -> bool {
        inner.x >= outer.x - 0.6
            && inner.y >= outer.y - 0.6
            && inner.right() <= outer.right() + 0.6
            && inner.bottom() <= outer.bottom() + 0.6
    }

    fn apart(a: &Rect, b: &Rect) -> bool {
        a.right() <= b.x + 0.01
            || b.right() <= a.x + 0.01
            || a.bottom() <= b.y + 0.01
            || b.bottom() <= a.y + 0.01
    }

    #[test]
    fn no_way_crosses_the_words_above_the_senders_of_a_phone() {
        // about as wide as they are: `Senders`, and `12 of 12 busy`
        let (name, figure, tall) = (62.0, 84.0, 12.0);
        for width in [320.0, 338.0, 366.0, 560.0] {
            for count in [1, 2, 3, 7, 12] {
                let plan = Plan::new(width, Senders::Tiles(count), 2);
                let line = plan.line_of_senders();
                let ways = plan
                    .tiles
                    .iter()
                    .map(|tile| Bend::between(plan.exit(&plan.broker), plan.entry(tile), true));
                for (x, y) in ways.flat_map(|way| (0..=200_u8).map(move |at| way.at(f64::from(at) / 200.0))) {
                    let beside = x > name && x < width - figure;
                    assert!(
                        beside || y < line - tall || y > line + 3.0,
                        "{width} {count}: {x} {y}"
                    );
                }
            }
        }
    }

    #[test]
    fn between_the_squares_of_a_grid_is_no_gap() {
        for (width, count) in [(330.0, 100), (1060.0, 100), (1060.0, 1000)] {
            let plan = Plan::new(width, Senders::Grid(count), 2);
            let (first, last) = (plan.tiles[0], plan.tiles[count - 1]);
            let mut x = first.x;
            while x < last.right() {
                assert!(plan.cell_at((x, first.y)).is_some(), "{width} {count}: {x}");
                assert!(
                    plan.cell_at((x, last.bottom() + 0.9)).is_some(),
                    "{width} {count}: {x}"
                );
                x += 0.5;
            }
            let (x, y) = last.middle();
            assert_eq!(plan.cell_at((x, y)), Some(count - 1));
            assert_eq!(plan.cell_at((x, y + last.height)), None, "{width} {count}");
        }
    }

    #[test]
    fn nothing_overlaps_or_leaves_the_picture() {
        for width in [330.0, 390.0, 640.0, 768.0, 1060.0, 3400.0] {
            for senders in [
                Senders::Tiles(1),
                Senders::Tiles(3),
                Senders::Tiles(5),
                Senders::Tiles(12),
                Senders::Grid(13),
                Senders::Grid(1000),
                Senders::Bars(2),
                Senders::Bars(9),
            ] {
                let plan = Plan::new(width, senders, 3);
                let whole = Rect::new(0.0, 0.0, plan.width, plan.height);
                let places = [plan.producer, plan.broker, plan.senders, plan.outcomes];
                for (index, place) in places.iter().enumerate() {
                    assert!(inside(place, &whole), "{width} {senders:?} {place:?}");
                    assert!(
                        places[..index].iter().all(|other| apart(place, other)),
                        "{width} {senders:?}"
                    );
                }
                let (Senders::Tiles(count) | Senders::Grid(count) | Senders::Bars(count)) = senders;
                assert_eq!(plan.tiles.len(), count, "{width} {senders:?}");
                assert_eq!(plan.rows.len(), 3);
                assert!(plan.rows.iter().all(|row| inside(row, &plan.outcomes)));
                for (index, tile) in plan.tiles.iter().enumerate() {
                    assert!(
                        inside(tile, &plan.senders),
                        "{width} {senders:?} {tile:?} {:?}",
                        plan.senders
                    );
                    assert!(plan.tiles[..index].iter().all(|other| apart(tile, other)));
                }
            }
        }
    }
}
