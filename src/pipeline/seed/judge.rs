//! What the server lets pass: the constraints, asked of rows that are not in the table yet.

use std::collections::HashSet;

use super::plan::{Maker, checks};
use super::rows::{Decisions, Row, Rows};
use super::write::{Chunk, Failure, STAGED, Writer, line};
use crate::model::ObjectName;
use crate::sql::{has_word, quote_identifier, replace_parameters};

/// How many rows are tried at first, to learn what the server lets pass: at least and at most.
const FIRST_TRIAL: (usize, usize) = (50, 1_000);

/// How many are tried where nothing passed.
const FURTHER_TRIALS: [usize; 2] = [2_000, 20_000];

impl Writer<'_, '_> {
    /// Tries rows, and learns what the server lets pass; returns whether it lets all pass.
    pub fn learn(&mut self, rows: &mut Rows<'_>, expected: usize) -> Result<bool, Failure> {
        if self.conditions().is_empty() {
            return Ok(true);
        }
        let first = expected.clamp(FIRST_TRIAL.0, FIRST_TRIAL.1);
        let mut most = 0;
        for count in [first].into_iter().chain(FURTHER_TRIALS) {
            let (tried, passed) = self.trial(rows, count)?;
            if tried == passed.len() {
                return Ok(true);
            }
            if !passed.is_empty() {
                rows.decisions = passed;
                return Ok(false);
            }
            most = tried;
        }
        Err(self.nothing_passes(most)?)
    }

    /// Says which of the constraints nothing passes.
    fn nothing_passes(&mut self, tried: usize) -> Result<Failure, Failure> {
        let conditions = self.conditions();
        let counts: Vec<String> = conditions
            .iter()
            .map(|(_, sql)| format!("count(*) filter (where ({sql}) is not false)"))
            .collect();
        let sql = format!("select {} from {}", counts.join(", "), self.judged());
        let row = self.transaction.query_one(&sql, &[])?;
        let counted =
            conditions.iter().enumerate().map(|(at, (name, _))| (row.get::<_, i64>(at), name));
        let (count, name) = counted.min().map_or((0, ""), |(count, name)| (count, name.as_str()));
        Ok(Failure::Obstacle(match count {
            0 => {
                format!("none of {tried} rows meets `{name}`: say in `seeds` what its columns hold")
            }
            _ => format!(
                "none of {tried} rows meets all constraints, `{name}` the least: say in `seeds` what its columns hold"
            ),
        }))
    }

    /// Stages rows, and returns how many there were, and the decisions of those that pass.
    fn trial(
        &mut self,
        rows: &mut Rows<'_>,
        count: usize,
    ) -> Result<(usize, Vec<Decisions>), Failure> {
        let (mut row, mut text, mut decisions) = (Row::default(), String::new(), Vec::new());
        while decisions.len() < count && rows.next(&mut row) {
            line(self.plan, &row, &mut text);
            decisions.push(row.decisions.clone());
        }
        self.stage(&Chunk { text, count: decisions.len() })?;
        let sql = format!("select pgspec_row from {} where {}", self.judged(), self.passes());
        let passed = self.transaction.query(&sql, &[])?;
        let passed: HashSet<i64> = passed.iter().map(|row| row.get(0)).collect();
        let tried = decisions.len();
        let passes = |at: &usize| i64::try_from(*at + 1).is_ok_and(|at| passed.contains(&at));
        let passed = (0..tried).filter(passes).map(|at| decisions[at].clone()).collect();
        Ok((tried, passed))
    }

    /// Says what a row meets that one of the partitions takes.
    pub(super) fn taken_by_partitions(&mut self) -> Result<String, Failure> {
        let sql = "select n.nspname, c.relname, coalesce(pg_get_partition_constraintdef(c.oid), 'true') \
                   from pg_partition_tree($1::text::regclass) t join pg_class c on c.oid = t.relid \
                   join pg_namespace n on n.oid = c.relnamespace where t.isleaf and c.relkind <> 'p'";
        let rows = self.transaction.query(sql, &[&self.plan.name.to_string()])?;
        let one = |row: &postgres::Row| {
            let mut conditions = vec![format!("({})", row.get::<_, String>(2))];
            let mut name = ObjectName::new(row.get::<_, String>(0), row.get::<_, String>(1));
            // What a partition of a partition demands is said of the one that is between.
            while name != *self.plan.name
                && let Some(part) = self.database.tables.get(&name)
                && let Some(of) = &part.partition_of
            {
                let refuse_null = part.columns.iter().filter(|column| column.not_null);
                let given = refuse_null.filter(|column| self.plan.gives(&column.name));
                conditions
                    .extend(given.map(|it| format!("{} is not null", quote_identifier(&it.name))));
                conditions.extend(checks(part).map(|(_, sql)| format!("({sql}) is not false")));
                name = of.parent.clone();
            }
            format!("({})", conditions.join(" and "))
        };
        let all: Vec<String> = rows.iter().map(one).collect();
        match all.is_empty() {
            true => Err(Failure::Obstacle("it has no partitions".to_owned())),
            false => Ok(all.join(" or ")),
        }
    }

    /// What a row has to meet, by the name of the constraint.
    fn conditions(&self) -> Vec<(String, String)> {
        let mut conditions: Vec<(String, String)> = self.plan.checks.clone();
        let partitions = self.partitions.iter();
        conditions.extend(partitions.map(|sql| ("bounds of partitions".to_owned(), sql.clone())));
        for made in self.plan.columns.iter().filter(|made| matches!(made.maker, Maker::Sql(_))) {
            if self.table.column(made.name).is_some_and(|column| column.not_null) {
                let name = quote_identifier(made.name);
                conditions.push((format!("{name} not null"), format!("{name} is not null")));
            }
        }
        conditions
    }

    pub(super) fn passes(&self) -> String {
        let conditions = self.conditions();
        let conditions: Vec<String> =
            conditions.iter().map(|(_, sql)| format!("({sql}) is not false")).collect();
        if conditions.is_empty() { "true".to_owned() } else { conditions.join(" and ") }
    }

    /// The staged rows with all columns of the table, under its name.
    pub(super) fn judged(&self) -> String {
        let mut given = vec!["pgspec_row".to_owned()];
        let mut computed = Vec::new();
        for column in &self.table.columns {
            let name = quote_identifier(&column.name);
            let made = self.plan.columns.iter().find(|made| made.name == column.name);
            match (made.map(|made| &made.maker), &column.generated) {
                (Some(Maker::Sql(sql)), _) => {
                    let sql = self.filled_in(sql);
                    computed.push((name.into_owned(), format!("({sql})::{}", column.data_type)));
                }
                (Some(_), _) => given.push(name.into_owned()),
                (None, Some(generated)) => {
                    computed.push((name.into_owned(), format!("({})", generated.expression.0)));
                }
                (None, None) => given.push(format!("null::{} as {name}", column.data_type)),
            }
        }
        let table = quote_identifier(&self.plan.name.name);
        let mut from = format!("(select {} from {STAGED}) as {table}", given.join(", "));
        // What is computed of what is computed comes after it.
        while !computed.is_empty() {
            let mentions = |sql: &str, name: &str| has_word(sql, name.trim_matches('"'));
            let waits = |(name, sql): &(String, String)| {
                computed.iter().any(|(other, _)| other != name && mentions(sql, other))
            };
            let (mut later, mut now): (Vec<_>, Vec<_>) = computed.iter().cloned().partition(waits);
            if now.is_empty() {
                (now, later) = (later, now);
            }
            let columns: String =
                now.iter().map(|(name, sql)| format!(", {sql} as {name}")).collect();
            from = format!("(select *{columns} from {from}) as {table}");
            computed = later;
        }
        from
    }

    pub(super) fn filled_in(&self, sql: &str) -> String {
        replace_parameters(sql, |name| (name == "at").then(|| self.at.to_owned()))
    }
}
