//! Profiles: grants that are written once, and given to roles in schemas of their own.

use std::collections::BTreeMap;

use crate::check::context::Context;
use crate::diagnostic::{Diagnostic, suggest};
use crate::model::PUBLIC;
use crate::source::{List, Spanned};
use crate::spec::{Deny, Grant, Profile, ProfileUse, Spec};

use super::{denials, grants};

/// Stands for each schema of who has the profile.
const SCHEMA: &str = "{schema}";

/// Every profile by its name.
pub(super) type Profiles<'a> = BTreeMap<&'a str, &'a Profile>;

/// Collects the profiles; reports one that is declared twice.
pub(super) fn collect<'a>(context: &mut Context, spec: &'a Spec) -> Profiles<'a> {
    let mut profiles = Profiles::new();
    for (name, profile) in spec.documents.iter().flat_map(|it| it.profiles.iter()) {
        if profiles.insert(&name.value, profile).is_some() {
            let message = format!("profile `{}` is declared twice", name.value);
            context.report(Diagnostic::error("duplicate_object", name.span, message));
        }
    }
    profiles
}

/// Lowers a profile of a role, in each of its schemas.
pub(super) fn lower(context: &mut Context, role: &str, used: &ProfileUse, profiles: &Profiles<'_>) {
    let Some(profile) = profiles.get(used.profile.value.as_str()) else {
        let message = format!("no profile `{}`", used.profile.value);
        let known: Vec<&str> = profiles.keys().copied().collect();
        let finding = Diagnostic::error("unknown_value", used.profile.span, message);
        return context.report(finding.with_help(suggest(&used.profile, &known, "profile")));
    };
    let has_place = |on: &Spanned<String>| on.contains(SCHEMA);
    let places = profile.grants.iter().map(|grant| &grant.on);
    let mut places = places.chain(profile.deny.iter().map(|deny| &deny.on));
    if used.schemas.is_empty() && places.any(has_place) {
        let message = format!("profile `{}` is for schemas, and none is named", used.profile.value);
        let finding = Diagnostic::error("missing_key", used.profile.span, message);
        return context.report(finding.with_help("add `schemas: [SCHEMA]`"));
    }
    let (known, unknown): (Vec<_>, Vec<_>) =
        used.schemas.iter().partition(|it| is_schema(context, it));
    for schema in unknown {
        let message = format!("no schema `{}`", schema.value);
        let known: Vec<&str> = context.database.schemas.keys().map(String::as_str).collect();
        let finding = Diagnostic::error("unknown_value", schema.span, message);
        let help = suggest(schema, &known, "schema");
        context.report(finding.with_help(help));
    }
    let mut schemas: Vec<Option<&str>> = known.iter().map(|it| Some(it.as_str())).collect();
    if used.schemas.is_empty() {
        schemas.push(None);
    }
    for (number, schema) in schemas.into_iter().enumerate() {
        // What speaks of no schema is given once.
        let is_given = |on: &Spanned<String>| number == 0 || has_place(on);
        for grant in profile.grants.iter().filter(|grant| is_given(&grant.on)) {
            let (on, except) = (placed(&grant.on, schema), all_placed(&grant.except, schema));
            grants::lower(context, role, &Grant { on, except, ..grant.clone() });
        }
        for deny in profile.deny.iter().filter(|deny| is_given(&deny.on)) {
            let (on, except) = (placed(&deny.on, schema), all_placed(&deny.except, schema));
            let doors = all_placed(&deny.doors, schema);
            denials::lower(context, role, &Deny { on, except, doors, ..deny.clone() });
        }
    }
}

/// Every database has the schema `public`, declared or not.
fn is_schema(context: &Context, name: &str) -> bool {
    name == PUBLIC || context.database.schemas.contains_key(name)
}

fn placed(text: &Spanned<String>, schema: Option<&str>) -> Spanned<String> {
    let value = schema.map_or_else(|| text.value.clone(), |it| text.value.replace(SCHEMA, it));
    Spanned::new(value, text.span)
}

fn all_placed(texts: &List<Spanned<String>>, schema: Option<&str>) -> List<Spanned<String>> {
    List(texts.iter().map(|text| placed(text, schema)).collect())
}
