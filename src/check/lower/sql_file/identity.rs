//! What an object that is kept as SQL is called.

use crate::sql;

/// Names an object with the schema that its file belongs to, where its kind has one.
pub(in crate::check) fn in_schema(
    object: &sql::object::ObjectName,
    schema: Option<&str>,
) -> sql::object::ObjectName {
    use sql::ObjectKind as K;
    let mut object = object.clone();
    let lives_in_one = matches!(
        object.kind,
        K::Collation
            | K::Conversion
            | K::ForeignTable
            | K::Operator
            | K::OperatorClass
            | K::OperatorFamily
            | K::Statistics
            | K::TextSearchConfiguration
            | K::TextSearchDictionary
            | K::TextSearchParser
            | K::TextSearchTemplate
            | K::Type
    );
    let table = object.table.as_mut();
    let names = lives_in_one.then_some(&mut object.name).into_iter().chain(table);
    for name in names.filter(|name| name.schema.is_none()) {
        name.schema = schema.map(str::to_owned);
    }
    object
}

/// Names an object as PostgreSQL's `pg_identify_object` does, as far as the text tells.
pub(in crate::check) fn identity(object: &sql::object::ObjectName) -> String {
    use sql::ObjectKind as K;
    let (kind, name) = (object.kind.words().to_lowercase(), &object.name);
    match object.kind {
        K::Cast => format!("cast ({})", name.name.replacen(" AS ", " as ", 1)),
        K::OperatorClass | K::OperatorFamily => {
            let method = object.signature.as_deref().unwrap_or("btree");
            format!("{kind} {name} using {}", sql::quote_identifier(method))
        }
        K::UserMapping => {
            let (user, server) = name.name.split_once(" SERVER ").unwrap_or((&name.name, ""));
            format!("{kind} {} on server {server}", user.trim_start_matches("FOR "))
        }
        K::Operator => {
            let schema = name.schema.as_deref().map(sql::quote_identifier);
            let schema = schema.map(|schema| format!("{schema}.")).unwrap_or_default();
            format!("{kind} {schema}{}({})", name.name, object.signature.as_deref().unwrap_or(""))
        }
        _ => kind + object.to_string().trim_start_matches(object.kind.words()),
    }
}

/// Returns whether `CREATE TYPE` only announces a base type, so that its functions can name it.
///
/// <https://www.postgresql.org/docs/current/sql-createtype.html>
pub(in crate::check) fn is_shell(create: &str) -> bool {
    let tokens = sql::scanner::tokens(create);
    tokens.iter().all(|token| {
        token.kind != sql::scanner::Kind::Symbol(b'(')
            && !create[token.range.clone()].eq_ignore_ascii_case("as")
    })
}
