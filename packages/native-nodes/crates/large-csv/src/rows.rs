//! Rows kept as they are: the result of a run without groups.

use crate::table::{Entry, ResultColumn, Table};
use crate::types::{ChunkColumn, ColumnType, Values};

/// Columns that own their values.
pub enum OwnedValues {
    Whole(Vec<i64>),
    Float(Vec<f64>),
    /// Where each text ends in the bytes.
    Text {
        ends: Vec<u32>,
        bytes: Vec<u8>,
    },
}

pub struct OwnedColumn {
    pub values: OwnedValues,
    /// One byte a row, 1 = null; empty where nothing is null.
    pub nulls: Vec<u8>,
}

impl OwnedColumn {
    fn bytes(&self) -> usize {
        self.nulls.capacity()
            + match &self.values {
                OwnedValues::Whole(values) => values.capacity() * 8,
                OwnedValues::Float(values) => values.capacity() * 8,
                OwnedValues::Text { ends, bytes } => ends.capacity() * 4 + bytes.capacity(),
            }
    }

    fn text(&self, row: usize) -> &[u8] {
        let OwnedValues::Text { ends, bytes } = &self.values else { return &[] };
        let start = if row == 0 { 0 } else { ends[row - 1] as usize };
        &bytes[start..ends[row] as usize]
    }

    fn is_null(&self, row: usize) -> bool {
        !self.nulls.is_empty() && self.nulls[row] != 0
    }
}

/// Rows of one chunk, or rows gathered from several.
pub struct RowBatch {
    pub columns: Vec<OwnedColumn>,
    pub rows: usize,
    /// Number of each row among all rows of the file.
    pub sequence: Vec<u64>,
}

impl RowBatch {
    pub fn bytes(&self) -> usize {
        self.columns.iter().map(OwnedColumn::bytes).sum::<usize>() + self.sequence.capacity() * 8
    }

    /// Copies the columns at `places` out of a chunk. `sequenced`: whether the rows' numbers will be needed.
    pub fn from_chunk(
        places: &[usize],
        columns: &[Option<ChunkColumn>],
        rows: usize,
        buffer: &[u8],
        scratch: &[u8],
        first_row: u64,
        sequenced: bool,
    ) -> Self {
        let columns = places
            .iter()
            .map(|place| {
                let column = columns[*place].as_ref().expect("the pipeline reads every result column");
                match &column.values {
                    Values::Whole(values) => OwnedColumn {
                        values: OwnedValues::Whole(values.clone()),
                        nulls: column.nulls.clone(),
                    },
                    Values::Float(values) => OwnedColumn {
                        values: OwnedValues::Float(values.clone()),
                        nulls: column.nulls.clone(),
                    },
                    Values::Text(texts) => {
                        let mut bytes =
                            Vec::with_capacity(texts.iter().map(|text| text.length as usize).sum());
                        let mut nulls = Vec::new();
                        let mut ends = Vec::with_capacity(texts.len());
                        for (row, text) in texts.iter().enumerate() {
                            if text.is_null() {
                                nulls.resize(texts.len(), 0);
                                nulls[row] = 1;
                            }
                            bytes.extend_from_slice(text.bytes(buffer, scratch));
                            ends.push(bytes.len() as u32);
                        }
                        OwnedColumn { values: OwnedValues::Text { ends, bytes }, nulls }
                    }
                }
            })
            .collect();
        let sequence =
            if sequenced { (0..rows as u64).map(|row| first_row + row).collect() } else { Vec::new() };
        Self { columns, rows, sequence }
    }
}

/// Batches as a table; an entry is (batch, row).
pub struct RowTable<'a> {
    pub columns: &'a [ResultColumn],
    pub batches: Vec<RowBatch>,
}

impl RowTable<'_> {
    pub fn entries(&self) -> Vec<Entry> {
        let rows = |(part, batch): (usize, &RowBatch)| {
            (0..batch.rows as u32).map(move |row| Entry { part: part as u32, row })
        };
        self.batches.iter().enumerate().flat_map(rows).collect()
    }

    /// All entries by their rows' place in the file.
    pub fn entries_in_file_order(&self) -> Vec<Entry> {
        let mut entries = self.entries();
        entries.sort_unstable_by_key(|entry| self.batches[entry.part as usize].sequence[entry.row as usize]);
        entries
    }

    /// One batch of the given entries.
    pub fn gather(&self, order: &[Entry]) -> RowBatch {
        let columns = (0..self.columns.len()).map(|column| self.gather_column(column, order)).collect();
        let sequence = order
            .iter()
            .map(|entry| self.batches[entry.part as usize].sequence[entry.row as usize])
            .collect();
        RowBatch { columns, rows: order.len(), sequence }
    }

    fn gather_column(&self, column: usize, order: &[Entry]) -> OwnedColumn {
        let mut nulls = Vec::new();
        let mut mark = |row: usize| {
            nulls.resize(order.len(), 0u8);
            nulls[row] = 1;
        };
        let values = match self.columns[column].column_type {
            ColumnType::Float64 => {
                OwnedValues::Float(cells(order, |entry| self.float(column, entry), &mut mark))
            }
            ColumnType::Text => {
                let mut bytes = Vec::new();
                let mut ends = Vec::with_capacity(order.len());
                for (row, entry) in order.iter().enumerate() {
                    match self.text(column, *entry) {
                        Some(text) => bytes.extend_from_slice(text),
                        None => mark(row),
                    }
                    ends.push(bytes.len() as u32);
                }
                OwnedValues::Text { ends, bytes }
            }
            _ => OwnedValues::Whole(cells(order, |entry| self.whole(column, entry), &mut mark)),
        };
        OwnedColumn { values, nulls }
    }

    fn column(&self, column: usize, entry: Entry) -> Option<&OwnedColumn> {
        let column = &self.batches[entry.part as usize].columns[column];
        (!column.is_null(entry.row as usize)).then_some(column)
    }
}

fn cells<V: Default>(
    order: &[Entry],
    cell: impl Fn(Entry) -> Option<V>,
    mark: &mut impl FnMut(usize),
) -> Vec<V> {
    let cell = |(row, entry): (usize, &Entry)| {
        cell(*entry).unwrap_or_else(|| {
            mark(row);
            V::default()
        })
    };
    order.iter().enumerate().map(cell).collect()
}

impl Table for RowTable<'_> {
    fn columns(&self) -> &[ResultColumn] {
        self.columns
    }

    fn whole(&self, column: usize, entry: Entry) -> Option<i64> {
        match &self.column(column, entry)?.values {
            OwnedValues::Whole(values) => Some(values[entry.row as usize]),
            _ => None,
        }
    }

    fn float(&self, column: usize, entry: Entry) -> Option<f64> {
        match &self.column(column, entry)?.values {
            OwnedValues::Float(values) => Some(values[entry.row as usize]),
            _ => None,
        }
    }

    fn text(&self, column: usize, entry: Entry) -> Option<&[u8]> {
        self.column(column, entry).map(|column| column.text(entry.row as usize))
    }
}
