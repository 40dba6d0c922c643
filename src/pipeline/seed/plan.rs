//! What the rows of one table are made of: each column's values, foreign keys, and what has to differ.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::demand::{Demands, demands};
use super::likeness::{self, Phase};
use super::making::{Making, NOTHING};
use super::scalar::Unit;
use super::shape::Shape;
use super::text::Texts;
use crate::model::{
    Column, ConstraintKind, Database, Distribution, ObjectName, SeedColumn, SeedTable, Table,
};
use crate::sql::index::IndexKey;
use crate::sql::{has_word, parse_index};

/// When rows come to be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    /// What time it is.
    pub now: DateTime<Utc>,
    /// The time of the schedule before, where rows come on one: what happened before is there already.
    pub since: Option<DateTime<Utc>>,
}

/// What the rows of a table are made of.
#[derive(Debug)]
pub(super) struct Plan<'p> {
    pub name: &'p ObjectName,
    /// Columns that get values, in the table's order.
    pub columns: Vec<Made<'p>>,
    /// Foreign keys: places of the columns here, and what they refer to.
    pub links: Vec<Link<'p>>,
    /// Places of columns that together differ from row to row.
    pub keys: Vec<Vec<usize>>,
    /// What the server judges: the name of each constraint, and its expression.
    pub checks: Vec<Named>,
    /// Whether something else has to differ, which the server alone knows.
    pub is_judged: bool,
    /// Whether one of these may wait until the end of a transaction.
    pub waits: bool,
}

/// A column that gets values.
#[derive(Debug)]
pub(super) struct Made<'p> {
    pub name: &'p str,
    /// Its type without domains, as SQL has it.
    pub data_type: String,
    /// How many in ten thousand are null.
    pub nulls: u32,
    pub maker: Maker<'p>,
}

/// What gives a column its values.
#[derive(Debug)]
pub(super) enum Maker<'p> {
    /// A foreign key.
    Link,
    /// One of some values, as often as its weight says.
    Choice(Vec<(String, u64)>),
    /// One number after another, from the greatest that is there on; at least this one.
    Serial(i64),
    /// Something with an order.
    Scalar(Scale),
    /// A text.
    Text(Texts),
    /// Anything else.
    Shape(Shape),
    /// SQL over the other columns.
    Sql(&'p str),
}

/// Where the values of a column with an order are.
#[derive(Debug, Clone)]
pub(super) struct Scale {
    pub unit: Unit,
    pub low: i64,
    pub high: i64,
    pub distribution: Distribution,
    /// Places of columns that it is not below, and how many steps it is above them at least.
    pub after: Vec<(usize, i64)>,
    /// The parts of all values that there is a partition for, the end of each excluded; all where there is none.
    pub parts: Vec<(i64, i64)>,
}

/// A foreign key.
#[derive(Debug)]
pub(super) struct Link<'p> {
    /// Places of the referencing columns.
    pub columns: Vec<usize>,
    pub target: &'p ObjectName,
    pub target_columns: &'p [String],
    pub distribution: Distribution,
    /// A condition on the rows that it may refer to.
    pub among: Option<&'p str>,
}

/// The name of a constraint, and its expression.
pub(super) type Named = (String, String);

/// Says why no rows can be made.
pub(super) type Obstacle = String;

impl<'p> Plan<'p> {
    /// Makes the plan of a table; foreign keys to `unfilled` tables stay null.
    ///
    /// # Errors
    /// A column that needs a value of which none is known.
    pub fn of(
        database: &'p Database,
        name: &'p ObjectName,
        hints: Option<&'p SeedTable>,
        unfilled: &BTreeSet<&ObjectName>,
        window: Window,
    ) -> Result<Self, Obstacle> {
        let table = database.tables.get(name).ok_or("it is not there")?;
        let mut plan = Self {
            name,
            columns: Vec::new(),
            links: Vec::new(),
            keys: Vec::new(),
            checks: Vec::new(),
            is_judged: false,
            waits: false,
        };
        let demands = demands(table);
        let hint = |column: &str| -> &'p SeedColumn {
            hints.and_then(|hints| hints.columns.get(column)).unwrap_or(&NOTHING)
        };
        let is_told = |column: &str| hints.is_some_and(|hints| hints.columns.contains_key(column));
        let linked: BTreeMap<&str, bool> = table
            .foreign_keys()
            .flat_map(|(_, key)| {
                let is_there = !unfilled.contains(&key.target) && !key.period;
                key.columns.iter().map(move |column| (column.as_str(), is_there))
            })
            .collect();
        for column in &table.columns {
            let comes = column.generated.is_some() || column.identity.is_some() || counts(column);
            if comes && !is_told(&column.name) {
                continue;
            }
            let making =
                Making { name, column, hint: hint(&column.name), demands: &demands, window };
            if let Some(made) =
                making.column(database, linked.get(column.name.as_str()).copied())?
            {
                plan.checks.extend(made.1);
                plan.columns.push(made.0);
            }
        }
        plan.add_links(table, unfilled, &hint)?;
        plan.add_keys(table);
        plan.add_order(&demands);
        plan.add_parts(database, name, table);
        plan.checks.extend(checks(table));
        plan.waits = table.constraints.values().any(|constraint| {
            let is_key = !matches!(
                constraint.kind,
                ConstraintKind::Check { .. } | ConstraintKind::ForeignKey(_)
            );
            is_key && constraint.deferrable
        });
        Ok(plan)
    }

    /// Returns whether a column gets values here.
    pub fn gives(&self, column: &str) -> bool {
        self.place(column).is_some()
    }

    fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|made| made.name == column)
    }

    fn add_links(
        &mut self,
        table: &'p Table,
        unfilled: &BTreeSet<&ObjectName>,
        hint: &dyn Fn(&str) -> &'p SeedColumn,
    ) -> Result<(), Obstacle> {
        for (name, key) in table.foreign_keys() {
            let places: Option<Vec<usize>> =
                key.columns.iter().map(|column| self.place(column)).collect();
            let Some(columns) = places else { continue };
            let is_other = |place: &usize| !matches!(self.columns[*place].maker, Maker::Link);
            if unfilled.contains(&key.target) || columns.iter().any(is_other) {
                continue;
            }
            if key.period {
                return Err(format!(
                    "foreign key `{name}` is over periods, which cannot be made up"
                ));
            }
            let told = || key.columns.iter().map(|column| hint(column));
            self.links.push(Link {
                columns,
                target: &key.target,
                target_columns: &key.target_columns,
                distribution: told().find_map(|it| it.distribution).unwrap_or(Distribution::Skewed),
                among: told().find_map(|it| it.among.as_deref()),
            });
        }
        // The wider first: what they agree on is theirs to say.
        self.links.sort_by_key(|link| std::cmp::Reverse(link.columns.len()));
        Ok(())
    }

    /// Finds what differs from row to row.
    fn add_keys(&mut self, table: &'p Table) {
        let mut keys: Vec<Vec<String>> = table.keys().map(|key| key.columns.clone()).collect();
        let special = |kind: &ConstraintKind| match kind {
            ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
                key.without_overlaps || key.nulls_not_distinct
            }
            ConstraintKind::Exclusion(_) => true,
            _ => false,
        };
        self.is_judged |= table.constraints.values().any(|it| special(&it.kind));
        for index in table.indexes.values().filter(|index| index.unique) {
            let Ok(read) = parse_index(&index.definition) else {
                self.is_judged = true;
                continue;
            };
            let special = read.predicate.is_some() || read.nulls_not_distinct;
            self.is_judged |= special || read.expressions().next().is_some();
            // Where what is computed of columns differs, they do themselves.
            let mentions = |column: &str| {
                let computed = read.elements.iter().any(|element| match &element.key {
                    IndexKey::Expression(sql) => has_word(&sql.text, column),
                    IndexKey::Column(name) => name == column,
                });
                computed.then(|| column.to_owned())
            };
            keys.push(table.columns.iter().filter_map(|column| mentions(&column.name)).collect());
        }
        for key in keys {
            let places: Option<Vec<usize>> = key.iter().map(|column| self.place(column)).collect();
            // A column that the server gives its values differs by itself.
            let Some(places) = places else { continue };
            if let [place] = places.as_slice() {
                let made = &mut self.columns[*place];
                if let Maker::Scalar(scale) = &made.maker
                    && scale.unit == Unit::Whole
                {
                    made.maker = Maker::Serial(scale.low.max(1));
                    continue;
                }
            }
            if places.iter().any(|place| matches!(self.columns[*place].maker, Maker::Sql(_))) {
                self.is_judged = true;
                continue;
            }
            self.keys.push(places);
        }
    }

    /// Puts what is after something else behind it: as the constraints say, and what ends after what begins.
    fn add_order(&mut self, demands: &Demands) {
        let mut pairs = demands.order.clone();
        let calendar = |made: &Made<'_>| match &made.maker {
            Maker::Scalar(scale) => scale.unit.is_of_calendar(),
            _ => false,
        };
        let phase = |made: &&Made<'_>| (calendar(made)).then(|| likeness::phase(made.name));
        let begins = self.columns.iter().find(|it| phase(it) == Some(Phase::Beginning));
        if let Some(begins) = begins {
            let after = self.columns.iter().filter(|it| phase(it) == Some(Phase::After));
            pairs.extend(after.map(|made| (made.name.to_owned(), begins.name.to_owned(), 0)));
        }
        for (later, earlier, steps) in pairs {
            let (Some(later), Some(earlier)) = (self.place(&later), self.place(&earlier)) else {
                continue;
            };
            if later == earlier || self.is_after(earlier, later) {
                continue;
            }
            let Maker::Scalar(Scale { unit, .. }) = self.columns[earlier].maker else { continue };
            if let Maker::Scalar(scale) = &mut self.columns[later].maker {
                let both_of_calendar = scale.unit.is_of_calendar() && unit.is_of_calendar();
                if scale.unit == unit || both_of_calendar {
                    scale.after.push((earlier, steps));
                }
            }
        }
    }

    fn is_after(&self, place: usize, other: usize) -> bool {
        let Maker::Scalar(scale) = &self.columns[place].maker else { return false };
        scale.after.iter().any(|(next, _)| *next == other || self.is_after(*next, other))
    }

    /// Keeps values to those that there is a partition for, and a partition of a partition.
    fn add_parts(&mut self, database: &Database, name: &ObjectName, table: &Table) {
        use crate::sql::partition::{PartitionBound, PartitionStrategy};
        use crate::sql::{parse_partition_bound, parse_partition_by};
        let Some(key) = table.partition_by.as_ref().and_then(|it| parse_partition_by(it).ok())
        else {
            return;
        };
        let of_it =
            |table: &Table| table.partition_of.as_ref().is_some_and(|it| it.parent == *name);
        let parts: Vec<_> = database.tables.iter().filter(|(_, table)| of_it(table)).collect();
        for (name, part) in &parts {
            self.add_parts(database, name, part);
        }
        let columns: Vec<&str> = key.columns().collect();
        let Some(place) = columns.first().and_then(|column| self.place(column)) else { return };
        let bounds = parts.iter().filter_map(|(_, table)| table.partition_of.as_ref());
        let bounds: Vec<PartitionBound> =
            bounds.filter_map(|part| parse_partition_bound(&part.bound).ok()).collect();
        if bounds.contains(&PartitionBound::Default) {
            return;
        }
        let bare = |text: &str| text.trim_matches('\'').replace("''", "'");
        match (key.strategy, &mut self.columns[place].maker) {
            (PartitionStrategy::Range, Maker::Scalar(scale)) => {
                let unit = scale.unit;
                let end = |text: &str, open: i64| match unit.read(&bare(text)) {
                    None if text.to_ascii_lowercase().ends_with("value") => Some(open),
                    read => read,
                };
                let (low, high) = (scale.low, scale.high.saturating_add(1));
                let parts = bounds
                    .iter()
                    .filter_map(|bound| match bound {
                        PartitionBound::Range { from, to } => {
                            Some((end(&from.first()?.text, low)?, end(&to.first()?.text, high)?))
                        }
                        _ => None,
                    })
                    .filter(|(from, to)| from < to);
                scale.parts.extend(parts);
            }
            (
                PartitionStrategy::List,
                maker @ (Maker::Text(_) | Maker::Scalar(_) | Maker::Choice(_)),
            ) => {
                let values = bounds.iter().flat_map(|bound| match bound {
                    PartitionBound::List(values) => values.as_slice(),
                    _ => &[],
                });
                let values = values.map(|value| bare(&value.text));
                let values: Vec<(String, u64)> = values
                    .filter(|it| !it.eq_ignore_ascii_case("null"))
                    .map(|it| (it, 1))
                    .collect();
                if !values.is_empty() {
                    *maker = Maker::Choice(values);
                }
            }
            _ => {}
        }
    }
}

/// Returns the checks of a table that are enforced.
pub(super) fn checks(table: &Table) -> impl Iterator<Item = Named> {
    table.constraints.iter().filter_map(|(name, constraint)| match &constraint.kind {
        ConstraintKind::Check { expression, .. } if !constraint.not_enforced => {
            Some((name.clone(), expression.0.clone()))
        }
        _ => None,
    })
}

/// Returns whether a column is numbered by a sequence.
fn counts(column: &Column) -> bool {
    column.default.as_ref().is_some_and(|default| default.0.contains("nextval("))
}
