//! Data as a row of numbers: the cheapest thing that a worker can hand over.

/// Numbers being read.
pub(crate) struct Numbers<'a>(&'a [f64]);

impl<'a> Numbers<'a> {
    pub(crate) const fn new(numbers: &'a [f64]) -> Self {
        Self(numbers)
    }

    fn next(&mut self) -> Option<f64> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(crate) const fn is_used_up(&self) -> bool {
        self.0.is_empty()
    }
}

/// What can be written as numbers and read again.
pub(crate) trait Flat: Sized {
    fn put(&self, out: &mut Vec<f64>);
    fn take(numbers: &mut Numbers<'_>) -> Option<Self>;
}

impl Flat for f64 {
    fn put(&self, out: &mut Vec<f64>) {
        out.push(*self);
    }

    fn take(numbers: &mut Numbers<'_>) -> Option<Self> {
        numbers.next()
    }
}

/// Counts: exact up to 2^53, which no run reaches.
impl Flat for u64 {
    #[expect(clippy::cast_precision_loss, reason = "as documented")]
    fn put(&self, out: &mut Vec<f64>) {
        out.push(*self as f64);
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it was a count before"
    )]
    fn take(numbers: &mut Numbers<'_>) -> Option<Self> {
        numbers.next().map(|number| number as Self)
    }
}

impl Flat for u32 {
    fn put(&self, out: &mut Vec<f64>) {
        out.push(f64::from(*self));
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it was a u32 before"
    )]
    fn take(numbers: &mut Numbers<'_>) -> Option<Self> {
        numbers.next().map(|number| number as Self)
    }
}

impl Flat for bool {
    fn put(&self, out: &mut Vec<f64>) {
        out.push(f64::from(u8::from(*self)));
    }

    fn take(numbers: &mut Numbers<'_>) -> Option<Self> {
        numbers.next().map(|number| number > 0.5)
    }
}

/// Nothing is NaN, which no number of a run ever is.
impl Flat for Option<f64> {
    fn put(&self, out: &mut Vec<f64>) {
        out.push(self.unwrap_or(f64::NAN));
    }

    fn take(numbers: &mut Numbers<'_>) -> Option<Self> {
        numbers.next().map(|number| (!number.is_nan()).then_some(number))
    }
}

impl<T: Flat, const N: usize> Flat for [T; N] {
    fn put(&self, out: &mut Vec<f64>) {
        self.iter().for_each(|item| item.put(out));
    }

    fn take(numbers: &mut Numbers<'_>) -> Option<Self> {
        let items: Vec<T> = (0..N).map(|_| T::take(numbers)).collect::<Option<_>>()?;
        items.try_into().ok()
    }
}

/// Its length first.
impl<T: Flat> Flat for Vec<T> {
    fn put(&self, out: &mut Vec<f64>) {
        (self.len() as u64).put(out);
        self.iter().for_each(|item| item.put(out));
    }

    fn take(numbers: &mut Numbers<'_>) -> Option<Self> {
        let length = u64::take(numbers)?;
        (0..length).map(|_| T::take(numbers)).collect()
    }
}

/// The fields of a struct one after the other.
macro_rules! flat {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::protocol::Flat for $name {
            fn put(&self, out: &mut Vec<f64>) {
                $(self.$field.put(out);)*
            }

            fn take(numbers: &mut $crate::protocol::Numbers<'_>) -> Option<Self> {
                Some(Self { $($field: $crate::protocol::Flat::take(numbers)?),* })
            }
        }
    };
}
pub(crate) use flat;
