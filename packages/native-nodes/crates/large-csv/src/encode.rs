//! A result as an Arrow IPC stream: schema, record batches of at most 65,536 rows, end of stream.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, RecordBatchOptions,
    StringArray, TimestampMillisecondArray,
};
use arrow_buffer::{BooleanBuffer, BooleanBufferBuilder, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_ipc::writer::{DictionaryTracker, EncodedData, IpcDataGenerator, IpcWriteOptions, write_message};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef, TimeUnit};

use crate::error::{Error, Result};
use crate::table::{Entry, ResultColumn, Table};
use crate::types::ColumnType;

pub const BATCH_ROWS: usize = 1 << 16;

pub fn data_type(column_type: ColumnType) -> DataType {
    match column_type {
        ColumnType::Int64 => DataType::Int64,
        ColumnType::Float64 => DataType::Float64,
        ColumnType::Bool => DataType::Boolean,
        ColumnType::Date => DataType::Date32,
        ColumnType::Timestamp => DataType::Timestamp(TimeUnit::Millisecond, None),
        ColumnType::Text => DataType::Utf8,
    }
}

/// Encodes the first `columns` columns of `table` in `order`, on `threads` threads.
pub fn encode<T: Table>(
    table: &T,
    columns: usize,
    order: &[Entry],
    threads: usize,
    cancel: &AtomicBool,
) -> Result<Vec<u8>> {
    let columns = &table.columns()[..columns];
    let fields: Vec<Field> =
        columns.iter().map(|column| Field::new(&column.name, data_type(column.column_type), true)).collect();
    let schema = Arc::new(Schema::new(fields));
    let batches: Vec<&[Entry]> = order.chunks(BATCH_ROWS).collect();
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<(usize, EncodedData)>> {
        let mut encoded = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(entries) = batches.get(number) else { return Ok(encoded) };
            if cancel.load(Ordering::Relaxed) {
                return Err(Error::cancelled());
            }
            encoded.push((number, encode_batch(table, columns, &schema, entries)?));
        }
    };
    let mut encoded: Vec<(usize, EncodedData)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads.min(batches.len())).map(|_| scope.spawn(work)).collect();
        let mut all = work()?;
        for other in others {
            all.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
        }
        Ok(all)
    })?;
    encoded.sort_unstable_by_key(|(number, _)| *number);
    write_stream(&schema, encoded.into_iter().map(|(_, data)| data)).map_err(arrow_error)
}

fn write_stream(
    schema: &SchemaRef,
    batches: impl Iterator<Item = EncodedData>,
) -> std::result::Result<Vec<u8>, ArrowError> {
    let options = IpcWriteOptions::default();
    let generator = IpcDataGenerator::default();
    let mut tracker = DictionaryTracker::new(false);
    let batches: Vec<EncodedData> = batches.collect();
    let size: usize =
        batches.iter().map(|batch| batch.ipc_message.len() + batch.arrow_data.len() + 256).sum();
    let mut stream = Vec::with_capacity(size + 1024);
    let schema_message = generator.schema_to_bytes_with_dictionary_tracker(schema, &mut tracker, &options);
    write_message(&mut stream, schema_message, &options)?;
    for batch in batches {
        write_message(&mut stream, batch, &options)?;
    }
    // End of stream: continuation marker and a length of 0.
    stream.extend_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]);
    Ok(stream)
}

fn encode_batch<T: Table>(
    table: &T,
    columns: &[ResultColumn],
    schema: &SchemaRef,
    entries: &[Entry],
) -> Result<EncodedData> {
    let arrays = (0..columns.len())
        .map(|column| array(table, column, columns[column].column_type, entries))
        .collect::<Result<Vec<_>>>()?;
    let row_count = RecordBatchOptions::new().with_row_count(Some(entries.len()));
    let batch = RecordBatch::try_new_with_options(schema.clone(), arrays, &row_count).map_err(arrow_error)?;
    let mut tracker = DictionaryTracker::new(false);
    let (_, encoded) = IpcDataGenerator::default()
        .encode(&batch, &mut tracker, &IpcWriteOptions::default(), &mut Default::default())
        .map_err(arrow_error)?;
    Ok(encoded)
}

fn array<T: Table>(table: &T, column: usize, column_type: ColumnType, entries: &[Entry]) -> Result<ArrayRef> {
    Ok(match column_type {
        ColumnType::Float64 => {
            let (values, nulls) = plain(entries, |entry| table.float(column, entry));
            Arc::new(Float64Array::new(values, nulls))
        }
        ColumnType::Int64 => {
            let (values, nulls) = plain(entries, |entry| table.whole(column, entry));
            Arc::new(Int64Array::new(values, nulls))
        }
        ColumnType::Timestamp => {
            let (values, nulls) = plain(entries, |entry| table.whole(column, entry));
            Arc::new(TimestampMillisecondArray::new(values, nulls))
        }
        ColumnType::Date => {
            let (values, nulls) = plain(entries, |entry| table.whole(column, entry).map(|days| days as i32));
            Arc::new(Date32Array::new(values, nulls))
        }
        ColumnType::Bool => {
            let (values, nulls) = plain(entries, |entry| table.whole(column, entry).map(|value| value as u8));
            Arc::new(BooleanArray::new(
                BooleanBuffer::collect_bool(values.len(), |row| values[row] != 0),
                nulls,
            ))
        }
        ColumnType::Text => text_array(table, column, entries)?,
    })
}

fn plain<V: Copy + Default + arrow_buffer::ArrowNativeType>(
    entries: &[Entry],
    cell: impl Fn(Entry) -> Option<V>,
) -> (ScalarBuffer<V>, Option<NullBuffer>) {
    let mut nulls = NullMask::new(entries.len());
    let values: Vec<V> = entries
        .iter()
        .enumerate()
        .map(|(row, entry)| {
            cell(*entry).unwrap_or_else(|| {
                nulls.set(row);
                V::default()
            })
        })
        .collect();
    (ScalarBuffer::from(values), nulls.finish())
}

fn text_array<T: Table>(table: &T, column: usize, entries: &[Entry]) -> Result<ArrayRef> {
    let mut nulls = NullMask::new(entries.len());
    let mut offsets = Vec::with_capacity(entries.len() + 1);
    let mut bytes: Vec<u8> = Vec::new();
    offsets.push(0i32);
    for (row, entry) in entries.iter().enumerate() {
        match table.text(column, *entry) {
            Some(text) => bytes.extend_from_slice(text),
            None => nulls.set(row),
        }
        let end = i32::try_from(bytes.len()).map_err(|_| {
            Error::resource(
                "text-too-long",
                "65,536 rows of one text column take more than 2 GB.",
                "Leave the column out, or filter first.",
            )
        })?;
        offsets.push(end);
    }
    let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
    // SAFETY: every text is a whole field of the file, and each chunk of it was checked to be UTF-8.
    Ok(Arc::new(unsafe { StringArray::new_unchecked(offsets, Buffer::from_vec(bytes), nulls.finish()) }))
}

/// Built only where there is a null.
struct NullMask {
    rows: usize,
    valid: Option<BooleanBufferBuilder>,
}

impl NullMask {
    fn new(rows: usize) -> Self {
        Self { rows, valid: None }
    }

    fn set(&mut self, row: usize) {
        let rows = self.rows;
        let valid = self.valid.get_or_insert_with(|| {
            let mut valid = BooleanBufferBuilder::new(rows);
            valid.append_n(rows, true);
            valid
        });
        valid.set_bit(row, false);
    }

    fn finish(self) -> Option<NullBuffer> {
        self.valid.map(|mut valid| NullBuffer::new(valid.finish()))
    }
}

fn arrow_error(error: ArrowError) -> Error {
    Error::runtime(
        "arrow-failed",
        format!("The result could not be written as Arrow: {error}."),
        "Select fewer columns and run again.",
    )
}
