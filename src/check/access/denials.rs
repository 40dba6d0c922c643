//! Denials: intent that must hold whatever is granted, checked against what the grants add up to.

use std::collections::BTreeSet;

use crate::check::context::Context;
use crate::diagnostic::{Diagnostic, suggest};
use crate::model::{Denial, Target};
use crate::source::ScalarOrList;
use crate::spec::Deny;

use super::{grants, targets};

/// Lowers one denial of a role.
pub(super) fn lower(context: &mut Context, role: &str, deny: &Deny) {
    let denies_select = match &deny.select {
        Some(ScalarOrList::Scalar(denied)) => *denied,
        Some(ScalarOrList::List(_)) => true,
        None => false,
    };
    if !denies_select && !deny.write {
        let finding = Diagnostic::error(
            "grant_without_privilege",
            deny.on.span,
            "this denial denies nothing",
        );
        context
            .report(finding.with_help("add `select: true`, `select: [COLUMN]` or `write: true`"));
    }
    let doors = doors(context, deny);
    for target in targets::expand(context, &deny.on, &deny.except) {
        let Target::Table(table) = target else {
            let message = format!("`{}` is no table or view", deny.on.value);
            let finding = Diagnostic::error("privilege_of_other_kind", deny.on.span, message);
            return context.report(finding.with_help("a denial is on tables and views"));
        };
        let select = match &deny.select {
            Some(ScalarOrList::List(columns)) => {
                let known =
                    columns.iter().filter(|column| grants::has_column(context, &table, column));
                Some(known.map(|column| column.value.clone()).collect())
            }
            _ => None,
        };
        let denial = Denial {
            role: role.to_owned(),
            table,
            select,
            denies_select,
            denies_write: deny.write,
            doors: doors.clone(),
        };
        context.denials.push((denial, deny.on.span));
    }
}

/// Returns the doors that are meant; reports those that there are not.
fn doors(context: &mut Context, deny: &Deny) -> BTreeSet<String> {
    let known = context.database.doors();
    let mut doors = BTreeSet::new();
    for door in &deny.doors {
        if known.contains(&door.value) {
            doors.insert(door.value.clone());
            continue;
        }
        let words: Vec<&str> = known.iter().map(String::as_str).collect();
        let message = format!("no door `{}`", door.value);
        let help = suggest(&door.value, &words, "door");
        context.report(Diagnostic::error("unknown_value", door.span, message).with_help(help));
    }
    doors
}
