//! Defaults of columns. Those of children are their own: what is said of a parent is said of it only.

use super::column::{head, own_head};
use crate::diff::{Context, Statement};
use crate::facts::{Fact, Facts, Id, Kind};

/// Returns how the column of a default is altered: views have no children.
fn head_of(context: &Context<'_>, facts: &Facts, id: &Id) -> String {
    match facts.contains(&id.whole(Kind::View)) {
        true => head(id).replacen("alter table ", "alter view ", 1),
        false => own_head(context, id),
    }
}

/// Sets the default of a column that is there; what is generated comes with its column.
pub(super) fn create(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    if fact.text("generated").is_some() {
        return Vec::new();
    }
    let (head, expression) = (head_of(context, context.desired, id), fact.word("expression"));
    vec![Statement::alter(format!("{head} set default {expression}"))]
}

/// Sets another default; from PostgreSQL 17 on another expression of a generated column, too.
pub(super) fn alter(
    context: &Context<'_>,
    id: &Id,
    new: &Fact,
    changed: &[&str],
) -> Option<Vec<Statement>> {
    if new.text("generated").is_none() {
        return Some(create(context, id, new));
    }
    if context.desired.postgres < 17 || changed != ["expression"] {
        return None;
    }
    let expression = new.word("expression");
    Some(vec![Statement::alter(format!("{} set expression as ({expression})", head(id)))])
}

pub(super) fn drop(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    if fact.text("generated").is_some() {
        return Vec::new();
    }
    vec![Statement::alter(format!("{} drop default", head_of(context, context.current, id)))]
}
