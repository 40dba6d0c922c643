//! A generated database of any size, always the same for the same size.
//!
//! Its proportions are those of a large product's schema: of every eleven tables five have a fifth
//! and all have four more indexes, besides that of the primary key; all have two foreign keys and five a third; two have
//! a view, three a function and three a trigger with a function of its own.

/// Tables at the size that counts as 1.
pub const TABLES: usize = 1_100;
/// Tables in one schema.
const TABLES_PER_SCHEMA: usize = 138;

/// Returns the SQL that makes a database of so many tables from empty.
pub fn sql(tables: usize) -> String {
    let mut text = String::new();
    for schema in 0..tables.div_ceil(TABLES_PER_SCHEMA) {
        text.push_str(&format!("create schema s{schema};\n"));
    }
    (0..tables).for_each(|table| put_table(&mut text, table));
    (0..tables).for_each(|table| put_keys(&mut text, table, tables));
    (0..tables).for_each(|table| put_rest(&mut text, table));
    text
}

/// Returns the roles that the database grants something to; they belong to the server.
pub fn roles() -> &'static str {
    "create role bench_reader; create role bench_writer;"
}

fn put_table(text: &mut String, table: usize) {
    let id = match table % 5 {
        0 => "bigserial".to_owned(),
        _ => "bigint generated always as identity".to_owned(),
    };
    text.push_str(&filled(include_str!("table.sql"), table).replace("{id}", &id));
    if table % 11 < 5 {
        text.push_str(&filled(include_str!("extra.sql"), table));
    }
}

/// Keys lead to tables before and after, in the same schema and in another.
fn put_keys(text: &mut String, table: usize, tables: usize) {
    let first = table - table % TABLES_PER_SCHEMA;
    let near =
        |step: usize| first + (table - first + step) % (tables - first).min(TABLES_PER_SCHEMA);
    let owner = (table * 7 + 3) % tables;
    let keys = filled(include_str!("keys.sql"), table)
        .replace("{parent}", &near(1).to_string())
        .replace("{o}", &schema_of(owner))
        .replace("{owner}", &owner.to_string());
    text.push_str(&keys);
    if table % 11 < 5 {
        let key = filled(include_str!("extra_key.sql"), table);
        text.push_str(&key.replace("{other}", &near(11).to_string()));
    }
}

fn put_rest(text: &mut String, table: usize) {
    if table % 11 < 3 {
        text.push_str(&filled(include_str!("function.sql"), table));
        text.push_str(&filled(include_str!("trigger.sql"), table));
    }
    if table % 11 < 2 {
        let first = table - table % TABLES_PER_SCHEMA;
        let parent = if table > first { table - 1 } else { table };
        text.push_str(
            &filled(include_str!("view.sql"), table).replace("{parent}", &parent.to_string()),
        );
    }
}

fn schema_of(table: usize) -> String {
    format!("s{}", table / TABLES_PER_SCHEMA)
}

fn filled(template: &str, table: usize) -> String {
    template.replace("{s}", &schema_of(table)).replace("{n}", &table.to_string())
}
