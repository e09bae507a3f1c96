use crate::error::{Error, Result, quoted};
use crate::options::{Aggregate, AggregateFunction};
use crate::table::ResultColumn;
use crate::types::ColumnType;

/// A column that groups are formed by.
#[derive(Clone, Debug)]
pub struct KeyColumn {
    /// Column of the file.
    pub place: usize,
    pub column_type: ColumnType,
    /// First of its words in a key: one for numbers, two for text.
    pub word: usize,
}

/// What is kept per group for one column of the file. Offsets are words of a group's state.
#[derive(Clone, Debug)]
pub struct AggregateInput {
    pub place: usize,
    pub column_type: ColumnType,
    /// float64: one word; int64: two words of a 128-bit sum.
    pub sum: Option<usize>,
    pub min: Option<usize>,
    pub max: Option<usize>,
    /// Texts are kept beside the state: places in the group's list of texts.
    pub min_text: Option<usize>,
    pub max_text: Option<usize>,
}

/// Where a result column comes from.
#[derive(Clone, Debug)]
pub enum GroupOutput {
    Key(usize),
    /// Rows of the group.
    Rows,
    Aggregate {
        function: AggregateFunction,
        input: usize,
    },
}

/// State of a group: key words, number of its first row, rows, then the words of each input.
#[derive(Clone, Debug)]
pub struct GroupPlan {
    pub keys: Vec<KeyColumn>,
    /// Words of a key, the word of null bits included.
    pub key_words: usize,
    /// Which keys are null, one bit each; absent where all keys are text (null is part of the text's words).
    pub null_word: Option<usize>,
    pub inputs: Vec<AggregateInput>,
    /// Word with the rows of the group; values that are null are counted apart, where there are any.
    pub rows: usize,
    pub words: usize,
    pub texts: usize,
    pub columns: Vec<ResultColumn>,
    pub outputs: Vec<GroupOutput>,
}

impl GroupPlan {
    /// `find` gives place and type of a column of the file, or the error for a name that is none.
    pub fn new(
        group_by: &[String],
        aggregates: &[Aggregate],
        find: impl Fn(&str) -> Result<(usize, ColumnType)>,
    ) -> Result<Self> {
        let mut plan = Self {
            keys: Vec::new(),
            key_words: 0,
            null_word: None,
            inputs: Vec::new(),
            rows: 0,
            words: 0,
            texts: 0,
            columns: Vec::new(),
            outputs: Vec::new(),
        };
        for name in group_by {
            let (place, column_type) = find(name)?;
            plan.columns.push(ResultColumn { name: name.clone(), column_type });
            plan.outputs.push(GroupOutput::Key(plan.keys.len()));
            plan.keys.push(KeyColumn { place, column_type, word: plan.key_words });
            plan.key_words += if column_type == ColumnType::Text { 2 } else { 1 };
        }
        if plan.keys.iter().any(|key| key.column_type != ColumnType::Text) {
            plan.null_word = Some(plan.key_words);
            plan.key_words += 1;
        }
        if plan.keys.len() > 64 {
            return Err(Error::validation(
                "too-many-keys",
                format!("{} columns to group by; at most 64 are allowed.", plan.keys.len()),
                "Group by fewer columns.",
            ));
        }
        plan.rows = plan.key_words + 1;
        plan.words = plan.key_words + 2;
        for aggregate in aggregates {
            plan.add(aggregate, &find)?;
        }
        for (at, column) in plan.columns.iter().enumerate() {
            if plan.columns[..at].iter().any(|other| other.name == column.name) {
                return Err(Error::validation(
                    "column-duplicate",
                    format!("The result would have two columns called {}.", quoted(column.name.as_bytes())),
                    "Give one of them another name, e.g. sum(price) as total.",
                ));
            }
        }
        Ok(plan)
    }

    fn add(
        &mut self,
        aggregate: &Aggregate,
        find: &impl Fn(&str) -> Result<(usize, ColumnType)>,
    ) -> Result<()> {
        let function = aggregate.function;
        let Some(name) = &aggregate.column else {
            self.columns.push(ResultColumn { name: aggregate.name.clone(), column_type: ColumnType::Int64 });
            self.outputs.push(GroupOutput::Rows);
            return Ok(());
        };
        let (place, column_type) = find(name)?;
        let result_type = match function {
            AggregateFunction::Count => ColumnType::Int64,
            AggregateFunction::Mean | AggregateFunction::Sum if !column_type.is_number() => {
                return Err(Error::validation(
                    "aggregate-type",
                    format!(
                        "{}({name}) needs numbers; column \"{name}\" is {}.",
                        function.name(),
                        column_type.name()
                    ),
                    "Use min, max or count, or set the column's type to int64 or float64.",
                ));
            }
            AggregateFunction::Mean => ColumnType::Float64,
            _ => column_type,
        };
        let input = match self.inputs.iter().position(|input| input.place == place) {
            Some(input) => input,
            None => {
                self.inputs.push(AggregateInput {
                    place,
                    column_type,
                    sum: None,
                    min: None,
                    max: None,
                    min_text: None,
                    max_text: None,
                });
                self.inputs.len() - 1
            }
        };
        let is_text = column_type == ColumnType::Text;
        match function {
            AggregateFunction::Count => {}
            AggregateFunction::Sum | AggregateFunction::Mean => {
                if self.inputs[input].sum.is_none() {
                    self.inputs[input].sum =
                        Some(self.new_words(if column_type == ColumnType::Int64 { 2 } else { 1 }));
                }
            }
            AggregateFunction::Min if is_text => {
                self.inputs[input].min_text = Some(self.inputs[input].min_text.unwrap_or_else(|| self.texts))
            }
            AggregateFunction::Max if is_text => {
                self.inputs[input].max_text = Some(self.inputs[input].max_text.unwrap_or_else(|| self.texts))
            }
            AggregateFunction::Min => {
                if self.inputs[input].min.is_none() {
                    self.inputs[input].min = Some(self.new_words(1));
                }
            }
            AggregateFunction::Max => {
                if self.inputs[input].max.is_none() {
                    self.inputs[input].max = Some(self.new_words(1));
                }
            }
        }
        self.texts = self
            .inputs
            .iter()
            .flat_map(|input| [input.min_text, input.max_text])
            .flatten()
            .map(|text| text + 1)
            .max()
            .unwrap_or(0);
        self.columns.push(ResultColumn { name: aggregate.name.clone(), column_type: result_type });
        self.outputs.push(GroupOutput::Aggregate { function, input });
        Ok(())
    }

    fn new_words(&mut self, count: usize) -> usize {
        let first = self.words;
        self.words += count;
        first
    }

    /// Word of a group's state that holds the number of its first row.
    pub fn first_row(&self) -> usize {
        self.key_words
    }

    /// The state of a group without rows, keys left 0.
    pub fn empty_state(&self) -> Vec<u64> {
        let mut state = vec![0; self.words];
        for input in &self.inputs {
            let (low, high) = if input.column_type == ColumnType::Float64 {
                (f64::NAN.to_bits(), f64::NAN.to_bits())
            } else {
                (i64::MIN as u64, i64::MAX as u64)
            };
            if let Some(min) = input.min {
                state[min] = high;
            }
            if let Some(max) = input.max {
                state[max] = low;
            }
        }
        state
    }
}
