//! Statements that need one privilege each. None changes what stays: what it does is undone at once.

use super::surroundings::{Column, Surroundings};
use crate::model::{Database, ObjectName, Privilege, RoutineKind, RoutineName, Target};
use crate::sql::{quote_identifier, quote_literal};

/// A statement that needs one privilege.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trial {
    /// The statement.
    pub statement: String,
    /// Codes of errors that come after the privileges were checked.
    pub after: &'static [&'static str],
}

fn trial(statement: String, after: &'static [&'static str]) -> Trial {
    Trial { statement, after }
}

/// Changes to rows are refused, once the privileges are checked.
const READ_ONLY: &str = "set local transaction_read_only = on; ";

/// The name of the table in the scratch schema that belongs to the role of this number.
fn scratch(number: usize) -> String {
    format!("pgspec_scratch.of_{number}")
}

/// Makes the scratch table of a role.
pub(super) fn table_of(number: usize, role: &str) -> String {
    let (table, role) = (scratch(number), quote_identifier(role));
    format!("create table {table} (c int4); alter table {table} owner to {role}")
}

/// Writes the trials of a table or view and of its columns; `number` is the acting role's.
pub(super) fn on_relation<'a>(
    relation: &ObjectName,
    columns: &'a [Column],
    major: u16,
    number: usize,
) -> Vec<(Option<&'a str>, Privilege, Trial)> {
    let mut all = Vec::new();
    for column in columns {
        let name = quote_identifier(&column.name);
        let mut push = |privilege, text, after| {
            all.push((Some(column.name.as_str()), privilege, trial(text, after)));
        };
        push(Privilege::Select, format!("select {name} from {relation} where false"), &[]);
        push(Privilege::Insert, insert(relation, &name, column.generated), &[]);
        push(Privilege::Update, format!("update {relation} set {name} = default where false"), &[]);
        if column.is_key {
            let table = scratch(number);
            let text =
                format!("alter table {table} add foreign key (c) references {relation} ({name})");
            // The types are compared afterwards.
            push(Privilege::References, text, &["42804"]);
        }
    }
    let mut push = |privilege, text, after| all.push((None, privilege, trial(text, after)));
    push(Privilege::Delete, format!("delete from {relation} where false"), &[]);
    // A table that others refer to cannot be emptied alone.
    push(Privilege::Truncate, format!("truncate {relation}"), &["0A000"]);
    let text = format!(
        "create trigger pgspec_scratch before insert on {relation} for each statement \
         execute function pgspec_scratch.nothing()"
    );
    push(Privilege::Trigger, text, &[]);
    if major >= 17 {
        // It was never clustered; or it is partitioned, which no function may cluster.
        push(Privilege::Maintain, format!("cluster {relation}"), &["42704", "25001"]);
    }
    all
}

/// A generated column takes nothing but DEFAULT, which an INSERT without rows has no way to say:
/// there the statement is started, which checks its privileges, and not run.
fn insert(relation: &ObjectName, column: &str, generated: bool) -> String {
    if generated {
        return format!("explain insert into {relation} ({column}) values (default)");
    }
    format!("insert into {relation} ({column}) overriding system value select null where false")
}

/// Writes the trials of what is no relation; `allowed` says what is declared. Privileges that no statement
/// tells from another are left out.
pub(super) fn on(
    object: &Target,
    model: &Database,
    around: &Surroundings,
    allowed: impl Fn(Privilege) -> bool,
) -> Vec<(Privilege, Trial)> {
    match object {
        Target::Database => vec![
            (Privilege::Create, trial("create schema pgspec_scratch_too".to_owned(), &[])),
            (
                Privilege::Temporary,
                trial("create temp view pgspec_scratch as select 1".to_owned(), &[]),
            ),
        ],
        Target::Schema(name) => schema(&quote_identifier(name)),
        Target::Sequence(name) => sequence(name, around, allowed),
        Target::Routine(name) => routine(name, model).into_iter().collect(),
        Target::Type(name) => {
            let text = format!("create domain pgspec_scratch.d as {name}");
            vec![(Privilege::Usage, trial(text, &[]))]
        }
        Target::LargeObject(number) => {
            let read = trial(format!("select pg_catalog.lo_get({number})"), &[]);
            let write = trial(format!("select pg_catalog.lo_put({number}, 0, '')"), &[]);
            let all = [(Privilege::Select, read), (Privilege::Update, write)];
            // Who writes has to read.
            all.into_iter().take(if allowed(Privilege::Select) { 2 } else { 1 }).collect()
        }
        _ => Vec::new(),
    }
}

fn schema(name: &str) -> Vec<(Privilege, Trial)> {
    vec![
        // There is no such table.
        (Privilege::Usage, trial(format!("select from {name}.pgspec_scratch"), &["42P01"])),
        (
            Privilege::Create,
            trial(format!("create domain {name}.pgspec_scratch as pg_catalog.int4"), &[]),
        ),
    ]
}

/// `nextval` takes USAGE or UPDATE, `currval` USAGE or SELECT: which one shows USAGE depends on what else is
/// declared, and where both are, nothing does.
fn sequence(
    name: &ObjectName,
    around: &Surroundings,
    allowed: impl Fn(Privilege) -> bool,
) -> Vec<(Privilege, Trial)> {
    let text = quote_literal(&name.to_string());
    let mut trials =
        vec![(Privilege::Select, trial(format!("select last_value from {name} where false"), &[]))];
    if let Some(outside) = around.outside.get(name) {
        let statement = format!("select pg_catalog.setval({text}, {outside})");
        trials.push((Privilege::Update, trial(statement, &["22003"])));
    }
    if !allowed(Privilege::Update) {
        let statement = format!("{READ_ONLY}select pg_catalog.nextval({text})");
        trials.push((Privilege::Usage, trial(statement, &["25006"])));
    } else if !allowed(Privilege::Select) {
        // It gave this session no number yet.
        let statement = format!("select pg_catalog.currval({text})");
        trials.push((Privilege::Usage, trial(statement, &["55000"])));
    }
    trials
}

/// A function is started and not run: EXPLAIN checks the privilege. Its arguments come from a query, as
/// what is constant might be computed before. A procedure runs, and may change nothing.
fn routine(name: &RoutineName, model: &Database) -> Option<(Privilege, Trial)> {
    let kind = model.routines.get(name)?.kind;
    let types: Vec<&str> = split_types(&name.arguments);
    let values = || types.iter().enumerate();
    let mut after: &[&str] = &[];
    let statement = match kind {
        RoutineKind::Procedure => {
            // It ran up to what it would have changed.
            after = &["25006"];
            let nulls: Vec<_> =
                types.iter().map(|data_type| format!("null::{data_type}")).collect();
            format!("{READ_ONLY}call {}({})", name.name, nulls.join(", "))
        }
        RoutineKind::Function | RoutineKind::Aggregate => {
            let columns: Vec<_> = values().map(|(at, it)| format!("null::{it} as a{at}")).collect();
            let names: Vec<_> = values().map(|(at, _)| format!("given.a{at}")).collect();
            let given = format!("(select {} offset 0) as given", columns.join(", "));
            format!("explain select {}({}) from {given}", name.name, names.join(", "))
        }
    };
    Some((Privilege::Execute, trial(statement, after)))
}

/// Takes a list of types apart: `numeric(10,2)` does not occur, as arguments have no modifiers.
fn split_types(arguments: &str) -> Vec<&str> {
    arguments.split(',').map(str::trim).filter(|part| !part.is_empty()).collect()
}
