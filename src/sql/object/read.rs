//! From the syntax tree to the object that a statement names.

use squawk_syntax::ast::{AstNode, Type};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{CreatedObject, FollowUp, ObjectKind, ObjectName, StatementRole, Verb};
use crate::sql::function::{ArgumentMode, read_arguments, spelled};
use crate::sql::name::{QualifiedName, fold_identifier};
use crate::sql::parse::Place;
use crate::sql::types::{TypeName, read_type};
use crate::sql::{SyntaxErrors, tree};

/// Sorts a statement.
pub(super) fn read_statement(
    node: &SyntaxNode,
    place: &Place,
) -> Result<StatementRole, SyntaxErrors> {
    let name = format!("{:?}", node.kind());
    if let Some(rest) = name.strip_prefix("CREATE_") {
        return match ObjectKind::of_node(rest) {
            Some(kind) => created(node, kind, place).map(StatementRole::Create),
            None => tree::refuse(node, place, format!("`{}` is not supported", words_of(&name))),
        };
    }
    let verb = match node.kind() {
        SyntaxKind::COMMENT_ON => Verb::Comment,
        SyntaxKind::GRANT => Verb::Grant,
        SyntaxKind::REVOKE => Verb::Revoke,
        SyntaxKind::DO => Verb::Do,
        SyntaxKind::SET => Verb::Set,
        _ if name.starts_with("ALTER_") => Verb::Alter,
        _ if name.starts_with("DROP_") => Verb::Drop,
        _ => Verb::Other,
    };
    let object = match verb {
        Verb::Alter | Verb::Drop => {
            let words = name.trim_start_matches("ALTER_").trim_start_matches("DROP_");
            ObjectKind::of_node(words).and_then(|kind| referred(node, kind, place))
        }
        Verb::Comment => node.children().find_map(|child| named(&child, "OBJECT_", place)),
        Verb::Grant | Verb::Revoke => {
            node.descendants().find_map(|child| named(&child, "PRIVILEGE_", place))
        }
        Verb::Set | Verb::Do | Verb::Other => None,
    };
    Ok(StatementRole::FollowUp(FollowUp { verb, object }))
}

fn words_of(name: &str) -> String {
    name.to_ascii_lowercase().replace('_', " ")
}

fn named(node: &SyntaxNode, prefix: &str, place: &Place) -> Option<ObjectName> {
    let name = format!("{:?}", node.kind());
    let kind = ObjectKind::of_node(name.strip_prefix(prefix)?)?;
    referred(node, kind, place)
}

fn created(
    node: &SyntaxNode,
    kind: ObjectKind,
    place: &Place,
) -> Result<CreatedObject, SyntaxErrors> {
    let object = ObjectName {
        kind,
        name: created_name(node, kind, place)?,
        signature: signature(node, kind, place)?,
        table: table(node, kind, place)?,
    };
    let or_replace = tree::child(node, SyntaxKind::OR_REPLACE).is_some();
    let if_not_exists = tree::child(node, SyntaxKind::IF_NOT_EXISTS).is_some();
    Ok(CreatedObject { object, or_replace, if_not_exists })
}

fn created_name(
    node: &SyntaxNode,
    kind: ObjectKind,
    place: &Place,
) -> Result<QualifiedName, SyntaxErrors> {
    match kind {
        ObjectKind::Cast => {
            let types = types(node, place)?;
            Ok(QualifiedName::bare(types.join(" AS ")))
        }
        ObjectKind::Transform => {
            let language = tree::expect(node, SyntaxKind::LANGUAGE_REF, place, "the language")?;
            let language = tree::name(&language, place)?;
            let types = types(node, place)?.join(", ");
            Ok(QualifiedName::bare(format!("FOR {types} LANGUAGE {language}")))
        }
        ObjectKind::UserMapping => {
            let role = tree::expect(node, SyntaxKind::USER_MAPPING_ROLE, place, "the role");
            let role =
                role.or_else(|_| tree::expect(node, SyntaxKind::ROLE_REF, place, "the role"))?;
            let server = tree::find(node, SyntaxKind::SERVER_REF);
            let server = server.map(|server| tree::name(&server, place)).transpose()?;
            let (role, server) = (place.fragment(&role).text, server.unwrap_or_default());
            Ok(QualifiedName::bare(format!("FOR {role} SERVER {server}")))
        }
        ObjectKind::Operator => operator(node, place),
        ObjectKind::Schema => match tree::find(node, SyntaxKind::SCHEMA) {
            Some(schema) => tree::qualified_name(&schema, place),
            None => tree::refuse(node, place, "a schema needs a name of its own here"),
        },
        _ => match tree::child(node, kind.name_node()) {
            Some(name) => tree::qualified_name(&name, place),
            None => {
                let message = format!("{kind} needs a name of its own here");
                tree::refuse(node, place, message)
            }
        },
    }
}

fn operator(node: &SyntaxNode, place: &Place) -> Result<QualifiedName, SyntaxErrors> {
    let operator = tree::expect(node, SyntaxKind::OP, place, "the operator")?;
    let text = place.fragment(&operator).text;
    // No operator holds a dot, so the last one ends the schema.
    Ok(match text.rsplit_once('.') {
        Some((schema, symbol)) => QualifiedName::new(fold_identifier(schema.trim()), symbol.trim()),
        None => QualifiedName::bare(text),
    })
}

fn types(node: &SyntaxNode, place: &Place) -> Result<Vec<String>, SyntaxErrors> {
    let holder = tree::child(node, SyntaxKind::CAST_SIG).unwrap_or_else(|| node.clone());
    holder
        .children()
        .filter_map(Type::cast)
        .map(|written| Ok(read_type(&written, place)?.without_modifiers().to_string()))
        .collect()
}

fn signature(
    node: &SyntaxNode,
    kind: ObjectKind,
    place: &Place,
) -> Result<Option<String>, SyntaxErrors> {
    use ObjectKind as K;
    match kind {
        K::Function | K::Procedure | K::Aggregate | K::Routine => {
            let Some(list) = tree::find(node, SyntaxKind::PARAM_LIST) else { return Ok(None) };
            if tree::has_token(&list, SyntaxKind::STAR) {
                return Ok(Some("*".into()));
            }
            let inputs =
                |argument: &crate::sql::function::Argument| argument.mode != ArgumentMode::Out;
            let mut arguments = read_arguments(&list, place)?;
            let variadic = arguments.last().is_some_and(|last| last.mode == ArgumentMode::Variadic);
            // What an ordered-set aggregate orders by comes after; a variadic list is the same one.
            if let Some(ordered) = tree::child(&list, SyntaxKind::AGGREGATE_ORDER_BY)
                && !variadic
            {
                arguments.extend(read_arguments(&ordered, place)?);
            }
            let types: Vec<TypeName> = arguments
                .into_iter()
                .filter(inputs)
                .map(|argument| argument.type_name.without_modifiers())
                .collect();
            Ok(Some(spelled(&types)))
        }
        K::Operator => operand_types(node, place).map(Some),
        K::OperatorClass | K::OperatorFamily => {
            let method = tree::find(node, SyntaxKind::ACCESS_METHOD_REF);
            method.map(|method| tree::name(&method, place)).transpose()
        }
        _ => Ok(None),
    }
}

/// Reads `leftarg` and `rightarg` of `CREATE OPERATOR`; an operand left out is `NONE`.
fn operand_types(node: &SyntaxNode, place: &Place) -> Result<String, SyntaxErrors> {
    let mut operands = [String::from("NONE"), String::from("NONE")];
    for option in node.descendants().filter(|it| it.kind() == SyntaxKind::ATTRIBUTE_OPTION) {
        let name = tree::child(&option, SyntaxKind::ATTRIBUTE_NAME);
        let name = name.map(|name| tree::words(&name)).unwrap_or_default();
        let Some(value) = tree::child(&option, SyntaxKind::ATTRIBUTE_VALUE) else { continue };
        let slot = match name.as_str() {
            "leftarg" => &mut operands[0],
            "rightarg" => &mut operands[1],
            _ => continue,
        };
        let text = place.fragment(&value).text;
        let read = crate::sql::types::parse_type(&text);
        let read = read.or_else(|_| tree::refuse(&value, place, "a type is expected here"))?;
        *slot = read.without_modifiers().to_string();
    }
    Ok(operands.join(", "))
}

fn table(
    node: &SyntaxNode,
    kind: ObjectKind,
    place: &Place,
) -> Result<Option<QualifiedName>, SyntaxErrors> {
    let holder = match kind {
        ObjectKind::Trigger => tree::child(node, SyntaxKind::ON_RELATION),
        ObjectKind::Policy => tree::child(node, SyntaxKind::ON_TABLE),
        ObjectKind::Rule => tree::find(node, SyntaxKind::RELATION_NAME_REF),
        ObjectKind::Index => tree::child(node, SyntaxKind::TABLE_RELATION_NAME),
        _ => None,
    };
    holder.map(|holder| tree::qualified_name(&holder, place)).transpose()
}

/// Reads the object that a statement refers to, where it is one and plain to see.
fn referred(node: &SyntaxNode, kind: ObjectKind, place: &Place) -> Option<ObjectName> {
    use ObjectKind as K;
    if matches!(kind, K::Cast | K::Transform | K::UserMapping | K::Operator) {
        return None;
    }
    let parts = node.children().flat_map(|child| match is_list(child.kind()) {
        true => child.children().collect(),
        false => vec![child],
    });
    let mut references = parts.filter(|child| is_reference(child.kind()));
    let first = references.next()?;
    let second = references.next();
    let belongs = matches!(kind, K::Trigger | K::Rule | K::Policy | K::Constraint);
    if second.is_some() && !belongs {
        return None;
    }
    let table = second.and_then(|table| tree::qualified_name(&table, place).ok());
    let (name, table) = match kind {
        K::Column => column(&first, place)?,
        _ => (tree::qualified_name(&first, place).ok()?, table),
    };
    Some(ObjectName { kind, name, signature: signature(node, kind, place).ok()?, table })
}

type NameAndTable = (QualifiedName, Option<QualifiedName>);

fn column(node: &SyntaxNode, place: &Place) -> Option<NameAndTable> {
    let mut parts = tree::path_parts(node, place).ok()?;
    let column = parts.pop()?;
    Some((QualifiedName::bare(column), QualifiedName::from_parts(parts)))
}

fn is_list(kind: SyntaxKind) -> bool {
    let name = format!("{kind:?}");
    name.ends_with("_REF_LIST") || name.ends_with("_SIG_LIST")
}

fn is_reference(kind: SyntaxKind) -> bool {
    let name = format!("{kind:?}");
    name.ends_with("_REF")
        || name.ends_with("_SIG")
        || name.starts_with("ROLE_REF")
        || matches!(
            kind,
            SyntaxKind::TABLE_RELATION_NAME
                | SyntaxKind::ON_TABLE
                | SyntaxKind::ON_RELATION
                | SyntaxKind::AGGREGATE
        )
}
