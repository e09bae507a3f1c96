use super::{Dialect, FieldIndex};

/// What to do with a record that has another number of fields than the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RaggedRows {
    Error,
    Skip,
}

/// The first record of a chunk with the wrong number of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ragged {
    /// Number of the record in the chunk, from 0, blank lines counted.
    pub record: usize,
    pub fields: usize,
}

/// Fills `rows` with the base of every record in `index.ends`. Blank lines are left out; returns the number of
/// ragged records left out.
pub fn collect_rows(
    buffer: &[u8],
    index: &FieldIndex,
    dialect: &Dialect,
    columns: usize,
    ragged: RaggedRows,
    rows: &mut Vec<u32>,
) -> Result<usize, Ragged> {
    rows.clear();
    let ends = &index.ends;
    if columns > 1 && (ends.len() - 1) == index.records * columns {
        let regular =
            (1..=index.records).all(|record| buffer[ends[record * columns] as usize] == dialect.newline);
        if regular {
            rows.extend((0..index.records).map(|record| (record * columns) as u32));
            return Ok(0);
        }
    }
    let mut skipped = 0;
    let mut record = 0;
    let mut base = 0;
    for end in 1..ends.len() {
        if buffer[ends[end] as usize] != dialect.newline {
            continue;
        }
        let fields = end - base;
        let text = &buffer[ends[end - 1] as usize + 1..ends[end] as usize];
        let blank = fields == 1 && (text.is_empty() || text == b"\r");
        if !blank {
            if fields == columns {
                rows.push(base as u32);
            } else if ragged == RaggedRows::Skip {
                skipped += 1;
            } else {
                return Err(Ragged { record, fields });
            }
        }
        record += 1;
        base = end;
    }
    Ok(skipped)
}
