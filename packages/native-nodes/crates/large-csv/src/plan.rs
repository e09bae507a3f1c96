//! Options and layout bound together: which columns are read, with which types, and what becomes of the rows.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Result, quoted};
use crate::expression::{Filter, FilterError, compile_filter};
use crate::fields::ColumnSpec;
use crate::group::GroupPlan;
use crate::options::{AggregateFunction, Options};
use crate::order::ResultKey;
use crate::sniff::Layout;
use crate::table::ResultColumn;
use crate::types::ColumnType;

pub enum Work {
    Groups(GroupPlan),
    Rows(RowPlan),
}

pub struct RowPlan {
    /// Columns of the file, those of the result first, then those only sorted by.
    pub places: Vec<usize>,
    pub columns: Vec<ResultColumn>,
    /// Columns of the result.
    pub shown: usize,
}

pub struct Plan {
    /// All columns of the file.
    pub specs: Vec<ColumnSpec>,
    pub filter: Filter,
    /// Columns that the work reads from the rows that pass the filter.
    pub work_places: Vec<usize>,
    pub work: Work,
    pub sort: Vec<ResultKey>,
    pub limit: usize,
}

impl Plan {
    /// `widened`: types that later parts of the file asked for.
    pub fn new(options: &Options, layout: &Layout, widened: &BTreeMap<usize, ColumnType>) -> Result<Self> {
        let unknown = |name: &str, role: &str| unknown_column(name, role, &layout.names);
        for name in options.column_types.keys() {
            if !layout.names.contains(name) {
                return Err(unknown(name, "column types"));
            }
        }
        let mut types = resolve_types(options, layout, widened);
        let filter = compile(options, layout, &mut types)?;
        let find = |name: &str, role: &str| -> Result<(usize, ColumnType)> {
            let place =
                layout.names.iter().position(|column| column == name).ok_or_else(|| unknown(name, role))?;
            Ok((place, types[place]))
        };
        let work = if options.group_by.is_empty() && options.aggregates.is_empty() {
            Work::Rows(row_plan(options, layout, &types, &find)?)
        } else {
            Work::Groups(GroupPlan::new(&options.group_by, &options.aggregates, |name| {
                find(name, "groups or aggregates")
            })?)
        };
        let result_columns = match &work {
            Work::Groups(plan) => &plan.columns,
            Work::Rows(plan) => &plan.columns,
        };
        let sort = options
            .sort
            .iter()
            .map(|key| {
                let column =
                    result_columns.iter().position(|column| column.name == key.column).ok_or_else(|| {
                        let names: Vec<String> =
                            result_columns.iter().map(|column| column.name.clone()).collect();
                        unknown_column(&key.column, "sort keys", &names)
                    })?;
                Ok(ResultKey { column, descending: key.descending })
            })
            .collect::<Result<_>>()?;
        let work_places = match &work {
            Work::Groups(plan) => {
                let places: BTreeSet<usize> = plan
                    .keys
                    .iter()
                    .map(|key| key.place)
                    .chain(plan.inputs.iter().map(|input| input.place))
                    .collect();
                places.into_iter().collect()
            }
            Work::Rows(plan) => plan.places.clone(),
        };
        let specs = layout
            .names
            .iter()
            .enumerate()
            .map(|(place, name)| ColumnSpec {
                name: name.clone(),
                place,
                column_type: types[place],
                explicit: options.column_types.contains_key(name),
            })
            .collect();
        Ok(Self { specs, filter, work_places, work, sort, limit: options.limit })
    }
}

fn unknown_column(name: &str, role: &str, names: &[String]) -> Error {
    let known: Vec<String> = names.iter().take(20).map(|known| quoted(known.as_bytes())).collect();
    let more = if names.len() > 20 { format!(" and {} more", names.len() - 20) } else { String::new() };
    Error::validation(
        "unknown-column",
        format!(
            "{} stands in the {role} and is no column; there is {}{more}.",
            quoted(name.as_bytes()),
            known.join(", ")
        ),
        "Names are case-sensitive.",
    )
}

/// The user's type, else what later data asked for, else what the sample shows, else string, or float64 where a column
/// without a value in the sample is summed.
fn resolve_types(
    options: &Options,
    layout: &Layout,
    widened: &BTreeMap<usize, ColumnType>,
) -> Vec<ColumnType> {
    let summed = |name: &str| {
        options.aggregates.iter().any(|aggregate| {
            aggregate.column.as_deref() == Some(name)
                && matches!(aggregate.function, AggregateFunction::Sum | AggregateFunction::Mean)
        })
    };
    let of = |(place, name): (usize, &String)| {
        let known =
            options.column_types.get(name).or_else(|| widened.get(&place)).copied().or(layout.types[place]);
        known.unwrap_or(if summed(name) { ColumnType::Float64 } else { ColumnType::Text })
    };
    layout.names.iter().enumerate().map(of).collect()
}

/// Compiles the filter. A column without a value in the sample takes the type that the filter asks for.
fn compile(options: &Options, layout: &Layout, types: &mut [ColumnType]) -> Result<Filter> {
    if options.filter.is_empty() {
        return Ok(Filter { conjuncts: Vec::new() });
    }
    let mut open: BTreeSet<usize> = (0..types.len())
        .filter(|place| {
            layout.types[*place].is_none()
                && types[*place] == ColumnType::Text
                && !options.column_types.contains_key(&layout.names[*place])
        })
        .collect();
    loop {
        let columns: Vec<(String, ColumnType)> =
            layout.names.iter().cloned().zip(types.iter().copied()).collect();
        match compile_filter(&options.filter, &columns) {
            Ok(filter) => return Ok(filter),
            Err(FilterError { error, columns }) => match columns.iter().find(|place| open.contains(place)) {
                Some(place) => {
                    open.remove(place);
                    types[*place] = ColumnType::Float64;
                }
                None => return Err(error),
            },
        }
    }
}

fn row_plan(
    options: &Options,
    layout: &Layout,
    types: &[ColumnType],
    find: &impl Fn(&str, &str) -> Result<(usize, ColumnType)>,
) -> Result<RowPlan> {
    let mut places = Vec::new();
    if options.select.is_empty() {
        places.extend(0..layout.names.len());
    } else {
        for name in &options.select {
            let (place, _) = find(name, "selected columns")?;
            if places.contains(&place) {
                return Err(Error::validation(
                    "column-duplicate",
                    format!("{} is selected twice.", quoted(name.as_bytes())),
                    "Remove one of the two.",
                ));
            }
            places.push(place);
        }
    }
    let shown = places.len();
    for key in &options.sort {
        let (place, _) = find(&key.column, "sort keys")?;
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let columns = places
        .iter()
        .map(|place| ResultColumn { name: layout.names[*place].clone(), column_type: types[*place] })
        .collect();
    Ok(RowPlan { places, columns, shown })
}
