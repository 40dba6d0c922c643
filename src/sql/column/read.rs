//! From the syntax tree to a [`ColumnDefinition`].

use squawk_syntax::ast::{self, AstNode, Column, ColumnClause, ColumnConstraint, Expr};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{ColumnDefinition, Generated, Identity, NotNull};
use crate::sql::constraint::{self, Attributes, KeyConstraint};
use crate::sql::parse::Place;
use crate::sql::sequence::{self, SequenceOptions, set};
use crate::sql::types::{TypeName, read_type, serial_of};
use crate::sql::{Fragment, SyntaxErrors, tree};

/// Reads a column's node.
pub(super) fn read_column(
    column: &Column,
    place: &Place,
) -> Result<ColumnDefinition, SyntaxErrors> {
    let Some(written) = column.ty() else {
        return tree::refuse(column.syntax(), place, "the column's type is missing");
    };
    let serial = serial_of(&written);
    let type_name = match &serial {
        Some(integer) => integer.clone(),
        None => read_type(&written, place)?,
    };
    if type_name.setof {
        return tree::refuse(written.syntax(), place, "a column cannot be a set");
    }
    let mut definition = plain(type_name, place.fragment(written.syntax()), serial.is_some());
    let mut errors = Vec::new();
    for clause in column.clauses() {
        if let Err(more) = read_clause(&clause, &mut definition, place) {
            errors.extend(more);
        }
    }
    if errors.is_empty() {
        contradictions(&definition, column.syntax(), place)?;
        return Ok(definition);
    }
    Err(errors)
}

fn plain(type_name: TypeName, written_type: Fragment, serial: bool) -> ColumnDefinition {
    ColumnDefinition {
        type_name,
        written_type,
        serial,
        collation: None,
        storage: None,
        compression: None,
        not_null: None,
        null: false,
        default: None,
        generated: None,
        identity: None,
        primary_key: None,
        unique: Vec::new(),
        checks: Vec::new(),
        references: Vec::new(),
    }
}

fn read_clause(
    clause: &ColumnClause,
    definition: &mut ColumnDefinition,
    place: &Place,
) -> Result<(), SyntaxErrors> {
    let node = clause.syntax();
    match clause {
        ColumnClause::Storage(_) => set(&mut definition.storage, last_word(node), node, place),
        ColumnClause::CompressionMethod(_) => {
            set(&mut definition.compression, last_word(node), node, place)
        }
        ColumnClause::Collate(_) => {
            let name = tree::expect(node, SyntaxKind::COLLATION_REF, place, "the collation")?;
            set(&mut definition.collation, tree::qualified_name(&name, place)?, node, place)
        }
        ColumnClause::WithOptions(_) => {
            tree::refuse(node, place, "`with options` belongs to tables of a composite type")
        }
        ColumnClause::AlterOptionList(_) => {
            tree::refuse(node, place, "`options` belongs to columns of foreign tables")
        }
        ColumnClause::ColumnConstraint(constraint) => {
            read_constraint(constraint, definition, place)
        }
    }
}

fn last_word(node: &SyntaxNode) -> String {
    tree::words(node).split(' ').next_back().unwrap_or_default().to_string()
}

fn read_constraint(
    constraint: &ColumnConstraint,
    definition: &mut ColumnDefinition,
    place: &Place,
) -> Result<(), SyntaxErrors> {
    use ColumnConstraint as C;
    let node = constraint.syntax();
    match constraint {
        C::NotNullConstraint(_) => {
            let attributes = Attributes::read(node, &[SyntaxKind::NO_INHERIT], place)?;
            if let Some(column) = tree::child(node, SyntaxKind::COLUMN_NAME_REF) {
                return tree::refuse(&column, place, "a column's `not null` takes no name");
            }
            let not_null = NotNull { name: attributes.name, no_inherit: attributes.no_inherit };
            set(&mut definition.not_null, not_null, node, place)
        }
        C::NullConstraint(_) => {
            nameless(node, place)?;
            definition.null = true;
            Ok(())
        }
        C::DefaultConstraint(_) => {
            nameless(node, place)?;
            set(&mut definition.default, expression(node, place)?, node, place)
        }
        C::GeneratedConstraint(it) => {
            nameless(node, place)?;
            read_generated(it, definition, place)
        }
        C::PrimaryKeyConstraint(_) => {
            let key = column_key(node, place)?;
            set(&mut definition.primary_key, key, node, place)
        }
        C::UniqueConstraint(_) => {
            definition.unique.push(column_key(node, place)?);
            Ok(())
        }
        C::CheckConstraint(_) => {
            definition.checks.push(constraint::read_check(node, place)?);
            Ok(())
        }
        C::ReferencesConstraint(_) => {
            definition.references.push(constraint::read_references(node, place)?);
            Ok(())
        }
        C::ExcludeConstraint(_) => {
            tree::refuse(node, place, "`exclude` belongs to the table and not to a column")
        }
    }
}

/// Refuses a name, which the server would forget, and options, which it would refuse.
fn nameless(node: &SyntaxNode, place: &Place) -> Result<(), SyntaxErrors> {
    match Attributes::read(node, &[], place)?.name {
        None => Ok(()),
        Some(name) => {
            let message = format!("this is no constraint, the name `{name}` would be lost");
            tree::refuse(node, place, message)
        }
    }
}

fn column_key(node: &SyntaxNode, place: &Place) -> Result<KeyConstraint, SyntaxErrors> {
    let key = constraint::read_key(node, place)?;
    if !key.columns.is_empty() || !key.include.is_empty() {
        let message = "a key with a list of columns belongs to the table";
        return tree::refuse(node, place, message);
    }
    Ok(key)
}

fn expression(node: &SyntaxNode, place: &Place) -> Result<Fragment, SyntaxErrors> {
    match node.children().find(|child| Expr::can_cast(child.kind())) {
        Some(expression) => Ok(place.fragment(&expression)),
        None => tree::refuse(node, place, "an expression is missing"),
    }
}

fn read_generated(
    constraint: &ast::GeneratedConstraint,
    definition: &mut ColumnDefinition,
    place: &Place,
) -> Result<(), SyntaxErrors> {
    let outer = constraint.syntax();
    let Some(node) = outer.children().find(|child| ast::GeneratedAs::can_cast(child.kind())) else {
        return tree::refuse(outer, place, "`as identity` or `as (…)` is missing");
    };
    let always = tree::child(&node, SyntaxKind::GENERATED_ALWAYS).is_some();
    if node.kind() == SyntaxKind::GENERATED_IDENTITY {
        let list = tree::child(&node, SyntaxKind::SEQUENCE_OPTION_LIST);
        let options = match list {
            Some(list) => sequence::read_options(&list, place)?,
            None => SequenceOptions::default(),
        };
        return set(&mut definition.identity, Identity { always, options }, outer, place);
    }
    if !always {
        return tree::refuse(&node, place, "a computed column is `generated always`");
    }
    let stored = match tree::child(&node, SyntaxKind::STORED) {
        Some(_) => Some(true),
        None => tree::child(&node, SyntaxKind::VIRTUAL).map(|_| false),
    };
    let generated = Generated { expression: expression(&node, place)?, stored };
    set(&mut definition.generated, generated, outer, place)
}

/// Refuses what the server would: each pair excludes the other.
fn contradictions(
    definition: &ColumnDefinition,
    node: &SyntaxNode,
    place: &Place,
) -> Result<(), SyntaxErrors> {
    let not_null = definition.not_null.is_some() || definition.serial;
    let present = [
        (definition.default.is_some(), "default"),
        (definition.generated.is_some(), "generated always as (…)"),
        (definition.identity.is_some(), "generated … as identity"),
        (definition.serial, "serial"),
    ];
    let values: Vec<_> = present.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect();
    if let [first, second, ..] = values[..] {
        let message = format!("a column has either `{first}` or `{second}`");
        return tree::refuse(node, place, message);
    }
    let strict = [
        (not_null, "not null"),
        (definition.primary_key.is_some(), "primary key"),
        (definition.identity.is_some(), "generated … as identity"),
    ];
    match strict.iter().find(|(is, _)| *is && definition.null) {
        Some((_, name)) => {
            tree::refuse(node, place, format!("a column has either `null` or `{name}`"))
        }
        None => Ok(()),
    }
}
