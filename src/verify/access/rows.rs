//! Row security, by acting: each row of a fixture is tried alone in its table, as each role.
//!
//! What the table held is removed first and the row put in its place, without triggers and foreign keys
//! (`session_replication_role`), in a subtransaction that is always undone. So only the policies and the
//! privileges of the role decide. Limits: a policy that looks at other rows of the same table sees none.

use std::fmt;

use postgres::Transaction;

use crate::model::{Access, Database, ObjectName, Privilege, RowExpectation, RowFixtures, Table};
use crate::sql::{quote_identifier, quote_literal};
use crate::verify::{Check, Context, Error, Group};

const FUNCTION: &str = include_str!("rows.sql");

/// The code that the function raises where a statement ran.
const RAN: &str = "PGS00";
const INSUFFICIENT_PRIVILEGE: &str = "42501";
/// The code that it raises where a statement ran and left another row than was meant.
const BECAME_ANOTHER: &str = "PGS02";
/// Class of the codes of violated constraints, which are looked at after the policies.
const CONSTRAINT_VIOLATED: &str = "23";

/// One command of one role on one row.
struct Trial<'a> {
    expectation: &'a RowExpectation,
    table: &'a ObjectName,
    command: Privilege,
    row: &'a str,
    /// What a superuser does first.
    preparation: String,
    statement: String,
    /// What a superuser asks afterwards: null where the row is the one that was meant.
    comparison: Option<String>,
    expected: bool,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Verdict {
    Reached,
    /// A row was inserted, with other values than those of the fixture.
    BecameAnother(String),
    NotSeen,
    RefusedByRowSecurity,
    RefusedByPrivilege,
    Unclear(String),
}

/// Tries every fixture.
pub(super) fn prove(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
) -> Result<Vec<Check>, Error> {
    let failed = Error::server("try row security");
    let project = context.project;
    if project.row_fixtures.is_empty() {
        return Ok(Vec::new());
    }
    transaction.batch_execute(FUNCTION).map_err(failed)?;
    let fixtures = project.row_fixtures.iter();
    let trials = fixtures.flat_map(|(table, rows)| trials(&project.database, table, rows));
    let trials: Vec<Trial<'_>> = trials.collect();
    // A setting that a session had once is empty afterwards, and no longer unset: who has none comes first.
    let mut turns: Vec<usize> = (0..trials.len()).collect();
    turns.sort_by_key(|turn| !trials[*turn].expectation.settings.is_empty());
    let in_turn = || turns.iter().map(|turn| &trials[*turn]);
    let column = |of: fn(&Trial<'_>) -> String| in_turn().map(of).collect::<Vec<String>>();
    let rows = transaction
        .query(
            "select code, message from pg_temp.pgspec_rows($1, $2, $3, $4)",
            &[
                &column(|trial| trial.preparation.clone()),
                &column(|trial| trial.expectation.role.clone()),
                &column(|trial| trial.statement.clone()),
                &in_turn().map(|trial| trial.comparison.clone()).collect::<Vec<_>>(),
            ],
        )
        .map_err(failed)?;
    let verdicts = rows.iter().map(|row| Verdict::of(row.get(0), row.get(1)));
    let mut verdicts: Vec<(usize, Verdict)> = turns.iter().copied().zip(verdicts).collect();
    verdicts.sort_by_key(|(turn, _)| *turn);
    let verdicts: Vec<Verdict> = verdicts.into_iter().map(|(_, verdict)| verdict).collect();
    Ok(judge(&trials, &verdicts))
}

fn trials<'a>(
    database: &Database,
    table: &'a ObjectName,
    fixtures: &'a RowFixtures,
) -> Vec<Trial<'a>> {
    let access = Access::new(database);
    let mut trials = Vec::new();
    for expectation in &fixtures.expectations {
        for (command, reached) in &expectation.commands {
            for (row, columns) in &fixtures.rows {
                let given: Vec<&(String, Option<String>)> = columns.iter().collect();
                let may = |privilege| {
                    let role = &expectation.role;
                    let columns = given.iter().copied();
                    let may = |column: &&(String, _)| {
                        access.on_table(role, table, Some(&column.0), privilege).is_allowed()
                    };
                    columns.filter(may).collect::<Vec<_>>()
                };
                // What only the server gives is refused whoever sets it.
                let declared = database.tables.get(table);
                let is_set = |column: &&Column| {
                    let declared = declared.and_then(|table| table.column(&column.0));
                    !declared.is_some_and(|column| column.is_the_servers())
                };
                let mut comparison = None;
                let (there, statement) = match command {
                    Privilege::Insert => {
                        let columns = or_all(may(*command), &given);
                        let left_out = given.iter().copied().filter(is_set);
                        let left_out = left_out.filter(|column| !columns.contains(column));
                        let left_out: Vec<&Column> = left_out.collect();
                        comparison = declared.and_then(|it| compare(table, it, &left_out));
                        (None, insert(table, &columns))
                    }
                    Privilege::Update => {
                        let set: Vec<&Column> = given.iter().copied().filter(is_set).collect();
                        let may = may(*command).into_iter().filter(is_set).collect();
                        let columns = or_all(may, &set);
                        (Some(&given), format!("update {table} set {}", assignments(&columns)))
                    }
                    Privilege::Delete => (Some(&given), format!("delete from {table}")),
                    _ => (Some(&given), format!("select from {table}")),
                };
                let expected = reached.contains(row);
                let preparation = preparation(table, there.map(Vec::as_slice), expectation);
                let command = *command;
                trials.push(Trial {
                    expectation,
                    table,
                    command,
                    row,
                    preparation,
                    statement,
                    comparison,
                    expected,
                });
            }
        }
    }
    trials
}

type Column = (String, Option<String>);

/// Returns the columns that the role has the privilege on; all of them where it has it on none, so that
/// the server refuses.
fn or_all<'a>(may: Vec<&'a Column>, all: &[&'a Column]) -> Vec<&'a Column> {
    if may.is_empty() { all.to_vec() } else { may }
}

fn preparation(
    table: &ObjectName,
    there: Option<&[&Column]>,
    expectation: &RowExpectation,
) -> String {
    let mut text = format!("set local session_replication_role = replica; delete from {table}");
    if let Some(columns) = there {
        text.push_str("; ");
        text.push_str(&insert(table, columns));
    }
    for (name, value) in &expectation.settings {
        let (name, value) = (quote_literal(name), quote_literal(value));
        text.push_str(&format!("; select pg_catalog.set_config({name}, {value}, true)"));
    }
    text
}

fn insert(table: &ObjectName, columns: &[&Column]) -> String {
    if columns.is_empty() {
        return format!("insert into {table} default values");
    }
    let names: Vec<_> = columns.iter().map(|(name, _)| quote_identifier(name)).collect();
    let values: Vec<_> = columns.iter().map(|(_, value)| literal(value)).collect();
    let (names, values) = (names.join(", "), values.join(", "));
    format!("insert into {table} ({names}) overriding system value values ({values})")
}

/// Asks which of these columns hold something else than the fixture says: what a role may not give, the
/// table's defaults fill. Both are compared as the server writes them in the column's type.
fn compare(table: &ObjectName, declared: &Table, left_out: &[&Column]) -> Option<String> {
    let differs = |(name, value): &&Column| {
        let data_type = &declared.column(name)?.data_type;
        let (column, meant) = (quote_identifier(name), literal(value));
        let label = quote_literal(&format!("`{name}` is "));
        Some(format!(
            "case when {column}::text is distinct from cast({meant} as {data_type})::text \
             then {label} || pg_catalog.quote_nullable({column}::text) end"
        ))
    };
    let differences: Vec<String> = left_out.iter().filter_map(differs).collect();
    let differences = differences.join(", ");
    let asked = format!("pg_catalog.concat_ws(', ', {differences})");
    (!differences.is_empty()).then(|| format!("select nullif({asked}, '') from {table}"))
}

fn assignments(columns: &[&Column]) -> String {
    let assign =
        |(name, value): &&Column| format!("{} = {}", quote_identifier(name), literal(value));
    columns.iter().map(assign).collect::<Vec<_>>().join(", ")
}

fn literal(value: &Option<String>) -> String {
    value.as_deref().map_or_else(|| "null".to_owned(), |value| quote_literal(value).to_string())
}

impl Verdict {
    fn of(code: &str, message: &str) -> Self {
        match code {
            RAN if message == "0" => Self::NotSeen,
            RAN => Self::Reached,
            BECAME_ANOTHER => Self::BecameAnother(message.to_owned()),
            INSUFFICIENT_PRIVILEGE if message.contains("row-level security") => {
                Self::RefusedByRowSecurity
            }
            INSUFFICIENT_PRIVILEGE => Self::RefusedByPrivilege,
            _ if code.starts_with(CONSTRAINT_VIOLATED) => Self::Reached,
            _ => Self::Unclear(format!("{message} (SQLSTATE {code})")),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reached => f.write_str("allowed"),
            Self::BecameAnother(how) => {
                write!(f, "inserted as another row, as the role may not give all of it: {how}")
            }
            Self::NotSeen => f.write_str("not seen"),
            Self::RefusedByRowSecurity => f.write_str("refused by row security"),
            Self::RefusedByPrivilege => f.write_str("refused by privilege"),
            Self::Unclear(message) => write!(f, "not to be tried: {message}"),
        }
    }
}

/// Gathers the trials of a role's command into one check, or one for each row that is wrong.
fn judge(trials: &[Trial<'_>], verdicts: &[Verdict]) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::new();
    for (trial, verdict) in trials.iter().zip(verdicts) {
        let name = trial.name();
        let is_sound = match verdict {
            Verdict::Unclear(_) | Verdict::BecameAnother(_) => false,
            verdict => (*verdict == Verdict::Reached) == trial.expected,
        };
        if !is_sound {
            let expected = if trial.expected { "expected allowed" } else { "expected refused" };
            let detail = format!("row `{}` is {verdict}, {expected}", trial.row);
            checks.push(Check::failed(Group::Access, name, detail));
            continue;
        }
        match checks.iter_mut().find(|check| check.name == name && !check.has_failed()) {
            Some(check) => check.trials += 1,
            None => checks.push(Check::passed(Group::Access, name)),
        }
    }
    checks
}

impl Trial<'_> {
    /// Names what is tried: `member_portal (app.member = ada): select of rows of sales.members`.
    fn name(&self) -> String {
        let RowExpectation { role, settings, .. } = self.expectation;
        let settings = settings.iter().map(|(name, value)| format!("{name} = {value}"));
        let settings = settings.collect::<Vec<_>>().join(", ");
        let settings = if settings.is_empty() { settings } else { format!(" ({settings})") };
        let (role, command) = (quote_identifier(role), self.command.sql());
        format!("{role}{settings}: {command} of rows of {}", self.table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_became_of_a_row_is_told_by_code_and_words() {
        assert_eq!(Verdict::of("PGS00", "1"), Verdict::Reached);
        assert_eq!(Verdict::of("PGS00", "0"), Verdict::NotSeen);
        assert_eq!(Verdict::of("23514", "violates a check"), Verdict::Reached);
        let policy = "new row violates row-level security policy for table \"members\"";
        assert_eq!(Verdict::of("42501", policy), Verdict::RefusedByRowSecurity);
        let privilege = "permission denied for table members";
        assert_eq!(Verdict::of("42501", privilege), Verdict::RefusedByPrivilege);
        assert!(matches!(Verdict::of("22P02", "invalid input"), Verdict::Unclear(_)));
    }
}
