//! What every stage of a check shares: the files, the names, the findings, the model so far.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::names::{Found, Names, Scope};
pub(super) use super::pending::{
    IndexColumns, Pending, PendingForeignKey, QueryAccess, Reading, WrittenGrant,
};
use super::places::{first_of_each_statement, reserved_word};
pub(super) use super::places::{shifted, word_at};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{
    ColumnFlow, Database, DefaultPrivilege, Denial, Node, ObjectId, ObjectName, PUBLIC, Privilege,
    RoutineName, Stance, Target,
};
use crate::source::{Entries, Sources, Span, Spanned};
use crate::spec::{ChildColumn, ProjectFile};
use crate::sql::{self, ColumnDefinition, IndexDefinition, QualifiedName, SyntaxError};

/// What every stage of a check shares.
pub(super) struct Context<'a> {
    pub sources: &'a Sources,
    /// Major version of PostgreSQL that the project targets.
    pub target: u16,
    pub findings: Vec<Diagnostic>,
    pub names: Names,
    pub database: Database,
    /// What is made by another object: multirange types, and what SQL files create.
    pub made_by: BTreeMap<ObjectId, BTreeSet<ObjectId>>,
    /// Objects that the spec holds as SQL: kind, name without schema, identity.
    pub others: Vec<(sql::ObjectKind, String, ObjectId)>,
    /// Base types that SQL files define, by identity: beside its definition, one may have a shell.
    pub base_types: BTreeSet<String>,
    /// Where each object was declared.
    pub places: BTreeMap<ObjectId, Span>,
    /// Definitions of columns that were parsed before, by their text.
    pub column_definitions: BTreeMap<String, ColumnDefinition>,
    /// Definitions of indexes that were parsed before, by their text.
    pub index_definitions: BTreeMap<String, IndexDefinition>,
    pub pending: Vec<Pending>,
    pub foreign_keys: Vec<PendingForeignKey>,
    /// Where each foreign key names its target, by table and constraint.
    pub foreign_key_places: BTreeMap<(ObjectName, String), Span>,
    pub index_columns: Vec<IndexColumns>,
    /// Owner of what is declared in each schema; the applying role where it has none.
    pub object_owners: BTreeMap<String, Option<String>>,
    /// What of inherited columns differs from the parent's, applied once these were passed on.
    pub child_columns: BTreeMap<ObjectName, Entries<ChildColumn>>,
    /// Columns that sequences are owned by, looked up once every table is known.
    pub owned_sequences: Vec<(Spanned<String>, ObjectName, String)>,
    /// Where each privilege was granted, by role and object.
    pub grant_places: BTreeMap<(String, Target, Privilege), Span>,
    /// What is done about access that is not declared.
    pub stance: Stance,
    /// Where each privilege on future objects was granted.
    pub future_places: BTreeMap<DefaultPrivilege, Span>,
    /// Denials, each with its place.
    pub denials: Vec<(Denial, Span)>,
    /// What each named query and transform does with relations.
    pub accesses: Vec<QueryAccess>,
    /// Which columns come from which.
    pub flows: Vec<ColumnFlow>,
    /// Grants as written.
    pub grants: Vec<WrittenGrant>,
    /// Roles with a fault in their grants: what they may do is not known.
    pub faulty_roles: BTreeSet<String>,
    /// Relations with a fault in their declaration: their columns are not all known.
    pub faulty_relations: BTreeSet<ObjectName>,
    /// Columns of foreign keys whose target is not known, by table.
    pub faulty_links: BTreeMap<ObjectName, BTreeSet<String>>,
}

impl<'a> Context<'a> {
    pub fn new(sources: &'a Sources, file: &ProjectFile) -> Self {
        Self {
            sources,
            target: file.postgres.value,
            findings: Vec::new(),
            names: Names::default(),
            database: Database::default(),
            made_by: BTreeMap::new(),
            others: Vec::new(),
            base_types: BTreeSet::new(),
            places: BTreeMap::new(),
            column_definitions: BTreeMap::new(),
            index_definitions: BTreeMap::new(),
            pending: Vec::new(),
            foreign_keys: Vec::new(),
            foreign_key_places: BTreeMap::new(),
            index_columns: Vec::new(),
            object_owners: BTreeMap::new(),
            child_columns: BTreeMap::new(),
            owned_sequences: Vec::new(),
            grant_places: BTreeMap::new(),
            stance: Stance::default(),
            future_places: BTreeMap::new(),
            denials: Vec::new(),
            accesses: Vec::new(),
            flows: Vec::new(),
            grants: Vec::new(),
            faulty_roles: BTreeSet::new(),
            faulty_relations: BTreeSet::new(),
            faulty_links: BTreeMap::new(),
        }
    }

    /// Records where the columns that a query gives come from.
    pub fn flow(&mut self, by: &Node, to: &Node, output: &[sql::OutputColumn]) {
        for column in output {
            let of = |(relation, column): &(QualifiedName, String)| {
                let schema = relation.schema.clone().unwrap_or_default();
                let name = ObjectName::new(schema, relation.name.clone());
                let is_view = self.database.views.contains_key(&name);
                let node = if is_view { Node::View(name) } else { Node::Table(name) };
                (node, column.clone())
            };
            let from = column.reads.iter().map(of).collect();
            let (by, to, column) = (by.clone(), to.clone(), column.name.clone());
            self.flows.push(ColumnFlow { by, to, column, from });
        }
    }

    /// Records a finding.
    pub fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Returns the place of a part of a scalar's text.
    pub fn within(&self, outer: &Spanned<String>, range: Range<usize>) -> Span {
        self.sources.locate(outer, range)
    }

    /// Takes the value of an SQL reader, or reports its errors at their place in the file.
    pub fn read<T>(
        &mut self,
        outer: &Spanned<String>,
        result: Result<T, Vec<SyntaxError>>,
    ) -> Option<T> {
        self.read_part(outer, 0, result)
    }

    /// Like [`read`](Self::read), for a reader that was given the text from byte `shift` on, or
    /// (negative) the text behind a prefix of its own.
    pub fn read_part<T>(
        &mut self,
        outer: &Spanned<String>,
        shift: isize,
        result: Result<T, Vec<SyntaxError>>,
    ) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(errors) => {
                for error in first_of_each_statement(outer, shift, errors) {
                    let span = self.within(outer, shifted(&error.range, shift));
                    let finding = Diagnostic::error("sql_syntax", span, &*error.message);
                    let help = reserved_word(&error.message, self.sources.text(span));
                    self.report(Diagnostic { help, ..finding });
                }
                None
            }
        }
    }

    /// Reports that `name` is not a relation, with the nearest one.
    pub fn unknown_relation(&mut self, name: &QualifiedName, scope: &Scope, span: Span) {
        let mut finding =
            Diagnostic::error("unknown_relation", span, format!("no table or view `{name}`"));
        finding = finding.with_help(match self.names.nearest_relation(name, scope) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "declare it under `tables` or `views`, or correct its name".to_owned(),
        });
        self.report(finding);
    }

    /// Keeps a part of a text for the stage that follows names.
    pub fn follow(
        &mut self,
        object: &ObjectId,
        text: &Spanned<String>,
        part: Range<usize>,
        reading: Reading,
        scope: &Scope,
    ) {
        let (object, text, scope) = (object.clone(), text.clone(), scope.clone());
        self.pending.push(Pending { object, text, part, reading, scope });
    }

    /// Checks an expression's grammar, and keeps it for the stage that follows names.
    pub fn expression(
        &mut self,
        object: &ObjectId,
        text: &Spanned<String>,
        reading: Reading,
        scope: &Scope,
    ) {
        if self.read(text, sql::check_expression(text)).is_some() {
            self.follow(object, text, 0..text.len(), reading, scope);
        }
    }

    /// Records that `object` needs the routine of this name, where it is ours.
    pub fn needs_routine(
        &mut self,
        object: &ObjectId,
        place: (&Spanned<String>, Range<usize>),
        name: &QualifiedName,
        scope: &Scope,
    ) {
        match self.names.routine(name, scope) {
            Found::Ours(routine, _) => self.depend_on_routine(object, &routine),
            Found::Elsewhere => {}
            Found::Nowhere => {
                let span = self.within(place.0, place.1);
                let known: Vec<String> =
                    self.names.routines.keys().map(ToString::to_string).collect();
                let mut finding =
                    Diagnostic::error("unknown_function", span, format!("no function `{name}`"));
                if let Some(near) = nearest(&name.to_string(), known.iter().map(String::as_str)) {
                    finding = finding.with_help(format!("did you mean `{near}`?"));
                }
                self.report(finding);
            }
        }
    }

    /// Records a dependency on every routine of this name: which overload is meant, only the
    /// server can say.
    pub fn depend_on_routine(&mut self, object: &ObjectId, routine: &ObjectName) {
        for overload in self.overloads(routine) {
            self.depend(object, overload);
        }
    }

    /// Returns every routine of a name.
    pub fn overloads(&self, routine: &ObjectName) -> Vec<ObjectId> {
        let first = RoutineName { name: routine.clone(), arguments: String::new() };
        let from_there = self.database.routines.range(first..).map(|(name, _)| name);
        from_there.take_while(|known| known.name == *routine).map(ObjectId::routine).collect()
    }

    /// Reports a role that the project does not declare.
    pub fn check_role(&mut self, role: &Spanned<String>) {
        self.findings.extend(self.unknown_role(role));
    }

    /// Returns a finding for a role that the project does not declare; roles of the server itself
    /// are known.
    pub fn unknown_role(&self, role: &Spanned<String>) -> Option<Diagnostic> {
        if role.value == PUBLIC {
            let message = "`public` stands for every role, and cannot be one here";
            let finding = Diagnostic::error("reserved_name", role.span, message);
            return Some(finding.with_help("name a role of the project"));
        }
        if role.starts_with("pg_") || self.names.roles.contains_key(&role.value) {
            return None;
        }
        let near = nearest(role, self.names.roles.keys().map(String::as_str));
        let help = match near {
            _ if self.names.retired.contains(&role.value) => {
                "it is retired: name another, or remove `retired`".to_owned()
            }
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("declare it: `roles: {{ {}: {{}} }}`", role.value),
        };
        let message = format!("no role `{}`", role.value);
        Some(Diagnostic::error("unknown_role", role.span, message).with_help(help))
    }

    /// Reports a feature that the target version does not have.
    pub fn report_version(&mut self, span: Span, what: &str, since: u16) {
        let message =
            format!("{what} needs PostgreSQL {since}, and the project targets {}", self.target);
        let finding = Diagnostic::error("needs_newer_version", span, message);
        self.report(finding.with_help(format!("set `postgres: {since}`, or do without")));
    }

    /// Reports a pattern that names nothing.
    pub fn unmatched_pattern(&mut self, pattern: &Spanned<String>) {
        let message = format!("`{}` matches nothing", pattern.value);
        let finding = Diagnostic::error("pattern_without_match", pattern.span, message);
        self.report(
            finding.with_help("patterns are `SCHEMA.TABLE`, `SCHEMA.*`, `SCHEMA.PREFIX_*` and `*`"),
        );
    }

    /// Records that `object` needs `needed` to exist first, or what makes that.
    pub fn depend(&mut self, object: &ObjectId, needed: ObjectId) {
        let needed = self.made_by.get(&needed).cloned().unwrap_or_else(|| [needed].into());
        for needed in needed.into_iter().filter(|needed| needed != object) {
            self.database.dependencies.entry(object.clone()).or_default().insert(needed);
        }
    }
}
