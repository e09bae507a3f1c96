use super::keys::{PreparedRows, is_long, text_length};
use super::plan::{AggregateInput, GroupPlan};
use crate::types::{ChunkColumn, ColumnType, TextRef, Values};

/// Rows handled together, so that the memory of all of them is on its way before the first is touched.
const BLOCK: usize = 32;

/// Rows between asking for a row's memory and using it: first its slot, half way its group's state.
const AHEAD: usize = 12;

/// Marks the place of a long text in `key_texts`, so that it never equals a place in a chunk.
pub const KEPT_TEXT: u64 = 1 << 63;

/// The groups whose hash begins with the same bits: an open-addressing table of (hash, group) over an array of states.
pub struct Partition {
    /// 0: free; else the low half of the hash above the group's number + 1.
    slots: Vec<u64>,
    pub states: Vec<u64>,
    pub groups: usize,
    /// Key texts longer than their words.
    pub key_texts: Vec<u8>,
    /// Smallest and largest texts, `plan.texts` of them a group.
    pub texts: Vec<Option<Box<[u8]>>>,
    text_bytes: usize,
    /// Nulls by group and input; empty until the first one.
    pub missing: Vec<u64>,
    empty_state: Vec<u64>,
}

/// What a chunk brings to its partitions.
pub struct ChunkRows<'a> {
    pub prepared: &'a PreparedRows,
    pub columns: &'a [Option<ChunkColumn>],
    pub buffer: &'a [u8],
    pub scratch: &'a [u8],
    /// Number of the chunk's first row among all, for the order of first appearance.
    pub first_row: u64,
}

#[inline(always)]
fn prefetch<T>(values: &[T], at: usize) {
    #[cfg(target_arch = "x86_64")]
    if at < values.len() {
        // SAFETY: the address is inside the slice; a prefetch reads nothing.
        unsafe {
            std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(
                values.as_ptr().add(at).cast(),
            )
        };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (values, at);
}

impl Partition {
    pub fn new(plan: &GroupPlan) -> Self {
        Self {
            slots: vec![0; 64],
            states: Vec::new(),
            groups: 0,
            key_texts: Vec::new(),
            texts: Vec::new(),
            text_bytes: 0,
            missing: Vec::new(),
            empty_state: plan.empty_state(),
        }
    }

    /// A group without rows: what aggregates over no row at all come to.
    pub fn insert_empty(&mut self) {
        self.states.extend_from_slice(&self.empty_state);
        self.groups += 1;
    }

    /// Bytes of the texts outside the states.
    pub fn text_bytes(&self) -> usize {
        self.key_texts.len() + self.text_bytes
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        (self.slots.capacity() + self.states.capacity() + self.missing.capacity()) * 8
            + self.key_texts.capacity()
            + self.texts.capacity() * size_of::<Option<Box<[u8]>>>()
            + self.text_bytes
    }

    /// Adds the rows of partition `number` of a chunk.
    pub fn apply(&mut self, plan: &GroupPlan, number: usize, chunk: &ChunkRows) {
        let starts = &chunk.prepared.starts;
        let rows = &chunk.prepared.order[starts[number] as usize..starts[number + 1] as usize];
        if plan.keys.is_empty() {
            if self.groups == 0 && !rows.is_empty() {
                self.insert(plan, chunk, rows[0] as usize);
            }
            for block in rows.chunks(BLOCK) {
                self.update(plan, chunk, block, &[0; BLOCK]);
            }
            return;
        }
        let hashes = &chunk.prepared.hashes;
        let mut groups = [0u32; BLOCK];
        for (number, block) in rows.chunks(BLOCK).enumerate() {
            self.reserve(block.len());
            let mask = self.slots.len() - 1;
            for (place, row) in block.iter().enumerate() {
                let at = number * BLOCK + place;
                if let Some(row) = rows.get(at + 2 * AHEAD) {
                    prefetch(&self.slots, hashes[*row as usize] as usize & mask);
                }
                if let Some(row) = rows.get(at + AHEAD) {
                    let slot = self.slots[hashes[*row as usize] as usize & mask];
                    let state = (slot as u32 as usize).wrapping_sub(1).wrapping_mul(plan.words);
                    prefetch(&self.states, state);
                    prefetch(&self.states, state.wrapping_add(plan.words - 1));
                }
                groups[place] = self.find_or_insert(plan, chunk, *row as usize, mask);
            }
            self.update(plan, chunk, block, &groups);
        }
    }

    /// Keeps the table at most half full after `more` new groups.
    fn reserve(&mut self, more: usize) {
        if (self.groups + more) * 2 <= self.slots.len() {
            return;
        }
        let mut slots = vec![0u64; self.slots.len() * 2];
        let mask = slots.len() - 1;
        for slot in self.slots.iter().filter(|slot| **slot != 0) {
            let mut at = (slot >> 32) as usize & mask;
            while slots[at] != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = *slot;
        }
        use_huge_pages(&slots);
        self.slots = slots;
    }

    #[inline(always)]
    fn find_or_insert(&mut self, plan: &GroupPlan, chunk: &ChunkRows, row: usize, mask: usize) -> u32 {
        let hash = chunk.prepared.hashes[row];
        let key = &chunk.prepared.keys[row * plan.key_words..(row + 1) * plan.key_words];
        let tag = hash & 0xFFFF_FFFF;
        let mut at = tag as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                break;
            }
            if slot >> 32 == tag {
                let group = slot as u32 - 1;
                let state = group as usize * plan.words;
                let found = &self.states[state..state + plan.key_words];
                if same_words(found, key)
                    || (found[0] as u32 == key[0] as u32 && self.same_long_key(plan, chunk, found, key))
                {
                    return group;
                }
            }
            at = (at + 1) & mask;
        }
        let group = self.insert(plan, chunk, row);
        self.slots[at] = (tag << 32) | (group as u64 + 1);
        group
    }

    /// Keys whose words differ are the same where the difference is only where a long text lies.
    fn same_long_key(&self, plan: &GroupPlan, chunk: &ChunkRows, found: &[u64], key: &[u64]) -> bool {
        if let Some(null_word) = plan.null_word
            && found[null_word] != key[null_word]
        {
            return false;
        }
        plan.keys.iter().all(|column| {
            let word = column.word;
            if found[word] != key[word] {
                return false;
            }
            if column.column_type != ColumnType::Text {
                return true;
            }
            if !is_long(column.column_type, key[word]) {
                return found[word + 1] == key[word + 1];
            }
            let length = text_length(key[word]).unwrap_or(0);
            let start = (found[word + 1] & !KEPT_TEXT) as usize;
            &self.key_texts[start..start + length] == chunk_text(chunk, key, word, length)
        })
    }

    fn insert(&mut self, plan: &GroupPlan, chunk: &ChunkRows, row: usize) -> u32 {
        let group = self.groups;
        let start = self.states.len();
        if self.states.capacity() - start < plan.words {
            // Half as much again rather than double: less memory stands empty.
            self.states.reserve_exact((start / 2).max(plan.words * 64));
            use_huge_pages(&self.states);
        }
        self.states.extend_from_slice(&self.empty_state);
        let key = &chunk.prepared.keys[row * plan.key_words..(row + 1) * plan.key_words];
        self.states[start..start + plan.key_words].copy_from_slice(key);
        self.states[start + plan.first_row()] = chunk.first_row + row as u64;
        for column in &plan.keys {
            if is_long(column.column_type, key[column.word]) {
                let length = text_length(key[column.word]).unwrap_or(0);
                self.states[start + column.word + 1] = self.key_texts.len() as u64 | KEPT_TEXT;
                self.key_texts.extend_from_slice(chunk_text(chunk, key, column.word, length));
            }
        }
        self.texts.resize((group + 1) * plan.texts, None);
        if !self.missing.is_empty() {
            self.missing.resize(self.missing.len() + plan.inputs.len(), 0);
        }
        self.groups += 1;
        group as u32
    }

    #[inline(always)]
    fn update(&mut self, plan: &GroupPlan, chunk: &ChunkRows, rows: &[u32], groups: &[u32; BLOCK]) {
        let words = plan.words;
        for group in &groups[..rows.len()] {
            self.states[*group as usize * words + plan.rows] += 1;
        }
        for (number, input) in plan.inputs.iter().enumerate() {
            let column =
                chunk.columns[input.place].as_ref().expect("the pipeline reads every aggregated column");
            let nulls = &column.nulls;
            if !nulls.is_empty() {
                for (row, group) in rows.iter().zip(groups) {
                    if nulls[*row as usize] != 0 {
                        self.count_missing(plan, *group, number);
                    }
                }
            }
            match &column.values {
                Values::Whole(values) => {
                    for (row, group) in rows.iter().zip(groups) {
                        let row = *row as usize;
                        if nulls.is_empty() || nulls[row] == 0 {
                            let start = *group as usize * words;
                            add_whole(&mut self.states[start..start + words], input, values[row]);
                        }
                    }
                }
                Values::Float(values) => {
                    for (row, group) in rows.iter().zip(groups) {
                        let row = *row as usize;
                        if nulls.is_empty() || nulls[row] == 0 {
                            let start = *group as usize * words;
                            add_float(&mut self.states[start..start + words], input, values[row]);
                        }
                    }
                }
                Values::Text(values) => {
                    for (row, group) in rows.iter().zip(groups) {
                        let text = values[*row as usize];
                        if text.is_null() {
                            self.count_missing(plan, *group, number);
                        } else if plan.texts > 0 {
                            let text = text.bytes(chunk.buffer, chunk.scratch);
                            self.add_text(plan, input, *group as usize, text);
                        }
                    }
                }
            }
        }
    }

    #[cold]
    fn count_missing(&mut self, plan: &GroupPlan, group: u32, input: usize) {
        if self.missing.is_empty() {
            self.missing.resize(self.groups * plan.inputs.len(), 0);
        }
        self.missing[group as usize * plan.inputs.len() + input] += 1;
    }

    fn add_text(&mut self, plan: &GroupPlan, input: &AggregateInput, group: usize, text: &[u8]) {
        let mut keep = |place: Option<usize>, better: fn(&[u8], &[u8]) -> bool| {
            let Some(place) = place else { return };
            let kept = &mut self.texts[group * plan.texts + place];
            if kept.as_ref().is_none_or(|kept| better(text, kept)) {
                self.text_bytes = self.text_bytes + text.len() - kept.as_ref().map_or(0, |kept| kept.len());
                *kept = Some(text.into());
            }
        };
        keep(input.min_text, |text, kept| text < kept);
        keep(input.max_text, |text, kept| text > kept);
    }
}

/// A loop: for a few words a call to memcmp costs more than they do.
#[inline(always)]
fn same_words(left: &[u64], right: &[u64]) -> bool {
    left.len() == right.len()
        && left.iter().zip(right).fold(0, |all, (left, right)| all | (left ^ right)) == 0
}

/// Asks the system for large pages: random access to millions of groups otherwise spends its time on page tables.
fn use_huge_pages(memory: &Vec<u64>) {
    #[cfg(target_os = "linux")]
    {
        const HUGE: usize = 2 << 20;
        let start = (memory.as_ptr() as usize).next_multiple_of(HUGE);
        let end = memory.as_ptr() as usize + memory.capacity() * 8;
        if end >= start + HUGE {
            // SAFETY: the range lies inside the allocation; the advice changes no content. A refusal does no harm.
            unsafe {
                libc::madvise(start as *mut libc::c_void, (end - start) / HUGE * HUGE, libc::MADV_HUGEPAGE)
            };
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = memory;
}

/// The whole text behind a key of the chunk.
fn chunk_text<'a>(chunk: &ChunkRows<'a>, key: &[u64], word: usize, length: usize) -> &'a [u8] {
    TextRef { offset: key[word + 1] as u32, length: length as u32 }.bytes(chunk.buffer, chunk.scratch)
}

#[inline(always)]
fn add_whole(state: &mut [u64], input: &AggregateInput, value: i64) {
    if let Some(sum) = input.sum {
        let (low, carry) = state[sum].overflowing_add(value as u64);
        state[sum] = low;
        state[sum + 1] = state[sum + 1].wrapping_add((value >> 63) as u64).wrapping_add(carry as u64);
    }
    if let Some(min) = input.min
        && value < state[min] as i64
    {
        state[min] = value as u64;
    }
    if let Some(max) = input.max
        && value > state[max] as i64
    {
        state[max] = value as u64;
    }
}

#[inline(always)]
fn add_float(state: &mut [u64], input: &AggregateInput, value: f64) {
    if let Some(sum) = input.sum {
        state[sum] = (f64::from_bits(state[sum]) + value).to_bits();
    }
    // NaN is kept only as long as there is no number.
    if let Some(min) = input.min {
        let kept = f64::from_bits(state[min]);
        if value < kept || kept.is_nan() {
            state[min] = value.to_bits();
        }
    }
    if let Some(max) = input.max {
        let kept = f64::from_bits(state[max]);
        if value > kept || kept.is_nan() {
            state[max] = value.to_bits();
        }
    }
}
