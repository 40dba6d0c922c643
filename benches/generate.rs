//! A generated project of any size, always the same for the same size.

use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Tables in one schema.
const TABLES_PER_SCHEMA: usize = 50;
/// Roles that each project has.
const ROLES: usize = 20;

/// Writes a project of `tables` tables below `root`: one schema for every fifty of them, each with
/// 12 columns, up to three foreign keys, indexes and checks; a view for every fifth table; 20
/// roles with grants by pattern, by table and by column; a query and a diagram for every schema.
pub fn project(root: &Path, tables: usize) {
    for folder in ["schema", "roles", "queries"] {
        fs::create_dir_all(root.join(folder)).expect("a folder can be made");
    }
    let file = "project: generated\npostgres: 17\n".to_owned();
    write(root, "pgspec.yaml", file);
    let schemas = tables.div_ceil(TABLES_PER_SCHEMA);
    for schema in 0..schemas {
        let first = schema * TABLES_PER_SCHEMA;
        let last = (first + TABLES_PER_SCHEMA).min(tables);
        write(root, &format!("schema/s{schema}.yaml"), schema_file(schema, first..last));
    }
    write(root, "roles/roles.yaml", roles(schemas));
    write(root, "queries/queries.yaml", queries(schemas));
}

fn write(root: &Path, path: &str, text: String) {
    fs::write(root.join(path), text).expect("a file can be written");
}

/// Formats into a string, which cannot fail.
macro_rules! put {
    ($text:expr, $($format:tt)*) => {
        writeln!($text, $($format)*).expect("writing to a string cannot fail")
    };
}

fn schema_of(table: usize) -> usize {
    table / TABLES_PER_SCHEMA
}

fn schema_file(schema: usize, tables: std::ops::Range<usize>) -> String {
    let mut text = String::new();
    put!(text, "schema: s{schema}");
    put!(text, "comment: Part {schema} of a generated database.");
    put!(text, "enums:\n  state_{schema}: [new, active, closed]");
    put!(text, "tables:");
    for table in tables.clone() {
        put_table(&mut text, schema, table);
    }
    put!(text, "views:");
    for table in tables.clone().step_by(5) {
        put!(text, "  v{table}:");
        put!(text, "    comment: Open rows of table {table}.");
        put!(text, "    sql: |");
        put!(text, "      select t.id, t.name, t.amount, p.name as parent_name");
        put!(
            text,
            "      from t{table} as t left join t{0} as p on p.id = t.parent_id",
            parent(table)
        );
        put!(text, "      where t.state <> 'closed'");
    }
    put!(text, "diagrams:\n  s{schema}: {{ title: Part {schema}, tables: [s{schema}.*] }}");
    text
}

/// The table before, in the same schema; the first refers to itself.
fn parent(table: usize) -> usize {
    if table.is_multiple_of(TABLES_PER_SCHEMA) { table } else { table - 1 }
}

fn put_table(text: &mut String, schema: usize, table: usize) {
    put!(text, "  t{table}:");
    put!(text, "    comment: Table {table}.");
    put!(text, "    columns:");
    put!(text, "      id: bigint generated always as identity primary key");
    put!(text, "      parent_id: bigint references t{}", parent(table));
    if table >= TABLES_PER_SCHEMA {
        let other = table - TABLES_PER_SCHEMA;
        put!(text, "      other_id: bigint not null references s{}.t{other}", schema_of(other));
    } else {
        put!(text, "      other_id: bigint not null");
    }
    put!(text, "      name: text not null");
    put!(
        text,
        "      remark: {{ type: text, classification: internal, comment: Written by hand. }}"
    );
    put!(text, "      amount: numeric(12,2) not null default 0 check (amount >= 0)");
    put!(text, "      quantity: integer not null default 1");
    put!(text, "      state: state_{schema} not null default 'new'");
    put!(text, "      created_at: timestamptz not null default now()");
    put!(text, "      updated_at: timestamptz");
    put!(text, "      tags: text[]");
    put!(text, "      total: numeric generated always as (amount * quantity) stored");
    put!(text, "    unique: [[name, created_at]]");
    put!(text, "    indexes:");
    put!(text, "      t{table}_parent_idx: (parent_id)");
    put!(text, "      t{table}_other_idx: (other_id)");
    put!(text, "      t{table}_open_idx: (created_at desc) where state <> 'closed'");
}

fn roles(schemas: usize) -> String {
    let mut text = "roles:\n".to_owned();
    for role in 0..ROLES {
        put!(text, "  role_{role}:");
        put!(text, "    grants:");
        put!(text, "      - {{ on: database, connect: true }}");
        for schema in (role % 5..schemas).step_by(5) {
            let table = schema * TABLES_PER_SCHEMA;
            put!(text, "      - {{ on: schema s{schema}, usage: true }}");
            put!(text, "      - {{ on: s{schema}.*, select: true, future: true }}");
            put!(text, "      - {{ on: s{schema}.t{table}, update: [name, state], insert: true }}");
        }
    }
    text
}

fn queries(schemas: usize) -> String {
    let mut text = "queries:\n".to_owned();
    for schema in 0..schemas {
        let table = schema * TABLES_PER_SCHEMA;
        put!(text, "  largest_{schema}:");
        put!(text, "    description: Which rows of part {schema} are the largest?");
        put!(text, "    run_as: role_{}", schema % 5);
        put!(text, "    params: {{ count: {{ type: int, default: 10 }} }}");
        put!(text, "    sql: |");
        put!(text, "      select id, name, total from s{schema}.t{table}");
        put!(text, "      order by total desc, id limit :count");
    }
    text
}
