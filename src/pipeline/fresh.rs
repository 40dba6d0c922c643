//! How old the newest of what arrives, and of what is made, may be.

use chrono::{DateTime, Utc};
use postgres::GenericClient;

use super::fill::Weight;
use super::ingest;
use crate::model::{Duration, Expected, FileSource, Freshness, Transform};
use crate::sql::quote_identifier;

/// How old the newest of something is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Age {
    /// Of what: `newest file`, or the newest value of a column.
    pub of: String,
    /// When that is of; nothing where there is none.
    pub newest: Option<DateTime<Utc>>,
    /// How old it is.
    pub age: Option<Duration>,
    /// How old it may be, and is not.
    pub limit: Option<Duration>,
    /// What that means.
    pub weight: Weight,
}

impl Age {
    fn of(
        of: String,
        newest: Option<DateTime<Utc>>,
        limits: Freshness,
        now: DateTime<Utc>,
    ) -> Self {
        let seconds = newest.map(|newest| (now - newest).num_seconds().max(0).unsigned_abs());
        let age = seconds.map(Duration::of_seconds);
        let exceeds = |limit: Option<Duration>| {
            limit.filter(|limit| age.is_some_and(|age| age.seconds > limit.seconds))
        };
        // Where nothing came yet, that is no news; it fails where it has to be there.
        let missing = limits.error.filter(|_| age.is_none());
        let (limit, weight) = match (exceeds(limits.error).or(missing), exceeds(limits.warn)) {
            (Some(limit), _) => (Some(limit), Weight::Failed),
            (None, Some(limit)) => (Some(limit), Weight::Warned),
            (None, None) => (None, Weight::Met),
        };
        Self { of, newest, age, limit, weight }
    }

    /// Says what is too old.
    pub fn words(&self) -> String {
        let limit = self.limit.map(|limit| format!(", and may be {limit}")).unwrap_or_default();
        match (self.newest, self.age) {
            (Some(newest), Some(age)) => {
                format!(
                    "the {} is of {}, {age} old{limit}",
                    self.of,
                    newest.format("%Y-%m-%d %H:%MZ")
                )
            }
            _ => format!("there is no {}", self.of),
        }
    }
}

/// Asks how old the newest file of a source is; nothing where nothing is expected of it.
pub(super) fn of_source(
    client: &mut impl GenericClient,
    name: &str,
    source: &FileSource,
    now: DateTime<Utc>,
) -> Result<Option<Age>, postgres::Error> {
    let Some(limits) = source.fresh else { return Ok(None) };
    let newest = ingest::newest(client, name, source)?;
    Ok(Some(Age::of("newest file".to_owned(), newest, limits, now)))
}

/// Asks how old the newest rows of a transform's target are, as far as something is expected of that.
pub(super) fn of_transform(
    client: &mut impl GenericClient,
    transform: &Transform,
    now: DateTime<Utc>,
) -> Result<Vec<Age>, postgres::Error> {
    let mut ages = Vec::new();
    let Some(target) = &transform.into else { return Ok(ages) };
    for expectation in &transform.expectations {
        let Expected::Fresh { column, limits } = &expectation.expected else { continue };
        let sql = format!("select max({})::timestamptz from {target}", quote_identifier(column));
        let newest = client.query_one(&sql, &[])?.get(0);
        ages.push(Age::of(format!("newest `{column}`"), newest, *limits, now));
    }
    Ok(ages)
}
