use std::collections::HashSet;

use regex::bytes::Regex;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    /// The same comparison with its sides swapped.
    pub fn flipped(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            same => same,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// int64, and bool (0, 1), date and timestamp columns.
#[derive(Debug)]
pub enum Whole {
    Column(usize),
    Constant(i64),
    Negate(Box<Whole>),
    Arithmetic(Arithmetic, Box<Whole>, Box<Whole>),
    /// Unicode characters.
    Size(Box<Text>),
    FromFloat(Box<Float>),
    FromTruth(Box<Truth>),
    If(Box<Truth>, Box<Whole>, Box<Whole>),
}

#[derive(Debug)]
pub enum Float {
    Column(usize),
    Constant(f64),
    Negate(Box<Float>),
    Arithmetic(Arithmetic, Box<Float>, Box<Float>),
    FromWhole(Box<Whole>),
    If(Box<Truth>, Box<Float>, Box<Float>),
}

#[derive(Debug)]
pub enum Text {
    Column(usize),
    Constant(Vec<u8>),
    If(Box<Truth>, Box<Text>, Box<Text>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextTest {
    Contains,
    StartsWith,
    EndsWith,
}

/// Never null.
#[derive(Debug)]
pub enum Truth {
    Constant(bool),
    And(Vec<Truth>),
    Or(Vec<Truth>),
    Not(Box<Truth>),
    /// A bool value that is true; null is false.
    Flag(Whole),
    CompareWhole(Comparison, Whole, Whole),
    CompareFloat(Comparison, Float, Float),
    CompareText(Comparison, Text, Text),
    WholeIsNull(Whole),
    FloatIsNull(Float),
    TextIsNull(Text),
    WholeIn(Whole, HashSet<i64>),
    FloatIn(Float, Vec<f64>),
    TextIn(Text, HashSet<Vec<u8>>),
    Test(TextTest, Text, Text),
    Matches(Text, Regex),
    If(Box<Truth>, Box<Truth>, Box<Truth>),
}
