//! The statements of a file, gathered by the object that they make.

use crate::check::context::Context;
use crate::diagnostic::Diagnostic;
use crate::source::{Span, Spanned};
use crate::spec::SqlFile;
use crate::sql::{self, StatementRole, StatementText, Verb};

/// One object of a file: the statement that creates it and those that follow it up.
pub(super) struct Block {
    /// All of these statements, but the comment where it is known apart.
    pub text: Spanned<String>,
    /// The statement that creates it.
    pub create: String,
    pub created: sql::CreatedObject,
    pub comment: Option<String>,
}

/// Gathers each CREATE with the statements behind it that are about what it made.
pub(super) fn blocks(
    context: &mut Context,
    file: &SqlFile,
    statements: &[StatementText],
) -> Vec<Block> {
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
    let span = Span::new(file.text.span.file, statement.range.clone());
    Spanned::new(file.text[statement.range.clone()].trim().to_owned(), span)
}

fn may_follow(verb: Verb) -> bool {
    matches!(verb, Verb::Alter | Verb::Comment)
}

fn refuse_follow_up(context: &mut Context, file: &SqlFile, statement: &StatementText, verb: Verb) {
    let span = Span::new(file.text.span.file, statement.statement.clone());
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
