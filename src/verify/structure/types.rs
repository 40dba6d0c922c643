//! Reduces types and sequences to what can be compared.

use crate::model::{Database, Domain, Expression, SequenceOptions, Type, TypeDefinition};

use super::TypeNames;

/// Stands for any expression.
pub(super) const EXPRESSION: &str = "an expression";

/// Reduces the types and sequences of both sides.
pub(super) fn align(model: &mut Database, found: &mut Database, types: &TypeNames) {
    for (name, declared) in &mut model.types {
        reduce(declared, types);
        // The order by which a server's own names are spelled is the server's to say.
        if let Some(Type { definition: TypeDefinition::Range(range), .. }) =
            found.types.get_mut(name)
            && let TypeDefinition::Range(declared) = &declared.definition
            && range.subtype_diff.is_some() == declared.subtype_diff.is_some()
        {
            range.subtype_diff.clone_from(&declared.subtype_diff);
            range.subtype_opclass.clone_from(&declared.subtype_opclass);
        }
    }
    found.types.values_mut().for_each(|found| reduce(found, &TypeNames::default()));
    for sequence in model.sequences.values_mut() {
        sequence.options = canonical(&sequence.options, "bigint");
    }
}

fn reduce(declared: &mut Type, types: &TypeNames) {
    match &mut declared.definition {
        TypeDefinition::Enum(_) => {}
        TypeDefinition::Domain(domain) => reduce_domain(domain, types),
        TypeDefinition::Composite(composite) => {
            for (_, data_type, collation) in &mut composite.attributes {
                *data_type = types.column(data_type);
                reduce_collation(collation);
            }
        }
        TypeDefinition::Range(range) => {
            range.subtype = types.column(&range.subtype);
            reduce_collation(&mut range.collation);
        }
    }
}

fn reduce_domain(domain: &mut Domain, types: &TypeNames) {
    domain.base = types.column(&domain.base);
    reduce_collation(&mut domain.collation);
    reduce_expression(domain.default.as_mut());
    for check in domain.checks.values_mut() {
        reduce_expression(Some(&mut check.expression));
    }
}

/// Leaves of an expression that it is there.
pub(super) fn reduce_expression(expression: Option<&mut Expression>) {
    if let Some(expression) = expression {
        *expression = Expression(EXPRESSION.to_owned());
    }
}

/// Spells a collation without quotes and without the schema of the built-in ones.
pub(super) fn reduce_collation(collation: &mut Option<String>) {
    if let Some(name) = collation {
        let bare = name.replace('"', "");
        *name = bare.strip_prefix("pg_catalog.").unwrap_or(&bare).to_owned();
    }
    *collation = collation.take().filter(|name| name != "default");
}

/// Leaves out what PostgreSQL chooses unasked, as the catalog reader does.
pub(super) fn canonical(options: &SequenceOptions, default_type: &str) -> SequenceOptions {
    crate::catalog::canonical_sequence(options, default_type)
}
