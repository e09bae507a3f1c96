use super::{Dialect, FieldIndex, ScanOutcome};

/// One bit a byte for 64 bytes.
struct Masks {
    delimiter: u64,
    newline: u64,
    quote: u64,
    carriage_return: u64,
    nul: u64,
}

/// Compares 64 bytes with the characters that matter.
trait Compare {
    /// # Safety
    /// 64 bytes must be readable at `at`, and the processor must have the instructions of the implementation.
    unsafe fn masks(at: *const u8, dialect: &Dialect, quote: u8) -> Masks;
}

struct Portable;

impl Compare for Portable {
    #[inline(always)]
    unsafe fn masks(at: *const u8, dialect: &Dialect, quote: u8) -> Masks {
        let equal = |byte: u8| -> u64 {
            let mut mask = 0u64;
            for group in 0..8 {
                // SAFETY: the caller guarantees 64 readable bytes.
                let word = u64::from_le(unsafe { (at.add(group * 8) as *const u64).read_unaligned() });
                let difference = word ^ (0x0101_0101_0101_0101 * byte as u64);
                // The top bit of every zero byte, exactly (no borrow from a neighbour).
                let low = 0x7F7F_7F7F_7F7F_7F7F;
                let zero = !(((difference & low) + low) | difference | low);
                let bits = (zero >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
                mask |= bits << (group * 8);
            }
            mask
        };
        Masks {
            delimiter: equal(dialect.delimiter),
            newline: equal(dialect.newline),
            quote: equal(quote),
            carriage_return: equal(b'\r'),
            nul: equal(0),
        }
    }
}

#[cfg(target_arch = "x86_64")]
struct Avx2;

#[cfg(target_arch = "x86_64")]
impl Compare for Avx2 {
    #[inline(always)]
    unsafe fn masks(at: *const u8, dialect: &Dialect, quote: u8) -> Masks {
        use std::arch::x86_64::*;
        // SAFETY: called only where AVX2 was detected, with 64 readable bytes.
        unsafe {
            let low = _mm256_loadu_si256(at as *const __m256i);
            let high = _mm256_loadu_si256(at.add(32) as *const __m256i);
            let equal = |byte: u8| -> u64 {
                let wanted = _mm256_set1_epi8(byte as i8);
                let low = _mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)) as u32 as u64;
                let high = _mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)) as u32 as u64;
                low | (high << 32)
            };
            Masks {
                delimiter: equal(dialect.delimiter),
                newline: equal(dialect.newline),
                quote: equal(quote),
                carriage_return: equal(b'\r'),
                nul: equal(0),
            }
        }
    }
}

/// Fills `index` with the field ends of `buffer[start..end]`, which starts at a record and ends with a newline.
/// Takes a quoted field to end where the number of quotes before is even; reports quotes for which that may be wrong.
/// `buffer` must go on for 64 bytes after `end`.
pub fn scan_blocks(
    buffer: &[u8],
    start: usize,
    end: usize,
    dialect: &Dialect,
    quotes: bool,
    index: &mut FieldIndex,
) -> ScanOutcome {
    assert!(end + 64 <= buffer.len() && start <= end && start > 0 && end < u32::MAX as usize);
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2")
        && std::arch::is_x86_feature_detected!("bmi1")
        && std::arch::is_x86_feature_detected!("popcnt")
    {
        // SAFETY: the instructions are there; the padding is asserted above.
        return unsafe {
            if quotes {
                scan_avx2::<true>(buffer, start, end, dialect, index)
            } else {
                scan_avx2::<false>(buffer, start, end, dialect, index)
            }
        };
    }
    // SAFETY: the padding is asserted above.
    unsafe {
        if quotes {
            scan::<Portable, true>(buffer, start, end, dialect, index)
        } else {
            scan::<Portable, false>(buffer, start, end, dialect, index)
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,popcnt")]
unsafe fn scan_avx2<const QUOTES: bool>(
    buffer: &[u8],
    start: usize,
    end: usize,
    dialect: &Dialect,
    index: &mut FieldIndex,
) -> ScanOutcome {
    // SAFETY: as the caller of this function guarantees.
    unsafe { scan::<Avx2, QUOTES>(buffer, start, end, dialect, index) }
}

#[inline(always)]
unsafe fn scan<C: Compare, const QUOTES: bool>(
    buffer: &[u8],
    start: usize,
    end: usize,
    dialect: &Dialect,
    index: &mut FieldIndex,
) -> ScanOutcome {
    index.ends.clear();
    index.ends.push(start as u32 - 1);
    index.quoted = QUOTES;
    let quote_byte = dialect.quote.unwrap_or(dialect.newline);
    let mut records = 0usize;
    let mut inside_before = 0u64;
    let mut ended_before = 1u64;
    let mut closed_before = 0u64;
    let mut irregular = 0u64;
    let mut position = start;
    while position < end {
        // SAFETY: 64 bytes after `end` are readable.
        let masks = unsafe { C::masks(buffer.as_ptr().add(position), dialect, quote_byte) };
        let left = end - position;
        let valid = if left >= 64 { !0 } else { (1u64 << left) - 1 };
        if masks.nul & valid != 0 {
            return ScanOutcome::Nul(position + (masks.nul & valid).trailing_zeros() as usize);
        }
        let mut newline = masks.newline & valid;
        let mut ending = (masks.delimiter & valid) | newline;
        if QUOTES {
            let quote = masks.quote & valid;
            let inside = prefix_xor(quote) ^ inside_before;
            inside_before = ((inside as i64) >> 63) as u64;
            ending &= !inside;
            newline &= !inside;
            let opening = quote & inside;
            let closing = quote & !inside;
            // An opening quote follows a field end or (doubled) a closing one; a closing one is followed by either.
            irregular |= opening & !(((ending | closing) << 1) | ended_before);
            irregular |=
                ((closing << 1) | closed_before) & !(ending | opening | masks.carriage_return) & valid;
            ended_before = (ending | closing) >> 63;
            closed_before = closing >> 63;
        }
        records += newline.count_ones() as usize;
        let count = ending.count_ones() as usize;
        index.ends.reserve(64);
        // SAFETY: 64 places are reserved; at most 64 are written, `count` of them are kept.
        unsafe {
            let length = index.ends.len();
            let mut out = index.ends.as_mut_ptr().add(length);
            let mut bits = ending;
            let base = position as u32;
            let mut done = 0;
            while done < count {
                for _ in 0..8 {
                    *out = base + bits.trailing_zeros();
                    bits &= bits.wrapping_sub(1);
                    out = out.add(1);
                }
                done += 8;
            }
            index.ends.set_len(length + count);
        }
        position += 64;
    }
    index.records = records;
    if QUOTES && (irregular != 0 || inside_before != 0) {
        return ScanOutcome::IrregularQuotes;
    }
    ScanOutcome::Done
}

/// Bit i of the result is the parity of bits 0 to i.
#[inline(always)]
fn prefix_xor(mut bits: u64) -> u64 {
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    bits ^= bits << 32;
    bits
}

#[cfg(test)]
mod tests {
    use super::super::{ExactEnd, scan_exact};
    use super::*;
    use proptest::prelude::*;

    const DIALECT: Dialect = Dialect { delimiter: b',', quote: Some(b'"'), newline: b'\n' };

    fn padded(text: &str) -> (Vec<u8>, usize, usize) {
        let mut buffer = vec![0; 64];
        buffer.extend_from_slice(text.as_bytes());
        let end = buffer.len();
        buffer.extend_from_slice(&[0; 64]);
        (buffer, 64, end)
    }

    #[test]
    fn portable_and_vector_masks_agree() {
        let text = "a,b\"\r\n\0,,\u{80}\u{ff}".repeat(20);
        let (buffer, start, end) = padded(&text);
        for at in start..end - 64 {
            // SAFETY: 64 readable bytes by the range.
            let portable = unsafe { Portable::masks(buffer.as_ptr().add(at), &DIALECT, b'"') };
            let expected =
                |byte: u8| (0..64).fold(0u64, |mask, bit| mask | ((buffer[at + bit] == byte) as u64) << bit);
            assert_eq!(portable.delimiter, expected(b','));
            assert_eq!(portable.newline, expected(b'\n'));
            assert_eq!(portable.quote, expected(b'"'));
            assert_eq!(portable.nul, expected(0));
            assert_eq!(portable.carriage_return, expected(b'\r'));
        }
    }

    proptest! {
        /// Where the block scan says Done, the exact scan finds the same fields and ends at a record.
        #[test]
        fn block_scan_agrees_with_the_exact_scan(text in "([ab,\"\n]|\r\n|\"[ab,\n]{0,70}\"|\"\"){0,60}") {
            let text = format!("{text}\n");
            let (buffer, start, end) = padded(&text);
            let mut blocks = FieldIndex::default();
            let mut exact = FieldIndex::default();
            if scan_blocks(&buffer, start, end, &DIALECT, true, &mut blocks) == ScanOutcome::Done {
                prop_assert_eq!(scan_exact(&buffer, start, end, &DIALECT, &mut exact), ExactEnd::AtRecord);
                prop_assert_eq!(&blocks.ends, &exact.ends);
                prop_assert_eq!(blocks.records, exact.records);
            }
        }
    }
}
