use super::plan::GroupPlan;
use crate::types::{ChunkColumn, ColumnType, TextRef, Values};

/// Text of up to this many bytes lies inside its two key words.
pub const INLINE_TEXT: usize = 12;
const NULL_LENGTH: u64 = u32::MAX as u64;

/// Keys and hashes of a chunk's rows, and the rows by partition.
#[derive(Default)]
pub struct PreparedRows {
    pub keys: Vec<u64>,
    pub hashes: Vec<u64>,
    /// Rows, those of partition 0 first, in file order within each.
    pub order: Vec<u32>,
    /// Where each partition's rows begin in `order`; one more at the end.
    pub starts: Vec<u32>,
}

#[inline(always)]
pub fn mix(hash: u64, word: u64) -> u64 {
    let product = (hash ^ word) as u128 * 0x9E37_79B9_7F4A_7C15_u128;
    (product as u64) ^ ((product >> 64) as u64)
}

const SEED: u64 = 0x243F_6A88_85A3_08D3;

/// Length and first four bytes, then the next eight bytes or (longer text) the place of the text.
#[inline(always)]
fn text_words(text: TextRef, buffer: &[u8], scratch: &[u8]) -> (u64, u64) {
    if text.is_null() {
        return (NULL_LENGTH, 0);
    }
    let bytes = text.bytes(buffer, scratch);
    let length = bytes.len();
    let mut head = [0u8; 16];
    let shown = length.min(INLINE_TEXT);
    head[..shown].copy_from_slice(&bytes[..shown]);
    let first = u32::from_le_bytes([head[0], head[1], head[2], head[3]]) as u64;
    let word = length as u64 | (first << 32);
    if length <= INLINE_TEXT {
        let mut rest = [0; 8];
        rest.copy_from_slice(&head[4..12]);
        (word, u64::from_le_bytes(rest))
    } else {
        (word, text.offset as u64)
    }
}

pub fn text_length(word: u64) -> Option<usize> {
    let length = word & 0xFFFF_FFFF;
    (length != NULL_LENGTH).then_some(length as usize)
}

fn hash_bytes(mut hash: u64, bytes: &[u8]) -> u64 {
    let mut words = bytes.chunks_exact(8);
    for word in &mut words {
        let mut eight = [0; 8];
        eight.copy_from_slice(word);
        hash = mix(hash, u64::from_le_bytes(eight));
    }
    let mut last = [0; 8];
    last[..words.remainder().len()].copy_from_slice(words.remainder());
    mix(hash, u64::from_le_bytes(last) ^ bytes.len() as u64)
}

impl PreparedRows {
    /// Fills in keys, hashes and the order by partition for `rows` rows.
    pub fn prepare(
        &mut self,
        plan: &GroupPlan,
        rows: usize,
        columns: &[Option<ChunkColumn>],
        buffer: &[u8],
        scratch: &[u8],
        partitions: usize,
    ) {
        let words = plan.key_words;
        self.keys.clear();
        self.keys.resize(rows * words, 0);
        self.hashes.clear();
        self.hashes.resize(rows, SEED);
        for (number, key) in plan.keys.iter().enumerate() {
            let column = columns[key.place].as_ref().expect("the pipeline reads every key column");
            match &column.values {
                Values::Text(texts) => {
                    for ((key_words, hash), text) in
                        self.keys.chunks_exact_mut(words).zip(&mut self.hashes).zip(texts)
                    {
                        let (first, second) = text_words(*text, buffer, scratch);
                        key_words[key.word] = first;
                        key_words[key.word + 1] = second;
                        *hash = if text_length(first).is_some_and(|length| length > INLINE_TEXT) {
                            hash_bytes(*hash, text.bytes(buffer, scratch))
                        } else {
                            mix(mix(*hash, first), second)
                        };
                    }
                }
                Values::Whole(values) => self.fixed_key(
                    plan,
                    number,
                    key.word,
                    &column.nulls,
                    values.iter().map(|value| *value as u64),
                ),
                Values::Float(values) => {
                    let bits = values.iter().map(|value| {
                        if value.is_nan() { f64::NAN.to_bits() } else { (value + 0.0).to_bits() }
                    });
                    self.fixed_key(plan, number, key.word, &column.nulls, bits);
                }
            }
        }
        self.split(rows, partitions);
    }

    fn fixed_key(
        &mut self,
        plan: &GroupPlan,
        number: usize,
        word: usize,
        nulls: &[u8],
        values: impl Iterator<Item = u64>,
    ) {
        let words = plan.key_words;
        for ((key_words, hash), value) in self.keys.chunks_exact_mut(words).zip(&mut self.hashes).zip(values)
        {
            key_words[word] = value;
            *hash = mix(*hash, value);
        }
        if let (false, Some(null_word)) = (nulls.is_empty(), plan.null_word) {
            for ((key_words, hash), null) in
                self.keys.chunks_exact_mut(words).zip(&mut self.hashes).zip(nulls)
            {
                if *null != 0 {
                    key_words[null_word] |= 1 << number;
                    *hash = mix(*hash, !(number as u64));
                }
            }
        }
    }

    /// A counting sort of the rows by the top bits of their hash.
    fn split(&mut self, rows: usize, partitions: usize) {
        self.starts.clear();
        self.starts.resize(partitions + 1, 0);
        self.order.clear();
        if partitions == 1 {
            self.order.extend(0..rows as u32);
            self.starts[1] = rows as u32;
            return;
        }
        self.order.resize(rows, 0);
        let shift = 64 - partitions.trailing_zeros();
        for hash in &self.hashes {
            self.starts[(hash >> shift) as usize + 1] += 1;
        }
        for partition in 0..partitions {
            self.starts[partition + 1] += self.starts[partition];
        }
        let mut places = self.starts.clone();
        for (row, hash) in self.hashes.iter().enumerate() {
            let place = &mut places[(hash >> shift) as usize];
            self.order[*place as usize] = row as u32;
            *place += 1;
        }
    }
}

/// Whether a key column is text longer than its words.
pub fn is_long(column_type: ColumnType, first_word: u64) -> bool {
    column_type == ColumnType::Text && text_length(first_word).is_some_and(|length| length > INLINE_TEXT)
}
