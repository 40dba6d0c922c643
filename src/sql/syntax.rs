//! Checks expressions, queries and files of statements.

use std::ops::Range;

use squawk_syntax::ast::{AstNode, Expr};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::parse::{self, Frame, Place};
use super::{SyntaxErrors, tree};

/// One statement of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementText {
    /// The statement with the comments directly before it and without its semicolon, in bytes.
    pub range: Range<usize>,
    /// The statement alone.
    pub statement: Range<usize>,
    /// Its leading words in lower case, up to what it acts on: `create table`, `select`.
    pub kind: String,
}

/// Splits `text` into its statements.
///
/// # Errors
/// Everything that is no SQL, text without any statement, and what a server connection cannot run:
/// `COPY … FROM STDIN` and psql's commands.
pub fn check_statements(text: &str) -> Result<Vec<StatementText>, SyntaxErrors> {
    parse::file(text, false, |file, place| {
        let statements: Vec<_> = parse::statements(file).collect();
        if statements.is_empty() {
            return tree::refuse(file, place, "a statement is expected here");
        }
        statements.iter().map(|node| statement(node, place)).collect()
    })
}

/// Checks that `text` is one expression of values, as `CHECK`, `DEFAULT` and `USING` take it.
///
/// # Errors
/// Whatever is not exactly one expression: lists, queries without their parentheses, aliases.
pub fn check_expression(text: &str) -> Result<(), SyntaxErrors> {
    expression(text, |_, _| Ok(()))
}

/// Checks that `text` is exactly one expression over a row by itself.
///
/// # Errors
/// What [`check_expression`] refuses, and a window function outside of a subquery, which looks at other rows.
pub fn check_expression_of_row(text: &str) -> Result<(), SyntaxErrors> {
    expression(text, |expression, place| {
        let mut clauses =
            expression.descendants().filter(|it| it.kind() == SyntaxKind::OVER_CLAUSE);
        let is_own = |clause: &SyntaxNode| {
            let mut around = clause.ancestors().take_while(|it| it != expression);
            !around.any(|it| is_query(it.kind()))
        };
        match clauses.find(is_own) {
            Some(clause) => {
                tree::refuse(&clause, place, "each row is judged by itself: it sees no other rows")
            }
            None => Ok(()),
        }
    })
}

/// Reads an expression, of which `accept` may say more.
fn expression(
    text: &str,
    accept: impl FnOnce(&SyntaxNode, &Place) -> Result<(), SyntaxErrors> + Send,
) -> Result<(), SyntaxErrors> {
    const FRAME: Frame = Frame { before: "SELECT (\n", after: "\n)", expected: "one expression" };
    parse::fragment(text, FRAME, |statement, place| {
        let inner = tree::child(statement, SyntaxKind::SELECT_CLAUSE)
            .and_then(|clause| tree::child(&clause, SyntaxKind::TARGET_LIST))
            .and_then(|list| only_child(&list, SyntaxKind::TARGET))
            .and_then(|target| only_child(&target, SyntaxKind::PAREN_EXPR))
            .and_then(|parentheses| parentheses.first_child());
        match inner {
            Some(expression) if Expr::can_cast(expression.kind()) => accept(&expression, place),
            Some(query) if is_query(query.kind()) => {
                tree::refuse(&query, place, "a query as an expression needs its own parentheses")
            }
            _ => tree::refuse(statement, place, "one expression is expected here"),
        }
    })
}

/// Checks that `text` is exactly one `SELECT`, `VALUES`, `TABLE` or `WITH … SELECT`.
///
/// # Errors
/// Any other statement, `SELECT INTO`, and whatever is no SQL.
pub fn check_select(text: &str) -> Result<(), SyntaxErrors> {
    one_statement(text, false, "one SELECT", is_query)
}

/// Checks what [`check_select`] does, with `:name` for parameters.
///
/// # Errors
/// Any other statement, `SELECT INTO`, and whatever is no SQL.
pub fn check_select_with_parameters(text: &str) -> Result<(), SyntaxErrors> {
    one_statement(text, true, "one SELECT", is_query)
}

/// Checks the body of a routine in SQL: any number of statements, `$1` for arguments.
///
/// # Errors
/// Whatever is no SQL.
pub fn check_routine_body(text: &str) -> Result<(), SyntaxErrors> {
    parse::file(text, false, |_, _| Ok(()))
}

/// Checks that `text` is exactly one `SELECT`, `INSERT`, `UPDATE`, `DELETE` or `MERGE`; parameters
/// such as `:count` may stand where values do.
///
/// # Errors
/// Any other statement, and whatever is no SQL.
pub fn check_query(text: &str) -> Result<(), SyntaxErrors> {
    let expected = "one SELECT, INSERT, UPDATE, DELETE or MERGE";
    one_statement(text, true, expected, |kind| {
        use SyntaxKind::{DELETE, INSERT, MERGE, UPDATE};
        is_query(kind) || matches!(kind, INSERT | UPDATE | DELETE | MERGE)
    })
}

fn one_statement(
    text: &str,
    parameters: bool,
    expected: &str,
    accepts: impl Fn(SyntaxKind) -> bool + Sync,
) -> Result<(), SyntaxErrors> {
    parse::file(text, parameters, |file, place| {
        let mut statements = parse::statements(file);
        let Some(first) = statements.next() else {
            return tree::refuse(file, place, format!("{expected} is expected here"));
        };
        if !accepts(first.kind()) {
            let found = format!("{expected} is expected here, not `{}`", kind_of(&first));
            return tree::refuse(&first, place, found);
        }
        match statements.next() {
            Some(second) => tree::refuse(
                &second,
                place,
                format!("{expected} is expected here, and this is a second statement"),
            ),
            None => Ok(()),
        }
    })
}

fn only_child(node: &SyntaxNode, kind: SyntaxKind) -> Option<SyntaxNode> {
    let mut children = node.children();
    let first = children.next().filter(|child| child.kind() == kind);
    if children.next().is_some() { None } else { first }
}

fn is_query(kind: SyntaxKind) -> bool {
    use SyntaxKind::{COMPOUND_SELECT, PAREN_SELECT, SELECT, TABLE, VALUES};
    matches!(kind, SELECT | COMPOUND_SELECT | PAREN_SELECT | TABLE | VALUES)
}

fn statement(node: &SyntaxNode, place: &Place) -> Result<StatementText, SyntaxErrors> {
    if let Some(stdin) = tree::find(node, SyntaxKind::COPY_STDIN) {
        let message = "COPY FROM STDIN needs a client that sends the rows: use INSERT, or a source";
        return tree::refuse(&stdin, place, message);
    }
    let statement = without_semicolon(node, place);
    let range = comments_before(node, place).unwrap_or(statement.start)..statement.end;
    Ok(StatementText { range, statement, kind: kind_of(node) })
}

fn without_semicolon(node: &SyntaxNode, place: &Place) -> Range<usize> {
    let range = place.range(node);
    let semicolon = node.last_token().filter(|token| token.kind() == SyntaxKind::SEMICOLON);
    let end = semicolon.map_or(range.end, |token| place.map(token.text_range()).start);
    let text = &place.text[range.start..end];
    range.start..range.start + text.trim_end().len()
}

/// Finds where the comments that belong to `node` start: those that only line ends and indentation
/// part from it, not those after a blank line, nor on the last statement's line.
fn comments_before(node: &SyntaxNode, place: &Place) -> Option<usize> {
    let mut start = None;
    let mut token = node.first_token()?.prev_token();
    while let Some(current) = token {
        match current.kind() {
            SyntaxKind::COMMENT => start = Some(current.clone()),
            SyntaxKind::WHITESPACE if current.text().matches('\n').count() < 2 => {}
            _ => break,
        }
        token = current.prev_token();
    }
    let first = start?;
    let begins_line = match first.prev_token() {
        None => true,
        Some(before) => before.kind() == SyntaxKind::WHITESPACE && before.text().contains('\n'),
    };
    let start = place.map(first.text_range());
    Some(if begins_line { start.start } else { start.end })
        .filter(|start| begins_line || place.text[*start..].trim_start().starts_with(['-', '/']))
        .map(|start| start + place.text[start..].len() - place.text[start..].trim_start().len())
}

/// Names a statement after its tree: `CREATE_TABLE` is `create table`.
fn kind_of(node: &SyntaxNode) -> String {
    match node.kind() {
        SyntaxKind::COMPOUND_SELECT | SyntaxKind::PAREN_SELECT => "select".into(),
        SyntaxKind::COMMENT_ON => "comment".into(),
        kind => format!("{kind:?}").to_ascii_lowercase().replace('_', " "),
    }
}

#[cfg(test)]
mod tests;
