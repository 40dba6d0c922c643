//! Transforms: what each reads and fills, and that the one fits the other.

mod contract;
mod expect;
mod kind;
mod needs;

use std::collections::{BTreeMap, BTreeSet};

use crate::check::context::{Context, QueryAccess};
use crate::check::names::{Found, Scope};
use crate::check::resolve::Accesses;
use crate::diagnostic::{Diagnostic, suggest};
use crate::model::{Missed, Node, ObjectId, ObjectKind, ObjectName, Parameter, Transform};
use crate::source::Spanned;
use crate::spec::{self, Spec, TransformKind};
use crate::sql::references::Fragment;
use crate::sql::{self, Access, OutputColumn, QualifiedName, references, replace_parameters};

use super::{relation::trimmed, schedule, text};

/// Lowers every transform.
pub(super) fn lower(context: &mut Context, spec: &Spec) -> BTreeMap<String, Transform> {
    let mut transforms = BTreeMap::new();
    let mut places = BTreeMap::new();
    for document in &spec.documents {
        let sources = document.sources.keys();
        places.extend(sources.map(|name| (name.value.clone(), name.span)));
    }
    for document in &spec.documents {
        let schema = document.schema.as_ref().map(|schema| schema.value.as_str());
        let scope = context.names.scope(schema);
        for (name, keys) in &document.transforms {
            super::project::check_file_name(context, "transform", name);
            if let Some(first) = places.insert(name.value.clone(), name.span) {
                let message = format!("a source or transform `{}` is declared already", name.value);
                let finding = Diagnostic::error("duplicate_object", name.span, message);
                context.report(finding.with_other(first, "first declared here"));
            }
            if let Some(transform) = (Lowering { name, keys, scope: &scope }).lower(context) {
                transforms.insert(name.value.clone(), transform);
            }
        }
    }
    transforms
}

/// One transform on its way.
struct Lowering<'l> {
    name: &'l Spanned<String>,
    keys: &'l spec::Transform,
    scope: &'l Scope,
}

/// What a transform fills: its name, and its columns.
struct Target<'l> {
    name: ObjectName,
    place: &'l Spanned<String>,
    columns: Vec<String>,
}

impl Target<'_> {
    /// Takes a name of a column, or reports that there is none such.
    fn column(&self, context: &mut Context, name: &Spanned<String>) -> Option<String> {
        if self.columns.contains(&name.value) {
            return Some(name.value.clone());
        }
        let known: Vec<&str> = self.columns.iter().map(String::as_str).collect();
        let message = format!("`{}` has no column `{}`", self.name, name.value);
        let finding = Diagnostic::error("unknown_column", name.span, message);
        context.report(finding.with_help(suggest(name, &known, "column")));
        None
    }

    fn all(&self, context: &mut Context, names: &[Spanned<String>]) -> Vec<String> {
        names.iter().filter_map(|name| self.column(context, name)).collect()
    }
}

impl Lowering<'_> {
    fn lower(&self, context: &mut Context) -> Option<Transform> {
        context.check_role(&self.keys.run_as);
        let kind = self.keys.kind.value;
        self.surplus(context);
        let target = match &self.keys.into {
            Some(into) if kind != TransformKind::Statement => Some(self.target(context, into)?),
            Some(into) => {
                let finding = Diagnostic::error(
                    "contradicting_keys",
                    into.span,
                    "a statement names what it changes itself",
                );
                context.report(finding.with_help("leave `into` out"));
                None
            }
            None if kind == TransformKind::Statement => None,
            None => {
                self.missing(context, "into", "the table or view that it fills");
                return None;
            }
        };
        let parameters = super::query::parameters(context, &self.keys.params, self.scope);
        super::query::parameter_names(context, &self.keys.params);
        let sql = self.sql(context)?;
        let missed = match self.of_run().contains(&"from") {
            true => Missed::CatchUp,
            false => Missed::Latest,
        };
        let schedule = schedule::lower(context, &self.keys.schedule, missed);
        let timeout = self.keys.timeout.as_ref();
        let timeout = timeout.and_then(|written| schedule::duration(context, written));
        let expectations = self.expectations(context, target.as_ref());
        let followed = sql.and_then(|sql| self.follow(context, sql, &parameters));
        let (accesses, output) = followed.map_or((None, None), |(all, output)| (Some(all), output));
        let columns = match (&target, sql, &output) {
            (Some(target), Some(sql), Some(output)) => {
                contract::hold(context, target, sql, output, self.keys)?
            }
            // What is not known here is told by the server.
            (Some(target), Some(_), None) => contract::writable(context, target),
            _ => Vec::new(),
        };
        if let (Some(target), Some(output)) = (&target, &output) {
            let node = Node::Transform(self.name.value.clone());
            context.flow(&node, &Node::Table(target.name.clone()), output);
        }
        let kind = self.kind(context, target.as_ref(), &columns)?;
        if let (Some(sql), Some(mut relations)) = (sql, accesses) {
            relations.extend(target.as_ref().map(|it| needs::of_target(it, &kind, &columns)));
            context.accesses.push(QueryAccess {
                what: "transform",
                query: self.name.clone(),
                run_as: self.keys.run_as.clone(),
                sql: sql.clone(),
                scope: self.scope.clone(),
                relations,
            });
        }
        let (reads, mut writes) = self.relations(context, sql, target.as_ref());
        writes.extend(target.as_ref().map(|target| target.name.clone()));
        let compared_as_text =
            target.as_ref().map(|it| contract::without_equality(context, it)).unwrap_or_default();
        Some(Transform {
            description: text(&self.keys.description),
            run_as: self.keys.run_as.value.clone(),
            into: target.map(|target| target.name),
            kind,
            sql: sql.map(|sql| inline(&trimmed(sql), &parameters)).unwrap_or_default(),
            columns,
            compared_as_text,
            search_path: self.scope.path.clone(),
            reads,
            writes,
            after: self.keys.after.iter().map(|name| name.value.clone()).collect(),
            schedule,
            timeout,
            expectations,
        })
    }

    /// Keys of another kind are a slip.
    fn surplus(&self, context: &mut Context) {
        let kind = self.keys.kind.value;
        let of = [
            (
                "incremental",
                self.keys.incremental.as_ref().map(|it| it.by.span),
                TransformKind::Incremental,
            ),
            (
                "append",
                self.keys.append.as_ref().map(|it| it.watermark.span),
                TransformKind::Append,
            ),
            (
                "history",
                self.keys.history.as_ref().and_then(|it| Some(it.key.first()?.span)),
                TransformKind::History,
            ),
        ];
        for (key, span, wanted) in of {
            if let Some(span) = span.filter(|_| kind != wanted) {
                let message = format!("`{key}` is for `kind: {key}`");
                let finding = Diagnostic::error("contradicting_keys", span, message);
                let finding = finding.with_other(self.keys.kind.span, "is another kind");
                context.report(finding.with_help("leave one of the two out"));
            }
        }
    }

    fn missing(&self, context: &mut Context, key: &str, what: &str) {
        let message = format!("`{}` names no `{key}`", self.name.value);
        let finding = Diagnostic::error("missing_key", self.name.span, message);
        context.report(finding.with_help(format!("add `{key}:`, {what}")));
    }

    /// Finds the relation that is filled, of the kind that fits.
    fn target<'l>(&self, context: &mut Context, into: &'l Spanned<String>) -> Option<Target<'l>> {
        let name = relation(context, into, self.scope)?;
        let is_table = context.database.tables.contains_key(&name);
        let view = context.database.views.get(&name).map(|view| view.kind());
        let (fits, wanted) = match self.keys.kind.value {
            TransformKind::View => (view == Some(ObjectKind::View), "view"),
            TransformKind::MaterializedView => {
                (view == Some(ObjectKind::MaterializedView), "materialized view")
            }
            _ => (is_table, "table"),
        };
        if !fits {
            let message = format!("`{name}` is no {wanted}");
            let finding = Diagnostic::error("contradicting_keys", into.span, message);
            let finding = finding.with_other(self.keys.kind.span, format!("fills a {wanted}"));
            context.report(
                finding.with_help(format!("name a {wanted} of the schema, or another kind")),
            );
            return None;
        }
        let columns = context.database.columns_of(&name).unwrap_or_default();
        let columns = columns.into_iter().map(|(name, _)| name.to_owned()).collect();
        Some(Target { name, place: into, columns })
    }

    /// Returns the SQL, where there should be some; nothing at all where that is not so.
    #[allow(clippy::option_option)]
    fn sql(&self, context: &mut Context) -> Option<Option<&Spanned<String>>> {
        let is_view =
            matches!(self.keys.kind.value, TransformKind::View | TransformKind::MaterializedView);
        match (&self.keys.sql, is_view) {
            (None, true) => Some(None),
            (Some(sql), false) => Some(Some(sql)),
            (None, false) => {
                self.missing(context, "sql", "what it does");
                None
            }
            (Some(sql), true) => {
                let message = "a view has its query in the schema";
                let finding = Diagnostic::error("contradicting_keys", sql.span, message);
                context.report(finding.with_help("leave `sql` out"));
                None
            }
        }
    }

    /// The names that a run gives values to.
    fn of_run(&self) -> &'static [&'static str] {
        match self.keys.kind.value {
            TransformKind::Append => &["at", "watermark"],
            TransformKind::Incremental => match &self.keys.incremental {
                Some(keys) if keys.by.value == spec::IncrementalBy::Time => &["at", "from", "to"],
                _ => &["at"],
            },
            _ => &["at"],
        }
    }

    /// Follows the names of the SQL; returns what it does with relations, and the columns that it gives, where they
    /// are known.
    fn follow(
        &self,
        context: &mut Context,
        sql: &Spanned<String>,
        parameters: &[Parameter],
    ) -> Option<(Accesses, Option<Vec<OutputColumn>>)> {
        let is_statement = self.keys.kind.value == TransformKind::Statement;
        let checked = if is_statement {
            sql::check_query(sql)
        } else {
            sql::check_select_with_parameters(sql)
        };
        context.read(sql, checked)?;
        let names =
            parameters.iter().map(|it| it.name.as_str()).chain(self.of_run().iter().copied());
        let names: Vec<String> = names.map(str::to_owned).collect();
        let known = context.findings.len();
        let followed = crate::check::resolve::query(context, sql, &names, self.scope);
        self.unused(context, sql);
        if context.findings.len() > known {
            return None;
        }
        // A statement names itself what it fills.
        let by = Node::Transform(self.name.value.clone());
        for (relation, columns) in &followed.inserts {
            let schema = relation.schema.clone().unwrap_or_default();
            let to = Node::Table(ObjectName::new(schema, relation.name.clone()));
            context.flow(&by, &to, columns);
        }
        Some((followed.accesses, followed.output))
    }

    /// An interval whose bounds the SQL does not ask for would be filled with everything.
    fn unused(&self, context: &mut Context, sql: &Spanned<String>) {
        let used = sql::find_parameters(sql);
        for name in self.of_run().iter().filter(|name| **name != "at") {
            if !used.iter().any(|(used, _)| used == name) {
                let message = format!("the SQL does not say `:{name}`");
                let finding = Diagnostic::error("interval_ignored", sql.span, message);
                let help = match *name {
                    "watermark" => "give the rows above `:watermark` alone",
                    _ => "give the rows of the interval alone: `… >= :from and … < :to`",
                };
                context.report(finding.with_help(help));
            }
        }
        super::query::unused_parameters(context, &self.keys.params, sql);
    }

    /// Returns the relations that are read, behind views and functions too, and those that are written.
    fn relations(
        &self,
        context: &Context,
        sql: Option<&Spanned<String>>,
        target: Option<&Target<'_>>,
    ) -> (BTreeSet<ObjectName>, BTreeSet<ObjectName>) {
        let (mut reads, mut writes) = (Vec::new(), BTreeSet::new());
        let found = sql.map(|sql| references(sql, Fragment::Query)).unwrap_or_default();
        for mentioned in &found.relations {
            let Found::Ours(name, kind) =
                context.names.relation(&mentioned.mention.name, self.scope)
            else {
                continue;
            };
            match mentioned.access {
                Access::Read => reads.push(ObjectId::in_schema(kind, &name)),
                Access::Mention => {}
                _ => drop(writes.insert(name)),
            }
        }
        for function in &found.functions {
            let name = &function.mention.name;
            if let Found::Ours(name, _) = context.names.routine(name, self.scope) {
                reads.extend(context.overloads(&name));
            }
        }
        if sql.is_none() {
            // A view reads what its query does.
            let view = target.and_then(|it| context.database.views.get_key_value(&it.name));
            let id = view.map(|(name, view)| ObjectId::in_schema(view.kind(), name));
            let needed = id.and_then(|id| context.database.dependencies.get(&id));
            reads.extend(needed.into_iter().flatten().cloned());
        }
        (context.database.relations_behind(reads), writes)
    }
}

/// Finds a table or view by its name, or reports that there is none.
fn relation(context: &mut Context, written: &Spanned<String>, scope: &Scope) -> Option<ObjectName> {
    let name = context.read(written, QualifiedName::parse(written))?;
    match context.names.relation(&name, scope) {
        Found::Ours(name, _) if context.database.columns_of(&name).is_some() => Some(name),
        _ => {
            context.unknown_relation(&name, scope, written.span);
            None
        }
    }
}

/// Puts the values of parameters into SQL; those of a run stay.
pub(super) fn inline(sql: &str, parameters: &[Parameter]) -> String {
    replace_parameters(sql, |name| {
        let declared = parameters.iter().find(|parameter| parameter.name == name);
        declared.map(Parameter::value)
    })
}
