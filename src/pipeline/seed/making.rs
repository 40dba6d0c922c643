//! What one column holds: where its constraints let it, what its name, its type and the project say.

use super::demand::Demands;
use super::likeness::{self, Phase};
use super::plan::{Made, Maker, Named, Obstacle, Scale, Window};
use super::scalar::{DAY, Unit};
use super::shape::{self, Shape, Typed, typed};
use super::text::{Pattern, Texts};
use crate::model::{Bound, Column, Database, Distribution, Likeness, ObjectName, SeedColumn};
use crate::sql::quote_identifier;

/// What is said of a column that nothing is said of.
pub(super) static NOTHING: SeedColumn = SeedColumn {
    like: None,
    values: Vec::new(),
    from: None,
    to: None,
    distribution: None,
    nulls: None,
    pattern: None,
    sql: None,
    among: None,
};

/// A column on its way.
pub(super) struct Making<'m, 'p> {
    pub name: &'p ObjectName,
    pub column: &'p Column,
    pub hint: &'p SeedColumn,
    pub demands: &'m Demands,
    pub window: Window,
}

impl<'p> Making<'_, 'p> {
    /// Makes it, with what its domains demand; nothing where it is left to its default. `linked` says whether it is of a
    /// foreign key, and whether what that refers to has rows.
    pub fn column(
        &self,
        database: &Database,
        linked: Option<bool>,
    ) -> Result<Option<(Made<'p>, Vec<Named>)>, Obstacle> {
        let name = &self.column.name;
        let refused = self.column.not_null || self.demands.not_null.contains(name);
        let typed = match typed(database, &self.column.data_type) {
            Some(typed) => typed,
            None if !refused || self.column.comes_by_itself() => return Ok(None),
            None => {
                let data_type = &self.column.data_type;
                return Err(format!(
                    "no values of `{data_type}` are known, and `{name}` needs one"
                ));
            }
        };
        let refused = refused || typed.not_null;
        let domain = typed.demands.iter().map(|(check, sql)| (check.clone(), of_column(sql, name)));
        let domain: Vec<Named> = domain.collect();
        let is_linked = linked.is_some() && self.hint.sql.is_none() && self.hint.values.is_empty();
        let maker = match linked {
            Some(false) if is_linked && refused => {
                return Err(format!("`{name}` refers to a table that has no rows"));
            }
            Some(false) if is_linked => return Ok(None),
            Some(true) if is_linked => Maker::Link,
            _ => self.maker(&typed)?,
        };
        let data_type = typed.base;
        let nulls = if refused { 0 } else { self.hint.nulls.unwrap_or_else(|| self.nulls(&maker)) };
        Ok(Some((Made { name, data_type, nulls, maker }, domain)))
    }

    /// Returns how many in ten thousand are null where nothing says it.
    fn nulls(&self, maker: &Maker<'_>) -> u32 {
        match maker {
            _ if *self.hint != NOTHING => 0,
            Maker::Scalar(scale)
                if scale.unit.is_of_calendar()
                    && likeness::phase(&self.column.name) == Phase::After =>
            {
                3500
            }
            _ => 1000,
        }
    }

    fn maker(&self, typed: &Typed) -> Result<Maker<'p>, Obstacle> {
        let (hint, name) = (self.hint, self.column.name.as_str());
        if let Some(sql) = &hint.sql {
            return Ok(Maker::Sql(sql));
        }
        if !hint.values.is_empty() {
            return Ok(Maker::Choice(hint.values.clone()));
        }
        let (demands, of_domain) = (self.demands.of(name), Demands::of_domain(typed));
        let among = demands.among.as_ref().or(of_domain.among.as_ref());
        if let Some(values) = among {
            return Ok(Maker::Choice(values.iter().map(|value| (value.clone(), 1)).collect()));
        }
        Ok(match &typed.shape {
            Shape::Boolean => Maker::Choice(vec![("true".into(), 1), ("false".into(), 1)]),
            Shape::Labels(labels) => {
                Maker::Choice(labels.iter().map(|label| (label.clone(), 1)).collect())
            }
            Shape::Text(most) => {
                let (least, longest) = of_domain.length(demands.length((0, *most)));
                let likeness =
                    hint.like.unwrap_or_else(|| likeness::of_text(&self.name.name, name));
                // What the project says is all of the text; what a constraint says may be a part.
                let told = hint.pattern.as_ref().map(|pattern| format!("^(?:{pattern})$"));
                let pattern = told.or(demands.pattern).or(of_domain.pattern);
                let length = (least.max(1).min(longest), longest);
                Maker::Text(Texts {
                    likeness,
                    length,
                    pattern: pattern.as_deref().and_then(Pattern::of),
                })
            }
            Shape::Scalar(unit, low, high) => {
                let limits = of_domain.limits(*unit, demands.limits(*unit, (*low, *high)));
                Maker::Scalar(self.scale(*unit, (*low, *high), limits)?)
            }
            other => Maker::Shape(other.clone()),
        })
    }

    /// Says where the values of a column are: where the constraints let them, and within that where they usually are.
    fn scale(
        &self,
        unit: Unit,
        of_type: (i64, i64),
        limits: (i64, i64),
    ) -> Result<Scale, Obstacle> {
        let name = self.column.name.as_str();
        let now = self.window.now.timestamp();
        let like = self.hint.like.or_else(|| likeness::of_numbers(name));
        let (usual, mut distribution) = self.usual(unit, like, now);
        let (least, most) = limits;
        let width = usual.1.saturating_sub(usual.0);
        let (mut low, mut high) = (usual.0.max(least), usual.1.min(most));
        if low > high {
            // Where the constraints want it is not where it usually is.
            (low, high) = match (least > of_type.0, most < of_type.1) {
                (true, false) => (least, least.saturating_add(width)),
                (false, true) => (most.saturating_sub(width), most),
                _ => (least, most),
            };
        }
        let bound = |bound: &Bound| match bound {
            Bound::Number(text) => unit.read(text),
            other => other
                .time(self.window.now)
                .filter(|_| unit.is_of_calendar())
                .map(|it| unit.of_time(it)),
        };
        for (told, end) in [(&self.hint.from, &mut low), (&self.hint.to, &mut high)] {
            if let Some(told) = told {
                *end = bound(told).ok_or_else(|| {
                    format!("`{name}` is a {}, and its bounds are not", self.column.data_type)
                })?;
            }
        }
        if let Some(since) = self.window.since.filter(|_| unit.is_of_calendar()) {
            let since = unit.of_time(since).saturating_add(1);
            if high >= since {
                low = low.max(since);
            }
        }
        if let Some(told) = self.hint.distribution {
            distribution = told;
        }
        Ok(Scale { unit, low, high, distribution, after: Vec::new(), parts: Vec::new() })
    }

    /// Returns where values usually are, and how they spread.
    fn usual(&self, unit: Unit, like: Option<Likeness>, now: i64) -> ((i64, i64), Distribution) {
        use Distribution::{Growing, Normal, Skewed, Uniform};
        if unit.is_of_calendar() {
            let years = |count: i64| count * 365 * DAY;
            let (from, to, distribution) = match likeness::phase(&self.column.name) {
                _ if like == Some(Likeness::Birthday) => (now - years(80), now - years(19), Normal),
                Phase::Birth => (now - years(80), now - years(19), Normal),
                Phase::ToCome => (now, now + years(1), Uniform),
                Phase::Beginning | Phase::After => (now - years(2), now, Growing),
            };
            return ((unit.of_seconds(from), unit.of_seconds(to)), distribution);
        }
        let steps = match unit {
            Unit::Decimal(scale) => 10_i64.saturating_pow(scale),
            _ => 1,
        };
        let year = 1970 + now / (365 * DAY + DAY / 4);
        let (from, to, distribution) = match like {
            Some(Likeness::Price) => (1, 500, Skewed),
            Some(Likeness::Quantity) => (1, 6, Skewed),
            Some(Likeness::Percent) => (0, 100, Normal),
            Some(Likeness::Share) => (0, 1, Uniform),
            Some(Likeness::Rating) => (1, 5, Growing),
            Some(Likeness::Age) => (18, 90, Normal),
            Some(Likeness::Year) => (year - 30, year, Growing),
            Some(Likeness::Latitude) => (-60, 70, Uniform),
            Some(Likeness::Longitude) => (-180, 180, Uniform),
            _ => return (shape::usual(unit, (i64::MIN / 4, i64::MAX / 4), now), Uniform),
        };
        ((from * steps, to * steps), distribution)
    }
}

/// Writes what a domain demands of `value` as of a column.
fn of_column(sql: &str, column: &str) -> String {
    crate::sql::replace_words(sql, "value", &quote_identifier(column))
}
