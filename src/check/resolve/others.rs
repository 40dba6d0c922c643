//! What needs an object that the spec holds as SQL: collations, languages, servers, operators …
//!
//! Nothing else says which of these a text means, so a text that holds the name of one needs it.
//! That may ask for more order than there must be, never for less.

use std::collections::BTreeMap;

use crate::check::context::Context;
use crate::model::{ConstraintKind, Database, ObjectId, ObjectKind, ObjectName, TypeDefinition};
use crate::sql;
use crate::sql::scanner::{Kind, tokens};

/// Records what every object needs of these.
pub(super) fn resolve(context: &mut Context) {
    let named = by_name(context);
    // Most projects have none, and need not be searched for their names.
    if !named.is_empty() {
        follow(context, &named);
    }
    complete(context);
}

fn follow(context: &mut Context, named: &BTreeMap<String, Vec<ObjectId>>) {
    use sql::ObjectKind as K;
    let kinds: BTreeMap<ObjectId, sql::ObjectKind> =
        context.others.iter().map(|(kind, _, id)| (id.clone(), *kind)).collect();
    let may_need = |object: &ObjectId, needed: &ObjectId| {
        let layers = [object, needed].map(|id| kinds.get(id).and_then(|kind| layer(*kind)));
        match layers {
            [Some((family, own)), Some((other, below))] => {
                family != other || below < own || below == own && below > 0 && family == 1
            }
            _ => true,
        }
    };
    for (object, text) in texts(&context.database) {
        for name in names(&text) {
            for needed in named.get(&name).into_iter().flatten() {
                if may_need(&object, needed) {
                    context.depend(&object, needed.clone());
                }
            }
        }
        if let Some(K::OperatorClass | K::OperatorFamily) = kinds.get(&object) {
            for symbol in operators(&text) {
                depend_on_operator(context, &object, symbol);
            }
        }
    }
}

/// Returns the symbols of the operators that a class or family is made of: `operator 1 s.<(t, t)`.
fn operators(text: &str) -> Vec<&str> {
    let tokens = tokens(text);
    let starts = tokens.windows(2).enumerate().filter(|(_, pair)| {
        text[pair[0].range.clone()].eq_ignore_ascii_case("operator") && pair[1].kind == Kind::Number
    });
    let symbol = |at: usize| {
        let is_name = |kind| matches!(kind, Kind::Word | Kind::Quoted | Kind::Symbol(b'.'));
        let rest = &tokens[at + 2..];
        // The schema stands before it.
        let rest = &rest[rest.iter().take_while(|token| is_name(token.kind)).count()..];
        let is_of_it = |kind| matches!(kind, Kind::Symbol(c) if c != b'(' && c != b',');
        let length = rest.iter().take_while(|token| is_of_it(token.kind)).count();
        let (first, last) = (rest.first()?, rest.get(length.checked_sub(1)?)?);
        Some(&text[first.range.start..last.range.end])
    };
    starts.filter_map(|(at, _)| symbol(at)).collect()
}

/// Returns which kinds are made of which: of a family of kinds, the one that stands lower is never made
/// of another, whatever it is called.
fn layer(kind: sql::ObjectKind) -> Option<(u8, u8)> {
    use sql::ObjectKind as K;
    Some(match kind {
        K::OperatorFamily => (0, 0),
        K::OperatorClass => (0, 1),
        K::TextSearchParser | K::TextSearchTemplate => (1, 0),
        K::TextSearchDictionary => (1, 1),
        K::TextSearchConfiguration => (1, 2),
        K::ForeignDataWrapper => (2, 0),
        K::Server => (2, 1),
        _ => return None,
    })
}

/// The functions of a base type come before its definition, and after its shell.
fn complete(context: &mut Context) {
    let dependencies = &mut context.database.dependencies;
    for identity in &context.base_types {
        let whole = ObjectId::global(ObjectKind::Other, identity.clone());
        let functions = dependencies.get(&whole).cloned().unwrap_or_default();
        for function in functions.iter().filter(|id| id.kind == ObjectKind::Routine) {
            if let Some(needed) = dependencies.get_mut(function) {
                needed.remove(&whole);
            }
        }
    }
}

/// Operators are found by their symbols, which mean what they always did where they are built in.
pub(super) fn depend_on_operator(context: &mut Context, object: &ObjectId, symbol: &str) {
    // Operators may name each other as commutator and negator before these exist.
    if context.others.iter().any(|(kind, _, id)| *kind == sql::ObjectKind::Operator && id == object)
    {
        return;
    }
    let same = |(kind, name, id): &(sql::ObjectKind, String, ObjectId)| {
        (*kind == sql::ObjectKind::Operator && name == symbol).then(|| id.clone())
    };
    let needed: Vec<ObjectId> = context.others.iter().filter_map(same).collect();
    needed.into_iter().for_each(|needed| context.depend(object, needed));
}

/// A cast is not named where it is used: what mentions a type needs the casts to it. Routines are
/// left out, as casts need them.
pub(super) fn depend_on_casts(context: &mut Context, object: &ObjectId, target: &ObjectName) {
    use ObjectKind::{Constraint, Index, MaterializedView, Policy, Table, View};
    if !matches!(object.kind, Constraint | Index | MaterializedView | Policy | Table | View) {
        return;
    }
    let (qualified, bare) = (target.to_string(), sql::quote_identifier(&target.name));
    let casts = context.others.iter().filter(|(kind, ..)| *kind == sql::ObjectKind::Cast);
    let to_it = casts.filter(|(_, name, _)| {
        let target = name.rsplit_once(" AS ").map(|(_, target)| target);
        target.is_some_and(|target| target == qualified || target == bare)
    });
    let needed: Vec<ObjectId> = to_it.map(|(.., id)| id.clone()).collect();
    needed.into_iter().for_each(|needed| context.depend(object, needed));
}

fn by_name(context: &Context) -> BTreeMap<String, Vec<ObjectId>> {
    use sql::ObjectKind as K;
    let mut named: BTreeMap<String, Vec<ObjectId>> = BTreeMap::new();
    for (kind, name, id) in &context.others {
        let is_named_in_text = matches!(
            kind,
            K::AccessMethod
                | K::Collation
                | K::ForeignDataWrapper
                | K::Language
                | K::OperatorClass
                | K::OperatorFamily
                | K::Server
                | K::TextSearchConfiguration
                | K::TextSearchDictionary
                | K::TextSearchParser
                | K::TextSearchTemplate
        );
        if is_named_in_text {
            named.entry(name.clone()).or_default().push(id.clone());
        }
    }
    named
}

/// Returns every text of the model in which such a name may stand.
fn texts(database: &Database) -> Vec<(ObjectId, String)> {
    let mut texts = Vec::new();
    for (name, declared) in &database.types {
        let id = ObjectId::in_schema(ObjectKind::Type, name);
        texts.extend(of_type(&declared.definition).map(|text| (id.clone(), text)));
    }
    for (name, table) in &database.tables {
        let id = ObjectId::in_schema(ObjectKind::Table, name);
        let index = |name: &str, index: &String| {
            let object = ObjectName::new(id.schema.clone(), index.clone());
            (ObjectId::in_schema(ObjectKind::Index, &object), name.to_owned())
        };
        texts.extend(table.indexes.iter().map(|(own, found)| index(&found.definition, own)));
        for (own, constraint) in &table.constraints {
            let part = ObjectId::part(ObjectKind::Constraint, name, own);
            match &constraint.kind {
                ConstraintKind::Exclusion(text) => texts.push((part, text.clone())),
                ConstraintKind::Check { expression, .. } => {
                    texts.push((part, expression.0.clone()));
                }
                _ => {}
            }
        }
        for column in &table.columns {
            let generated = column.generated.as_ref().map(|generated| &generated.expression);
            let expressions = generated.into_iter().chain(&column.default);
            let all = expressions.map(|text| &text.0).chain(&column.collation);
            texts.extend(all.map(|text| (id.clone(), text.clone())));
        }
        let whole = table.partition_by.iter().chain(&table.access_method);
        texts.extend(whole.map(|text| (id.clone(), text.clone())));
    }
    for (name, view) in &database.views {
        texts.push((ObjectId::in_schema(view.kind(), name), view.query.clone()));
        for (own, index) in &view.indexes {
            let object = ObjectName::new(name.schema.clone(), own.clone());
            let id = ObjectId::in_schema(ObjectKind::Index, &object);
            texts.push((id, index.definition.clone()));
        }
    }
    let routines = database.routines.iter();
    texts.extend(routines.map(|(name, found)| (ObjectId::routine(name), found.definition.clone())));
    let others = database.others.iter();
    texts.extend(others.map(|(name, other)| {
        (ObjectId::global(ObjectKind::Other, name.clone()), other.definition.clone())
    }));
    texts
}

fn of_type(definition: &TypeDefinition) -> impl Iterator<Item = String> {
    let mut texts: Vec<Option<String>> = Vec::new();
    match definition {
        TypeDefinition::Enum(_) => {}
        TypeDefinition::Domain(domain) => {
            texts.push(domain.collation.clone());
            texts.extend(domain.checks.values().map(|check| Some(check.expression.0.clone())));
        }
        TypeDefinition::Composite(composite) => {
            texts.extend(composite.attributes.iter().map(|(_, _, collation)| collation.clone()));
        }
        TypeDefinition::Range(range) => {
            texts.extend([range.collation.clone(), range.subtype_opclass.clone()]);
        }
    }
    texts.into_iter().flatten()
}

/// Returns the identifiers of a text; a literal such as `'sales.words'` may name an object too.
fn names(text: &str) -> Vec<String> {
    let name = |token: sql::scanner::Token| {
        let written = &text[token.range];
        match token.kind {
            Kind::Word | Kind::Quoted => Some(sql::fold_identifier(written)),
            Kind::Text => {
                let inner = written.trim_matches('\'');
                Some(sql::fold_identifier(inner.rsplit('.').next().unwrap_or(inner)))
            }
            _ => None,
        }
    };
    let tokens = tokens(text);
    // The word of the kind, as in `text search parser`, is no name.
    let is = |at: usize, word: &str| {
        let token = tokens.get(at);
        token.is_some_and(|token| text[token.range.clone()].eq_ignore_ascii_case(word))
    };
    let kinds = ["configuration", "dictionary", "parser", "template"];
    let is_kind = |at: usize| {
        at > 0
            && is(at - 1, "text")
            && is(at, "search")
            && kinds.iter().any(|word| is(at + 1, word))
    };
    let named = tokens.iter().enumerate().filter(|(at, _)| !is_kind(*at));
    named.filter_map(|(_, token)| name(token.clone())).collect()
}
