//! From the syntax tree to constraints.

use squawk_syntax::ast::{
    self, AstNode, ConstraintOption, ExcludeConstraint, MatchType, RefAction, ReferentialAction,
    TableConstraint as Node,
};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::{
    Action, Check, ExclusionDefinition, ForeignKeyDefinition, KeyConstraint, TableConstraint,
    Timing,
};
use crate::sql::index::read::{read_element, storage_parameters};
use crate::sql::parse::Place;
use crate::sql::{Fragment, SyntaxErrors, tree};

/// Reads any constraint of a table.
pub(super) fn read_constraint(node: &Node, place: &Place) -> Result<TableConstraint, SyntaxErrors> {
    let syntax = node.syntax();
    Ok(match node {
        Node::PrimaryKeyConstraint(_) => TableConstraint::PrimaryKey(read_key(syntax, place)?),
        Node::UniqueConstraint(_) => TableConstraint::Unique(read_key(syntax, place)?),
        Node::CheckConstraint(_) => TableConstraint::Check(read_check(syntax, place)?),
        Node::ForeignKeyConstraint(_) => {
            TableConstraint::ForeignKey(read_references(syntax, place)?)
        }
        Node::ExcludeConstraint(it) => TableConstraint::Exclusion(read_exclusion(it, place)?),
        Node::NotNullConstraint(_) => {
            return tree::refuse(syntax, place, "`not null` belongs to the column");
        }
    })
}

/// What follows a constraint, and its name.
#[derive(Debug, Default)]
pub(in crate::sql) struct Attributes {
    pub name: Option<String>,
    pub timing: Timing,
    pub no_inherit: bool,
    pub not_enforced: bool,
    pub not_valid: bool,
}

impl Attributes {
    /// Reads the name and the options of a constraint; `allowed` is the kinds of option that this
    /// constraint has in PostgreSQL's grammar.
    pub fn read(
        node: &SyntaxNode,
        allowed: &[SyntaxKind],
        place: &Place,
    ) -> Result<Self, SyntaxErrors> {
        let clause = tree::child(node, SyntaxKind::CONSTRAINT_NAME_CLAUSE);
        let name = clause.and_then(|clause| tree::child(&clause, SyntaxKind::CONSTRAINT_NAME));
        let name = name.map(|name| tree::name(&name, place)).transpose()?;
        let mut attributes = Self { name, ..Self::default() };
        let (mut deferrable, mut deferred) = (None, None);
        for option in node.children().filter_map(ConstraintOption::cast) {
            let syntax = option.syntax();
            if !allowed.contains(&syntax.kind()) {
                let message = format!("`{}` has no meaning here", tree::words(syntax));
                return tree::refuse(syntax, place, message);
            }
            let repeated = match option {
                ConstraintOption::DeferrableConstraintOption(_) => deferrable.replace(true),
                ConstraintOption::NotDeferrableConstraintOption(_) => deferrable.replace(false),
                ConstraintOption::InitiallyDeferredConstraintOption(_) => deferred.replace(true),
                ConstraintOption::InitiallyImmediateConstraintOption(_) => deferred.replace(false),
                ConstraintOption::NoInherit(_) => flag(&mut attributes.no_inherit),
                ConstraintOption::NotEnforced(_) => flag(&mut attributes.not_enforced),
                ConstraintOption::NotValid(_) => flag(&mut attributes.not_valid),
                ConstraintOption::Inherit(_) | ConstraintOption::Enforced(_) => None,
            };
            if repeated.is_some() {
                let message = format!("`{}` is one too many", tree::words(syntax));
                return tree::refuse(syntax, place, message);
            }
        }
        attributes.timing = match (deferrable, deferred) {
            (Some(false), Some(true)) => {
                let message = "a constraint that is initially deferred is deferrable";
                return tree::refuse(node, place, message);
            }
            (_, Some(true)) => Timing::Deferred,
            (Some(true), _) => Timing::Deferrable,
            _ => Timing::Immediate,
        };
        Ok(attributes)
    }
}

fn flag(value: &mut bool) -> Option<bool> {
    std::mem::replace(value, true).then_some(true)
}

const TIMING: [SyntaxKind; 4] = [
    SyntaxKind::DEFERRABLE_CONSTRAINT_OPTION,
    SyntaxKind::NOT_DEFERRABLE_CONSTRAINT_OPTION,
    SyntaxKind::INITIALLY_DEFERRED_CONSTRAINT_OPTION,
    SyntaxKind::INITIALLY_IMMEDIATE_CONSTRAINT_OPTION,
];

/// Reads `PRIMARY KEY` or `UNIQUE`, of a table or a column.
pub(in crate::sql) fn read_key(
    node: &SyntaxNode,
    place: &Place,
) -> Result<KeyConstraint, SyntaxErrors> {
    let attributes = Attributes::read(node, &TIMING, place)?;
    let mut key = KeyConstraint {
        name: attributes.name,
        timing: attributes.timing,
        ..KeyConstraint::default()
    };
    if let Some(existing) = tree::child(node, SyntaxKind::USING_INDEX_NAME) {
        let message = "a new table has no index to use: give the columns";
        return tree::refuse(&existing, place, message);
    }
    let is_primary = node.kind() == SyntaxKind::PRIMARY_KEY_CONSTRAINT;
    let parameters = tree::child(node, SyntaxKind::INDEX_PARAMETERS).unwrap_or(node.clone());
    for part in parameters.children() {
        match part.kind() {
            SyntaxKind::CONSTRAINT_COLUMN_REF_LIST => {
                key.columns = tree::column_names(&part, place)?;
                key.without_overlaps = tree::child(&part, SyntaxKind::WITHOUT_OVERLAPS).is_some();
            }
            SyntaxKind::NULLS_NOT_DISTINCT if is_primary => {
                return tree::refuse(&part, place, "the columns of a primary key have no nulls");
            }
            SyntaxKind::NULLS_NOT_DISTINCT => key.nulls_not_distinct = true,
            SyntaxKind::NULLS_DISTINCT if is_primary => {
                return tree::refuse(&part, place, "the columns of a primary key have no nulls");
            }
            _ => {}
        }
    }
    key.include = included(&parameters, place)?;
    key.storage_parameters = storage_parameters(&parameters, place)?;
    key.tablespace = tablespace(&parameters, place)?;
    Ok(key)
}

/// Reads `CHECK`.
pub(in crate::sql) fn read_check(node: &SyntaxNode, place: &Place) -> Result<Check, SyntaxErrors> {
    let allowed = [
        SyntaxKind::NO_INHERIT,
        SyntaxKind::NOT_ENFORCED,
        SyntaxKind::ENFORCED,
        SyntaxKind::NOT_VALID,
    ];
    let attributes = Attributes::read(node, &allowed, place)?;
    Ok(Check {
        name: attributes.name,
        expression: expression(node, place)?,
        no_inherit: attributes.no_inherit,
        not_enforced: attributes.not_enforced,
        not_valid: attributes.not_valid,
    })
}

/// Keeps the expression that is a child of `node`.
fn expression(node: &SyntaxNode, place: &Place) -> Result<Fragment, SyntaxErrors> {
    match node.children().find(|child| ast::Expr::can_cast(child.kind())) {
        Some(expression) => Ok(place.fragment(&expression)),
        None => tree::refuse(node, place, "an expression is missing"),
    }
}

/// Reads `REFERENCES` of a column and `FOREIGN KEY` of a table.
pub(in crate::sql) fn read_references(
    node: &SyntaxNode,
    place: &Place,
) -> Result<ForeignKeyDefinition, SyntaxErrors> {
    let mut allowed = TIMING.to_vec();
    allowed.extend([SyntaxKind::NOT_ENFORCED, SyntaxKind::ENFORCED, SyntaxKind::NOT_VALID]);
    let attributes = Attributes::read(node, &allowed, place)?;
    let table = tree::expect(node, SyntaxKind::TABLE_NAME_REF, place, "the referenced table")?;
    let (columns, referenced_columns, period) = foreign_columns(node, place)?;
    let mut key = ForeignKeyDefinition {
        name: attributes.name,
        columns,
        table: tree::qualified_name(&table, place)?,
        table_range: place.range(&table),
        referenced_columns,
        period,
        on_delete: Action::NoAction,
        on_update: Action::NoAction,
        match_full: match_full(node, place)?,
        timing: attributes.timing,
        not_enforced: attributes.not_enforced,
        not_valid: attributes.not_valid,
    };
    read_actions(node, &mut key, place)?;
    Ok(key)
}

type ForeignColumns = (Vec<String>, Vec<String>, bool);

fn foreign_columns(node: &SyntaxNode, place: &Place) -> Result<ForeignColumns, SyntaxErrors> {
    let mut lists = Vec::new();
    let mut period = false;
    for list in node.children().filter(|it| it.kind() == SyntaxKind::FOREIGN_KEY_COLUMN_LIST) {
        let mut names = tree::column_names(&list, place)?;
        for column in list.children().filter(|it| it.kind() == SyntaxKind::PERIOD_COLUMN) {
            names.extend(tree::column_names(&column, place)?);
            period = true;
        }
        lists.push(names);
    }
    if node.kind() != SyntaxKind::FOREIGN_KEY_CONSTRAINT {
        return Ok((Vec::new(), tree::column_names(node, place)?, false));
    }
    let mut lists = lists.into_iter();
    let (own, other) = (lists.next().unwrap_or_default(), lists.next().unwrap_or_default());
    if !other.is_empty() && own.len() != other.len() {
        let message = format!("{} columns reference {}", own.len(), other.len());
        return tree::refuse(node, place, message);
    }
    Ok((own, other, period))
}

fn match_full(node: &SyntaxNode, place: &Place) -> Result<bool, SyntaxErrors> {
    let matched = node.children().find_map(MatchType::cast);
    match matched {
        Some(MatchType::MatchFull(_)) => Ok(true),
        Some(MatchType::MatchPartial(it)) => {
            tree::refuse(it.syntax(), place, "PostgreSQL has not implemented `match partial`")
        }
        Some(MatchType::MatchSimple(_)) | None => Ok(false),
    }
}

fn read_actions(
    node: &SyntaxNode,
    key: &mut ForeignKeyDefinition,
    place: &Place,
) -> Result<(), SyntaxErrors> {
    let mut seen = Vec::new();
    for action in node.children().filter_map(ReferentialAction::cast) {
        let syntax = action.syntax();
        if seen.contains(&syntax.kind()) {
            let message = format!("`{}` is one too many", tree::words(syntax));
            return tree::refuse(syntax, place, message);
        }
        seen.push(syntax.kind());
        let Some(what) = syntax.children().find_map(RefAction::cast) else {
            return tree::refuse(syntax, place, "an action is missing");
        };
        let columns = |it: &SyntaxNode| match tree::child(it, SyntaxKind::COLUMN_REF_LIST) {
            Some(list) => tree::column_names(&list, place),
            None => Ok(Vec::new()),
        };
        let what = match what {
            RefAction::NoAction(_) => Action::NoAction,
            RefAction::Restrict(_) => Action::Restrict,
            RefAction::Cascade(_) => Action::Cascade,
            RefAction::SetNullColumns(it) => Action::SetNull(columns(it.syntax())?),
            RefAction::SetDefaultColumns(it) => Action::SetDefault(columns(it.syntax())?),
        };
        match action {
            ReferentialAction::OnDeleteAction(_) => key.on_delete = what,
            ReferentialAction::OnUpdateAction(_) => match &what {
                Action::SetNull(columns) | Action::SetDefault(columns) if !columns.is_empty() => {
                    let message = "only `on delete` takes columns to set";
                    return tree::refuse(syntax, place, message);
                }
                _ => key.on_update = what,
            },
        }
    }
    Ok(())
}

/// Reads `EXCLUDE`.
pub(super) fn read_exclusion(
    node: &ExcludeConstraint,
    place: &Place,
) -> Result<ExclusionDefinition, SyntaxErrors> {
    let syntax = node.syntax();
    let attributes = Attributes::read(syntax, &TIMING, place)?;
    let method = tree::child(syntax, SyntaxKind::CONSTRAINT_INDEX_METHOD)
        .and_then(|method| tree::child(&method, SyntaxKind::ACCESS_METHOD_REF));
    let list = tree::expect(
        syntax,
        SyntaxKind::CONSTRAINT_EXCLUSION_LIST,
        place,
        "a list of columns and operators",
    )?;
    let elements = list
        .children()
        .filter(|child| child.kind() == SyntaxKind::CONSTRAINT_EXCLUSION)
        .map(|child| exclusion_element(&child, place))
        .collect::<Result<_, _>>()?;
    let condition = tree::child(syntax, SyntaxKind::WHERE_CONDITION_CLAUSE);
    Ok(ExclusionDefinition {
        name: attributes.name,
        method: method.map(|method| tree::name(&method, place)).transpose()?,
        elements,
        include: included(syntax, place)?,
        storage_parameters: storage_parameters(syntax, place)?,
        tablespace: tablespace(syntax, place)?,
        predicate: condition.map(|clause| expression(&clause, place)).transpose()?,
        timing: attributes.timing,
    })
}

fn exclusion_element(
    node: &SyntaxNode,
    place: &Place,
) -> Result<(super::IndexElement, String), SyntaxErrors> {
    let operator = node
        .children()
        .find(|child| matches!(child.kind(), SyntaxKind::OP | SyntaxKind::OPERATOR_CALL));
    let Some(operator) = operator else {
        return tree::refuse(node, place, "an operator is missing after `with`");
    };
    Ok((read_element(node, place)?, place.fragment(&operator).text))
}

fn included(node: &SyntaxNode, place: &Place) -> Result<Vec<String>, SyntaxErrors> {
    let clause = tree::child(node, SyntaxKind::CONSTRAINT_INCLUDE_CLAUSE);
    match clause.and_then(|clause| tree::child(&clause, SyntaxKind::COLUMN_REF_LIST)) {
        Some(list) => tree::column_names(&list, place),
        None => Ok(Vec::new()),
    }
}

fn tablespace(node: &SyntaxNode, place: &Place) -> Result<Option<String>, SyntaxErrors> {
    tree::child(node, SyntaxKind::CONSTRAINT_INDEX_TABLESPACE)
        .and_then(|clause| tree::child(&clause, SyntaxKind::TABLESPACE_REF))
        .map(|name| tree::name(&name, place))
        .transpose()
}
