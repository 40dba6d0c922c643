//! One query, run by one role.

use postgres::error::ErrorPosition;
use postgres::fallible_iterator::FallibleIterator;
use postgres::{Client, Transaction};

use super::columns::Found;
use super::expected::ExpectedTypes;
use super::{chart, columns, plan};
use crate::model::{ObjectName, Parameter, Query};
use crate::sandbox::script::words;
use crate::sql::{number_parameters, quote_identifier, quote_literal};
use crate::verify::{Check, Error, Group};

/// Plans are made for the given parameters; a query that does not end must not hold everything up.
const SETTINGS: &str =
    "set local plan_cache_mode = force_custom_plan; set local statement_timeout = '5min'";

/// Class of the codes of violated constraints.
const CONSTRAINT_VIOLATED: &str = "23";

/// One query, run by one role.
pub(super) struct Trial<'a> {
    pub name: &'a str,
    pub role: &'a str,
    pub query: &'a Query,
    pub types: &'a ExpectedTypes,
    /// Whether there are sample rows.
    pub loaded: bool,
}

/// What was found out before something failed, and what failed.
type Steps = (Vec<Check>, Option<Check>);

impl Trial<'_> {
    /// Prepares, describes, runs and explains the query in a transaction that is rolled back.
    pub fn run(&self, client: &mut Client) -> Result<Vec<Check>, Error> {
        let failed = Error::server("try a query");
        let mut transaction = client.transaction().map_err(failed)?;
        let role = quote_identifier(self.role);
        let settings = format!("{SETTINGS}; set local role {role}");
        transaction.batch_execute(&settings).map_err(failed)?;
        let (mut checks, end) = self.steps(&mut transaction);
        checks.extend(end);
        transaction.rollback().map_err(failed)?;
        // A prepared statement outlives its transaction; one that was never made is no matter.
        let _ = client.batch_execute("deallocate pgspec_query");
        Ok(checks)
    }

    fn steps(&self, transaction: &mut Transaction<'_>) -> Steps {
        let (sql, names) = number_parameters(&self.query.sql);
        let declared = |name: &String| self.query.parameters.iter().find(|p| p.name == *name);
        let parameters: Vec<&Parameter> = names.iter().filter_map(declared).collect();
        let mut checks = Vec::new();
        let types: Vec<&str> = parameters.iter().map(|p| p.data_type.as_str()).collect();
        let types =
            if types.is_empty() { String::new() } else { format!(" ({})", types.join(", ")) };
        let head = format!("prepare pgspec_query{types} as\n");
        if let Err(error) = transaction.batch_execute(&format!("{head}{sql}")) {
            return (checks, Some(self.failed("prepares", placed(&error, &head, &sql))));
        }
        checks.push(self.passed("prepares"));
        let execute = execute(&parameters);
        let statement = match transaction.prepare(&execute) {
            Ok(statement) => statement,
            Err(error) => {
                return (checks, Some(self.failed("takes its parameters", words(&error))));
            }
        };
        match columns::describe(transaction, statement.columns()) {
            Ok(found) => {
                checks.extend(self.columns(&found));
                checks.extend(self.chart(&found));
            }
            Err(error) => return (checks, Some(self.failed("columns", words(&error)))),
        }
        let open = parameters.iter().find(|p| p.default.is_none() && p.example.is_none());
        if let Some(parameter) = open {
            let reason = format!("parameter `{}` has neither default nor example", parameter.name);
            return (checks, Some(Check::skipped(Group::Queries, self.claim("runs"), reason)));
        }
        let rows = transaction.query_raw(&statement, std::iter::empty::<&str>());
        match rows.and_then(|rows| rows.count()) {
            Ok(rows) => checks.extend(self.rows(rows as u64)),
            Err(error) => return (checks, Some(self.stopped(&error))),
        }
        let index = self.query.expectation.uses_index.as_ref();
        let index = index.map(|index| self.uses_index(transaction, &execute, index));
        (checks, index)
    }

    /// Compares names and types, in their order.
    fn columns(&self, found: &[Found]) -> Option<Check> {
        let expected = &self.query.expectation.columns;
        if expected.is_empty() {
            return None;
        }
        let faults = columns::differences(expected, found, self.types);
        Some(match faults.is_empty() {
            true => self.passed("columns"),
            false => self.failed("columns", faults.join("; ")),
        })
    }

    /// Compares what the chart draws.
    fn chart(&self, found: &[Found]) -> Option<Check> {
        let faults = chart::faults(self.query.chart.as_ref()?, found);
        Some(match faults.is_empty() {
            true => self.passed("chart"),
            false => self.failed("chart", faults.join("; ")),
        })
    }

    /// Tells why the query stopped; a change may need rows that are not there.
    fn stopped(&self, error: &postgres::Error) -> Check {
        let of_rows = error.code().is_some_and(|code| code.code().starts_with(CONSTRAINT_VIOLATED));
        if of_rows && !self.loaded {
            let reason = format!("there is no sample data: {}", words(error));
            return Check::skipped(Group::Queries, self.claim("runs"), reason);
        }
        self.failed("runs", words(error))
    }

    fn rows(&self, found: u64) -> Vec<Check> {
        let expectation = &self.query.expectation;
        let mut checks = vec![self.passed("runs")];
        if expectation.min_rows.is_none() && expectation.max_rows.is_none() {
            return checks;
        }
        let low = expectation.min_rows.is_some_and(|least| found < least);
        let high = expectation.max_rows.is_some_and(|most| found > most);
        checks.push(match (low, high) {
            (true, _) if !self.loaded => {
                let reason = "there is no sample data";
                Check::skipped(Group::Queries, self.claim("rows"), reason)
            }
            (false, false) => self.passed("rows"),
            _ => {
                let bounds =
                    [("at least", expectation.min_rows), ("at most", expectation.max_rows)];
                let bounds = bounds
                    .iter()
                    .filter_map(|(words, bound)| Some(format!("{words} {}", (*bound)?)));
                let bounds = bounds.collect::<Vec<_>>().join(" and ");
                self.failed("rows", format!("{found} rows, expected {bounds}"))
            }
        });
        checks
    }

    fn uses_index(
        &self,
        transaction: &mut Transaction<'_>,
        execute: &str,
        index: &ObjectName,
    ) -> Check {
        let claim = format!("uses {index}");
        if !self.loaded {
            let reason = "there is no sample data";
            return Check::skipped(Group::Queries, self.claim(&claim), reason);
        }
        match used(transaction, execute, index) {
            Err(error) => self.failed(&claim, words(&error)),
            Ok((true, _)) => self.passed(&claim),
            Ok((false, others)) if others.is_empty() => {
                self.failed(&claim, "the plan uses no index".into())
            }
            Ok((false, others)) => {
                self.failed(&claim, format!("the plan uses {}", others.join(", ")))
            }
        }
    }

    fn claim(&self, what: &str) -> String {
        format!("{} as {}: {what}", self.name, quote_identifier(self.role))
    }

    fn passed(&self, what: &str) -> Check {
        Check::passed(Group::Queries, self.claim(what))
    }

    fn failed(&self, what: &str, detail: String) -> Check {
        Check::failed(Group::Queries, self.claim(what), detail)
    }
}

/// Writes the call with each parameter's default, example or null.
fn execute(parameters: &[&Parameter]) -> String {
    if parameters.is_empty() {
        return "execute pgspec_query".to_owned();
    }
    let values = parameters.iter().map(|parameter| {
        let value = parameter.default.as_ref().or(parameter.example.as_ref());
        value.map_or_else(|| "null".to_owned(), |text| quote_literal(text))
    });
    format!("execute pgspec_query ({})", values.collect::<Vec<_>>().join(", "))
}

/// Tells whether the plan uses the index, or a part of it that belongs to a partition; and which
/// it uses.
fn used(
    transaction: &mut Transaction<'_>,
    execute: &str,
    index: &ObjectName,
) -> Result<(bool, Vec<String>), postgres::Error> {
    let explain = format!("explain (format json, costs off) {execute}");
    let plan: serde_json::Value = {
        let messages = transaction.simple_query(&explain)?;
        let text: String = messages
            .iter()
            .filter_map(|message| match message {
                postgres::SimpleQueryMessage::Row(row) => row.get(0),
                _ => None,
            })
            .collect();
        serde_json::from_str(&text).unwrap_or_default()
    };
    let found = plan::indexes(&plan);
    let parts = "select c.relname::text from pg_catalog.pg_class c where c.oid = to_regclass($1)
        union select c.relname::text from pg_catalog.pg_partition_tree(to_regclass($1)) tree
        join pg_catalog.pg_class c on c.oid = tree.relid";
    let names = transaction.query(parts, &[&index.to_string()])?;
    let used = names.iter().any(|row| found.contains(row.get::<_, &str>(0)));
    Ok((used, found.into_iter().collect()))
}

/// Says in which line of the query an error is.
fn placed(error: &postgres::Error, head: &str, sql: &str) -> String {
    let position = error.as_db_error().and_then(|error| match error.position()? {
        ErrorPosition::Original(position) => usize::try_from(*position).ok(),
        ErrorPosition::Internal { .. } => None,
    });
    let place = position.and_then(|position| position.checked_sub(head.chars().count() + 1));
    match place {
        Some(place) => {
            let line = sql.chars().take(place).filter(|char| *char == '\n').count() + 1;
            format!("line {line}: {}", words(error))
        }
        None => words(error),
    }
}
