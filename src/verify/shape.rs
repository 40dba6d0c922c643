//! What exists is what is declared, and the database under proof is what the artifacts make.

use std::collections::BTreeSet;

use super::compare::{Discrepancy, compare};
use super::structure::{TypeNames, declared};
use super::{Check, Context, Error, Group};
use crate::catalog::{self, Catalog};
use crate::sandbox::Kind;

/// Compares the declared model with the second database, and the second with the first.
///
/// The second holds what the artifacts make and nothing else. Both come from a server, so that
/// every expression counts between them.
pub(super) fn prove(
    context: &Context<'_>,
    second: &str,
    checks: &mut Vec<Check>,
) -> Result<(), Error> {
    let model = &context.project.database;
    let expected = read(context, second)?;
    let found = read(context, &context.database)?;
    let types = TypeNames::ask(&mut context.sandbox.connect(second)?, model)?;
    let mut discrepancies: BTreeSet<Discrepancy> =
        declared(model, &expected.database, &types).into_iter().collect();
    discrepancies.extend(compare(&expected.database, &found.database));
    let objects = model.objects().into_iter().map(|object| object.to_string());
    let differs = |object: &String| discrepancies.iter().any(|d| d.object == *object);
    let sound = objects.filter(|object| !differs(object));
    checks.extend(sound.map(|object| Check::passed(Group::Structure, object)));
    checks.extend(discrepancies.iter().map(|discrepancy| {
        Check::failed(Group::Structure, &discrepancy.object, detail(discrepancy))
    }));
    let unknown = found.unknown.iter().filter(|name| !expected.unknown.contains(name));
    checks.extend(
        unknown
            .map(|name| Check::failed(Group::Structure, name, format!("{name} is not declared"))),
    );
    Ok(())
}

/// Says what is wrong, without repeating of what.
fn detail(discrepancy: &Discrepancy) -> String {
    let sentence = discrepancy.to_string();
    let detail = sentence.strip_prefix(&discrepancy.object).unwrap_or(&sentence);
    detail.trim_start_matches([':', ' ']).to_owned()
}

fn read(context: &Context<'_>, database: &str) -> Result<Catalog, Error> {
    // A throw-away server has no roles but ours; a borrowed one has those of others.
    let ours = || context.project.database.roles.keys().cloned().collect();
    let roles = (context.sandbox.kind() == Kind::Url).then(ours);
    let options = catalog::Options { roles, default_owner: None };
    Ok(catalog::read(&mut context.sandbox.connect(database)?, &options)?)
}
