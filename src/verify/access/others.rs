//! Privileges that cannot be tried without an effect, by the server's own answer.
//!
//! TRUNCATE, REFERENCES, TRIGGER and MAINTAIN on tables, and everything on schemas, sequences,
//! routines, types and the database: the server is asked what each role has in the end, by grants,
//! memberships, ownership and PUBLIC, and it is compared with what the model says it should have.

use std::collections::BTreeSet;

use postgres::Transaction;

use crate::model::{Access, Database, PUBLIC, Privilege, Target};
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
    end
    from unnest($1::text[], $2::text[], $3::text[], $4::text[])
        with ordinality as question (role, kind, object, privilege, place)
    order by place";

/// Asks about every role and object; `stranger` stands for PUBLIC.
pub(super) fn prove(
    transaction: &mut Transaction<'_>,
    model: &Database,
    major: u16,
    stranger: &str,
) -> Result<Vec<Check>, Error> {
    let questions = questions(model, major, stranger);
    let kinds: Vec<_> = questions.iter().map(|question| object(&question.target)).collect();
    let rows = transaction
        .query(
            STATEMENT,
            &[
                &questions.iter().map(|question| question.asked).collect::<Vec<_>>(),
                &kinds.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(),
                &kinds.iter().map(|(_, object)| object.as_str()).collect::<Vec<_>>(),
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

fn questions<'a>(model: &'a Database, major: u16, stranger: &'a str) -> Vec<Question<'a>> {
    let access = Access::new(model);
    let roles = model.roles.keys().map(|role| (role.as_str(), role.as_str()));
    let mut questions = Vec::new();
    for (role, asked) in roles.chain([(PUBLIC, stranger)]) {
        for target in targets(model) {
            for privilege in
                target.privileges(major).iter().copied().filter(|p| !is_tried(&target, *p))
            {
                let expected = access.verdict(role, &target, privilege).is_allowed();
                questions.push(Question {
                    role,
                    asked,
                    target: target.clone(),
                    privilege,
                    expected,
                });
            }
        }
    }
    questions
}

/// Returns whether acting shows it.
fn is_tried(target: &Target, privilege: Privilege) -> bool {
    use Privilege::{Delete, Insert, Select, Update};
    matches!(target, Target::Table(_)) && matches!(privilege, Select | Insert | Update | Delete)
}

fn targets(model: &Database) -> BTreeSet<Target> {
    let mut targets = BTreeSet::from([Target::Database]);
    targets.extend(model.schemas.keys().cloned().map(Target::Schema));
    targets.extend(model.relations().into_iter().cloned().map(Target::Table));
    targets.extend(model.sequences.keys().cloned().map(Target::Sequence));
    targets.extend(model.routines.keys().cloned().map(Target::Routine));
    targets.extend(model.types.keys().cloned().map(Target::Type));
    targets
}

/// Returns the kind of object, and its name as the server reads it.
fn object(target: &Target) -> (&'static str, String) {
    match target {
        Target::Schema(name) => ("schema", quote_identifier(name).into_owned()),
        Target::Table(name) => ("table", name.to_string()),
        Target::Sequence(name) => ("sequence", name.to_string()),
        Target::Routine(name) => ("routine", name.to_string()),
        Target::Type(name) => ("type", name.to_string()),
        _ => ("database", String::new()),
    }
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
