//! From the syntax tree to a [`TypeName`].

use squawk_syntax::ast::{self, AstNode, Type};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{CATALOG, TypeName, builtin};
use crate::sql::name::QualifiedName;
use crate::sql::parse::Place;
use crate::sql::{SyntaxErrors, tree};

/// Reads a type's node.
pub(in crate::sql) fn read_type(node: &Type, place: &Place) -> Result<TypeName, SyntaxErrors> {
    let syntax = node.syntax();
    let mut read = match node {
        Type::ArrayType(array) => return read_array(array, place),
        Type::PathType(path) => read_path(path, place)?,
        Type::VarcharType(_) => builtin_type("varchar", syntax, place)?,
        Type::CharacterType(_) => with_one(builtin_type("bpchar", syntax, place)?),
        Type::BitType(_) => with_one(builtin_type("bit", syntax, place)?),
        Type::BitVaryingType(_) => builtin_type("varbit", syntax, place)?,
        Type::DoubleType(_) => builtin_type("float8", syntax, place)?,
        Type::TimeType(_) => with_zone("time", "timetz", syntax, place)?,
        Type::TimestampType(_) => with_zone("timestamp", "timestamptz", syntax, place)?,
        Type::IntervalType(interval) => read_interval(interval, place)?,
    };
    read.setof = tree::has_token(syntax, SyntaxKind::SETOF_KW);
    Ok(read)
}

/// Returns the integer type behind `serial`, `bigserial` and `smallserial`: these are no types but
/// short for an integer column that is `NOT NULL`, has a sequence of its own and its default.
pub(in crate::sql) fn serial_of(node: &Type) -> Option<TypeName> {
    let Type::PathType(path) = node else { return None };
    if path.arg_list().is_some() {
        return None;
    }
    let name = match tree::words(node.syntax()).as_str() {
        "serial" | "serial4" => "int4",
        "bigserial" | "serial8" => "int8",
        "smallserial" | "serial2" => "int2",
        _ => return None,
    };
    Some(catalog_type(name, Vec::new()))
}

fn catalog_type(name: &str, modifiers: Vec<String>) -> TypeName {
    let name = QualifiedName::new(CATALOG, name);
    TypeName { name, modifiers, fields: None, array_dimensions: 0, setof: false }
}

fn builtin_type(name: &str, node: &SyntaxNode, place: &Place) -> Result<TypeName, SyntaxErrors> {
    Ok(catalog_type(name, modifiers(node, place)?))
}

/// `character` and `bit` alone have a length of one.
fn with_one(mut read: TypeName) -> TypeName {
    if read.modifiers.is_empty() {
        read.modifiers.push("1".into());
    }
    read
}

fn with_zone(
    without: &str,
    with: &str,
    node: &SyntaxNode,
    place: &Place,
) -> Result<TypeName, SyntaxErrors> {
    let zone = tree::child(node, SyntaxKind::WITH_TIMEZONE).is_some();
    builtin_type(if zone { with } else { without }, node, place)
}

fn read_array(array: &ast::ArrayType, place: &Place) -> Result<TypeName, SyntaxErrors> {
    let syntax = array.syntax();
    let Some(element) = array.ty() else {
        return tree::refuse(syntax, place, "the array lacks the type of its elements");
    };
    let mut read = read_type(&element, place)?;
    let bounds = array.array_bounds().count().max(1);
    let dimensions = usize::from(read.array_dimensions) + bounds;
    if dimensions > 6 {
        return tree::refuse(syntax, place, "an array has at most 6 dimensions");
    }
    read.array_dimensions = dimensions as u8;
    Ok(read)
}

fn read_path(path: &ast::PathType, place: &Place) -> Result<TypeName, SyntaxErrors> {
    let syntax = path.syntax();
    let modifiers = modifiers(syntax, place)?;
    let words = syntax.children().find(|child| child.kind() == SyntaxKind::PATH_REF);
    let words = words.as_ref().map(tree::words).unwrap_or_default();
    if words == "float" {
        return read_float(&modifiers, syntax, place);
    }
    if let Some(name) = builtin::of_alias(&words) {
        return Ok(catalog_type(name, modifiers));
    }
    if path.arg_list().is_none() && is_serial(&words) {
        let message = format!("`{words}` is short for a whole column, and no type");
        return tree::refuse(syntax, place, message);
    }
    let mut name = tree::qualified_name(syntax, place)?;
    let in_catalog = name.schema.is_none() || name.schema.as_deref() == Some(CATALOG);
    if in_catalog && builtin::is_type(&name.name) {
        name.schema = Some(CATALOG.into());
    } else if name.schema.as_deref() == Some(CATALOG) {
        let message = format!("`pg_catalog` has no type `{}`", name.name);
        return tree::refuse(syntax, place, message);
    }
    Ok(TypeName { name, modifiers, fields: None, array_dimensions: 0, setof: false })
}

fn is_serial(word: &str) -> bool {
    matches!(word, "serial" | "serial2" | "serial4" | "serial8" | "smallserial" | "bigserial")
}

/// `float(24)` is `real`, `float(53)` is `double precision`.
fn read_float(
    modifiers: &[String],
    node: &SyntaxNode,
    place: &Place,
) -> Result<TypeName, SyntaxErrors> {
    let digits = match modifiers {
        [] => 53,
        [digits] => digits.parse().unwrap_or(0),
        _ => 0,
    };
    match digits {
        1..=24 => Ok(catalog_type("float4", Vec::new())),
        25..=53 => Ok(catalog_type("float8", Vec::new())),
        _ => tree::refuse(node, place, "the precision of `float` is 1 to 53 bits"),
    }
}

fn read_interval(interval: &ast::IntervalType, place: &Place) -> Result<TypeName, SyntaxErrors> {
    let syntax = interval.syntax();
    let mut read = builtin_type("interval", syntax, place)?;
    let qualifier = syntax.children().find(|child| ast::IntervalQualifier::can_cast(child.kind()));
    if let Some(qualifier) = qualifier {
        read.modifiers = modifiers(&qualifier, place)?;
        let words = tree::words(&qualifier);
        let fields = words.split(" (").next().unwrap_or_default();
        read.fields = Some(fields.to_string());
    }
    Ok(read)
}

/// Reads what stands in parentheses after a type's name.
fn modifiers(node: &SyntaxNode, place: &Place) -> Result<Vec<String>, SyntaxErrors> {
    if let Some(list) = tree::child(node, SyntaxKind::ARG_LIST) {
        return list
            .children()
            .map(|argument| match argument.kind() {
                SyntaxKind::ARG => Ok(modifier(&argument)),
                _ => tree::refuse(&argument, place, "this does not belong into a type"),
            })
            .collect();
    }
    Ok(tree::child(node, SyntaxKind::LITERAL).iter().map(modifier).collect())
}

/// Folds bare words as the server does, keeps the rest.
fn modifier(node: &SyntaxNode) -> String {
    let fold = |token: squawk_syntax::SyntaxToken| match token.text() {
        text if text.starts_with(['\'', '"']) => text.to_string(),
        text => text.to_ascii_lowercase(),
    };
    tree::tokens(node).into_iter().map(fold).collect()
}
