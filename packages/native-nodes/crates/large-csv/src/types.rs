//! Column types, and the physical columns that a chunk is parsed into.

/// What a column holds. Dates and timestamps only where the user asks for them: text in ISO 8601 already
/// sorts and compares as time does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnType {
    Int64,
    Float64,
    Bool,
    /// Days since 1970-01-01.
    Date,
    /// Milliseconds since 1970-01-01T00:00:00, no time zone kept (an offset in the text is applied).
    Timestamp,
    Text,
}

impl ColumnType {
    /// The name in parameters and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Int64 => "int64",
            Self::Float64 => "float64",
            Self::Bool => "bool",
            Self::Date => "date",
            Self::Timestamp => "timestamp",
            Self::Text => "string",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "int64" | "integer" | "int" => Self::Int64,
            "float64" | "number" | "double" => Self::Float64,
            "bool" | "boolean" => Self::Bool,
            "date" => Self::Date,
            "timestamp" => Self::Timestamp,
            "string" | "text" => Self::Text,
            _ => return None,
        })
    }

    pub fn is_number(self) -> bool {
        matches!(self, Self::Int64 | Self::Float64)
    }
}

/// Text of one field: a place in the chunk's buffer or (top bit of `offset`) in its scratch space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextRef {
    pub offset: u32,
    pub length: u32,
}

impl TextRef {
    pub const NULL: Self = Self { offset: u32::MAX, length: 0 };
    const SCRATCH: u32 = 1 << 31;

    pub fn in_scratch(offset: usize, length: usize) -> Self {
        Self { offset: offset as u32 | Self::SCRATCH, length: length as u32 }
    }

    #[inline(always)]
    pub fn is_null(self) -> bool {
        self.offset == u32::MAX
    }

    /// The bytes; an empty slice for null.
    #[inline(always)]
    pub fn bytes<'a>(self, buffer: &'a [u8], scratch: &'a [u8]) -> &'a [u8] {
        if self.is_null() {
            return &[];
        }
        let (source, offset) = if self.offset & Self::SCRATCH == 0 {
            (buffer, self.offset as usize)
        } else {
            (scratch, (self.offset & !Self::SCRATCH) as usize)
        };
        &source[offset..offset + self.length as usize]
    }
}

/// The values of one column for the selected rows of one chunk. int64, bool (0 and 1), date and timestamp
/// share the whole-number form.
#[derive(Clone, Debug)]
pub enum Values {
    Whole(Vec<i64>),
    Float(Vec<f64>),
    Text(Vec<TextRef>),
}

#[derive(Clone, Debug)]
pub struct ChunkColumn {
    pub values: Values,
    /// One byte a row, 1 = null; empty while no null was met. Text marks null in its reference instead.
    pub nulls: Vec<u8>,
}

impl ChunkColumn {
    pub fn empty(column_type: ColumnType) -> Self {
        let values = match column_type {
            ColumnType::Float64 => Values::Float(Vec::new()),
            ColumnType::Text => Values::Text(Vec::new()),
            _ => Values::Whole(Vec::new()),
        };
        Self { values, nulls: Vec::new() }
    }

    pub fn clear(&mut self) {
        self.nulls.clear();
        match &mut self.values {
            Values::Whole(values) => values.clear(),
            Values::Float(values) => values.clear(),
            Values::Text(values) => values.clear(),
        }
    }

    /// Keeps the rows whose mask byte is 1.
    pub fn compress(&mut self, mask: &[u8]) {
        fn keep<T: Copy>(values: &mut Vec<T>, mask: &[u8]) {
            let mut kept = 0;
            for index in 0..values.len() {
                values[kept] = values[index];
                kept += mask[index] as usize;
            }
            values.truncate(kept);
        }
        match &mut self.values {
            Values::Whole(values) => keep(values, mask),
            Values::Float(values) => keep(values, mask),
            Values::Text(values) => keep(values, mask),
        }
        if !self.nulls.is_empty() {
            keep(&mut self.nulls, mask);
        }
    }
}
