//! From the syntax tree to an [`IndexDefinition`] and its elements.

use std::collections::BTreeMap;

use squawk_syntax::ast::Expr;
use squawk_syntax::ast::{AstNode, NameRef};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{IndexDefinition, IndexElement, IndexKey};
use crate::sql::parse::Place;
use crate::sql::{SyntaxErrors, tree};

/// Reads the statement that the frame makes.
pub(super) fn read_index(
    statement: &SyntaxNode,
    place: &Place,
) -> Result<IndexDefinition, SyntaxErrors> {
    if statement.kind() != SyntaxKind::CREATE_INDEX {
        return tree::refuse(statement, place, "one index is expected here");
    }
    if let Some(table) = tree::child(statement, SyntaxKind::TABLE_RELATION_NAME)
        && !place.range(&table).is_empty()
    {
        return tree::refuse(&table, place, "the table's name stands elsewhere");
    }
    let list =
        tree::expect(statement, SyntaxKind::PARTITION_ITEM_LIST, place, "a list of columns")?;
    let predicate = tree::child(statement, SyntaxKind::WHERE_CLAUSE)
        .and_then(|clause| clause.children().find(|child| Expr::can_cast(child.kind())));
    let named = |clause: SyntaxKind, name: SyntaxKind| {
        let node = tree::child(statement, clause).and_then(|clause| tree::child(&clause, name));
        node.map(|node| tree::name(&node, place)).transpose()
    };
    Ok(IndexDefinition {
        method: named(SyntaxKind::USING_METHOD, SyntaxKind::ACCESS_METHOD_REF)?,
        elements: read_elements(&list, place)?,
        include: included(statement, place)?,
        nulls_not_distinct: tree::child(statement, SyntaxKind::NULLS_NOT_DISTINCT).is_some(),
        storage_parameters: storage_parameters(statement, place)?,
        tablespace: named(SyntaxKind::TABLESPACE_CLAUSE, SyntaxKind::TABLESPACE_REF)?,
        predicate: predicate.map(|expression| place.fragment(&expression)),
    })
}

/// Reads a list of elements in parentheses.
pub(in crate::sql) fn read_elements(
    list: &SyntaxNode,
    place: &Place,
) -> Result<Vec<IndexElement>, SyntaxErrors> {
    list.children()
        .filter(|child| child.kind() == SyntaxKind::PARTITION_ITEM)
        .map(|child| read_element(&child, place))
        .collect()
}

/// Reads one element of an index, a partition key or an exclusion.
pub(in crate::sql) fn read_element(
    node: &SyntaxNode,
    place: &Place,
) -> Result<IndexElement, SyntaxErrors> {
    let inner = tree::child(node, SyntaxKind::PARTITION_ITEM).unwrap_or_else(|| node.clone());
    let Some(expression) =
        inner.children().find(|child| Expr::can_cast(child.kind()) && !is_collation_alone(child))
    else {
        return tree::refuse(node, place, "a column or an expression is missing");
    };
    let (expression, collate) = split_collation(expression, &inner);
    let collation = collate
        .and_then(|clause| tree::child(&clause, SyntaxKind::COLLATION_REF))
        .map(|name| tree::qualified_name(&name, place))
        .transpose()?;
    let class = tree::child(&inner, SyntaxKind::OP_CLASS_REF);
    if let Some(order) = tree::child(&inner, SyntaxKind::SORT_USING) {
        return tree::refuse(
            &order,
            place,
            "an index has no `using` for its order: use `asc` or `desc`",
        );
    }
    let nulls_first = match tree::child(&inner, SyntaxKind::NULLS_FIRST) {
        Some(_) => Some(true),
        None => tree::child(&inner, SyntaxKind::NULLS_LAST).map(|_| false),
    };
    Ok(IndexElement {
        key: read_key(&expression, place)?,
        collation,
        operator_class: class.map(|name| tree::qualified_name(&name, place)).transpose()?,
        class_parameters: attributes(&inner, place)?,
        descending: tree::child(&inner, SyntaxKind::SORT_DESC).is_some(),
        nulls_first,
    })
}

fn is_collation_alone(node: &SyntaxNode) -> bool {
    node.kind() == SyntaxKind::COLLATE && !node.children().any(|child| Expr::can_cast(child.kind()))
}

/// `a collate "C"` may come as one expression or as an expression and a clause.
fn split_collation(expression: SyntaxNode, item: &SyntaxNode) -> (SyntaxNode, Option<SyntaxNode>) {
    if expression.kind() != SyntaxKind::COLLATE {
        return (expression, tree::child(item, SyntaxKind::COLLATE));
    }
    match expression.children().find(|child| Expr::can_cast(child.kind())) {
        Some(inner) => (inner, Some(expression)),
        None => (expression, None),
    }
}

fn read_key(expression: &SyntaxNode, place: &Place) -> Result<IndexKey, SyntaxErrors> {
    match expression.kind() {
        kind if NameRef::can_cast(kind) => Ok(IndexKey::Column(tree::name(expression, place)?)),
        SyntaxKind::FIELD_EXPR => {
            tree::refuse(expression, place, "a column is named without its table here")
        }
        SyntaxKind::PAREN_EXPR | SyntaxKind::CALL_EXPR => {
            Ok(IndexKey::Expression(place.fragment(expression)))
        }
        _ if is_function(expression) => Ok(IndexKey::Expression(place.fragment(expression))),
        _ => tree::refuse(expression, place, "an expression needs its own parentheses here"),
    }
}

/// Functions with a grammar of their own (`coalesce`, `substring … from`) have nodes of their own.
fn is_function(expression: &SyntaxNode) -> bool {
    use squawk_syntax::ast::CallExpr;
    CallExpr::can_cast(expression.kind()) || format!("{:?}", expression.kind()).ends_with("_FN")
}

fn included(statement: &SyntaxNode, place: &Place) -> Result<Vec<String>, SyntaxErrors> {
    let list = tree::child(statement, SyntaxKind::INDEX_INCLUDE_CLAUSE)
        .and_then(|clause| tree::child(&clause, SyntaxKind::PARTITION_ITEM_LIST));
    let Some(list) = list else { return Ok(Vec::new()) };
    let elements = read_elements(&list, place)?;
    let plain = |element: IndexElement| match element {
        IndexElement {
            key: IndexKey::Column(name),
            collation: None,
            operator_class: None,
            descending: false,
            nulls_first: None,
            ..
        } => Ok(name),
        _ => tree::refuse(&list, place, "included columns are names alone"),
    };
    elements.into_iter().map(plain).collect()
}

/// Reads `WITH (…)` among the children of `node`.
pub(in crate::sql) fn storage_parameters(
    node: &SyntaxNode,
    place: &Place,
) -> Result<BTreeMap<String, String>, SyntaxErrors> {
    match tree::child(node, SyntaxKind::WITH_PARAMS) {
        Some(clause) => attributes(&clause, place),
        None => Ok(BTreeMap::new()),
    }
}

/// Reads a list of `name = value`.
fn attributes(node: &SyntaxNode, place: &Place) -> Result<BTreeMap<String, String>, SyntaxErrors> {
    let mut read = BTreeMap::new();
    let Some(list) = tree::child(node, SyntaxKind::ATTRIBUTE_LIST) else { return Ok(read) };
    for option in list.children().filter(|child| child.kind() == SyntaxKind::ATTRIBUTE_OPTION) {
        let mut name = Vec::new();
        for kind in [SyntaxKind::ATTRIBUTE_NAMESPACE, SyntaxKind::ATTRIBUTE_NAME] {
            name.extend(
                tree::child(&option, kind).map(|part| tree::name(&part, place)).transpose()?,
            );
        }
        let value = tree::child(&option, SyntaxKind::ATTRIBUTE_VALUE);
        let value = value.map_or_else(|| "true".into(), |value| place.fragment(&value).text);
        if read.insert(name.join("."), value).is_some() {
            return tree::refuse(&option, place, format!("`{}` is set twice", name.join(".")));
        }
    }
    Ok(read)
}
