//! Products of two words, whole.

/// The product of two words.
#[inline(always)]
pub(super) fn product(left: u64, right: u64) -> u128 {
    if cfg!(target_family = "wasm") {
        product_by_halves(left, right)
    } else {
        u128::from(left) * u128::from(right)
    }
}

/// In four multiplications: WebAssembly has none to 128 bits, and a function would be called for each.
#[inline(always)]
fn product_by_halves(left: u64, right: u64) -> u128 {
    const HALF: u64 = u32::MAX as u64;
    let [(a, b), (c, d)] = [left, right].map(|word| (word >> 32, word & HALF));
    let (high, low) = (a * c, b * d);
    // neither sum overflows: a product of halves leaves room for two more halves
    let middle = a * d + (low >> 32);
    let across = b * c + (middle & HALF);
    let high = high + (middle >> 32) + (across >> 32);
    u128::from(high) << 64 | u128::from(across << 32 | low & HALF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, Purpose};

    #[test]
    fn in_halves_it_is_the_same() {
        let mut stream = Draws::new(8, 0).stream(Purpose::Luck, 0, 0);
        let ends = [0, 1, u64::MAX, u64::MAX - 1, 1 << 32, (1 << 32) - 1, 1 << 63];
        let mut words = ends.to_vec();
        words.extend((0..500).map(|i| stream.next_word() >> (i % 64)));
        for left in &words {
            for right in &words {
                let whole = u128::from(*left) * u128::from(*right);
                assert_eq!(product_by_halves(*left, *right), whole, "{left} {right}");
            }
        }
    }
}
