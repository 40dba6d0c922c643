//! The names that PostgreSQL gives to output columns without an alias.
//!
//! It follows `FigureColname` of the server's parser.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::sql::tree::{child, children, dotted, name_of, path_of};

const NO_NAME: &str = "?column?";

/// The name of the column that an expression becomes.
pub(super) fn output_name(expression: &SyntaxNode) -> String {
    figure(expression).map_or_else(|| NO_NAME.to_owned(), |figured| figured.name)
}

/// A name that an expression suggests.
struct Figured {
    name: String,
    /// Whether it is better than the name of a type or of a `CASE` around the expression.
    strong: bool,
}

fn strong(name: impl Into<String>) -> Option<Figured> {
    Some(Figured { name: name.into(), strong: true })
}

fn weak(name: impl Into<String>) -> Option<Figured> {
    Some(Figured { name: name.into(), strong: false })
}

fn figure(node: &SyntaxNode) -> Option<Figured> {
    match node.kind() {
        SyntaxKind::NAME_REF => strong(name_of(node)),
        SyntaxKind::FIELD_EXPR => {
            let field = children(node, SyntaxKind::NAME_REF).last();
            strong(name_of(&field?))
        }
        SyntaxKind::CALL_EXPR => call(node),
        SyntaxKind::CAST_EXPR => cast(node),
        SyntaxKind::CASE_EXPR => {
            let otherwise = child(node, SyntaxKind::ELSE_CLAUSE).and_then(|it| it.first_child());
            otherwise.and_then(|it| figure(&it)).filter(|it| it.strong).or_else(|| weak("case"))
        }
        SyntaxKind::ARRAY_EXPR => strong("array"),
        SyntaxKind::TUPLE_EXPR => strong("row"),
        SyntaxKind::INDEX_EXPR | SyntaxKind::SLICE_EXPR | SyntaxKind::COLLATE => {
            figure(&node.first_child()?)
        }
        SyntaxKind::PAREN_EXPR | SyntaxKind::PAREN_SELECT | SyntaxKind::COMPOUND_SELECT => {
            figure(&node.first_child()?)
        }
        SyntaxKind::SELECT => first_target(node),
        SyntaxKind::VALUES => strong("column1"),
        SyntaxKind::BIN_EXPR if child(node, SyntaxKind::AT_TIME_ZONE).is_some() => {
            strong("timezone")
        }
        SyntaxKind::BIN_EXPR if has_word(node, "overlaps") => strong("overlaps"),
        _ => None,
    }
}

fn first_target(select: &SyntaxNode) -> Option<Figured> {
    let clause = child(select, SyntaxKind::SELECT_CLAUSE)?;
    let target = child(&child(&clause, SyntaxKind::TARGET_LIST)?, SyntaxKind::TARGET)?;
    let alias = child(&target, SyntaxKind::AS_NAME);
    match alias.and_then(|alias| child(&alias, SyntaxKind::COLUMN_NAME)) {
        Some(name) => strong(name_of(&name)),
        None => strong(output_name(&target.first_child()?)),
    }
}

fn call(node: &SyntaxNode) -> Option<Figured> {
    let first = node.first_child()?;
    if let Some(parts) = dotted(&first) {
        return strong(name_of(parts.last()?));
    }
    let name = match first.kind() {
        SyntaxKind::SOME_FN | SyntaxKind::ANY_FN | SyntaxKind::ALL_FN => return None,
        SyntaxKind::COLLATION_FOR_FN => "pg_collation_for".to_owned(),
        SyntaxKind::TRIM_FN if has_side(&first, SyntaxKind::TRIM_LEADING) => "ltrim".to_owned(),
        SyntaxKind::TRIM_FN if has_side(&first, SyntaxKind::TRIM_TRAILING) => "rtrim".to_owned(),
        SyntaxKind::TRIM_FN => "btrim".to_owned(),
        // `EXTRACT (…)`, `JSON_VALUE (…)`: the keyword is the name.
        _ => first.first_token()?.text().to_ascii_lowercase(),
    };
    strong(name)
}

fn has_side(trim: &SyntaxNode, side: SyntaxKind) -> bool {
    child(trim, side).is_some()
}

fn cast(node: &SyntaxNode) -> Option<Figured> {
    let mut parts = node.children().filter(|part| part.kind() != SyntaxKind::COLON_COLON);
    let (first, second) = (parts.next()?, parts.next());
    let first_is_type = is_type(first.kind());
    let operand = if first_is_type { None } else { figure(&first) };
    let data_type = if first_is_type { Some(first) } else { second };
    operand.filter(|it| it.strong).or_else(|| weak(type_name(&data_type?)))
}

fn is_type(kind: SyntaxKind) -> bool {
    use squawk_syntax::ast::{AstNode, Type};
    Type::can_cast(kind)
}

/// The internal name of a type, which is what a cast names its column.
fn type_name(node: &SyntaxNode) -> String {
    let with_zone = || node.descendants().any(|part| part.kind() == SyntaxKind::WITH_TIMEZONE);
    let name = match node.kind() {
        SyntaxKind::ARRAY_TYPE => {
            return node.first_child().map(|inner| type_name(&inner)).unwrap_or_default();
        }
        SyntaxKind::BIT_TYPE => "bit",
        SyntaxKind::BIT_VARYING_TYPE => "varbit",
        SyntaxKind::VARCHAR_TYPE => "varchar",
        SyntaxKind::CHARACTER_TYPE => "bpchar",
        SyntaxKind::DOUBLE_TYPE => "float8",
        SyntaxKind::INTERVAL_TYPE => "interval",
        SyntaxKind::TIME_TYPE if with_zone() => "timetz",
        SyntaxKind::TIME_TYPE => "time",
        SyntaxKind::TIMESTAMP_TYPE if with_zone() => "timestamptz",
        SyntaxKind::TIMESTAMP_TYPE => "timestamp",
        _ => return internal_name(path_of(node).pop().unwrap_or_default()),
    };
    name.to_owned()
}

fn internal_name(name: String) -> String {
    match name.as_str() {
        "int" | "integer" => "int4".to_owned(),
        "bigint" => "int8".to_owned(),
        "smallint" => "int2".to_owned(),
        "boolean" => "bool".to_owned(),
        "decimal" | "dec" => "numeric".to_owned(),
        "real" => "float4".to_owned(),
        "float" => "float8".to_owned(),
        _ => name,
    }
}

fn has_word(node: &SyntaxNode, word: &str) -> bool {
    let mut tokens = node.children_with_tokens().filter_map(|element| element.into_token());
    tokens.any(|token| token.text().eq_ignore_ascii_case(word))
}
