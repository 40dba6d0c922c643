//! The SQL that fills a target, one statement for each kind, so that everybody sees the old rows or the new.
//!
//! What is given by the query is computed once, over the rows as they were before. Rows that stay as they are are not
//! touched: their indexes, and those who depend on them, stay quiet.

mod expect;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::model::{ObjectName, Schedule, Transform, TransformKind};
use crate::sql::{quote_identifier, quote_literal, replace_parameters};

pub use expect::questions;

/// Makes the ledger where there is none, in a transaction of its own.
pub const LEDGER: &str = include_str!("ledger.sql");

/// A time as SQL.
pub fn time(at: DateTime<Utc>) -> String {
    let text = at.to_rfc3339_opts(SecondsFormat::Micros, true);
    format!("timestamptz {}", quote_literal(&text))
}

/// The times of a run, each as SQL of type timestamptz.
#[derive(Debug, Clone)]
pub struct Times {
    /// What `:at` is.
    pub at: String,
    /// What `:from` and `:to` are, where rows belong to intervals.
    pub interval: Option<(String, String)>,
}

/// The statements of a transform for the times of one run.
#[derive(Debug)]
pub struct Statements<'s> {
    /// The transform.
    pub transform: &'s Transform,
    /// The times.
    pub times: Times,
}

impl Statements<'_> {
    /// Says who runs, where names are looked for, and how long it may take; for the transaction alone.
    pub fn prologue(&self) -> String {
        format!("{}; {}; {}", self.search_path(), self.settings(), self.role())
    }

    /// Says what zone times are read in, and how long a statement may take.
    pub fn settings(&self) -> String {
        let zone = quote_literal(Schedule::zone(self.transform.schedule.as_ref()));
        let timeout = self.transform.timeout.map_or(0, |timeout| timeout.seconds);
        format!("set local timezone = {zone}; set local statement_timeout = '{timeout}s'")
    }

    /// Says who runs.
    pub fn role(&self) -> String {
        format!("set local role {}", quote_identifier(&self.transform.run_as))
    }

    /// Says where names are looked for.
    pub fn search_path(&self) -> String {
        let path = self.transform.search_path.iter().map(|schema| quote_identifier(schema));
        let path: Vec<_> = path.chain([quote_identifier("pg_temp")]).collect();
        format!("set local search_path = {}", path.join(", "))
    }

    /// Puts the times of the run into SQL.
    pub fn bound(&self, sql: &str, watermark: Option<&str>) -> String {
        replace_parameters(sql, |name| {
            let interval = self.times.interval.as_ref();
            match name {
                "at" => Some(self.times.at.clone()),
                "from" => interval.map(|(from, _)| from.clone()),
                "to" => interval.map(|(_, to)| to.clone()),
                "watermark" => watermark.map(str::to_owned),
                _ => None,
            }
        })
    }

    /// Returns the condition on a row of the target that it belongs to the interval.
    pub fn scope(&self, row: &str) -> String {
        let TransformKind::Time { column, data_type, .. } = &self.transform.kind else {
            return "true".to_owned();
        };
        let Some((from, to)) = &self.times.interval else { return "true".to_owned() };
        let column = quote_identifier(column);
        let bound = |at: &str| format!("cast({at} as {data_type})");
        format!("({row}.{column} >= {} and {row}.{column} < {})", bound(from), bound(to))
    }

    /// Returns what asks for the highest value that is there; for what appends.
    pub fn watermark(&self) -> Option<String> {
        let TransformKind::Append { column, .. } = &self.transform.kind else { return None };
        let target = self.transform.into.as_ref()?;
        Some(format!("select max({})::text from {target}", quote_identifier(column)))
    }

    /// Returns the statement: its one row is the counts of rows that came, changed and went, of rows that do not belong
    /// there, and of keys that the query gives twice.
    pub fn fill(&self, watermark: Option<&str>) -> String {
        let sql = self.bound(&self.transform.sql, watermark);
        let Some(target) = &self.transform.into else { return sql };
        match &self.transform.kind {
            TransformKind::View | TransformKind::Statement => sql,
            TransformKind::MaterializedView { .. } => String::new(),
            TransformKind::Full { key } => self.replace(target, &sql, key, true),
            TransformKind::Time { key, .. } => self.replace(target, &sql, key, true),
            TransformKind::Key { key } => self.replace(target, &sql, key, false),
            TransformKind::Append { column, .. } => {
                let (column, columns) = (quote_identifier(column), self.columns());
                let bound = watermark.unwrap_or("null");
                format!(
                    "with pgspec_given as materialized (\n{sql}\n), pgspec_come as (\n\
                     insert into {target} ({columns}) select {columns} from pgspec_given returning 1\n)\n\
                     select (select count(*) from pgspec_come), 0, 0,\n\
                     (select count(*) from pgspec_given where ({column} > {bound}) is not true), 0"
                )
            }
            TransformKind::History { .. } => self.history(target, &sql),
        }
    }

    /// Replaces the rows in scope by those that are given; without deletion where `goes` is not set.
    fn replace(&self, target: &ObjectName, sql: &str, key: &[String], goes: bool) -> String {
        let columns = self.columns();
        let scope = self.scope("pgspec_old");
        let same = match_on(key, "pgspec_new", "pgspec_old");
        let gone = match (goes, key.is_empty()) {
            (false, _) => "select 1 where false".to_owned(),
            (true, true) => format!("delete from {target} pgspec_old where {scope} returning 1"),
            (true, false) => format!(
                "delete from {target} pgspec_old where {scope}\n\
                 and not exists (select from pgspec_given pgspec_new where {same}) returning 1"
            ),
        };
        let others: Vec<&String> =
            self.transform.columns.iter().filter(|column| !key.contains(column)).collect();
        let changed = match key.is_empty() || others.is_empty() {
            true => "select 1 where false".to_owned(),
            false => format!(
                "update {target} pgspec_old set {}\nfrom pgspec_given pgspec_new where {same}\n\
                 and {} returning 1",
                assignments(&others),
                self.differ(&others),
            ),
        };
        let is_new = match key.is_empty() {
            true => "true".to_owned(),
            false => format!("not exists (select from {target} pgspec_old where {same})"),
        };
        let twice = match key.is_empty() {
            true => "0".to_owned(),
            false => format!(
                "(select count(*) from (select from pgspec_given group by {} having count(*) > 1) pgspec_twice)",
                list(key)
            ),
        };
        format!(
            "with pgspec_given as materialized (\n{sql}\n), pgspec_gone as (\n{gone}\n), pgspec_changed as (\n{changed}\n), \
             pgspec_come as (\n\
             insert into {target} ({columns}) select {columns} from pgspec_given pgspec_new\n\
             where {is_new} and {AFTERWARDS} returning 1\n)\n\
             select (select count(*) from pgspec_come), (select count(*) from pgspec_changed),\n\
             (select count(*) from pgspec_gone),\n\
             (select count(*) from pgspec_given pgspec_new where {} is not true), {twice}",
            self.scope("pgspec_new"),
        )
    }

    /// Ends the states that no longer hold, and begins those that do.
    fn history(&self, target: &ObjectName, sql: &str) -> String {
        let TransformKind::History {
            key,
            valid_from,
            valid_to,
            open_is_infinity,
            ends_what_is_gone,
        } = &self.transform.kind
        else {
            return String::new();
        };
        let at = &self.times.at;
        let (from, to) = (quote_identifier(valid_from), quote_identifier(valid_to));
        let (open, ends) = match open_is_infinity {
            true => (format!("pgspec_old.{to} = 'infinity'"), "timestamptz 'infinity'"),
            false => (format!("pgspec_old.{to} is null"), "null::timestamptz"),
        };
        let same = match_on(key, "pgspec_new", "pgspec_old");
        let others: Vec<&String> =
            self.transform.columns.iter().filter(|column| !key.contains(column)).collect();
        let (differ, assignments) = match others.is_empty() {
            true => ("false".to_owned(), String::new()),
            false => (self.differ(&others), assignments(&others)),
        };
        // A state that began at this very time is put right, not ended.
        let changed = match others.is_empty() {
            true => "select 1 where false".to_owned(),
            false => format!(
                "update {target} pgspec_old set {assignments}\nfrom pgspec_given pgspec_new\n\
                 where {same} and {open} and pgspec_old.{from} = {at} and {differ} returning 1"
            ),
        };
        let lost = match ends_what_is_gone {
            false => "false".to_owned(),
            true => format!("not exists (select from pgspec_given pgspec_new where {same})"),
        };
        let columns = self.columns();
        format!(
            "with pgspec_given as materialized (\n{sql}\n), pgspec_changed as (\n{changed}\n), pgspec_gone as (\n\
             update {target} pgspec_old set {to} = {at} where {open} and pgspec_old.{from} < {at}\n\
             and ({lost} or exists (select from pgspec_given pgspec_new where {same} and {differ})) returning 1\n), \
             pgspec_come as (\n\
             insert into {target} ({columns}, {from}, {to}) select {columns}, {at}, {ends} from pgspec_given pgspec_new\n\
             where not exists (select from {target} pgspec_old where {same} and {open}\n\
             and (pgspec_old.{from} >= {at} or not {differ})) and {AFTERWARDS} returning 1\n)\n\
             select (select count(*) from pgspec_come),\n\
             (select count(*) from pgspec_changed) + (select count(*) from pgspec_gone), 0,\n\
             (select count(*) from {target} pgspec_old join pgspec_given pgspec_new on {same}\n\
             where {open} and pgspec_old.{from} > {at}),\n\
             (select count(*) from (select from pgspec_given group by {} having count(*) > 1) pgspec_twice)",
            list(key),
        )
    }

    fn columns(&self) -> String {
        list(&self.transform.columns)
    }

    /// Returns the condition that some columns of the old and the new row differ.
    fn differ(&self, columns: &[&String]) -> String {
        let of = |row: &str| {
            let columns = columns.iter().map(|column| {
                let compared = self.transform.compared_as_text.contains(*column);
                format!(
                    "{row}.{}{}",
                    quote_identifier(column),
                    if compared { "::text" } else { "" }
                )
            });
            columns.collect::<Vec<_>>().join(", ")
        };
        format!("(row({}) is distinct from row({}))", of("pgspec_old"), of("pgspec_new"))
    }
}

/// Has the insertion wait for what goes and changes, so that no key is there twice in between.
const AFTERWARDS: &str =
    "(select count(*) from pgspec_gone) + (select count(*) from pgspec_changed) >= 0";

fn list<S: AsRef<str>>(columns: &[S]) -> String {
    columns.iter().map(|it| quote_identifier(it.as_ref())).collect::<Vec<_>>().join(", ")
}

fn match_on(key: &[String], one: &str, other: &str) -> String {
    let same = key.iter().map(|column| {
        let column = quote_identifier(column);
        format!("{one}.{column} = {other}.{column}")
    });
    same.collect::<Vec<_>>().join(" and ")
}

fn assignments(columns: &[&String]) -> String {
    let set = columns.iter().map(|column| {
        let column = quote_identifier(column);
        format!("{column} = pgspec_new.{column}")
    });
    set.collect::<Vec<_>>().join(", ")
}
