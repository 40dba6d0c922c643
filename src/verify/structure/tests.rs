//! The model is spelled as users spell it; the server holds a database with everything.

use super::*;
use crate::catalog::tests::support::{everything, fill, read, server};
use crate::model::{
    Column, ConstraintKind, Expression, ObjectName, PUBLIC, Privilege, RoutineName,
    SequenceOptions, Table, Target, TypeDefinition,
};

fn items() -> ObjectName {
    ObjectName::new("sales", "items")
}

fn table<'a>(database: &'a mut Database, name: &str) -> &'a mut Table {
    database.tables.get_mut(&ObjectName::new("sales", name)).unwrap()
}

fn column<'a>(database: &'a mut Database, name: &str) -> &'a mut Column {
    let columns = &mut table(database, "items").columns;
    columns.iter_mut().find(|column| column.name == name).unwrap()
}

/// Writes what the server holds in other words that mean the same.
fn respell(model: &mut Database) {
    model.schemas.remove("public");
    column(model, "cost").data_type = "decimal ( 12, 2 )".to_owned();
    column(model, "cost").default = Some(Expression("0.00".to_owned()));
    column(model, "name").collation = Some("\"C\"".to_owned());
    column(model, "item_id").not_null = false;
    let serial = column(model, "serial_number");
    (serial.data_type, serial.not_null, serial.default) = ("serial".to_owned(), false, None);
    model.sequences.remove(&ObjectName::new("sales", "items_serial_number_seq"));
    let options = &mut column(model, "item_id").identity.as_mut().unwrap().options;
    *options = SequenceOptions { start: Some(1), increment: Some(1), ..options.clone() };
    table(model, "events_2026").columns.clear();
    table(model, "events_2026").partition_by = Some("list ( \"region\" )".to_owned());
    let constraints = &mut table(model, "items").constraints;
    if let ConstraintKind::ForeignKey(key) =
        &mut constraints.get_mut("items_manufacturer_fkey").unwrap().kind
    {
        key.target_columns.clear();
    }
    let index = table(model, "items").indexes.get_mut("Items USING ").unwrap();
    index.definition = "(lower(name) desc nulls last, cost)".to_owned();
    for view in model.views.values_mut() {
        view.query = "select".to_owned();
        view.output.clear();
    }
    let add = RoutineName {
        name: ObjectName::new("sales", "add"),
        arguments: "integer, integer".to_owned(),
    };
    let short = RoutineName { arguments: "int, int4".to_owned(), ..add.clone() };
    let routine = model.routines.remove(&add).unwrap();
    model.routines.insert(short.clone(), routine);
    let granted = model.grants.remove(&Target::Routine(add)).unwrap();
    model.grants.insert(Target::Routine(short), granted);
    let owner = [("app_owner".to_owned(), [(Privilege::Select, false)].into())];
    model.grants.get_mut(&Target::Table(items())).unwrap().extend(owner);
    respell_types_and_others(model);
}

fn respell_types_and_others(model: &mut Database) {
    let code = model.types.get_mut(&ObjectName::new("sales", "code")).unwrap();
    if let TypeDefinition::Domain(domain) = &mut code.definition {
        domain.base = "TEXT".to_owned();
        domain.default = Some(Expression("'x'".to_owned()));
    }
    let mut rename = |from: &str, to: &str| {
        let other = model.others.remove(from).unwrap();
        model.others.insert(to.to_owned(), other);
    };
    rename("operator sales.===(sales.status,sales.status)", "operator ===");
    rename("statistics object sales.items_statistics", "statistics sales.items_statistics");
    rename("rule cheap_delete on sales.cheap", "rule cheap_delete on cheap");
    model.others.remove("operator family sales.status_odd USING hash").unwrap();
}

/// Returns what is told of the model against a database with everything.
fn told(model: &Database, found: &Database, types: &TypeNames) -> Vec<String> {
    declared(model, found, types).iter().map(ToString::to_string).collect()
}

#[test]
fn other_spellings_are_no_discrepancies() {
    let server = server();
    let database = server.create_database("everything").unwrap();
    let mut client = fill(&database);
    let found = read(&mut client).database;
    let mut model = found.clone();
    respell(&mut model);
    let types = TypeNames::ask(&mut client, &model).unwrap();
    assert_eq!(told(&model, &found, &types), [""; 0]);
    // Without the server's spelling, types are told apart.
    let unasked = told(&model, &found, &TypeNames::default());
    assert!(unasked.iter().any(|told| told.starts_with("column sales.items.cost: type")));
    // The types were tried and left nothing behind.
    assert_eq!(read(&mut client).database, found);
}

#[test]
fn a_text_that_is_no_type_does_no_harm() {
    let server = server();
    let database = server.create_database("types").unwrap();
    let mut client = database.connect().unwrap();
    let texts =
        ["int", "no such type", "int, d2 int", "int); drop schema public; --", "varchar(3)"];
    let texts = texts.map(str::to_owned).into();
    let names = crate::catalog::column_types(&mut client, &texts).unwrap();
    let names = names.iter().map(|(text, name)| (text.as_str(), name.as_str())).collect::<Vec<_>>();
    assert_eq!(names, [("int", "integer"), ("varchar(3)", "character varying(3)")]);
    assert!(read(&mut client).database.schemas.contains_key("public"));
}

/// Changes the model, which must tell exactly this.
fn assert_told(change: impl Fn(&mut Database), expected: &[&str]) {
    let found = &everything().database;
    let mut model = found.clone();
    change(&mut model);
    assert_eq!(told(&model, found, &TypeNames::default()), expected);
}

#[test]
fn what_a_renderer_forgets_is_told() {
    assert_told(|_| (), &[]);
    assert_told(
        |model| column(model, "note").comment = Some("A note.".to_owned()),
        &["column sales.items.note: comment is none, expected A note."],
    );
    assert_told(
        |model| {
            let index = table(model, "items").indexes["items_name_trgm"].clone();
            table(model, "items").indexes.insert("more".to_owned(), index);
        },
        &["index sales.more is missing"],
    );
    assert_told(
        |model| column(model, "note").default = Some(Expression("'x'".to_owned())),
        &["column sales.items.note: default is none, expected an expression"],
    );
    assert_told(
        |model| table(model, "items").row_security = crate::model::RowSecurity::Forced,
        &["table sales.items: row security is enabled, expected forced"],
    );
    assert_told(
        |model| {
            let grantees = model.grants.entry(Target::Table(items())).or_default();
            grantees.insert(PUBLIC.to_owned(), [(Privilege::Insert, false)].into());
        },
        &["grant of insert on table sales.items to public is missing"],
    );
    assert_told(
        |model| model.roles.get_mut("analytics").unwrap().login = true,
        &["role analytics: login is false, expected true"],
    );
}

#[test]
fn what_nobody_declared_is_told() {
    assert_told(
        |model| {
            table(model, "items").triggers.remove("touch_later");
        },
        &["trigger touch_later on sales.items is not declared"],
    );
    assert_told(
        |model| {
            model.others.remove("publication odd");
        },
        &["publication odd is not declared"],
    );
    assert_told(
        |model| {
            model.grants.remove(&Target::Schema("sales".to_owned()));
        },
        &[
            "grant of usage on schema sales to analytics is not declared",
            "grant of usage on schema sales to member_portal is not declared",
        ],
    );
}
