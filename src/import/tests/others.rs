//! The statements of objects without keys, taken from what `pg_dump` prints.

use super::dump::{Block, blocks};
use super::support::Others;
use crate::catalog::Catalog;
use crate::sandbox::Database;
use crate::sql::{QualifiedName, quote_identifier};

/// Returns the statements of everything in the catalog that has no keys.
pub fn others(database: &Database<'_>, catalog: &Catalog) -> Others {
    let blocks = blocks(&super::dump::dump(database));
    let mut others = Others::new();
    for (key, other) in &catalog.database.others {
        let identity = key.strip_prefix(&other.kind).unwrap_or(key).trim();
        let own = blocks.iter().filter(|block| is_of(block, &other.kind, identity));
        let mut statements: Vec<String> = own.map(|block| block.body.clone()).collect();
        if statements.is_empty() {
            continue;
        }
        let comment = comment_start(&other.kind, identity);
        let comments = blocks.iter().filter(|block| block.body.starts_with(&comment));
        statements.extend(comments.map(|block| block.body.clone()));
        others.insert(key.clone(), statements);
    }
    others
}

/// Whether a part of a dump makes an object, or is about it.
fn is_of(block: &Block, kind: &str, identity: &str) -> bool {
    let words = match kind {
        "foreign-data wrapper" => "FOREIGN DATA WRAPPER".to_owned(),
        "statistics object" => "STATISTICS".to_owned(),
        "language" => "PROCEDURAL LANGUAGE".to_owned(),
        kind => kind.to_uppercase(),
    };
    if kind == "publication" {
        let own = block.kind.starts_with("PUBLICATION");
        let name = block.name.split(' ').next().unwrap_or_default();
        return own && quote_identifier(name) == identity;
    }
    if block.kind != words {
        return false;
    }
    let upper_as = |text: &str| text.to_lowercase().replace(" as ", " ").replace(' ', "");
    match kind {
        "cast" | "transform" => upper_as(&block.name).ends_with(&upper_as(identity)),
        "user mapping" => {
            let name = identity.replacen(" on server ", " SERVER ", 1);
            block.name == format!("USER MAPPING {name}")
        }
        "rule" => {
            let (rule, table) = identity.split_once(" on ").unwrap_or((identity, ""));
            let table = QualifiedName::parse(table).map(|name| name.name).unwrap_or_default();
            block.name == format!("{table} {}", rule.trim_matches('"'))
        }
        "operator" => {
            let (name, arguments) = identity.split_once('(').unwrap_or((identity, ""));
            let (schema, name) = name.rsplit_once('.').unwrap_or(("", name));
            let arguments = arguments.trim_end_matches(')').split(',').filter(|it| *it != "NONE");
            let mut arguments = arguments.map(|it| format!("ARG = {it}"));
            block.name == name
                && block.schema == schema
                && arguments.all(|it| block.body.contains(&it))
        }
        "operator class" | "operator family" => {
            let (name, method) = identity.split_once(" USING ").unwrap_or((identity, ""));
            named(block, name) && block.body.contains(&format!("USING {method}"))
        }
        _ => named(block, identity),
    }
}

fn named(block: &Block, identity: &str) -> bool {
    let Ok(name) = QualifiedName::parse(identity) else { return false };
    block.name == name.name && name.schema.is_none_or(|schema| schema == block.schema)
}

fn comment_start(kind: &str, identity: &str) -> String {
    let words = kind.replace("foreign-data", "foreign data").replace(" object", "").to_uppercase();
    let identity = match kind {
        "operator" => identity.replace("(", " (").replace(",", ", "),
        "cast" => identity.replacen(" as ", " AS ", 1),
        "rule" => identity.replacen(" on ", " ON ", 1),
        _ => identity.to_owned(),
    };
    format!("COMMENT ON {words} {identity} IS")
}
