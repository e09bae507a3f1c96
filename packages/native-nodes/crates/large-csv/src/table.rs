//! A result before it is ordered and encoded: cells by column and entry.

use crate::types::ColumnType;

/// A row of a result: which part it lies in, and where in the part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub part: u32,
    pub row: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultColumn {
    pub name: String,
    pub column_type: ColumnType,
}

/// Rows in any storage. A cell is read with the function for its column's type; None is null.
pub trait Table: Sync {
    fn columns(&self) -> &[ResultColumn];
    fn whole(&self, column: usize, entry: Entry) -> Option<i64>;
    fn float(&self, column: usize, entry: Entry) -> Option<f64>;
    fn text(&self, column: usize, entry: Entry) -> Option<&[u8]>;
}
