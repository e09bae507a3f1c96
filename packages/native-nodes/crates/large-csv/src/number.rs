//! Fast text to number for fields inside a padded buffer.
//!
//! Whole numbers of up to 16 digits are read eight bytes at a time (SWAR, after Daniel Lemire, "Quickly parsing
//! eight digits", 2018). Decimals with at most 15 significant digits are exact as mantissa / power of ten
//! (Clinger, "How to read floating point numbers accurately", 1990); the rest goes to `fast-float2`.

/// Bytes that must be readable before every field.
pub const PADDING: usize = 64;

const POWERS: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// Eight bytes of `buffer` that end before `end`.
#[inline(always)]
fn eight_before(buffer: &[u8], end: usize) -> u64 {
    debug_assert!(end >= 8 && end <= buffer.len());
    // SAFETY: callers pass an end inside the buffer with PADDING bytes before the first field.
    unsafe { u64::from_le((buffer.as_ptr().add(end - 8) as *const u64).read_unaligned()) }
}

/// The last `count` (1 to 8) bytes of `word` with '0' in place of the others.
#[inline(always)]
fn keep_last(word: u64, count: usize) -> u64 {
    let shift = (8 - count) * 8;
    if shift == 0 { word } else { (word >> shift << shift) | (0x3030_3030_3030_3030 >> (64 - shift)) }
}

#[inline(always)]
fn all_digits(word: u64) -> bool {
    ((word & 0xF0F0_F0F0_F0F0_F0F0)
        | ((word.wrapping_add(0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) >> 4))
        == 0x3333_3333_3333_3333
}

#[inline(always)]
fn eight_digits(word: u64) -> u64 {
    let word = word.wrapping_sub(0x3030_3030_3030_3030);
    let word = word.wrapping_mul(10).wrapping_add(word >> 8);
    let low = (word & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
    let high = ((word >> 16) & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
    low.wrapping_add(high) >> 32
}

/// The decimal whole number in `buffer[start..end]`, or None where it is none or does not fit 64 bits.
#[inline(always)]
pub fn whole(buffer: &[u8], start: usize, end: usize) -> Option<i64> {
    if start >= end {
        return None;
    }
    let negative = buffer[start] == b'-';
    let first = start + negative as usize;
    let digits = end.wrapping_sub(first);
    let magnitude = if digits.wrapping_sub(1) < 8 {
        let word = keep_last(eight_before(buffer, end), digits);
        if !all_digits(word) {
            return whole_signed(&buffer[start..end]);
        }
        eight_digits(word)
    } else if digits.wrapping_sub(9) < 8 {
        let low = eight_before(buffer, end);
        let high = keep_last(eight_before(buffer, end - 8), digits - 8);
        if !all_digits(low) || !all_digits(high) {
            return whole_signed(&buffer[start..end]);
        }
        eight_digits(high) * 100_000_000 + eight_digits(low)
    } else {
        return whole_slow(&buffer[start..end]);
    };
    Some(if negative { -(magnitude as i64) } else { magnitude as i64 })
}

/// `+7`: rare, and not worth a branch for every other field.
#[cold]
fn whole_signed(text: &[u8]) -> Option<i64> {
    if text[0] == b'+' { whole_slow(text) } else { None }
}

#[cold]
fn whole_slow(text: &[u8]) -> Option<i64> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// The decimal number in `buffer[start..end]`, correctly rounded; also `NaN`, `inf` and exponents.
#[inline(always)]
pub fn float(buffer: &[u8], start: usize, end: usize) -> Option<f64> {
    if start >= end {
        return None;
    }
    let negative = buffer[start] == b'-';
    let first = start + negative as usize;
    let length = end.wrapping_sub(first);
    let (mantissa, decimals) = if length.wrapping_sub(1) < 8 {
        let word = keep_last(eight_before(buffer, end), length);
        // The dot, if any: a zero byte in `word ^ "........"`.
        let dots = word ^ 0x2E2E_2E2E_2E2E_2E2E;
        let found = dots.wrapping_sub(0x0101_0101_0101_0101) & !dots & 0x8080_8080_8080_8080;
        if found == 0 {
            if !all_digits(word) {
                return float_slow(&buffer[start..end]);
            }
            (eight_digits(word), 0)
        } else {
            if length == 1 {
                return None;
            }
            let place = found.trailing_zeros() as usize / 8;
            // Closes the gap: the bytes before the dot move up by one.
            let below = (1u64 << (place * 8)) - 1;
            let above = if place == 7 { 0 } else { !0u64 << ((place + 1) * 8) };
            let word = (word & above) | ((word & below) << 8) | 0x30;
            if !all_digits(word) {
                return float_slow(&buffer[start..end]);
            }
            (eight_digits(word), 7 - place)
        }
    } else {
        let mut mantissa = 0u64;
        let mut decimals = 0;
        let mut after_dot = 0;
        if length == 0 || length > 16 {
            return float_slow(&buffer[start..end]);
        }
        for &byte in &buffer[first..end] {
            let digit = byte.wrapping_sub(b'0');
            if digit < 10 {
                mantissa = mantissa * 10 + digit as u64;
                decimals += after_dot;
            } else if byte == b'.' && after_dot == 0 {
                after_dot = 1;
            } else {
                return float_slow(&buffer[start..end]);
            }
        }
        if mantissa >= 1 << 53 || decimals > 15 {
            return float_slow(&buffer[start..end]);
        }
        (mantissa, decimals)
    };
    let magnitude = mantissa as f64 / POWERS[decimals];
    Some(if negative { -magnitude } else { magnitude })
}

#[cold]
fn float_slow(text: &[u8]) -> Option<f64> {
    fast_float2::parse(text).ok()
}

/// `true` or `false` in lower, upper or title case.
pub fn boolean(text: &[u8]) -> Option<bool> {
    match text {
        b"true" | b"True" | b"TRUE" => Some(true),
        b"false" | b"False" | b"FALSE" => Some(false),
        _ => None,
    }
}

/// `2026-03-01` as days since 1970-01-01.
pub fn date(text: &[u8]) -> Option<i64> {
    let number = |range: std::ops::Range<usize>| -> Option<i64> {
        text.get(range)?
            .iter()
            .try_fold(0i64, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + (byte - b'0') as i64))
    };
    if text.len() != 10 || text[4] != b'-' || text[7] != b'-' {
        return None;
    }
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let month_days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    if day < 1 || day > month_days {
        return None;
    }
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": days_from_civil.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    Some(era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468)
}

/// ISO 8601 such as `2026-03-01T12:30:00.250Z`, `2026-03-01 12:30` or a bare date, as milliseconds since 1970.
pub fn timestamp(text: &[u8]) -> Option<i64> {
    let day = date(text.get(..10)?)?;
    if text.len() == 10 {
        return Some(day * 86_400_000);
    }
    if !matches!(text[10], b'T' | b't' | b' ') {
        return None;
    }
    let two = |at: usize, limit: i64| -> Option<i64> {
        let pair = text.get(at..at + 2)?;
        if !pair.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let value = (pair[0] - b'0') as i64 * 10 + (pair[1] - b'0') as i64;
        (value < limit).then_some(value)
    };
    if text.get(13) != Some(&b':') {
        return None;
    }
    let mut milliseconds = day * 86_400_000 + two(11, 24)? * 3_600_000 + two(14, 60)? * 60_000;
    let mut at = 16;
    if text.get(at) == Some(&b':') {
        milliseconds += two(17, 60)? * 1000;
        at = 19;
        if text.get(at) == Some(&b'.') {
            let digits = text[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return None;
            }
            let mut scale = 100;
            for byte in &text[at + 1..at + 1 + digits] {
                milliseconds += (byte - b'0') as i64 * scale;
                scale /= 10;
            }
            at += 1 + digits;
        }
    }
    match text.get(at) {
        None => Some(milliseconds),
        Some(b'Z' | b'z') if text.len() == at + 1 => Some(milliseconds),
        Some(sign @ (b'+' | b'-')) => {
            let minutes = match text.len() - at {
                3 => two(at + 1, 24)? * 60,
                5 => two(at + 1, 24)? * 60 + two(at + 3, 60)?,
                6 if text[at + 3] == b':' => two(at + 1, 24)? * 60 + two(at + 4, 60)?,
                _ => return None,
            };
            Some(milliseconds - if *sign == b'+' { minutes } else { -minutes } * 60_000)
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn padded(text: &str) -> (Vec<u8>, usize, usize) {
        let mut buffer = vec![b'7'; PADDING];
        buffer.extend_from_slice(text.as_bytes());
        let end = buffer.len();
        buffer.extend_from_slice(&[b'9'; PADDING]);
        (buffer, PADDING, end)
    }

    fn whole_of(text: &str) -> Option<i64> {
        let (buffer, start, end) = padded(text);
        whole(&buffer, start, end)
    }

    fn float_of(text: &str) -> Option<f64> {
        let (buffer, start, end) = padded(text);
        float(&buffer, start, end)
    }

    #[test]
    fn whole_numbers_at_the_limits() {
        assert_eq!(whole_of("9223372036854775807"), Some(i64::MAX));
        assert_eq!(whole_of("-9223372036854775808"), Some(i64::MIN));
        assert_eq!(whole_of("9223372036854775808"), None);
        assert_eq!(whole_of("007"), Some(7));
        for text in ["", "-", "1.0", "1e3", " 1", "--1", "1-", "12345678x", "x2345678", "0x10"] {
            assert_eq!(whole_of(text), None, "{text:?}");
        }
    }

    #[test]
    fn floats_of_every_form() {
        for text in [
            "0",
            "-0",
            "1.",
            ".5",
            "-.5",
            "12.34",
            "1234567.",
            ".1234567",
            "1e300",
            "-1.5E-7",
            "123456789.125",
        ] {
            assert_eq!(
                float_of(text).map(f64::to_bits),
                Some(text.parse::<f64>().unwrap().to_bits()),
                "{text:?}"
            );
        }
        assert!(float_of("NaN").unwrap().is_nan());
        assert_eq!(float_of("inf"), Some(f64::INFINITY));
        for text in ["", "-", ".", "1.2.3", "1,5", "abc", "1..2", "12:30", "-.", "..", "1234.56.8"] {
            assert_eq!(float_of(text), None, "{text:?}");
        }
    }

    #[test]
    fn dates_and_timestamps() {
        assert_eq!(date(b"1970-01-01"), Some(0));
        assert_eq!(date(b"2000-03-01"), Some(11_017));
        assert_eq!(date(b"1969-12-31"), Some(-1));
        assert_eq!(date(b"2023-02-29"), None);
        assert_eq!(timestamp(b"1970-01-01T00:00:01.5Z"), Some(1500));
        assert_eq!(timestamp(b"1970-01-01 01:00:00+01:00"), Some(0));
        assert_eq!(timestamp(b"1970-01-02"), Some(86_400_000));
        assert_eq!(timestamp(b"1970-01-01 24:00"), None);
        assert_eq!(timestamp(b"1970-01-01 2"), None);
    }

    proptest! {
        #[test]
        fn whole_agrees_with_the_standard_library(value: i64) {
            prop_assert_eq!(whole_of(&value.to_string()), Some(value));
        }

        #[test]
        fn float_agrees_with_the_standard_library(text in "-?[0-9]{0,12}\\.?[0-9]{0,12}(e-?[0-9]{1,2})?") {
            let expected = text.parse::<f64>().ok().map(f64::to_bits);
            prop_assert_eq!(float_of(&text).map(f64::to_bits), expected, "{}", text);
        }

        #[test]
        fn number_readers_never_panic(text in "[-+.0-9eE:xT Z]{0,32}") {
            whole_of(&text);
            float_of(&text);
            date(text.as_bytes());
            timestamp(text.as_bytes());
        }
    }
}
