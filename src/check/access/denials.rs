//! Denials: intent that must hold whatever is granted, checked against what the grants add up to.

use crate::check::context::Context;
use crate::diagnostic::Diagnostic;
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
        };
        context.denials.push((denial, deny.on.span));
    }
}
