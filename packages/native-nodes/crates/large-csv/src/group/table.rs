use super::keys::{INLINE_TEXT, text_length};
use super::partition::{KEPT_TEXT, Partition};
use super::plan::{AggregateInput, GroupOutput, GroupPlan};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{Error, Result, quoted};
use crate::options::AggregateFunction;
use crate::table::{Entry, ResultColumn, Table};
use crate::types::ColumnType;

/// The finished groups as a table; an entry is (partition, group).
pub struct GroupTable {
    plan: GroupPlan,
    partitions: Vec<Partition>,
}

impl GroupTable {
    /// Refuses int64 sums that do not fit an int64.
    pub fn new(plan: GroupPlan, mut partitions: Vec<Partition>) -> Result<Self> {
        if plan.keys.is_empty() && partitions.iter().all(|partition| partition.groups == 0) {
            partitions[0].insert_empty();
        }
        for (column, output) in plan.columns.iter().zip(&plan.outputs) {
            let GroupOutput::Aggregate { function: AggregateFunction::Sum, input } = output else { continue };
            let input = &plan.inputs[*input];
            let (ColumnType::Int64, Some(sum)) = (input.column_type, input.sum) else { continue };
            for partition in &partitions {
                for state in partition.states.chunks_exact(plan.words) {
                    if i64::try_from(whole_sum(state, sum)).is_err() {
                        return Err(Error::validation(
                            "sum-overflow",
                            format!(
                                "{} comes to {}, which does not fit an int64.",
                                quoted(column.name.as_bytes()),
                                whole_sum(state, sum)
                            ),
                            "Set the type of the summed column to float64.",
                        ));
                    }
                }
            }
        }
        Ok(Self { plan, partitions })
    }

    /// All groups in order of first appearance in the file: the partitions' groups, each in that order, merged.
    pub fn order(&self, cancel: &AtomicBool) -> Result<Vec<Entry>> {
        let words = self.plan.words;
        let first_row = self.plan.first_row();
        let head = |partition: &Partition, row: usize| partition.states.get(row * words + first_row).copied();
        let groups = self.partitions.iter().map(|partition| partition.groups).sum();
        let mut order = Vec::with_capacity(groups);
        let mut rows = vec![0usize; self.partitions.len()];
        let mut heads: Vec<u64> =
            self.partitions.iter().map(|partition| head(partition, 0).unwrap_or(u64::MAX)).collect();
        while order.len() < groups {
            if order.len() % (1 << 16) == 0 && cancel.load(Ordering::Relaxed) {
                return Err(Error::cancelled());
            }
            let mut part = 0;
            for (number, first) in heads.iter().enumerate() {
                if *first < heads[part] {
                    part = number;
                }
            }
            order.push(Entry { part: part as u32, row: rows[part] as u32 });
            rows[part] += 1;
            heads[part] = head(&self.partitions[part], rows[part]).unwrap_or(u64::MAX);
        }
        Ok(order)
    }

    pub fn groups(&self) -> u64 {
        self.partitions.iter().map(|partition| partition.groups as u64).sum()
    }

    /// Bytes that order and Arrow form of the groups will take beside the groups.
    pub fn result_bytes(&self) -> usize {
        let groups: usize = self.partitions.iter().map(|partition| partition.groups).sum();
        let texts: usize = self.partitions.iter().map(Partition::text_bytes).sum();
        let columns = self.plan.columns.len();
        groups * (2 * size_of::<Entry>() + columns * 9) + texts
    }

    #[inline(always)]
    fn state(&self, entry: Entry) -> &[u64] {
        let start = entry.row as usize * self.plan.words;
        &self.partitions[entry.part as usize].states[start..start + self.plan.words]
    }

    fn key_is_null(&self, state: &[u64], key: usize) -> bool {
        self.plan.null_word.is_some_and(|word| state[word] >> key & 1 == 1)
    }

    /// Values of the group that are not null.
    fn count(&self, input: usize, state: &[u64], entry: Entry) -> u64 {
        let missing = &self.partitions[entry.part as usize].missing;
        let place = entry.row as usize * self.plan.inputs.len() + input;
        state[self.plan.rows] - missing.get(place).copied().unwrap_or(0)
    }

    fn input(&self, input: usize) -> &AggregateInput {
        &self.plan.inputs[input]
    }
}

fn whole_sum(state: &[u64], sum: usize) -> i128 {
    ((state[sum + 1] as i64 as i128) << 64) | state[sum] as i128
}

impl Table for GroupTable {
    fn columns(&self) -> &[ResultColumn] {
        &self.plan.columns
    }

    fn whole(&self, column: usize, entry: Entry) -> Option<i64> {
        let state = self.state(entry);
        match &self.plan.outputs[column] {
            GroupOutput::Key(key) => {
                (!self.key_is_null(state, *key)).then(|| state[self.plan.keys[*key].word] as i64)
            }
            GroupOutput::Rows => Some(state[self.plan.rows] as i64),
            GroupOutput::Aggregate { function, input } => {
                let count = self.count(*input, state, entry);
                let input = self.input(*input);
                match function {
                    AggregateFunction::Count => Some(count as i64),
                    _ if count == 0 => None,
                    AggregateFunction::Sum => input.sum.map(|sum| whole_sum(state, sum) as i64),
                    AggregateFunction::Min => input.min.map(|min| state[min] as i64),
                    AggregateFunction::Max => input.max.map(|max| state[max] as i64),
                    AggregateFunction::Mean => None,
                }
            }
        }
    }

    fn float(&self, column: usize, entry: Entry) -> Option<f64> {
        let state = self.state(entry);
        match &self.plan.outputs[column] {
            GroupOutput::Key(key) => {
                (!self.key_is_null(state, *key)).then(|| f64::from_bits(state[self.plan.keys[*key].word]))
            }
            GroupOutput::Rows => None,
            GroupOutput::Aggregate { function, input } => {
                let count = self.count(*input, state, entry);
                let input = self.input(*input);
                if count == 0 {
                    return None;
                }
                let sum = |sum: usize| {
                    if input.column_type == ColumnType::Int64 {
                        whole_sum(state, sum) as f64
                    } else {
                        f64::from_bits(state[sum])
                    }
                };
                match function {
                    AggregateFunction::Sum => input.sum.map(sum),
                    AggregateFunction::Mean => input.sum.map(|place| sum(place) / count as f64),
                    AggregateFunction::Min => input.min.map(|min| f64::from_bits(state[min])),
                    AggregateFunction::Max => input.max.map(|max| f64::from_bits(state[max])),
                    AggregateFunction::Count => None,
                }
            }
        }
    }

    fn text(&self, column: usize, entry: Entry) -> Option<&[u8]> {
        let partition = &self.partitions[entry.part as usize];
        match &self.plan.outputs[column] {
            GroupOutput::Key(key) => {
                let state = self.state(entry);
                let word = self.plan.keys[*key].word;
                let length = text_length(state[word])?;
                if length > INLINE_TEXT {
                    let start = (state[word + 1] & !KEPT_TEXT) as usize;
                    return Some(&partition.key_texts[start..start + length]);
                }
                // SAFETY: two words in a row are 16 initialised bytes; on little-endian machines bytes 4 to 16 are
                // the text (the assertion refuses other machines).
                const { assert!(cfg!(target_endian = "little"), "key texts lie in little-endian words") };
                let bytes = unsafe {
                    std::slice::from_raw_parts(state[word..word + 2].as_ptr().cast::<u8>().add(4), length)
                };
                Some(bytes)
            }
            GroupOutput::Aggregate { function, input } => {
                let input = self.input(*input);
                let place =
                    if *function == AggregateFunction::Min { input.min_text } else { input.max_text }?;
                partition.texts.get(entry.row as usize * self.plan.texts + place)?.as_deref()
            }
            GroupOutput::Rows => None,
        }
    }
}
