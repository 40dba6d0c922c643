//! `.sql` files beside the YAML: objects without keys of their own, and functions.

mod blocks;
mod identity;

use crate::check::context::{Context, Reading};
use crate::diagnostic::Diagnostic;
use crate::model::{self, ObjectId, ObjectKind, Other, RoutineKind, RoutineName};
use crate::spec::{Spec, SqlFile};
use crate::sql;

use blocks::{Block, blocks};
pub(in crate::check) use identity::{identity, in_schema, is_shell};

/// Lowers every SQL file.
pub(super) fn lower(context: &mut Context, spec: &Spec) {
    for file in &spec.sql_files {
        if sql::scanner::tokens(&file.text).is_empty() {
            continue;
        }
        let Some(statements) = context.read(&file.text, sql::check_statements(&file.text)) else {
            continue;
        };
        for block in blocks(context, file, &statements) {
            lower_block(context, file, block);
        }
    }
}

/// Kinds that have keys of their own in YAML, each with the key.
fn yaml_key(kind: sql::ObjectKind) -> Option<&'static str> {
    use sql::ObjectKind as Kind;
    Some(match kind {
        Kind::Table => "tables",
        Kind::View => "views",
        Kind::MaterializedView => "materialized_views",
        Kind::Index => "indexes (of the table)",
        Kind::Trigger => "triggers (of the table)",
        Kind::Policy => "policies (of the table)",
        Kind::Sequence => "sequences",
        Kind::Domain => "domains",
        Kind::Schema => "schema",
        Kind::Extension => "extensions",
        Kind::Role => "roles",
        _ => return None,
    })
}

/// Enums, composites and ranges have keys; base types, which need C, and shell types do not.
fn is_declared_type(block: &Block) -> bool {
    let tokens = sql::scanner::tokens(&block.create);
    let words = tokens.into_iter().map(|token| block.create[token.range].to_lowercase());
    words.skip(2).take(4).any(|word| word == "as")
}

fn lower_block(context: &mut Context, file: &SqlFile, block: Block) {
    let object = &block.created.object;
    if object.kind == sql::ObjectKind::Type && is_declared_type(&block) {
        let message = "a type is declared in YAML, not in SQL";
        let finding = Diagnostic::error("declared_in_sql", block.text.span, message);
        let help = "declare it under `enums`, `composites` or `ranges`";
        return context.report(finding.with_help(help));
    }
    if let Some(key) = yaml_key(object.kind) {
        let message =
            format!("a {} is declared in YAML, not in SQL", object.kind.to_string().to_lowercase());
        let finding = Diagnostic::error("declared_in_sql", block.text.span, message);
        return context.report(finding.with_help(format!("declare it under `{key}`")));
    }
    let schema = file.schema.clone().filter(|schema| context.names.schemas.contains_key(schema));
    let scope = context.names.scope(schema.as_deref());
    let id = match object.kind {
        sql::ObjectKind::Function | sql::ObjectKind::Procedure => {
            routine(context, &block, schema.as_deref())
        }
        sql::ObjectKind::Aggregate => aggregate(context, &block, schema.as_deref()),
        _ => Some(other(context, &block, schema)),
    };
    let Some(id) = id else { return };
    context.places.insert(id.clone(), block.text.span);
    context.follow(&id, &block.text, 0..block.text.len(), Reading::Statements, &scope);
}

fn routine(context: &mut Context, block: &Block, schema: Option<&str>) -> Option<ObjectId> {
    let parsed = context.read(&block.text, sql::parse_function(&block.create))?;
    let kind = match parsed.kind {
        sql::RoutineKind::Function => RoutineKind::Function,
        sql::RoutineKind::Procedure => RoutineKind::Procedure,
    };
    insert(context, block, schema, kind, &parsed)
}

/// An aggregate's input types are read as those of a function would be.
fn aggregate(context: &mut Context, block: &Block, schema: Option<&str>) -> Option<ObjectId> {
    let object = &block.created.object;
    let inputs = object.signature.as_deref().filter(|signature| *signature != "*");
    let inputs = inputs.unwrap_or_default();
    let like = format!("create function {}({inputs}) returns int language sql as ''", object.name);
    let parsed = context.read(&block.text, sql::parse_function(&like))?;
    insert(context, block, schema, RoutineKind::Aggregate, &parsed)
}

fn insert(
    context: &mut Context,
    block: &Block,
    schema: Option<&str>,
    kind: RoutineKind,
    parsed: &sql::FunctionDefinition,
) -> Option<ObjectId> {
    let schema = parsed.name.schema.as_deref().or(schema).unwrap_or("public").to_owned();
    let scope = context.names.scope(Some(&schema));
    let mut arguments = Vec::new();
    for data_type in parsed.signature() {
        let resolved = super::types::resolve_type(context, None, &block.text, &data_type, &scope);
        arguments.push(resolved.unwrap_or_else(|| data_type.to_string()));
    }
    let name = RoutineName {
        name: model::ObjectName::new(schema, parsed.name.name.clone()),
        arguments: arguments.join(", "),
    };
    let id = ObjectId::routine(&name);
    let of_objects = context.object_owners.get(&name.name.schema).cloned().flatten();
    let owner = block.owner.clone().unwrap_or(of_objects);
    let routine = model::Routine {
        kind,
        definition: block.text.value.clone(),
        security_definer: parsed.security_definer,
        owner,
        comment: block.comment.clone(),
    };
    if context.database.routines.insert(name, routine).is_some() {
        let message = format!("{id} is declared twice");
        context.report(Diagnostic::error("duplicate_object", block.text.span, message));
    }
    Some(id)
}

fn other(context: &mut Context, block: &Block, schema: Option<String>) -> ObjectId {
    let object = in_schema(&block.created.object, schema.as_deref());
    let mut identity = identity(&object);
    if context.base_types.contains(&identity) && is_shell(&block.create) {
        identity.insert_str(0, Other::SHELL);
    }
    let kind = object.kind.words().to_lowercase();
    let other = Other { kind, schema, definition: block.text.value.clone() };
    if context.database.others.insert(identity.clone(), other).is_some() {
        let message = format!("{identity} is declared twice");
        context.report(Diagnostic::error("duplicate_object", block.text.span, message));
    }
    let id = ObjectId::global(ObjectKind::Other, identity);
    context.others.push((object.kind, object.name.name.clone(), id.clone()));
    id
}
