use std::borrow::Cow;

use super::node::{Arithmetic, Comparison, Float, Text, TextTest, Truth, Whole};
use crate::types::{ChunkColumn, TextRef, Values};

/// The columns of the selected rows of one chunk.
pub struct Frame<'a> {
    pub rows: usize,
    /// By column number; columns that the expression does not read may be absent.
    pub columns: &'a [Option<ChunkColumn>],
    pub buffer: &'a [u8],
    pub scratch: &'a [u8],
}

/// One byte a row: 1 where the expression is true.
pub fn evaluate(truth: &Truth, frame: &Frame) -> Vec<u8> {
    frame.truth(truth)
}

/// A value for every row, or one for all.
enum Lane<'a, T: Clone> {
    Constant(T),
    /// One byte a row, 1 = null; empty where nothing is null.
    Rows(Cow<'a, [T]>, Cow<'a, [u8]>),
}

impl<T: Copy> Lane<'_, T> {
    #[inline(always)]
    fn get(&self, row: usize) -> Option<T> {
        match self {
            Self::Constant(value) => Some(*value),
            Self::Rows(values, nulls) => {
                if !nulls.is_empty() && nulls[row] != 0 {
                    None
                } else {
                    Some(values[row])
                }
            }
        }
    }
}

enum TextLane<'a> {
    Constant(&'a [u8]),
    Rows(Cow<'a, [TextRef]>),
    /// Texts of two origins, chosen row by row; None is null.
    Mixed(Vec<Option<&'a [u8]>>),
}

impl<'a> TextLane<'a> {
    #[inline(always)]
    fn get(&self, row: usize, frame: &Frame<'a>) -> Option<&'a [u8]> {
        match self {
            Self::Constant(text) => Some(text),
            Self::Rows(texts) => {
                let text = texts[row];
                if text.is_null() { None } else { Some(text.bytes(frame.buffer, frame.scratch)) }
            }
            Self::Mixed(texts) => texts[row],
        }
    }
}

fn from_options<T: Copy + Default>(values: impl Iterator<Item = Option<T>>) -> Lane<'static, T> {
    let mut nulls = Vec::new();
    let mut any = false;
    let values: Vec<T> = values
        .map(|value| {
            any |= value.is_none();
            nulls.push(value.is_none() as u8);
            value.unwrap_or_default()
        })
        .collect();
    if !any {
        nulls.clear();
    }
    Lane::Rows(Cow::Owned(values), Cow::Owned(nulls))
}

#[inline(always)]
fn holds<T: PartialOrd>(comparison: Comparison, left: T, right: T) -> bool {
    match comparison {
        Comparison::Equal => left == right,
        Comparison::NotEqual => left != right,
        Comparison::Less => left < right,
        Comparison::LessOrEqual => left <= right,
        Comparison::Greater => left > right,
        Comparison::GreaterOrEqual => left >= right,
    }
}

fn compare_options<T: PartialOrd>(comparison: Comparison, left: Option<T>, right: Option<T>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => holds(comparison, left, right),
        (None, None) => comparison == Comparison::Equal,
        _ => comparison == Comparison::NotEqual,
    }
}

fn compare<T: PartialOrd + Copy>(
    comparison: Comparison,
    left: &Lane<T>,
    right: &Lane<T>,
    rows: usize,
) -> Vec<u8> {
    match (left, right) {
        (Lane::Rows(values, nulls), Lane::Constant(constant)) => {
            let constant = *constant;
            macro_rules! each {
                ($operator:tt) => {
                    values.iter().map(|value| (*value $operator constant) as u8).collect()
                };
            }
            let mut mask: Vec<u8> = match comparison {
                Comparison::Equal => each!(==),
                Comparison::NotEqual => each!(!=),
                Comparison::Less => each!(<),
                Comparison::LessOrEqual => each!(<=),
                Comparison::Greater => each!(>),
                Comparison::GreaterOrEqual => each!(>=),
            };
            let with_null = (comparison == Comparison::NotEqual) as u8;
            for (bit, null) in mask.iter_mut().zip(nulls.iter()) {
                if *null != 0 {
                    *bit = with_null;
                }
            }
            mask
        }
        (Lane::Constant(_), Lane::Rows(..)) => compare(comparison.flipped(), right, left, rows),
        _ => (0..rows).map(|row| compare_options(comparison, left.get(row), right.get(row)) as u8).collect(),
    }
}

impl<'a> Frame<'a> {
    fn column(&self, column: usize) -> &'a ChunkColumn {
        self.columns[column].as_ref().expect("the pipeline reads every column that a conjunct names")
    }

    fn truth(&self, truth: &Truth) -> Vec<u8> {
        let rows = 0..self.rows;
        match truth {
            Truth::Constant(value) => vec![*value as u8; self.rows],
            Truth::And(parts) => self.fold(parts, |left, right| left & right),
            Truth::Or(parts) => self.fold(parts, |left, right| left | right),
            Truth::Not(inner) => {
                let mut mask = self.truth(inner);
                mask.iter_mut().for_each(|bit| *bit ^= 1);
                mask
            }
            Truth::Flag(whole) => {
                let lane = self.whole(whole);
                rows.map(|row| (lane.get(row).unwrap_or(0) != 0) as u8).collect()
            }
            Truth::CompareWhole(comparison, left, right) => {
                compare(*comparison, &self.whole(left), &self.whole(right), self.rows)
            }
            Truth::CompareFloat(comparison, left, right) => {
                compare(*comparison, &self.float(left), &self.float(right), self.rows)
            }
            Truth::CompareText(comparison, left, right) => {
                let (left, right) = (self.text(left), self.text(right));
                rows.map(|row| compare_options(*comparison, left.get(row, self), right.get(row, self)) as u8)
                    .collect()
            }
            Truth::WholeIsNull(whole) => {
                let lane = self.whole(whole);
                rows.map(|row| lane.get(row).is_none() as u8).collect()
            }
            Truth::FloatIsNull(float) => {
                let lane = self.float(float);
                rows.map(|row| lane.get(row).is_none() as u8).collect()
            }
            Truth::TextIsNull(text) => {
                let lane = self.text(text);
                rows.map(|row| lane.get(row, self).is_none() as u8).collect()
            }
            Truth::WholeIn(whole, set) => {
                let lane = self.whole(whole);
                rows.map(|row| lane.get(row).is_some_and(|value| set.contains(&value)) as u8).collect()
            }
            Truth::FloatIn(float, list) => {
                let lane = self.float(float);
                rows.map(|row| lane.get(row).is_some_and(|value| list.contains(&value)) as u8).collect()
            }
            Truth::TextIn(text, set) => {
                let lane = self.text(text);
                rows.map(|row| lane.get(row, self).is_some_and(|value| set.contains(value)) as u8).collect()
            }
            Truth::Test(test, text, part) => self.test(*test, text, part),
            Truth::Matches(text, regex) => {
                let lane = self.text(text);
                rows.map(|row| lane.get(row, self).is_some_and(|value| regex.is_match(value)) as u8).collect()
            }
            Truth::If(condition, yes, no) => {
                let (condition, yes, no) = (self.truth(condition), self.truth(yes), self.truth(no));
                rows.map(|row| if condition[row] != 0 { yes[row] } else { no[row] }).collect()
            }
        }
    }

    fn fold(&self, parts: &[Truth], combine: impl Fn(u8, u8) -> u8) -> Vec<u8> {
        let mut masks = parts.iter().map(|part| self.truth(part));
        let mut result = masks.next().unwrap_or_default();
        for mask in masks {
            result.iter_mut().zip(mask).for_each(|(bit, other)| *bit = combine(*bit, other));
        }
        result
    }

    fn test(&self, test: TextTest, text: &Text, part: &Text) -> Vec<u8> {
        let (text, part) = (self.text(text), self.text(part));
        let rows = 0..self.rows;
        if let (TextTest::Contains, TextLane::Constant(part)) = (test, &part) {
            let finder = memchr::memmem::Finder::new(part);
            return rows
                .map(|row| text.get(row, self).is_some_and(|text| finder.find(text).is_some()) as u8)
                .collect();
        }
        rows.map(|row| {
            let (Some(text), Some(part)) = (text.get(row, self), part.get(row, self)) else { return 0 };
            let found = match test {
                TextTest::Contains => memchr::memmem::find(text, part).is_some(),
                TextTest::StartsWith => text.starts_with(part),
                TextTest::EndsWith => text.ends_with(part),
            };
            found as u8
        })
        .collect()
    }

    fn whole(&self, whole: &Whole) -> Lane<'a, i64> {
        let rows = 0..self.rows;
        match whole {
            Whole::Column(column) => {
                let column = self.column(*column);
                let Values::Whole(values) = &column.values else {
                    unreachable!("compiled for this column type")
                };
                Lane::Rows(Cow::Borrowed(values), Cow::Borrowed(&column.nulls))
            }
            Whole::Constant(value) => Lane::Constant(*value),
            Whole::Negate(inner) => {
                let lane = self.whole(inner);
                from_options(rows.map(|row| lane.get(row).and_then(i64::checked_neg)))
            }
            Whole::Arithmetic(arithmetic, left, right) => {
                let (left, right) = (self.whole(left), self.whole(right));
                let arithmetic = *arithmetic;
                from_options(rows.map(|row| {
                    let (left, right) = (left.get(row)?, right.get(row)?);
                    match arithmetic {
                        Arithmetic::Add => left.checked_add(right),
                        Arithmetic::Subtract => left.checked_sub(right),
                        Arithmetic::Multiply => left.checked_mul(right),
                        Arithmetic::Divide => left.checked_div(right),
                        Arithmetic::Remainder => left.checked_rem(right),
                    }
                }))
            }
            Whole::Size(text) => {
                let lane = self.text(text);
                from_options(rows.map(|row| {
                    lane.get(row, self)
                        .map(|text| text.iter().filter(|byte| (**byte as i8) >= -0x40).count() as i64)
                }))
            }
            Whole::FromFloat(float) => {
                let lane = self.float(float);
                from_options(rows.map(|row| {
                    let value = lane.get(row)?;
                    (value > -9.223_372_036_854_776e18 && value < 9.223_372_036_854_776e18)
                        .then_some(value as i64)
                }))
            }
            Whole::FromTruth(truth) => {
                let mask = self.truth(truth);
                Lane::Rows(mask.into_iter().map(i64::from).collect(), Cow::Borrowed(&[]))
            }
            Whole::If(condition, yes, no) => {
                let (condition, yes, no) = (self.truth(condition), self.whole(yes), self.whole(no));
                from_options(rows.map(|row| if condition[row] != 0 { yes.get(row) } else { no.get(row) }))
            }
        }
    }

    fn float(&self, float: &Float) -> Lane<'a, f64> {
        let rows = 0..self.rows;
        match float {
            Float::Column(column) => {
                let column = self.column(*column);
                let Values::Float(values) = &column.values else {
                    unreachable!("compiled for this column type")
                };
                Lane::Rows(Cow::Borrowed(values), Cow::Borrowed(&column.nulls))
            }
            Float::Constant(value) => Lane::Constant(*value),
            Float::Negate(inner) => {
                let lane = self.float(inner);
                from_options(rows.map(|row| lane.get(row).map(|value| -value)))
            }
            Float::Arithmetic(arithmetic, left, right) => {
                let (left, right) = (self.float(left), self.float(right));
                let arithmetic = *arithmetic;
                from_options(rows.map(|row| {
                    let (left, right) = (left.get(row)?, right.get(row)?);
                    Some(match arithmetic {
                        Arithmetic::Add => left + right,
                        Arithmetic::Subtract => left - right,
                        Arithmetic::Multiply => left * right,
                        Arithmetic::Divide => left / right,
                        Arithmetic::Remainder => left % right,
                    })
                }))
            }
            Float::FromWhole(whole) => {
                let lane = self.whole(whole);
                from_options(rows.map(|row| lane.get(row).map(|value| value as f64)))
            }
            Float::If(condition, yes, no) => {
                let (condition, yes, no) = (self.truth(condition), self.float(yes), self.float(no));
                from_options(rows.map(|row| if condition[row] != 0 { yes.get(row) } else { no.get(row) }))
            }
        }
    }

    fn text<'t>(&self, text: &'t Text) -> TextLane<'t>
    where
        'a: 't,
    {
        match text {
            Text::Column(column) => {
                let Values::Text(values) = &self.column(*column).values else {
                    unreachable!("compiled for this column type")
                };
                TextLane::Rows(Cow::Borrowed(values))
            }
            Text::Constant(text) => TextLane::Constant(text),
            Text::If(condition, yes, no) => {
                let condition = self.truth(condition);
                let (yes, no) = (self.text(yes), self.text(no));
                TextLane::Mixed(
                    (0..self.rows)
                        .map(|row| if condition[row] != 0 { yes.get(row, self) } else { no.get(row, self) })
                        .collect(),
                )
            }
        }
    }
}
