//! What is tried: one cell for each role, relation, column and privilege.

use std::collections::BTreeMap;

use postgres::Transaction;

use crate::model::{Access, Database, ObjectName, PUBLIC, Privilege};
use crate::sql::quote_identifier;
use crate::verify::Error;

/// A column as the server has it.
pub(super) struct Column {
    /// Name.
    pub name: String,
    /// Whether its values are computed from others.
    pub generated: bool,
}

/// Relations of the project with their columns in order.
pub(super) type Relations = BTreeMap<ObjectName, Vec<Column>>;

/// One trial.
pub(super) struct Cell<'a> {
    /// The role that the trial is about; `public` for everyone.
    pub role: &'a str,
    /// The role that acts.
    pub acting: &'a str,
    /// Table, partition or view.
    pub relation: &'a ObjectName,
    /// Column; the whole relation when absent.
    pub column: Option<&'a str>,
    /// Privilege.
    pub privilege: Privilege,
    /// What the role does.
    pub statement: String,
    /// Whether it is declared that the role may.
    pub expected: bool,
}

/// Reads the relations of the project and their columns: only the server knows those of every view.
pub(super) fn relations(
    transaction: &mut Transaction<'_>,
    model: &Database,
) -> Result<Relations, Error> {
    let statement = "select n.nspname::text, c.relname::text, a.attname::text, a.attgenerated <> ''
        from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        join pg_catalog.pg_attribute a on a.attrelid = c.oid
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped
        order by n.nspname, c.relname, a.attnum";
    let rows =
        transaction.query(statement, &[]).map_err(Error::server("read the columns of tables"))?;
    let mut relations: Relations =
        model.relations().into_iter().map(|name| (name.clone(), Vec::new())).collect();
    for row in rows {
        let name = ObjectName::new(row.get::<_, String>(0), row.get::<_, String>(1));
        if let Some(columns) = relations.get_mut(&name) {
            columns.push(Column { name: row.get(2), generated: row.get(3) });
        }
    }
    Ok(relations)
}

/// Lists every trial; `stranger` acts for PUBLIC.
pub(super) fn of<'a>(
    model: &'a Database,
    relations: &'a Relations,
    stranger: &'a str,
) -> Vec<Cell<'a>> {
    let access = Access::new(model);
    let roles = model.roles.keys().map(|role| (role.as_str(), role.as_str()));
    let roles: Vec<(&str, &str)> = roles.chain([(PUBLIC, stranger)]).collect();
    let mut cells = Vec::new();
    for (role, acting) in roles {
        for (relation, columns) in relations {
            for (column, privilege, statement) in statements(relation, columns) {
                let verdict = access.on_table(role, relation, column, privilege);
                let expected = verdict.is_allowed();
                let cell = Cell { role, acting, relation, column, privilege, statement, expected };
                cells.push(cell);
            }
        }
    }
    cells
}

/// Writes the statements that need one privilege each and touch no row.
fn statements<'a>(
    relation: &ObjectName,
    columns: &'a [Column],
) -> Vec<(Option<&'a str>, Privilege, String)> {
    let mut all = Vec::new();
    for column in columns {
        let name = quote_identifier(&column.name);
        let mut push = |privilege, text| all.push((Some(column.name.as_str()), privilege, text));
        push(Privilege::Select, format!("select {name} from {relation} where false"));
        push(Privilege::Insert, insert(relation, &name, column.generated));
        push(Privilege::Update, format!("update {relation} set {name} = default where false"));
    }
    all.push((None, Privilege::Delete, format!("delete from {relation} where false")));
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
