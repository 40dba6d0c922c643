//! `.sql` files beside the YAML: objects without keys of their own, and functions.

use crate::check::context::{Context, Reading};
use crate::diagnostic::Diagnostic;
use crate::model::{self, ObjectId, ObjectKind, Other, RoutineKind, RoutineName};
use crate::source::Spanned;
use crate::spec::{Spec, SqlFile};
use crate::sql::{self, StatementRole, StatementText, Verb};

/// One object of a file: the statement that creates it and those that follow it up.
struct Block {
    /// All of these statements, but the comment where it is known apart.
    text: Spanned<String>,
    /// The statement that creates it.
    create: String,
    created: sql::CreatedObject,
    comment: Option<String>,
}

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

/// Gathers each CREATE with the statements behind it that are about what it made.
fn blocks(context: &mut Context, file: &SqlFile, statements: &[StatementText]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for statement in statements {
        let start = statement.statement.start as isize;
        let text = &file.text[statement.statement.clone()];
        let role = context.read_part(&file.text, start, sql::parse_statement(text));
        match role {
            Some(StatementRole::Create(created)) => {
                let (text, create) = (whole(file, statement), text.to_owned());
                blocks.push(Block { text, create, created, comment: None });
            }
            Some(StatementRole::FollowUp(follow_up)) => {
                match about(&mut blocks, &follow_up, text) {
                    Some(block) if may_follow(follow_up.verb) => {
                        follow_up_with(block, follow_up.verb, &file.text[statement.range.clone()]);
                    }
                    _ => refuse_follow_up(context, file, statement, follow_up.verb),
                }
            }
            None => {}
        }
    }
    blocks
}

/// Returns the object that a statement is about; the one before it where that is not plain to see.
fn about<'a>(
    blocks: &'a mut [Block],
    follow_up: &sql::object::FollowUp,
    statement: &str,
) -> Option<&'a mut Block> {
    let words = statement.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let named = |block: &Block| {
        let created = &block.created.object;
        words.contains(&format!("{} {}", created.kind, created.name.name).to_lowercase())
    };
    let same = |block: &Block| {
        follow_up.object.as_ref().is_some_and(|object| {
            let created = &block.created.object;
            let overload = object.signature.is_none() || object.signature == created.signature;
            created.kind == object.kind && created.name.name == object.name.name && overload
        })
    };
    let last = blocks.len().checked_sub(1)?;
    let at = blocks.iter().rposition(same).or_else(|| blocks.iter().rposition(named));
    let at = at.unwrap_or(last);
    blocks.get_mut(at)
}

/// The comment on a routine is one of its properties; everything else stays SQL.
fn follow_up_with(block: &mut Block, verb: Verb, statement: &str) {
    let text = (verb == Verb::Comment && is_routine(block)).then(|| comment_text(statement));
    if let Some(Some(text)) = text {
        block.comment = Some(text);
        return;
    }
    block.text.value.push_str(";\n");
    block.text.value.push_str(statement.trim());
}

fn is_routine(block: &Block) -> bool {
    use sql::ObjectKind::{Aggregate, Function, Procedure};
    matches!(block.created.object.kind, Function | Procedure | Aggregate)
}

/// Returns what `comment on … is '…'` says, where that is a plain literal.
fn comment_text(statement: &str) -> Option<String> {
    let last = sql::scanner::tokens(statement).pop()?;
    let literal = &statement[last.range];
    let inner = literal.strip_prefix('\'')?.strip_suffix('\'')?;
    Some(inner.replace("''", "'"))
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
    let owner = context.database.schemas.get(&name.name.schema).and_then(|s| s.owner.clone());
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

/// Names an object with the schema that its file belongs to, where its kind has one.
pub(in crate::check) fn in_schema(
    object: &sql::object::ObjectName,
    schema: Option<&str>,
) -> sql::object::ObjectName {
    use sql::ObjectKind as K;
    let mut object = object.clone();
    let lives_in_one = matches!(
        object.kind,
        K::Collation
            | K::Conversion
            | K::ForeignTable
            | K::Operator
            | K::OperatorClass
            | K::OperatorFamily
            | K::Statistics
            | K::TextSearchConfiguration
            | K::TextSearchDictionary
            | K::TextSearchParser
            | K::TextSearchTemplate
            | K::Type
    );
    let table = object.table.as_mut();
    let names = lives_in_one.then_some(&mut object.name).into_iter().chain(table);
    for name in names.filter(|name| name.schema.is_none()) {
        name.schema = schema.map(str::to_owned);
    }
    object
}

/// Names an object as PostgreSQL's `pg_identify_object` does, as far as the text tells.
pub(in crate::check) fn identity(object: &sql::object::ObjectName) -> String {
    use sql::ObjectKind as K;
    let (kind, name) = (object.kind.words().to_lowercase(), &object.name);
    match object.kind {
        K::Cast => format!("cast ({})", name.name.replacen(" AS ", " as ", 1)),
        K::OperatorClass | K::OperatorFamily => {
            let method = object.signature.as_deref().unwrap_or("btree");
            format!("{kind} {name} using {}", sql::quote_identifier(method))
        }
        K::UserMapping => {
            let (user, server) = name.name.split_once(" SERVER ").unwrap_or((&name.name, ""));
            format!("{kind} {} on server {server}", user.trim_start_matches("FOR "))
        }
        K::Operator => {
            let schema = name.schema.as_deref().map(sql::quote_identifier);
            let schema = schema.map(|schema| format!("{schema}.")).unwrap_or_default();
            format!("{kind} {schema}{}({})", name.name, object.signature.as_deref().unwrap_or(""))
        }
        _ => kind + object.to_string().trim_start_matches(object.kind.words()),
    }
}

fn other(context: &mut Context, block: &Block, schema: Option<String>) -> ObjectId {
    let object = in_schema(&block.created.object, schema.as_deref());
    let identity = identity(&object);
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
