//! Privileges that no statement shows, by the server's own answer.
//!
//! Connecting, REFERENCES on columns that are no key, what is in a schema that a role does not enter, functions
//! that no query can call, languages, servers, settings: the server is asked what each role has in the end,
//! by grants, memberships, ownership and PUBLIC, and it is compared with what the model says.

use std::collections::BTreeSet;

use postgres::Transaction;

use super::cells;
use super::surroundings::Surroundings;
use crate::access::effective;
use crate::model::{Access, Database, Privilege, Target};
use crate::sql::quote_identifier;
use crate::verify::{Check, Error, Group};

/// One question to the server.
struct Question<'a> {
    role: &'a str,
    asked: &'a str,
    target: Target,
    privilege: Privilege,
    expected: bool,
}

/// An object that is not there has no answer.
const STATEMENT: &str = "select case kind
        when 'database' then has_database_privilege(role, current_database(), privilege)
        when 'schema' then has_schema_privilege(role, to_regnamespace(object), privilege)
        when 'table' then has_table_privilege(role, to_regclass(object), privilege)
        when 'sequence' then has_sequence_privilege(role, to_regclass(object), privilege)
        when 'routine' then has_function_privilege(role, to_regprocedure(object), privilege)
        when 'type' then has_type_privilege(role, to_regtype(object), privilege)
        when 'column' then has_column_privilege(role, to_regclass(object), part, privilege)
        when 'language' then has_language_privilege(role, (
            select oid from pg_catalog.pg_language where lanname = object), privilege)
        when 'server' then has_server_privilege(role, (
            select oid from pg_catalog.pg_foreign_server where srvname = object), privilege)
        when 'wrapper' then has_foreign_data_wrapper_privilege(role, (
            select oid from pg_catalog.pg_foreign_data_wrapper where fdwname = object), privilege)
        when 'tablespace' then has_tablespace_privilege(role, (
            select oid from pg_catalog.pg_tablespace where spcname = object), privilege)
        when 'large object' then (
            select pg_has_role(role, lomowner, 'USAGE') or exists (
                select from aclexplode(lomacl) x
                where x.privilege_type = upper(privilege)
                  and (x.grantee = 0 or pg_has_role(role, x.grantee, 'USAGE')))
            from pg_catalog.pg_largeobject_metadata where oid::text = object)
        when 'parameter' then has_parameter_privilege(role, object, privilege)
    end
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
        with ordinality as question (role, kind, object, part, privilege, place)
    order by place";

/// Privileges that acting showed, by role and object.
pub(super) type Tried<'a> = BTreeSet<(&'a str, Target, Privilege)>;

/// Asks about every role and object; `stranger` stands for PUBLIC.
pub(super) fn prove(
    transaction: &mut Transaction<'_>,
    model: &Database,
    major: u16,
    around: &Surroundings,
    stranger: &str,
    tried: &Tried<'_>,
) -> Result<Vec<Check>, Error> {
    let questions = questions(model, major, around, stranger, tried);
    let kinds: Vec<_> = questions.iter().map(|question| object(&question.target)).collect();
    let rows = transaction
        .query(
            STATEMENT,
            &[
                &questions.iter().map(|question| question.asked).collect::<Vec<_>>(),
                &kinds.iter().map(|(kind, ..)| *kind).collect::<Vec<_>>(),
                &kinds.iter().map(|(_, object, _)| object.as_str()).collect::<Vec<_>>(),
                &kinds.iter().map(|(.., part)| *part).collect::<Vec<_>>(),
                &questions.iter().map(|question| question.privilege.sql()).collect::<Vec<_>>(),
            ],
        )
        .map_err(Error::server("ask what roles may do"))?;
    let mut checks: Vec<Check> = Vec::new();
    for (question, row) in questions.iter().zip(&rows) {
        let found: Option<bool> = row.get(0);
        match found {
            Some(found) if found != question.expected => checks.push(question.fault(found)),
            Some(_) => count(&mut checks, question),
            // There is no such object, which the comparison of structure says.
            None => {}
        }
    }
    Ok(checks)
}

fn questions<'a>(
    model: &'a Database,
    major: u16,
    around: &Surroundings,
    stranger: &'a str,
    tried: &Tried<'_>,
) -> Vec<Question<'a>> {
    let access = Access::new(model);
    let mut questions = Vec::new();
    for (role, asked) in cells::actors(model, stranger) {
        let mut push = |target: Target, privilege, expected| {
            questions.push(Question { role, asked, target, privilege, expected });
        };
        for target in effective::targets(model) {
            for privilege in target.privileges(major) {
                if *privilege == Privilege::References && matches!(target, Target::Table(_)) {
                    continue;
                }
                if !tried.contains(&(role, target.clone(), *privilege)) {
                    let expected = access.verdict(role, &target, *privilege).is_allowed();
                    push(target.clone(), *privilege, expected);
                }
            }
        }
        // Foreign keys refer to keys alone.
        for (relation, columns) in &around.relations {
            for column in columns.iter().filter(|column| !column.is_key) {
                let target = Target::Column(relation.clone(), column.name.clone());
                let whole = Target::Table(relation.clone());
                let allowed =
                    |target| access.verdict(role, target, Privilege::References).is_allowed();
                let expected = allowed(&whole) || allowed(&target);
                push(target, Privilege::References, expected);
            }
        }
    }
    questions
}

/// Returns the kind of object, its name as the server reads it, and its column.
fn object(target: &Target) -> (&'static str, String, &str) {
    let (kind, name) = match target {
        Target::Column(name, column) => return ("column", name.to_string(), column),
        Target::Schema(name) => ("schema", quote_identifier(name).into_owned()),
        Target::Table(name) => ("table", name.to_string()),
        Target::Sequence(name) => ("sequence", name.to_string()),
        Target::Routine(name) => ("routine", name.to_string()),
        Target::Type(name) => ("type", name.to_string()),
        Target::Language(name) => ("language", name.clone()),
        Target::ForeignServer(name) => ("server", name.clone()),
        Target::ForeignDataWrapper(name) => ("wrapper", name.clone()),
        Target::Tablespace(name) => ("tablespace", name.clone()),
        Target::LargeObject(number) => ("large object", number.to_string()),
        Target::Parameter(name) => ("parameter", name.clone()),
        Target::Database => ("database", String::new()),
    };
    (kind, name, "")
}

impl Question<'_> {
    fn fault(&self, found: bool) -> Check {
        let (role, privilege, target) =
            (quote_identifier(self.role), self.privilege.sql(), &self.target);
        let detail = match found {
            true => "allowed, declared refused",
            false => "refused, declared allowed",
        };
        Check::failed(Group::Access, format!("{role}: {privilege} on {target}"), detail)
    }
}

/// Counts an answer that is as declared under its role.
fn count(checks: &mut Vec<Check>, question: &Question<'_>) {
    let name = format!("{} on everything else", quote_identifier(question.role));
    match checks.iter_mut().rev().find(|check| check.name == name) {
        Some(check) => check.trials += 1,
        None => checks.push(Check::passed(Group::Access, name)),
    }
}
