//! What an expression says of columns, as far as it says it simply.
//!
//! A check constraint is an expression; where it holds a column against a value, a list, a pattern or another
//! column, this tells which. What it says otherwise is left out: it is the server's to judge. Written for what the
//! server prints, which has casts and brackets wherever they may be.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::parse::{self, Frame};
use super::tree::{has_token, name_of};

/// One thing that has to be true of a row, or unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Predicate {
    /// A column against a value: `cost >= 0`.
    Compare(Term, Comparison, String),
    /// A column against another: `ended_at > began_at`.
    CompareColumns(String, Comparison, String),
    /// A column is one of these values.
    Among(String, Vec<String>),
    /// A column fits a regular expression of PostgreSQL's.
    Matches(String, String),
    /// A column is not null.
    NotNull(String),
}

/// What is held against a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// The value of a column.
    Column(String),
    /// How many characters the value of a column has.
    Length(String),
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// Returns what holds when both sides change places.
    pub fn turned(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
        }
    }
}

/// Reads what an expression demands: all of these have to hold. An expression that is no SQL demands nothing.
pub fn predicates(expression: &str) -> Vec<Predicate> {
    let frame = Frame { before: "select ", after: "\n", expected: "an expression" };
    let read = parse::fragment(expression, frame, |statement, _| {
        let target = statement.descendants().find(|node| node.kind() == SyntaxKind::TARGET);
        let mut found = Vec::new();
        if let Some(expression) = target.and_then(|target| target.first_child()) {
            demand(&expression, &mut found);
        }
        Ok(found)
    });
    read.unwrap_or_default()
}

fn demand(node: &SyntaxNode, found: &mut Vec<Predicate>) {
    let node = bare(node);
    if node.kind() == SyntaxKind::BETWEEN_EXPR {
        between(&node, found);
        return;
    }
    if node.kind() != SyntaxKind::BIN_EXPR {
        return;
    }
    let sides: Vec<SyntaxNode> = node.children().collect();
    let (Some(left), Some(right)) = (sides.first(), sides.last()) else { return };
    if has_token(&node, SyntaxKind::AND_KW) {
        demand(left, found);
        demand(right, found);
    } else if has_token(&node, SyntaxKind::OR_KW) {
        found.extend(either(&node));
    } else {
        found.extend(one(&node, left, right));
    }
}

/// Reads an alternative: what holds unless a column is null, or one of several values.
fn either(node: &SyntaxNode) -> Vec<Predicate> {
    let mut open = vec![bare(node)];
    let mut found: Vec<Vec<Predicate>> = Vec::new();
    while let Some(next) = open.pop() {
        if next.kind() == SyntaxKind::BIN_EXPR && has_token(&next, SyntaxKind::OR_KW) {
            open.extend(next.children().map(|side| bare(&side)));
        } else if !is_null_test(&next) {
            let mut demands = Vec::new();
            demand(&next, &mut demands);
            found.push(demands);
        }
    }
    if found.len() == 1 {
        return found.remove(0);
    }
    let mut together: Option<(String, Vec<String>)> = None;
    for demands in found {
        let [Predicate::Among(column, values)] = demands.as_slice() else { return Vec::new() };
        let (known, all) = together.get_or_insert_with(|| (column.clone(), Vec::new()));
        if known != column {
            return Vec::new();
        }
        all.splice(0..0, values.iter().cloned());
    }
    together.map(|(column, values)| Predicate::Among(column, values)).into_iter().collect()
}

fn is_null_test(node: &SyntaxNode) -> bool {
    let is_null = node.children().last().is_some_and(|last| is_null(&last));
    let has_is = has_token(node, SyntaxKind::IS_KW);
    node.kind() == SyntaxKind::BIN_EXPR && has_is && is_null
}

fn is_null(node: &SyntaxNode) -> bool {
    node.kind() == SyntaxKind::LITERAL && node.text().to_string().eq_ignore_ascii_case("null")
}

fn between(node: &SyntaxNode, found: &mut Vec<Predicate>) {
    let sides: Vec<SyntaxNode> = node.children().collect();
    if let [value, low, high] = sides.as_slice()
        && !has_token(node, SyntaxKind::NOT_KW)
        && let (Some(term), Some(low), Some(high)) = (term(value), literal(low), literal(high))
    {
        found.push(Predicate::Compare(term.clone(), Comparison::AtLeast, low));
        found.push(Predicate::Compare(term, Comparison::AtMost, high));
    }
}

/// Reads one comparison.
fn one(node: &SyntaxNode, left: &SyntaxNode, right: &SyntaxNode) -> Option<Predicate> {
    if node.children().any(|child| child.kind() == SyntaxKind::IS_NOT) {
        return is_null(right).then(|| column(left)).flatten().map(Predicate::NotNull);
    }
    let operator = operator(node, left, right);
    match operator.as_str() {
        "=" | "in" => {
            if let Some(values) = list(right) {
                return Some(Predicate::Among(column(left)?, values));
            }
            let (name, value) = match (column(left), column(right)) {
                (Some(name), None) => (name, literal(right)?),
                (None, Some(name)) => (name, literal(left)?),
                _ => return None,
            };
            Some(Predicate::Among(name, vec![value]))
        }
        "~" => Some(Predicate::Matches(column(left)?, literal(right)?)),
        "<>" | "!=" if literal(right)?.is_empty() => {
            let term = Term::Length(column(left)?);
            Some(Predicate::Compare(term, Comparison::AtLeast, "1".to_owned()))
        }
        "<" | "<=" | ">" | ">=" => {
            let comparison = match operator.as_str() {
                "<" => Comparison::Less,
                "<=" => Comparison::AtMost,
                ">" => Comparison::Greater,
                _ => Comparison::AtLeast,
            };
            match (term(left), term(right)) {
                (Some(Term::Column(left)), Some(Term::Column(right))) => {
                    Some(Predicate::CompareColumns(left, comparison, right))
                }
                (Some(term), None) => Some(Predicate::Compare(term, comparison, literal(right)?)),
                (None, Some(term)) => {
                    Some(Predicate::Compare(term, comparison.turned(), literal(left)?))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// Returns the text between both sides.
fn operator(node: &SyntaxNode, left: &SyntaxNode, right: &SyntaxNode) -> String {
    let text = node.text().to_string();
    let start = usize::from(left.text_range().end() - node.text_range().start());
    let end = usize::from(right.text_range().start() - node.text_range().start());
    text.get(start..end).unwrap_or_default().trim().to_ascii_lowercase()
}

/// Takes brackets and casts away.
fn bare(node: &SyntaxNode) -> SyntaxNode {
    let mut node = node.clone();
    while matches!(node.kind(), SyntaxKind::PAREN_EXPR | SyntaxKind::CAST_EXPR)
        && let Some(inner) = node.first_child()
    {
        node = inner;
    }
    node
}

fn column(node: &SyntaxNode) -> Option<String> {
    let node = bare(node);
    (node.kind() == SyntaxKind::NAME_REF).then(|| name_of(&node))
}

fn term(node: &SyntaxNode) -> Option<Term> {
    if let Some(column) = column(node) {
        return Some(Term::Column(column));
    }
    let node = bare(node);
    if node.kind() != SyntaxKind::CALL_EXPR {
        return None;
    }
    let function = node.first_child()?.text().to_string();
    let is_length = ["length", "char_length", "character_length"].contains(&function.as_str());
    let list = node.children().find(|child| child.kind() == SyntaxKind::ARG_LIST)?;
    let arguments: Vec<SyntaxNode> = list.children().collect();
    match arguments.as_slice() {
        [argument] if is_length => column(&argument.first_child()?).map(Term::Length),
        _ => None,
    }
}

fn literal(node: &SyntaxNode) -> Option<String> {
    let node = bare(node);
    match node.kind() {
        SyntaxKind::LITERAL => {
            let text = node.text().to_string();
            match text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
                Some(quoted) => Some(quoted.replace("''", "'")),
                None if is_null(&node) || text.ends_with('\'') => None,
                None => Some(text),
            }
        }
        SyntaxKind::PREFIX_EXPR => {
            let number = literal(&node.first_child()?)?;
            node.text().to_string().starts_with('-').then(|| format!("-{number}"))
        }
        _ => None,
    }
}

/// Returns the values of `any (array['a', 'b'])` and of `('a', 'b')`.
fn list(node: &SyntaxNode) -> Option<Vec<String>> {
    let any = node.descendants().find(|node| node.kind() == SyntaxKind::ANY_FN);
    let inner = match &any {
        Some(any) => bare(&any.first_child()?),
        None if node.kind() == SyntaxKind::TUPLE_EXPR => node.clone(),
        None => return None,
    };
    let is_list = matches!(inner.kind(), SyntaxKind::ARRAY_EXPR | SyntaxKind::TUPLE_EXPR);
    is_list.then(|| inner.children().map(|value| literal(&value)).collect()).flatten()
}

#[cfg(test)]
mod tests {
    use super::Comparison::{AtLeast, AtMost, Greater, Less};
    use super::Predicate::{Among, Compare, CompareColumns, Matches, NotNull};
    use super::*;

    fn value(column: &str) -> Term {
        Term::Column(column.to_owned())
    }

    #[test]
    fn simple_demands_are_read_as_the_server_prints_them() {
        let among = |values: &[&str]| {
            Among("status".to_owned(), values.iter().map(|value| (*value).to_owned()).collect())
        };
        for (text, expected) in [
            ("((cost >= (0)::numeric))", vec![Compare(value("cost"), AtLeast, "0".into())]),
            ("((0 < cost))", vec![Compare(value("cost"), Greater, "0".into())]),
            ("(x >= '-1'::integer)", vec![Compare(value("x"), AtLeast, "-1".into())]),
            (
                "((VALUE >= 1) AND (VALUE <= 1000))",
                vec![
                    Compare(value("value"), AtLeast, "1".into()),
                    Compare(value("value"), AtMost, "1000".into()),
                ],
            ),
            (
                "((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
                vec![among(&["a", "b"])],
            ),
            ("(status = 'it''s'::s.t)", vec![among(&["it's"])]),
            ("((status = 'a'::text) OR (status = 'b'::text))", vec![among(&["a", "b"])]),
            ("status in ('a', 'b')", vec![among(&["a", "b"])]),
            (
                "(country ~ '^[A-Z]{2}$'::text)",
                vec![Matches("country".into(), "^[A-Z]{2}$".into())],
            ),
            ("(name <> ''::text)", vec![Compare(Term::Length("name".into()), AtLeast, "1".into())]),
            (
                "(char_length(name) < 10)",
                vec![Compare(Term::Length("name".into()), Less, "10".into())],
            ),
            (
                "((ended IS NULL) OR (ended > began))",
                vec![CompareColumns("ended".into(), Greater, "began".into())],
            ),
            ("(ended IS NOT NULL)", vec![NotNull("ended".into())]),
        ] {
            assert_eq!(predicates(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_simple_is_left_out() {
        for text in [
            "((status = 'completed'::s.t) = (completed_at IS NOT NULL))",
            "((a > 1) OR (b > 1))",
            "((status = 'a'::text) OR (other = 'b'::text))",
            "(NOT (cost > 1))",
            "(lower(name) = name)",
            "(cost <> 3)",
            "(cost > (other + 1))",
            "no sql at all (",
        ] {
            assert_eq!(predicates(text), [], "{text}");
        }
    }
}
