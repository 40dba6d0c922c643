//! `.sql` files beside the YAML: objects without keys of their own, and functions.

use crate::check::context::{Context, Reading};
use crate::diagnostic::Diagnostic;
use crate::model::{self, ObjectId, ObjectKind, Other, RoutineKind, RoutineName};
use crate::source::Spanned;
use crate::spec::{Spec, SqlFile};
use crate::sql::{self, StatementRole, StatementText, Verb};

/// One object of a file: the statement that creates it and those that follow it up.
struct Block {
    text: Spanned<String>,
    created: sql::CreatedObject,
}

/// Lowers every SQL file.
pub(super) fn lower(context: &mut Context, spec: &Spec) {
    for file in &spec.sql_files {
        let Some(statements) = context.read(&file.text, sql::check_statements(&file.text)) else {
            continue;
        };
        for block in blocks(context, file, &statements) {
            lower_block(context, file, block);
        }
    }
}

/// Gathers each CREATE with the statements behind it that are about what it made.
fn blocks(context: &mut Context, file: &SqlFile, statements: &[StatementText]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for statement in statements {
        let start = statement.statement.start as isize;
        let text = &file.text[statement.statement.clone()];
        let role = context.read_part(&file.text, start, sql::parse_statement(text));
        match role {
            Some(StatementRole::Create(created)) => {
                let text = whole(file, statement);
                blocks.push(Block { text, created });
            }
            Some(StatementRole::FollowUp(follow_up)) => match blocks.last_mut() {
                Some(block) if may_follow(follow_up.verb) => {
                    let more = &file.text[statement.range.clone()];
                    block.text.value.push_str(";\n");
                    block.text.value.push_str(more.trim());
                }
                _ => refuse_follow_up(context, file, statement, follow_up.verb),
            },
            None => {}
        }
    }
    blocks
}

fn whole(file: &SqlFile, statement: &StatementText) -> Spanned<String> {
    let span = crate::source::Span::new(file.text.span.file, statement.range.clone());
    Spanned::new(file.text[statement.range.clone()].trim().to_owned(), span)
}

fn may_follow(verb: Verb) -> bool {
    matches!(verb, Verb::Alter | Verb::Comment)
}

fn refuse_follow_up(context: &mut Context, file: &SqlFile, statement: &StatementText, verb: Verb) {
    let span = crate::source::Span::new(file.text.span.file, statement.statement.clone());
    let (message, help) = match verb {
        Verb::Grant | Verb::Revoke => {
            ("privileges are declared in YAML", "use `grants:` under the role, in `roles/`")
        }
        _ => (
            "a statement that creates nothing",
            "SQL files hold CREATE statements, each with its COMMENT ON and ALTER behind it",
        ),
    };
    context.report(Diagnostic::error("statement_without_object", span, message).with_help(help));
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

fn lower_block(context: &mut Context, file: &SqlFile, block: Block) {
    let object = &block.created.object;
    if let Some(key) = yaml_key(object.kind) {
        let message = format!("a {} is declared in YAML, not in SQL", object.kind);
        let finding = Diagnostic::error("declared_in_sql", block.text.span, message);
        return context.report(finding.with_help(format!("declare it under `{key}`")));
    }
    let schema = file.schema.clone().filter(|schema| context.names.schemas.contains_key(schema));
    let scope = context.names.scope(schema.as_deref());
    let id = match object.kind {
        sql::ObjectKind::Function | sql::ObjectKind::Procedure => {
            routine(context, &block, schema.as_deref())
        }
        _ => Some(other(context, &block, schema)),
    };
    let Some(id) = id else { return };
    context.places.insert(id.clone(), block.text.span);
    context.follow(&id, &block.text, 0..block.text.len(), Reading::Statements, &scope);
}

fn routine(context: &mut Context, block: &Block, schema: Option<&str>) -> Option<ObjectId> {
    let create = block.text.split(";\ncomment").next().unwrap_or(&block.text);
    let parsed = context.read(&block.text, sql::parse_function(create))?;
    let schema = parsed.name.schema.as_deref().or(schema).unwrap_or("public").to_owned();
    let scope = context.names.scope(Some(&schema));
    let mut arguments = Vec::new();
    for data_type in parsed.signature() {
        let resolved = super::types::resolve_type(context, None, &block.text, &data_type, &scope);
        arguments.push(resolved.unwrap_or_else(|| data_type.to_string()));
    }
    let kind = match parsed.kind {
        sql::RoutineKind::Function => RoutineKind::Function,
        sql::RoutineKind::Procedure => RoutineKind::Procedure,
    };
    let name = RoutineName {
        name: model::ObjectName::new(schema, parsed.name.name),
        arguments: arguments.join(", "),
    };
    let id = ObjectId::routine(&name);
    let owner = context.database.schemas.get(&name.name.schema).and_then(|s| s.owner.clone());
    let routine = model::Routine {
        kind,
        definition: block.text.value.clone(),
        security_definer: parsed.security_definer,
        owner,
        comment: None,
    };
    context.database.routines.insert(name, routine);
    Some(id)
}

fn other(context: &mut Context, block: &Block, schema: Option<String>) -> ObjectId {
    let object = &block.created.object;
    let identity = object.to_string();
    let other =
        Other { kind: object.kind.to_string(), schema, definition: block.text.value.clone() };
    if context.database.others.insert(identity.clone(), other).is_some() {
        let message = format!("{identity} is declared twice");
        context.report(Diagnostic::error("duplicate_object", block.text.span, message));
    }
    ObjectId::global(ObjectKind::Other, identity)
}
