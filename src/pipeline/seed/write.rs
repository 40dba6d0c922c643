//! Rows on their way into a table: through COPY, straight where nothing has to be judged, else past the server's judgement.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use postgres::Transaction;
use postgres::error::SqlState;

use super::plan::{Maker, Plan};
use super::rows::{Parents, Row, Rows};
use super::search_path;
use crate::model::{Database, Table};
use crate::pipeline::copy::escape;
use crate::sql::{dollar_quote, quote_identifier};

/// Most rows that go to the server at once.
const CHUNK: usize = 20_000;

/// How many rows are made for each that is wanted, before no more are.
const PATIENCE: u64 = 50;

/// Most rows that a foreign key chooses from.
const MOST_PARENTS: usize = 1_000_000;

/// Where rows wait that are judged.
pub(super) const STAGED: &str = "pg_temp.pgspec_seed";

/// Why a table gets no rows.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// What is asked for cannot be.
    #[error("{0}")]
    Obstacle(String),
    /// The server refuses.
    #[error("{}", crate::sandbox::script::words(.0))]
    Server(#[from] postgres::Error),
}

/// Rows as COPY reads them.
pub(super) struct Chunk {
    pub text: String,
    pub count: usize,
}

/// A table that is being filled.
pub(super) struct Writer<'w, 't> {
    pub transaction: &'w mut Transaction<'t>,
    pub plan: &'w Plan<'w>,
    pub table: &'w Table,
    pub database: &'w Database,
    /// What `:at` is, as SQL.
    pub at: &'w str,
    /// A transaction before all that write rows here.
    pub before: &'w str,
    /// What a row meets that one of the partitions takes; nothing where there are none.
    pub partitions: Option<String>,
}

impl Writer<'_, '_> {
    /// The columns that get values, as SQL lists them.
    fn columns(&self) -> String {
        let columns = self.plan.columns.iter().map(|made| quote_identifier(made.name));
        columns.collect::<Vec<_>>().join(", ")
    }

    /// Sets where SQL of the project looks, and makes the table that rows are judged in.
    pub fn begin(&mut self) -> Result<(), Failure> {
        let columns = self.copied().map(|at| {
            let made = &self.plan.columns[at];
            format!(", {} {}", quote_identifier(made.name), made.data_type)
        });
        let columns: String = columns.collect();
        let sql = format!(
            "{}; create temp table pgspec_seed (pgspec_row bigint generated always as identity{columns}) on commit drop",
            search_path(&self.plan.name.schema)
        );
        self.transaction.batch_execute(&sql)?;
        if self.table.partition_by.is_some() {
            self.partitions = Some(self.taken_by_partitions()?);
        }
        Ok(())
    }

    /// Takes away what `begin` made.
    pub fn end(&mut self) -> Result<(), Failure> {
        Ok(self.transaction.batch_execute(&format!("drop table {STAGED}"))?)
    }

    /// Returns whether the table has rows.
    pub fn has_rows(&mut self) -> Result<bool, Failure> {
        let sql = format!("select exists (select from {})", self.plan.name);
        Ok(self.transaction.query_one(&sql, &[])?.get(0))
    }

    /// Reads what a foreign key may refer to; with `new`, what was written here alone.
    pub fn parents(&mut self, link: usize, new: bool) -> Result<Parents, Failure> {
        let link = &self.plan.links[link];
        let columns: Vec<String> = link
            .target_columns
            .iter()
            .map(|it| format!("{}::text", quote_identifier(it)))
            .collect();
        let mut conditions: Vec<String> = link
            .target_columns
            .iter()
            .map(|it| format!("{} is not null", quote_identifier(it)))
            .collect();
        if let Some(among) = link.among {
            conditions.push(format!("({})", self.filled_in(among)));
        }
        if new {
            conditions.push(format!("age(xmin) < age('{}'::xid)", self.before));
        }
        let (columns, target) = (columns.join(", "), link.target);
        let names: Vec<String> =
            link.target_columns.iter().map(|it| quote_identifier(it).into_owned()).collect();
        let sql = format!(
            "select {columns} from {target} where {} order by {}{}",
            conditions.join(" and "),
            names.join(", "),
            // What is gone through is gone through whole.
            if new { String::new() } else { format!(" limit {MOST_PARENTS}") }
        );
        let rows = self.transaction.query(&sql, &[])?;
        let width = link.target_columns.len();
        let values = |row: &postgres::Row| (0..width).map(|at| row.get(at)).collect();
        Ok(Parents::new(rows.iter().map(values).collect()))
    }

    /// Reads the greatest values of columns that are numbered.
    pub fn greatest(&mut self) -> Result<BTreeMap<usize, i64>, Failure> {
        let mut greatest = BTreeMap::new();
        for (place, made) in self.plan.columns.iter().enumerate() {
            if matches!(made.maker, Maker::Serial(_)) {
                let sql = format!(
                    "select max({})::bigint from {}",
                    quote_identifier(made.name),
                    self.plan.name
                );
                let value: Option<i64> = self.transaction.query_one(&sql, &[])?.get(0);
                greatest.extend(value.map(|value| (place, value)));
            }
        }
        Ok(greatest)
    }

    /// Writes rows until there are as many as wanted, or no more come; returns how many.
    pub fn write(
        &mut self,
        rows: &mut Rows<'_>,
        wanted: u64,
        mut is_straight: bool,
    ) -> Result<u64, Failure> {
        let (send, receive) = sync_channel(2);
        let size = usize::try_from(wanted).unwrap_or(CHUNK).clamp(100, CHUNK);
        let plan = self.plan;
        thread::scope(|scope| {
            let most = wanted.saturating_mul(PATIENCE).saturating_add(1000);
            scope.spawn(move || produce(plan, rows, &send, size, most));
            let (mut written, mut in_vain) = (0, 0);
            // When it is dropped, no more rows are made.
            let receive = receive;
            while written < wanted && in_vain < 5 {
                let Ok(chunk) = receive.recv() else { break };
                let left = wanted - written;
                let mut inserted = None;
                if is_straight {
                    inserted = self.straight(&chunk, left)?;
                    is_straight = inserted.is_some();
                }
                let inserted = match inserted {
                    Some(count) => count,
                    None => self.past_judgement(&chunk, left)?,
                };
                in_vain = if inserted == 0 { in_vain + 1 } else { 0 };
                written += inserted;
            }
            Ok(written)
        })
    }

    /// Copies rows into the table; nothing where a constraint refuses one of them.
    fn straight(&mut self, chunk: &Chunk, left: u64) -> Result<Option<u64>, Failure> {
        let (text, count) = first_lines(chunk, left);
        let sql = format!("copy {} ({}) from stdin", self.plan.name, self.columns());
        let mut within = self.transaction.transaction()?;
        let copied = copy(&mut within, &sql, text);
        match copied {
            Ok(_) => {
                within.commit()?;
                Ok(Some(count))
            }
            Err(Failure::Server(error)) if is_of_constraint(&error) => {
                within.rollback()?;
                Ok(None)
            }
            Err(failure) => Err(failure),
        }
    }

    /// Copies rows beside the table, and inserts those that pass.
    fn past_judgement(&mut self, chunk: &Chunk, left: u64) -> Result<u64, Failure> {
        if self.plan.columns.is_empty() {
            let (_, count) = first_lines(chunk, left);
            let sql =
                format!("insert into {} select from generate_series(1, {count})", self.plan.name);
            return Ok(self.transaction.execute(&sql, &[])?);
        }
        self.stage(chunk)?;
        let columns = self.columns();
        let passing = format!(
            "select {columns} from {} where {} order by pgspec_row limit {left}",
            self.judged(),
            self.passes()
        );
        let into = format!("insert into {} ({columns}) overriding system value", self.plan.name);
        if !self.plan.waits {
            let sql = format!("{into} {passing} on conflict do nothing");
            return Ok(self.transaction.execute(&sql, &[])?);
        }
        // ON CONFLICT knows nothing of constraints that may wait.
        let values =
            self.plan.columns.iter().map(|made| format!("one.{}", quote_identifier(made.name)));
        let values = values.collect::<Vec<_>>().join(", ");
        let body = format!(
            "declare one record; count bigint := 0;\nbegin\nfor one in {passing} loop\n\
             begin {into} values ({values}); count := count + 1;\n\
             exception when unique_violation or exclusion_violation then null; end;\n\
             end loop;\nperform set_config('pgspec.count', count::text, true);\nend"
        );
        self.transaction.batch_execute(&format!("do {}", dollar_quote(&body)))?;
        let row =
            self.transaction.query_one("select current_setting('pgspec.count')::bigint", &[])?;
        Ok(row.get::<_, i64>(0).unsigned_abs())
    }

    /// Puts rows beside the table.
    pub(super) fn stage(&mut self, chunk: &Chunk) -> Result<(), Failure> {
        self.transaction.batch_execute(&format!("truncate {STAGED} restart identity"))?;
        let columns: Vec<_> =
            self.copied().map(|at| quote_identifier(self.plan.columns[at].name)).collect();
        if columns.is_empty() {
            let sql =
                format!("insert into {STAGED} select from generate_series(1, {})", chunk.count);
            return Ok(self.transaction.batch_execute(&sql)?);
        }
        let sql = format!("copy {STAGED} ({}) from stdin", columns.join(", "));
        copy(self.transaction, &sql, &chunk.text)
    }

    /// Places of the columns whose values are made here.
    fn copied(&self) -> impl Iterator<Item = usize> + use<'_> {
        let columns = self.plan.columns.iter().enumerate();
        columns.filter(|(_, made)| !matches!(made.maker, Maker::Sql(_))).map(|(at, _)| at)
    }
}

/// Makes rows and sends them in chunks, until nobody takes them or there are no more.
fn produce(plan: &Plan<'_>, rows: &mut Rows<'_>, send: &SyncSender<Chunk>, size: usize, most: u64) {
    let mut row = Row::default();
    let mut made = 0_u64;
    loop {
        let mut chunk = Chunk { text: String::new(), count: 0 };
        while chunk.count < size && made < most && rows.next(&mut row) {
            line(plan, &row, &mut chunk.text);
            chunk.count += 1;
            made += 1;
        }
        if chunk.count == 0 || send.send(chunk).is_err() {
            return;
        }
    }
}

/// Writes a row as COPY reads it.
pub(super) fn line(plan: &Plan<'_>, row: &Row, text: &mut String) {
    let mut gap = "";
    for (made, value) in plan.columns.iter().zip(&row.values) {
        if matches!(made.maker, Maker::Sql(_)) {
            continue;
        }
        text.push_str(gap);
        gap = "\t";
        match value {
            Some(value) => escape(value, text),
            None => text.push_str("\\N"),
        }
    }
    text.push('\n');
}

fn copy(transaction: &mut Transaction<'_>, sql: &str, text: &str) -> Result<(), Failure> {
    let mut writer = transaction.copy_in(sql)?;
    // What went wrong is told at the end.
    let _ = writer.write_all(text.as_bytes());
    writer.finish()?;
    Ok(())
}

/// Returns the first lines of a chunk, and how many these are.
fn first_lines(chunk: &Chunk, most: u64) -> (&str, u64) {
    let count = chunk.count as u64;
    if count <= most {
        return (&chunk.text, count);
    }
    let last = usize::try_from(most).unwrap_or(usize::MAX).saturating_sub(1);
    let end = chunk.text.match_indices('\n').nth(last).map_or(chunk.text.len(), |(at, _)| at + 1);
    (&chunk.text[..end], most)
}

/// Returns whether a row was refused for what it holds, so that others may not be.
fn is_of_constraint(error: &postgres::Error) -> bool {
    let codes =
        [SqlState::CHECK_VIOLATION, SqlState::UNIQUE_VIOLATION, SqlState::EXCLUSION_VIOLATION];
    // What a trigger raises has no constraint: rows are not to blame alone.
    error.as_db_error().is_some_and(|it| codes.contains(it.code()) && it.constraint().is_some())
}
