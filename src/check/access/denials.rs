//! Denials: intent that must hold whatever is granted, checked against what the grants add up to.

use crate::check::context::Context;
use crate::model::{Denial, Target};
use crate::source::ScalarOrList;
use crate::spec::Deny;

use super::{grants, targets};

/// Lowers one denial of a role.
pub(super) fn lower(context: &mut Context, role: &str, deny: &Deny) {
    for target in targets::expand(context, &deny.on, &deny.except) {
        let Target::Table(table) = target else { continue };
        let select = match &deny.select {
            Some(ScalarOrList::List(columns)) => {
                let known =
                    columns.iter().filter(|column| grants::has_column(context, &table, column));
                Some(known.map(|column| column.value.clone()).collect())
            }
            _ => None,
        };
        let denies_select =
            matches!(&deny.select, Some(ScalarOrList::Scalar(true) | ScalarOrList::List(_)));
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
