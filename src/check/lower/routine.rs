//! Functions and procedures.

use crate::check::context::{Context, Reading};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{self, ObjectId, RoutineKind, RoutineName};
use crate::source::Spanned;
use crate::spec::{self, Document, Security, Volatility};
use crate::sql;

use super::{Home, text};

/// Lowers functions and procedures.
pub(super) fn lower(context: &mut Context, home: &Home, document: &Document) {
    for (name, keys) in &document.functions {
        lower_one(context, home, RoutineKind::Function, name, keys);
    }
    for (name, keys) in &document.procedures {
        lower_one(context, home, RoutineKind::Procedure, name, keys);
    }
}

fn lower_one(
    context: &mut Context,
    home: &Home,
    kind: RoutineKind,
    name: &Spanned<String>,
    keys: &spec::Routine,
) {
    check_keys(context, kind, name, keys);
    check_language(context, keys);
    let body = &keys.body;
    // One that does nothing is a routine, too.
    let judged = language(keys) == "sql" && !body.trim().is_empty();
    let sound = !judged || context.read(body, sql::check_routine_body(body)).is_some();
    if !sound {
        return;
    }
    let object = home.name(name);
    let statement = statement(kind, &object.to_string(), keys);
    let parsed = match sql::parse_function(&statement) {
        Ok(parsed) => parsed,
        Err(errors) => {
            return report_statement(context, keys, &statement, errors);
        }
    };
    let arguments = argument_types(context, home, &parsed, keys);
    check_returns(context, home, &parsed, keys);
    let routine_name = RoutineName { name: object, arguments };
    let id = ObjectId::routine(&routine_name);
    context.places.insert(id.clone(), name.span);
    follow_body(context, home, &id, keys, &statement);
    let routine = model::Routine {
        kind,
        definition: statement,
        security_definer: keys.security.as_ref().is_some_and(|s| s.value == Security::Definer),
        owner: home.owner(&keys.owner),
        comment: text(&keys.comment),
    };
    context.database.routines.insert(routine_name, routine);
}

fn check_keys(
    context: &mut Context,
    kind: RoutineKind,
    name: &Spanned<String>,
    keys: &spec::Routine,
) {
    match (kind, &keys.returns) {
        (RoutineKind::Procedure, Some(returns)) => {
            let message = "a procedure returns nothing";
            context.report(Diagnostic::error("sql_syntax", returns.span, message));
        }
        (RoutineKind::Function, None) if !has_out_arguments(keys) => {
            let message = format!("function `{}` does not say what it returns", name.value);
            let finding = Diagnostic::error("missing_key", name.span, message);
            context.report(finding.with_help("add `returns: TYPE`, or `returns: void`"));
        }
        _ => {}
    }
}

fn has_out_arguments(keys: &spec::Routine) -> bool {
    let arguments = keys.arguments.as_ref().map_or("", |arguments| arguments.value.as_str());
    arguments
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word.eq_ignore_ascii_case("out") || word.eq_ignore_ascii_case("inout"))
}

/// Writes the whole statement, so that one text is parsed, compared and shipped.
fn statement(kind: RoutineKind, name: &str, keys: &spec::Routine) -> String {
    let arguments = keys.arguments.as_ref().map_or("", |arguments| arguments.value.trim());
    let mut lines = vec![format!("create {} {name}({arguments})", kind.sql())];
    let mut option = |text: String| lines.push(format!("    {text}"));
    if let Some(returns) = &keys.returns {
        option(format!("returns {}", returns.value.trim()));
    }
    option(format!("language {}", sql::quote_identifier(language(keys))));
    if let Some(volatility) = &keys.volatility {
        option(volatility_sql(volatility.value).to_owned());
    }
    if keys.leakproof {
        option("leakproof".to_owned());
    }
    if keys.strict {
        option("strict".to_owned());
    }
    if keys.security.as_ref().is_some_and(|security| security.value == Security::Definer) {
        option("security definer".to_owned());
    }
    for (word, value) in [("parallel", &keys.parallel), ("cost", &keys.cost), ("rows", &keys.rows)]
    {
        if let Some(value) = value {
            option(format!("{word} {}", value.value.trim()));
        }
    }
    for (setting, value) in &keys.set {
        option(format!("set {} to {}", setting.value, sql::setting_value(setting, value)));
    }
    option(format!("as {}", sql::dollar_quote(&body(keys))));
    lines.join("\n")
}

/// A body that is a block of lines begins on a line of its own.
fn body(keys: &spec::Routine) -> String {
    let body = &keys.body.value;
    if body.ends_with('\n') { format!("\n{body}") } else { body.clone() }
}

fn language(keys: &spec::Routine) -> &str {
    keys.language.as_ref().map_or("sql", |language| language.value.as_str())
}

fn volatility_sql(volatility: Volatility) -> &'static str {
    match volatility {
        Volatility::Immutable => "immutable",
        Volatility::Stable => "stable",
        Volatility::Volatile => "volatile",
    }
}

fn follow_body(
    context: &mut Context,
    home: &Home,
    id: &ObjectId,
    keys: &spec::Routine,
    statement: &str,
) {
    let scope = body_scope(context, home, keys);
    let body = &keys.body;
    let whole = Spanned::new(statement.to_owned(), body.span);
    context.follow(id, &whole, 0..statement.len(), Reading::Routine { body: body.clone() }, &scope);
}

/// A routine's own `search_path` decides where its body looks for names.
fn body_scope(context: &Context, home: &Home, keys: &spec::Routine) -> crate::check::names::Scope {
    let own = keys.set.get("search_path");
    own.map_or_else(|| home.scope.clone(), |path| context.names.scope_of_path(path))
}

fn argument_types(
    context: &mut Context,
    home: &Home,
    parsed: &sql::FunctionDefinition,
    keys: &spec::Routine,
) -> String {
    let place = keys.arguments.as_ref().unwrap_or(&keys.body);
    let inputs = parsed.signature();
    let types = inputs.into_iter().map(|data_type| {
        let known = super::types::resolve_type(context, None, place, &data_type, &home.scope);
        known.unwrap_or_else(|| data_type.to_string())
    });
    types.collect::<Vec<_>>().join(", ")
}

/// Reports types of the result that do not exist; `setof` and `table` hold them too.
fn check_returns(
    context: &mut Context,
    home: &Home,
    parsed: &sql::FunctionDefinition,
    keys: &spec::Routine,
) {
    use sql::function::Returns;
    let Some(place) = &keys.returns else { return };
    let types: Vec<&sql::TypeName> = match &parsed.returns {
        Some(Returns::Type(data_type)) => vec![data_type],
        Some(Returns::Table(columns)) => columns.iter().map(|(_, data_type)| data_type).collect(),
        None => Vec::new(),
    };
    for data_type in types {
        super::types::resolve_type(context, None, place, data_type, &home.scope);
    }
}

/// Reports an error of the statement, which is ours, in the value that it came from.
fn report_statement(
    context: &mut Context,
    keys: &spec::Routine,
    statement: &str,
    errors: sql::SyntaxErrors,
) {
    let Some(error) = errors.first() else { return };
    let values = [&keys.arguments, &keys.returns, &keys.parallel, &keys.cost, &keys.rows];
    let mut from = 0;
    for value in values.into_iter().flatten() {
        let text = value.trim();
        let Some(at) = statement[from..].find(text).map(|at| at + from) else { continue };
        from = at + text.len();
        if error.range.start <= from {
            let lead = value.len() - value.trim_start().len();
            context.read_part(value, lead as isize - at as isize, Err::<(), _>(errors));
            return;
        }
    }
    let finding = Diagnostic::error("sql_syntax", keys.body.span, &*error.message);
    context.report(
        finding.with_help("check the keys of this routine: `arguments`, `returns` and `set`"),
    );
}

/// Reports a language that neither the server nor an extension of the project brings.
/// See <https://www.postgresql.org/docs/current/xplang.html>.
fn check_language(context: &mut Context, keys: &spec::Routine) {
    const BUILT_IN: [&str; 4] = ["sql", "plpgsql", "c", "internal"];
    let Some(language) = &keys.language else { return };
    let extensions = &context.names.extensions;
    let declared = extensions.contains_key(&language.value)
        || context.names.languages.contains(&language.value);
    if BUILT_IN.contains(&language.as_str()) || declared {
        return;
    }
    let known = BUILT_IN.into_iter().chain(extensions.keys().map(String::as_str));
    let help = match nearest(language, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "declare the extension that brings it: `extensions: {{ {0}: }}`",
            language.value
        ),
    };
    let message = format!("no language `{}`", language.value);
    let finding = Diagnostic::error("unknown_language", language.span, message);
    context.report(finding.with_help(help));
}
