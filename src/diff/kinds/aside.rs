//! Tables that are put aside and made anew, so that their rows can be taken over.

use super::table::{detach, leave_behind};
use crate::diff::conversion::conversion;
use crate::diff::{Action, Context, HazardKind, Statement};
use crate::facts::{Fact, Id, Kind};
use crate::sql::quote_identifier;

/// The name under which a table's rows wait while it is made anew.
pub(in crate::diff) fn waiting_name(id: &Id) -> String {
    super::index::shortened(&id.name, "__old")
}

/// Puts a table aside, so that another of its name can be made.
pub(in crate::diff) fn set_aside(context: &Context<'_>, id: &Id) -> Vec<Statement> {
    let (name, waiting) = (id.qualified(), quote_identifier(&waiting_name(id)).into_owned());
    let mut statements = Vec::new();
    for (column, fact) in context.current.columns_of(id) {
        // Its sequence would keep the name that the new one's has.
        if fact.text("identity").is_some() {
            let column = column.quoted_part();
            statements.push(Statement::alter(format!(
                "alter table {name} alter column {column} drop identity"
            )));
        }
    }
    // A partition of a table that stays makes room for the other one.
    if let Some(fact) = context.current.get(id).filter(|fact| fact.text("bound").is_some())
        && !is_parent_rebuilt(context, fact)
    {
        statements.push(detach(id, fact));
        // Its indexes would keep the names that those of the new one have.
        statements.extend(leave_behind(id, fact, |_, _| true));
    }
    statements
        .push(Statement::new(Action::Rename, format!("alter table {name} rename to {waiting}")));
    statements
}

/// Returns whether the table that a partition is of is made anew: its rows are then taken over along
/// with those of the others.
pub(in crate::diff) fn is_parent_rebuilt(context: &Context<'_>, partition: &Fact) -> bool {
    let parent = partition.list("parents").first().and_then(|parent| context.named(parent));
    partition.text("bound").is_some()
        && parent.is_some_and(|parent| context.fates.rebuilt.contains(&parent))
}

/// Takes the rows over into the new table.
pub(in crate::diff) fn take_over(context: &Context<'_>, id: &Id) -> Vec<Statement> {
    if context.current.get(id).is_some_and(|fact| is_parent_rebuilt(context, fact)) {
        return Vec::new();
    }
    let waiting =
        format!("{}.{}", quote_identifier(&id.schema), quote_identifier(&waiting_name(id)));
    let new = context.desired.columns_of(id);
    let shared: Vec<(String, String)> = context
        .current
        .columns_of(id)
        .into_iter()
        .filter_map(|(column, old)| {
            let (_, new) = new.iter().find(|(known, _)| known.part == column.part)?;
            if new.text("generated").is_some() {
                return None;
            }
            let name = column.quoted_part();
            let (from, to) = (old.word("type"), new.word("type"));
            let value = match has_type_aside(context, column) {
                true => format!("{name}::text::{to}"),
                false => conversion(from, to, &name).unwrap_or_else(|| name.clone()),
            };
            Some((name, value))
        })
        .collect();
    let mut statements = Vec::new();
    if !shared.is_empty() {
        let names: Vec<&str> = shared.iter().map(|(name, _)| name.as_str()).collect();
        let values: Vec<&str> = shared.iter().map(|(_, value)| value.as_str()).collect();
        let (names, values) = (names.join(", "), values.join(", "));
        let insert = Statement::new(
            Action::Data,
            format!(
                "insert into {} ({names}) overriding system value select {values} from {waiting}",
                id.qualified()
            ),
        );
        statements.push(insert.hazard(
            HazardKind::DependsOnData,
            format!("fails where a row of `{id}` does not fit the table as it will be"),
        ));
    }
    for (column, _) in new.iter().filter(|(_, fact)| fact.text("identity").is_some()) {
        statements.push(super::sequence::advance(&super::sequence::of_column(column), column));
    }
    statements
}

/// Returns whether a column that was put aside is of a type that was, too.
fn has_type_aside(context: &Context<'_>, column: &Id) -> bool {
    let mut needs = context.current.needs_of(column);
    needs.any(|needed| needed.kind == Kind::Type && context.fates.rebuilt.contains(needed))
}

/// Removes what was put aside.
pub(in crate::diff) fn discard(id: &Id) -> Statement {
    let waiting =
        format!("{}.{}", quote_identifier(&id.schema), quote_identifier(&waiting_name(id)));
    Statement::drop(format!("drop table {waiting}"))
}
