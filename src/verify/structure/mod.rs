//! Compares the model as the user declared it with what a server holds.
//!
//! The model holds SQL as it was written, the catalog as the server prints it. So both sides are
//! first reduced to what can be compared without the server's rewriting: that every object exists
//! and no other does, and of each object all but the text of its expressions. Expressions count by
//! whether there are any; [`crate::verify::compare`] compares their text where both sides
//! come from a server. Types are compared in the server's spelling, which [`TypeNames`] asks for.
//!
//! Objects that the spec holds as SQL (casts, operators, publications) are compared by kind and
//! name, in lower case and without quotes, schemas and the argument types of operators; neither
//! their text nor their comments are.

mod others;
mod relations;
mod routines;
mod type_names;
mod types;

#[cfg(test)]
mod tests;

use crate::model::{Database, FutureKind, PUBLIC, Privilege, Role, Schema};

use super::compare::{Discrepancy, compare};

pub use type_names::TypeNames;

/// Returns every difference between the declared model and what was found on a server.
pub fn declared(model: &Database, found: &Database, types: &TypeNames) -> Vec<Discrepancy> {
    let (mut model, mut found) = (model.clone(), found.clone());
    schemas(&model, &mut found);
    extensions(&model, &mut found);
    types::align(&mut model, &mut found, types);
    relations::align(&mut model, &mut found, types);
    routines::align(&mut model, &mut found, types);
    others::align(&mut model, &mut found, types);
    model.roles.remove(PUBLIC);
    model.roles.values_mut().chain(found.roles.values_mut()).for_each(reduce_role);
    privileges(&mut model, &mut found);
    compare(&model, &found)
}

/// Every database has the schema `public`, declared or not.
fn schemas(model: &Database, found: &mut Database) {
    if !model.schemas.contains_key("public") {
        found.schemas.retain(|name, schema| name != "public" || *schema != Schema::default());
    }
}

/// Some extensions choose their schema; one without a declared version takes the server's default.
fn extensions(model: &Database, found: &mut Database) {
    for (name, declared) in &model.extensions {
        let Some(extension) = found.extensions.get_mut(name) else {
            // Every database has the language, which the catalog reader takes for granted.
            if name == "plpgsql" {
                found.extensions.insert(name.clone(), declared.clone());
            }
            continue;
        };
        // The catalog leaves a version unsaid where it is the server's default.
        if extension.version.is_none() || declared.version.is_none() {
            extension.version.clone_from(&declared.version);
        }
        if extension.schema == "pg_catalog" {
            extension.schema.clone_from(&declared.schema);
        }
    }
}

/// A timestamp is spelled in many ways, and so is a list of schemas.
fn reduce_role(role: &mut Role) {
    if role.valid_until.as_deref() == Some("infinity") {
        role.valid_until = None;
    }
    role.valid_until = role.valid_until.as_ref().map(|_| "a time".to_owned());
    let settings = [&mut role.settings, &mut role.settings_in_database];
    for path in settings.into_iter().filter_map(|settings| settings.get_mut("search_path")) {
        let schemas = path.split(',').map(|schema| schema.trim().trim_matches(['"', '\'']));
        *path = schemas.collect::<Vec<_>>().join(", ");
    }
}

/// What an owner may do is not granted; an empty entry grants nothing, and what PostgreSQL gives
/// everybody unasked goes unsaid.
fn privileges(model: &mut Database, found: &mut Database) {
    model.default_privileges.retain(|key, privileges| {
        let built_in = match key.kind {
            FutureKind::Routines => Privilege::Execute,
            FutureKind::Types => Privilege::Usage,
            _ => return true,
        };
        let given = privileges.len() == 1 && privileges.get(&built_in) == Some(&false);
        !(given && key.grantee == PUBLIC && key.schema.is_none())
    });
    let declared = &model.default_privileges;
    found
        .default_privileges
        .retain(|key, privileges| !privileges.is_empty() || declared.contains_key(key));
    let owners = relations::owners(model);
    for (target, grantees) in &mut model.grants {
        let owner = owners.get(target);
        grantees.retain(|grantee, _| Some(grantee) != owner);
    }
}
