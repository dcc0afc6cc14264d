//! What numbers, times, rates and shares mean, and what is none.

use super::*;

const TIME: Kind = Kind::Duration {
    least: SimDuration::from_nanoseconds(1),
};
const ZERO_TIME: Kind = Kind::Duration {
    least: SimDuration::ZERO,
};
const RATE: Kind = Kind::Rate { zero: false };

#[test]
fn times_are_read_to_the_nanosecond() {
    for (text, nanoseconds) in [
        ("250ms", 250_000_000),
        ("2s", 2 * SECOND),
        ("1h30m", 5400 * SECOND),
        ("1h30min", 5400 * SECOND),
        ("5 min", 300 * SECOND),
        ("1m0.5s", 60 * SECOND + SECOND / 2),
        ("1d", 86_400 * SECOND),
        ("1d 2h 3m 4s 5ms 6us 7ns", 93_784_005_006_007),
        ("3µs", 3000),
        ("0.1", 100_000_000),
        ("100", 100 * SECOND),
        ("250 ms", 250_000_000),
        ("1e3s", 1000 * SECOND),
        ("0.000000001", 1),
        ("999999999.999999999s", 999_999_999_999_999_999),
        ("1000000000s", 1_000_000_000 * SECOND),
        ("0.3333333333333333", 333_333_333),
        ("0.30000000000000004", 300_000_000),
        (".5s", SECOND / 2),
    ] {
        assert_eq!(
            SimDuration::read(&TIME, text),
            Ok(SimDuration::from_nanoseconds(nanoseconds)),
            "{text}"
        );
    }
    assert_eq!(SimDuration::read(&ZERO_TIME, "0"), Ok(SimDuration::ZERO));
    assert_eq!(SimDuration::read(&ZERO_TIME, "-0s"), Ok(SimDuration::ZERO));
}

#[test]
fn what_is_no_time_is_told_apart() {
    for text in [
        "", "abc", "s", "1m1h", "1min1m", "1s1s", "1h30", "5 /s", "1h-5m", "yes", "1:30",
    ] {
        assert_eq!(
            SimDuration::read(&TIME, text),
            Err(Wrong::Not("a time")),
            "{text}"
        );
    }
    for text in [
        "0",
        "0s",
        "0.1ns",
        "-5s",
        "-1",
        "1000000001s",
        "1e999",
        "12000d",
        "1e-400s",
    ] {
        assert_eq!(SimDuration::read(&TIME, text), Err(Wrong::OutOfRange), "{text}");
    }
    for text in ["NaN", ".inf", "-.inf"] {
        assert_eq!(
            SimDuration::read(&TIME, text),
            Err(Wrong::NotFinite("a time")),
            "{text}"
        );
    }
    for text in ["0x10", "1_000", "012s", "5 minutes", "3 weeks", "1e5x"] {
        assert!(
            matches!(SimDuration::read(&TIME, text), Err(Wrong::Hint(_))),
            "{text}"
        );
    }
}

#[test]
fn every_written_time_is_read_back() {
    for nanoseconds in [
        0,
        1,
        999,
        1500,
        999_999_999,
        SECOND,
        59 * SECOND + 1,
        3600 * SECOND + 1,
        1_000_000_000 * SECOND,
    ] {
        let duration = SimDuration::from_nanoseconds(nanoseconds);
        assert_eq!(
            SimDuration::read(&ZERO_TIME, &duration.to_string()),
            Ok(duration),
            "{duration}"
        );
    }
}

#[test]
fn rates_and_shares_are_read_to_the_nearest_float() {
    for (text, value) in [
        ("20/s", 20.0),
        ("600/min", 10.0),
        ("5/h", 5.0 / 3600.0),
        ("20", 20.0),
        ("0.5 / s", 0.5),
        ("1e9", 1e9),
    ] {
        assert_eq!(f64::read(&RATE, text), Ok(value), "{text}");
    }
    for (text, value) in [
        ("0.02", 0.02),
        ("2%", 0.02),
        ("2.3%", 0.023),
        ("100%", 1.0),
        ("0", 0.0),
        ("1", 1.0),
        ("-0", 0.0),
    ] {
        assert_eq!(f64::read(&Kind::Share, text), Ok(value), "{text}");
    }
    assert!(f64::read(&Kind::Share, "-0").is_ok_and(f64::is_sign_positive));
    assert_eq!(f64::read(&Kind::Rate { zero: true }, "0/s"), Ok(0.0));
}

#[test]
fn what_is_no_rate_or_share_is_told_apart() {
    for text in ["0", "-1/s", "1e999", "2e9/s", "1e-10/s"] {
        assert_eq!(f64::read(&RATE, text), Err(Wrong::OutOfRange), "{text}");
    }
    for text in ["1.5", "-0.1", "101%", "1e999"] {
        assert_eq!(f64::read(&Kind::Share, text), Err(Wrong::OutOfRange), "{text}");
    }
    assert_eq!(f64::read(&RATE, "fast"), Err(Wrong::Not("a rate")));
    assert_eq!(f64::read(&Kind::Share, "%"), Err(Wrong::Not("a share")));
    assert_eq!(f64::read(&Kind::Share, "yes"), Err(Wrong::Not("a share")));
    assert!(matches!(f64::read(&RATE, "20/m"), Err(Wrong::Hint(_))));
    assert_eq!(f64::read(&RATE, "NaN"), Err(Wrong::NotFinite("a rate")));
}

#[test]
fn whole_numbers_keep_every_digit() {
    const SEED: Kind = Kind::Whole {
        least: 0,
        most: u64::MAX as i128,
    };
    assert_eq!(u64::read(&SEED, "18446744073709551615"), Ok(u64::MAX));
    assert_eq!(
        u64::read(&SEED, "9007199254740993"),
        Ok(9_007_199_254_740_993),
        "2^53 + 1"
    );
    assert_eq!(u64::read(&SEED, "1e3"), Ok(1000));
    assert_eq!(u64::read(&SEED, "5.0"), Ok(5));
    for text in [
        "18446744073709551616",
        "99999999999999999999",
        "-1",
        "1e999",
        "1e30",
    ] {
        assert_eq!(u64::read(&SEED, text), Err(Wrong::OutOfRange), "{text}");
    }
    for text in ["1.5", "0.1", "1e-1", "1e-300", "ten", "1,000"] {
        assert_eq!(
            u64::read(&SEED, text),
            Err(Wrong::Not("a whole number")),
            "{text}"
        );
    }
}

#[test]
fn names_and_texts_hold_nothing_invisible() {
    assert!(is_name("carrier-a.1_B"));
    for text in ["", "a b", "a/b", "ä", &"x".repeat(61)] {
        assert!(!is_name(text), "{text}");
    }
    let title = Kind::Text {
        longest: 5,
        lines: false,
    };
    assert_eq!(String::read(&title, "Bär 1"), Ok("Bär 1".to_owned()));
    assert_eq!(
        String::read(&title, "123456"),
        Err(Wrong::Hint("has 6 characters".to_owned()))
    );
    assert!(matches!(String::read(&title, "a\u{202e}b"), Err(Wrong::Hint(_))));
    assert!(matches!(String::read(&title, "a\nb"), Err(Wrong::Hint(_))));
    assert!(
        String::read(
            &Kind::Text {
                longest: 5,
                lines: true
            },
            "a\nb"
        )
        .is_ok()
    );
}
