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
    /// Owner of a routine, where one is named; the applying role goes unsaid.
    pub owner: Option<Option<String>>,
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
                blocks.push(Block { text, create, created, comment: None, owner: None });
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

/// The comment on a routine and its owner are properties of it; everything else stays SQL.
fn follow_up_with(block: &mut Block, verb: Verb, statement: &str) {
    match verb {
        Verb::Comment if is_routine(block) => {
            if let Some(text) = comment_text(statement) {
                block.comment = Some(text);
                return;
            }
        }
        Verb::Alter if is_routine(block) => {
            if let Some(owner) = new_owner(statement) {
                block.owner = Some(owner);
                return;
            }
        }
        _ => {}
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

/// Returns who `alter … owner to …` names; the applying role goes unsaid.
fn new_owner(statement: &str) -> Option<Option<String>> {
    let tokens = sql::scanner::tokens(statement);
    let [.., owner, to, name] = tokens.as_slice() else { return None };
    let is = |token: &sql::scanner::Token, word: &str| {
        statement[token.range.clone()].eq_ignore_ascii_case(word)
    };
    let name = &statement[name.range.clone()];
    let applying = ["current_user", "current_role", "session_user"];
    let applying = applying.iter().any(|word| word.eq_ignore_ascii_case(name));
    let named = is(owner, "owner") && is(to, "to");
    named.then(|| (!applying).then(|| sql::fold_identifier(name)))
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
