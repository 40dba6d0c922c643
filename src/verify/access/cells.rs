//! What is tried: one cell for each role, object, column and privilege.

use postgres::Transaction;

use super::statements::{self, Trial};
use super::surroundings::Surroundings;
use crate::model::{Access, Database, PUBLIC, Privilege, Target};

/// One trial.
pub(super) struct Cell<'a> {
    /// The role that the trial is about; `public` for everyone.
    pub role: &'a str,
    /// The role that acts.
    pub acting: &'a str,
    /// The object; of a column its table or view.
    pub object: Target,
    /// Column; the whole object when absent.
    pub column: Option<&'a str>,
    /// Privilege.
    pub privilege: Privilege,
    /// What the role does, and which errors come after its privileges were checked.
    pub trial: Trial,
    /// Whether it is declared that the role may.
    pub expected: bool,
}

/// Lists every trial on a server of this major version; `stranger` acts for PUBLIC.
pub(super) fn of<'a>(
    model: &'a Database,
    major: u16,
    around: &'a Surroundings,
    stranger: &'a str,
) -> Vec<Cell<'a>> {
    let access = Access::new(model);
    let mut cells = Vec::new();
    for (number, (role, acting)) in actors(model, stranger).into_iter().enumerate() {
        let mut push = |object: &Target, column, privilege, trial, expected| {
            let object = object.clone();
            cells.push(Cell { role, acting, object, column, privilege, trial, expected });
        };
        for (relation, columns) in &around.relations {
            let object = Target::Table(relation.clone());
            for (column, privilege, trial) in
                statements::on_relation(relation, columns, major, number)
            {
                let verdict = access.on_table(role, relation, column, privilege);
                push(&object, column, privilege, trial, verdict.is_allowed());
            }
        }
        for object in around.objects(model) {
            // Where it does not, a trial shows only that.
            if !access.enters(role, &object) {
                continue;
            }
            let allowed = |privilege| access.verdict(role, &object, privilege).is_allowed();
            for (privilege, trial) in statements::on(&object, model, around, allowed) {
                push(&object, None, privilege, trial, allowed(privilege));
            }
        }
    }
    cells
}

/// Returns the roles that trials are about, each with the one that acts; `stranger` acts for PUBLIC.
pub(super) fn actors<'a>(model: &'a Database, stranger: &'a str) -> Vec<(&'a str, &'a str)> {
    let roles = model.roles.keys().map(|role| (role.as_str(), role.as_str()));
    roles.chain([(PUBLIC, stranger)]).collect()
}

/// Makes what the trials need: a schema that every role may make objects in, and in it a table of each role.
pub(super) fn prepare(
    transaction: &mut Transaction<'_>,
    model: &Database,
    stranger: &str,
) -> Result<(), postgres::Error> {
    transaction.batch_execute(include_str!("scratch.sql"))?;
    for (number, (_, acting)) in actors(model, stranger).into_iter().enumerate() {
        transaction.batch_execute(&statements::table_of(number, acting))?;
    }
    Ok(())
}
