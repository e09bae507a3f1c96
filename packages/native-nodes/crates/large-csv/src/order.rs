//! Sorting and top N of a result, stable, with the cancel flag looked at every few milliseconds.
//!
//! Nulls come last in both directions, NaN just before them. Text is compared by its bytes (code point order).

use std::cmp::Ordering;
use std::sync::atomic::{AtomicBool, Ordering as Memory};

use crate::error::{Error, Result};
use crate::table::{Entry, Table};
use crate::types::ColumnType;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResultKey {
    pub column: usize,
    pub descending: bool,
}

/// Entries between two looks at the cancel flag.
const RUN: usize = 1 << 16;

/// An entry with the first eight bytes of its first key, so that most comparisons touch nothing else.
#[derive(Clone, Copy)]
struct Keyed {
    prefix: u64,
    /// Place in the order that is sorted: keeps the sort stable.
    index: u32,
}

/// `order` sorted by `keys`, cut to the first `limit` entries (0: all).
pub fn sort_entries<T: Table>(
    table: &T,
    order: Vec<Entry>,
    keys: &[ResultKey],
    limit: usize,
    cancel: &AtomicBool,
) -> Result<Vec<Entry>> {
    let limit = if limit == 0 { order.len() } else { limit.min(order.len()) };
    let Some(first) = keys.first() else {
        let mut order = order;
        order.truncate(limit);
        return Ok(order);
    };
    let prefix_decides = keys.len() == 1 && table.columns()[first.column].column_type != ColumnType::Text;
    let compare = |left: &Keyed, right: &Keyed| {
        left.prefix.cmp(&right.prefix).then_with(|| {
            if prefix_decides && left.prefix != u64::MAX {
                return left.index.cmp(&right.index);
            }
            compare_entries(table, keys, order[left.index as usize], order[right.index as usize])
                .then(left.index.cmp(&right.index))
        })
    };
    let mut kept: Vec<Keyed> =
        Vec::with_capacity(if limit < order.len() { limit + RUN } else { order.len() });
    let mut index = 0;
    for block in order.chunks(RUN) {
        check(cancel)?;
        for entry in block {
            kept.push(Keyed { prefix: prefix(table, *first, *entry), index });
            index += 1;
        }
        // A top N far smaller than the whole never holds more than N entries and one block.
        if kept.len() > limit {
            kept.select_nth_unstable_by(limit.saturating_sub(1), compare);
            kept.truncate(limit);
        }
    }
    let sorted = merge_sort(kept, &compare, cancel)?;
    Ok(sorted.into_iter().map(|keyed| order[keyed.index as usize]).collect())
}

fn check(cancel: &AtomicBool) -> Result<()> {
    if cancel.load(Memory::Relaxed) { Err(Error::cancelled()) } else { Ok(()) }
}

fn merge_sort(
    mut keyed: Vec<Keyed>,
    compare: &impl Fn(&Keyed, &Keyed) -> Ordering,
    cancel: &AtomicBool,
) -> Result<Vec<Keyed>> {
    for run in keyed.chunks_mut(RUN) {
        check(cancel)?;
        run.sort_unstable_by(compare);
    }
    let mut width = RUN;
    let mut merged = Vec::with_capacity(if keyed.len() > RUN { keyed.len() } else { 0 });
    while width < keyed.len() {
        merged.clear();
        for pair in keyed.chunks(width * 2) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            while let (Some(first), Some(second)) = (left.first(), right.first()) {
                if compare(first, second) == Ordering::Greater {
                    merged.push(*second);
                    right = &right[1..];
                } else {
                    merged.push(*first);
                    left = &left[1..];
                }
                if merged.len() % RUN == 0 {
                    check(cancel)?;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(&mut keyed, &mut merged);
        width *= 2;
    }
    Ok(keyed)
}

/// A number that sorts as the key does; `u64::MAX` for null, equal numbers where the prefix cannot tell.
fn prefix<T: Table>(table: &T, key: ResultKey, entry: Entry) -> u64 {
    let directed = |bits: u64| if key.descending { !bits } else { bits };
    match table.columns()[key.column].column_type {
        ColumnType::Float64 => match table.float(key.column, entry) {
            None => u64::MAX,
            Some(value) if value.is_nan() => u64::MAX - 1,
            Some(value) => directed(float_bits(value)),
        },
        ColumnType::Text => match table.text(key.column, entry) {
            None => u64::MAX,
            Some(text) => {
                let mut bytes = [0; 8];
                let length = text.len().min(8);
                bytes[..length].copy_from_slice(&text[..length]);
                directed(u64::from_be_bytes(bytes))
            }
        },
        _ => match table.whole(key.column, entry) {
            None => u64::MAX,
            Some(value) => directed(value as u64 ^ (1 << 63)),
        },
    }
}

/// Bits that sort as the numbers do; both zeros alike.
fn float_bits(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | (1 << 63) }
}

fn compare_entries<T: Table>(table: &T, keys: &[ResultKey], left: Entry, right: Entry) -> Ordering {
    for key in keys {
        let ordering = match table.columns()[key.column].column_type {
            ColumnType::Float64 => {
                compare_cells(table.float(key.column, left), table.float(key.column, right), |left, right| {
                    match (left.is_nan(), right.is_nan()) {
                        (false, false) => directed(*key, left.partial_cmp(&right).unwrap_or(Ordering::Equal)),
                        (left, right) => left.cmp(&right),
                    }
                })
            }
            ColumnType::Text => {
                compare_cells(table.text(key.column, left), table.text(key.column, right), |left, right| {
                    directed(*key, left.cmp(right))
                })
            }
            _ => {
                compare_cells(table.whole(key.column, left), table.whole(key.column, right), |left, right| {
                    directed(*key, left.cmp(&right))
                })
            }
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
    Ordering::Equal
}

fn directed(key: ResultKey, ordering: Ordering) -> Ordering {
    if key.descending { ordering.reverse() } else { ordering }
}

fn compare_cells<V>(left: Option<V>, right: Option<V>, compare: impl Fn(V, V) -> Ordering) -> Ordering {
    match (left, right) {
        (Some(left), Some(right)) => compare(left, right),
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
    }
}
