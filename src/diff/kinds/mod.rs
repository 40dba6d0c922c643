//! One table of rules: how each kind of object is made, changed in place and removed.
//!
//! A rule for a change returns `None` where PostgreSQL cannot make it in place: the object is then
//! made anew, with what depends on it.

pub(in crate::diff) mod aside;
pub(in crate::diff) mod column;
pub(in crate::diff) mod constraint;
mod default;
mod foreign;
pub(in crate::diff) mod identity;
pub(in crate::diff) mod index;
mod operators;
pub(in crate::diff) mod partition;
mod parts;
mod replication;
mod routine;
mod schema;
pub(in crate::diff) mod sequence;
pub(in crate::diff) mod table;
pub(in crate::diff) mod types;
mod view;

use super::common::noun;
use super::{Context, HazardKind, Statement, grants};
use crate::facts::{Fact, Id, Kind};

/// Returns the statements that make an object, without comment, owner and privileges.
pub(super) fn create(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    match id.kind {
        Kind::Role => schema::create_role(id, fact),
        Kind::Membership => schema::create_membership(context, id, fact),
        Kind::Setting => schema::set_setting(id, fact.text("value")),
        Kind::Schema => schema::create_schema(id),
        Kind::Extension => schema::create_extension(context, id, fact),
        Kind::Language => schema::create_language(id, fact),
        Kind::AccessMethod => schema::create_access_method(id, fact),
        Kind::ForeignDataWrapper => foreign::create_wrapper(id, fact),
        Kind::Server => foreign::create_server(id, fact),
        Kind::UserMapping => foreign::create_mapping(context, id, fact),
        Kind::Collation => types::create_collation(id, fact),
        Kind::Type => types::create(context, id, fact),
        Kind::Attribute => types::create_attribute(context, id, fact),
        Kind::DomainConstraint => types::create_domain_constraint(id, fact),
        Kind::Routine => routine::create(context, id, fact),
        Kind::Cast => operators::create_cast(id, fact),
        Kind::Transform => operators::create_transform(id, fact),
        Kind::Operator => operators::create_operator(id, fact),
        Kind::OperatorFamily => operators::create_family(id, fact),
        Kind::OperatorClass => operators::create_class(id, fact),
        Kind::Conversion => operators::create_conversion(id, fact),
        Kind::TextSearchParser => operators::create_parser(id, fact),
        Kind::TextSearchTemplate => operators::create_template(id, fact),
        Kind::TextSearchDictionary => operators::create_dictionary(id, fact),
        Kind::TextSearchConfiguration => operators::create_configuration(id, fact),
        Kind::Sequence => sequence::create(id, fact),
        Kind::Table => table::create(context, id, fact),
        Kind::Column => column::create(context, id, fact),
        Kind::Default => default::create(context, id, fact),
        Kind::View => view::create(context, id, fact),
        Kind::MaterializedView => view::create_materialized(context, id, fact),
        Kind::Constraint => constraint::create(context, id, fact),
        Kind::Index => index::create(context, id, fact),
        Kind::Statistics => index::create_statistics(id, fact),
        Kind::Rule => parts::create_rule(id, fact),
        Kind::Trigger => parts::create_trigger(id, fact),
        Kind::Policy => parts::create_policy(id, fact),
        Kind::EventTrigger => operators::create_event_trigger(id, fact),
        Kind::Publication => replication::create_publication(id, fact),
        Kind::PublicationMember => replication::create_member(id, fact),
        Kind::Subscription => replication::create_subscription(id, fact),
        Kind::DefaultPrivileges => grants::change_default(
            id,
            &default_base(id, context.desired.postgres),
            &grants::entries(fact),
        ),
        Kind::Privileges => {
            grants::change(id, fact, &fact.privileges("initial_acl"), &grants::entries(fact))
        }
        Kind::LargeObject => {
            vec![Statement::create(format!("select pg_catalog.lo_create({})", id.name))]
        }
        // They are there with the database; only what is said of them is ours.
        Kind::Database | Kind::Parameter | Kind::SecurityLabel => Vec::new(),
    }
}

/// Returns the statements that remove an object.
pub(super) fn drop(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    let replaced = context.is_replaced(id);
    match id.kind {
        Kind::Membership => schema::drop_membership(id),
        Kind::Setting => schema::set_setting(id, None),
        Kind::UserMapping => foreign::drop_mapping(id),
        Kind::Type => types::drop(id, fact, replaced),
        Kind::Attribute => types::drop_attribute(context, id),
        Kind::DomainConstraint => types::drop_domain_constraint(id),
        Kind::Routine => without_hazards(routine::drop(id, fact), replaced),
        Kind::Sequence => sequence::drop(id, replaced),
        Kind::Table => table::drop(id, fact, replaced),
        Kind::Column => column::drop(context, id, replaced),
        Kind::Default => default::drop(context, id, fact),
        Kind::View | Kind::MaterializedView => view::drop(id, replaced),
        Kind::Constraint => constraint::drop(id),
        Kind::Index => index::drop(context, id, fact),
        Kind::Policy => parts::drop_policy(id, fact, replaced),
        Kind::Trigger if fact.is("of_parent") => parts::follow_parent(context, id),
        Kind::PublicationMember => replication::drop_member(id, fact),
        Kind::Subscription => replication::drop_subscription(id, fact),
        Kind::DefaultPrivileges => grants::change_default(
            id,
            &grants::entries(fact),
            &default_base(id, context.desired.postgres),
        ),
        Kind::Parameter | Kind::Privileges => {
            grants::change(id, fact, &grants::entries(fact), &fact.privileges("initial_acl"))
        }
        Kind::Database | Kind::LargeObject | Kind::SecurityLabel => Vec::new(),
        _ => {
            let statement = Statement::drop(format!("drop {}", noun(id, fact)));
            vec![match replaced || matches!(id.kind, Kind::Trigger | Kind::Rule | Kind::Statistics)
            {
                true => statement,
                false => statement
                    .hazard(HazardKind::BreaksClients, format!("whatever uses `{id}` fails")),
            }]
        }
    }
}

fn without_hazards(mut statements: Vec<Statement>, replaced: bool) -> Vec<Statement> {
    if replaced {
        statements.iter_mut().for_each(|statement| statement.hazards.clear());
    }
    statements
}

/// Returns the statements that change an object in place, or `None` where it is made anew.
///
/// `changed` names the attributes that differ, without comment, owner, privileges and labels.
pub(super) fn alter(
    context: &Context<'_>,
    id: &Id,
    old: &Fact,
    new: &Fact,
    changed: &[&str],
) -> Option<Vec<Statement>> {
    match id.kind {
        // A table may have to come back to a parent that it left meanwhile.
        _ if changed.is_empty() && !context.is_retyped(id) && id.kind != Kind::Table => {
            Some(Vec::new())
        }
        Kind::Role => schema::alter_role(id, old, new),
        Kind::Membership => Some(schema::alter_membership(context, id, new)),
        Kind::Setting => Some(schema::set_setting(id, new.text("value"))),
        Kind::Extension => schema::alter_extension(id, new, changed),
        Kind::ForeignDataWrapper => Some(foreign::alter_wrapper(id, old, new, changed)),
        Kind::Server => foreign::alter_server(id, old, new, changed),
        Kind::UserMapping => Some(foreign::alter_mapping(id, old, new)),
        Kind::Type => types::alter(id, old, new, changed),
        Kind::Attribute => Some(types::alter_attribute(context, id, old, new)),
        Kind::DomainConstraint => types::alter_domain_constraint(id, new, changed),
        Kind::Routine => routine::alter(id, old, new, changed),
        Kind::Operator => operators::alter_operator(id, new, changed),
        Kind::OperatorFamily => Some(operators::alter_family(id, old, new)),
        Kind::TextSearchDictionary => operators::alter_dictionary(id, old, new, changed),
        Kind::TextSearchConfiguration => operators::alter_configuration(id, old, new, changed),
        Kind::Sequence => Some(sequence::alter(id, old, new, changed)),
        Kind::Table => table::alter(context, id, old, new, changed),
        Kind::Column => column::alter(context, id, old, new, changed),
        Kind::Default => default::alter(context, id, new, changed),
        Kind::View => view::alter(context, id, old, new, changed),
        Kind::MaterializedView => view::alter_materialized(id, old, new, changed),
        Kind::Constraint => constraint::alter(context, id, old, new, changed),
        Kind::Index => index::alter(context, id, old, new, changed),
        Kind::Statistics => index::alter_statistics(id, new, changed),
        Kind::Rule => parts::alter_rule(id, new, changed),
        Kind::Trigger => parts::alter_trigger(context, id, new, changed),
        Kind::Policy => parts::alter_policy(id, old, new, changed),
        Kind::EventTrigger if changed == ["firing"] => Some(operators::fire_event_trigger(id, new)),
        Kind::Publication => replication::alter_publication(id, new, changed),
        Kind::Subscription => Some(replication::alter_subscription(id, old, new, changed)),
        _ => None,
    }
}

/// Returns the default privileges that are in force where none are set.
pub(super) fn default_base(id: &Id, postgres: u16) -> grants::Entries {
    if !id.schema.is_empty() {
        return grants::Entries::new();
    }
    let kind = match &*id.part {
        "tables" => Kind::Table,
        "sequences" => Kind::Sequence,
        "functions" => Kind::Routine,
        "types" => Kind::Type,
        "schemas" => Kind::Schema,
        _ => Kind::LargeObject,
    };
    grants::owner_and_public(kind, postgres)
}
