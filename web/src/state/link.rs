//! A whole scenario in the fragment of an address: `#1.` version, the text in URL-safe base 64, `.`, a checksum.
//! The fragment is never sent to a server. What comes in by one is checked like a file, and nothing of it is trusted.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::fmt;

/// Longest fragment: longer addresses get lost in mail and chat.
const LONGEST: usize = 8 * 1024;

/// Why there is no scenario in a fragment, or no fragment for a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LinkError {
    TooLong,
    TooLongToRead,
    OtherVersion,
    Damaged,
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "it would be too long; export the scenario as a file instead",
            Self::TooLongToRead => "it is longer than what this page reads; ask for the scenario as a file",
            Self::OtherVersion => "it was made by another version of this page",
            Self::Damaged => "it is damaged or was cut off",
        })
    }
}

/// The fragment for a scenario, without `#`.
pub(crate) fn to_fragment(text: &str) -> Result<String, LinkError> {
    let fragment = format!("1.{}.{:08x}", URL_SAFE_NO_PAD.encode(text), checksum(text));
    if fragment.len() > LONGEST {
        return Err(LinkError::TooLong);
    }
    Ok(fragment)
}

/// The scenario in a fragment, with or without `#`; nothing if the fragment is empty or none of ours.
pub(crate) fn from_fragment(fragment: &str) -> Option<Result<String, LinkError>> {
    let fragment = fragment.trim_start_matches('#');
    let (version, rest) = fragment.split_once('.')?;
    if version.is_empty() || !version.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if version != "1" {
        return Some(Err(LinkError::OtherVersion));
    }
    if fragment.len() > LONGEST {
        return Some(Err(LinkError::TooLongToRead));
    }
    Some(decode(rest).ok_or(LinkError::Damaged))
}

fn decode(rest: &str) -> Option<String> {
    let (body, sum) = rest.split_once('.')?;
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(body).ok()?).ok()?;
    (u32::from_str_radix(sum, 16).ok()? == checksum(&text)).then_some(text)
}

/// FNV-1a with 32 bits: finds what was cut off or mistyped, not what was forged.
pub(super) fn checksum(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |sum, byte| {
        (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_survives_the_link() {
        let text = "name: Überflutung <b>\nseed: 18446744073709551615\n";
        let fragment = to_fragment(text).unwrap();
        assert!(
            fragment
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)),
            "{fragment}"
        );
        assert_eq!(from_fragment(&format!("#{fragment}")), Some(Ok(text.to_owned())));
    }

    #[test]
    fn the_checksum_is_that_of_fnv() {
        // the published test vector
        assert_eq!(checksum("foobar"), 0xbf9c_f968);
    }

    #[test]
    fn a_broken_link_says_why() {
        let fragment = to_fragment("seed: 1").unwrap();
        for (link, error) in [
            (fragment[..fragment.len() - 3].to_owned(), LinkError::Damaged),
            (fragment.replacen("1.", "2.", 1), LinkError::OtherVersion),
            (fragment.replacen("1.", "1.A", 1), LinkError::Damaged),
            ("1.%00.0".to_owned(), LinkError::Damaged),
            (format!("1.{}.0", "A".repeat(9000)), LinkError::TooLongToRead),
        ] {
            assert_eq!(from_fragment(&link), Some(Err(error)), "{link}");
        }
        for nothing in ["", "#", "#figures", "#.", "#a.b"] {
            assert_eq!(from_fragment(nothing), None, "{nothing}");
        }
        assert_eq!(to_fragment(&"x".repeat(9000)), Err(LinkError::TooLong));
    }
}
