use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::{Step, order};
use crate::model::fixtures::{self, id, name, needs, table_id, tables};
use crate::model::{
    Constraint, Database, ObjectId, ObjectKind, Routine, RoutineKind, RoutineName, Table, View,
};

/// Builds tables with a key each, and foreign keys from one to the other.
fn with_references(tables: &[&str], references: &[(&str, &str)]) -> Database {
    let mut database = Database::default();
    for at in tables {
        let mut table = tables::table(&[("id", "bigint")]);
        table.constraints.insert("key".into(), tables::primary_key(&["id"]));
        database.tables.insert(name(at), table);
    }
    for (from, to) in references {
        let reference = tables::foreign_key(&["id"], to, &["id"]);
        let table = database.tables.get_mut(&name(from)).unwrap();
        table.constraints.insert(format!("to {to}"), reference);
    }
    database
}

fn add_function(database: &mut Database, at: &str, definition: &str) {
    let (base, arguments) = at.split_once(':').unwrap_or((at, ""));
    let key = RoutineName { name: name(base), arguments: arguments.into() };
    let routine = Routine {
        kind: RoutineKind::Function,
        definition: definition.into(),
        security_definer: false,
        owner: None,
        comment: None,
    };
    database.routines.insert(key, routine);
}

/// Returns the steps of a database as text.
fn steps(database: &Database) -> Vec<String> {
    let text = |step: &Step| match step {
        Step::Make(id) => id.to_string(),
        Step::TieSequence(name) => format!("tie {name}"),
    };
    order(database).unwrap().steps.iter().map(text).collect()
}

fn constraint(table: &str, constraint: &str) -> ObjectId {
    ObjectId::part(ObjectKind::Constraint, &name(table), constraint)
}

#[test]
fn puts_a_referenced_table_first() {
    let database = with_references(&["s.a", "s.b"], &[("s.a", "s.b")]);
    assert_eq!(steps(&database), ["table s.b", "table s.a"]);
}

#[test]
fn separates_as_few_foreign_keys_as_a_cycle_demands() {
    let references = [("s.a", "s.b"), ("s.b", "s.a"), ("s.a", "s.a"), ("s.c", "s.a")];
    let database = with_references(&["s.a", "s.b", "s.c"], &references);
    let expected = ["table s.a", "table s.b", "constraint \"to s.b\" on s.a", "table s.c"];
    assert_eq!(steps(&database), expected);
}

#[test]
fn keeps_a_schema_in_one_piece_where_references_lead_one_way() {
    let database = with_references(&["a.x", "a.y", "b.x", "b.y"], &[("a.x", "b.y")]);
    assert_eq!(steps(&database), ["table b.x", "table b.y", "table a.x", "table a.y"]);
}

#[test]
fn adds_what_is_not_valid_later() {
    let mut database = with_references(&["s.a", "s.b"], &[("s.b", "s.a")]);
    let table = database.tables.get_mut(&name("s.b")).unwrap();
    let check = Constraint { not_valid: true, ..tables::check("id > 0") };
    table.constraints.insert("check".into(), check);
    table.constraints.get_mut("to s.a").unwrap().not_valid = true;
    let late = ["constraint \"check\" on s.b", "constraint \"to s.a\" on s.b"];
    assert_eq!(steps(&database), [&["table s.a", "table s.b"][..], &late].concat());
}

#[test]
fn waits_for_the_index_behind_a_foreign_key() {
    let mut database = with_references(&["s.a", "s.z"], &[]);
    let mut unique = tables::index("(code)");
    unique.unique = true;
    database.tables.get_mut(&name("s.z")).unwrap().indexes.insert("i".into(), unique);
    let reference = tables::foreign_key(&["id"], "s.z", &["code"]);
    let table = database.tables.get_mut(&name("s.a")).unwrap();
    table.constraints.insert("f".into(), reference.clone());
    assert_eq!(steps(&database), ["table s.z", "index s.i", "table s.a"]);
    let table = database.tables.get_mut(&name("s.z")).unwrap();
    table.constraints.insert("own".into(), reference);
    let expected = ["table s.z", "index s.i", "constraint own on s.z", "table s.a"];
    assert_eq!(steps(&database), expected, "the index comes after its own table");
}

#[test]
fn puts_a_function_before_the_check_that_calls_it_or_the_check_last() {
    let mut database = with_references(&["s.a"], &[]);
    let table = database.tables.get_mut(&name("s.a")).unwrap();
    table.constraints.insert("c".into(), tables::check("f(id)"));
    add_function(&mut database, "s.f:bigint", "create function …");
    needs(&mut database, constraint("s.a", "c"), &[id("routine", "s.f:bigint")]);
    assert_eq!(steps(&database), ["routine s.f(bigint)", "table s.a"]);
    needs(&mut database, id("routine", "s.f:bigint"), &[table_id("s.a")]);
    let expected = ["table s.a", "routine s.f(bigint)", "constraint c on s.a"];
    assert_eq!(steps(&database), expected);
}

#[test]
fn puts_a_function_after_the_table_whose_rows_it_takes() {
    let mut database = with_references(&["s.z"], &[]);
    add_function(&mut database, "s.f:s.z", "create function …");
    let row_type = id("type", "s.z");
    needs(&mut database, id("routine", "s.f:s.z"), &[row_type]);
    assert_eq!(steps(&database), ["table s.z", "routine s.f(s.z)"]);
}

#[test]
fn leaves_bodies_unchecked_where_functions_need_each_other() {
    let mut database = Database::default();
    add_function(&mut database, "s.f", "create function …");
    add_function(&mut database, "s.g", "create function …");
    let (f, g) = (id("routine", "s.f"), id("routine", "s.g"));
    needs(&mut database, f.clone(), std::slice::from_ref(&g));
    assert!(order(&database).unwrap().unchecked.is_empty());
    needs(&mut database, g, std::slice::from_ref(&f));
    assert_eq!(order(&database).unwrap().unchecked, [f].into());
}

#[test]
fn names_a_cycle_that_nothing_can_break() {
    let mut database = Database::default();
    let view = |query: &str| View { query: query.into(), ..View::default() };
    database.views.insert(name("s.v"), view("select * from w"));
    database.views.insert(name("s.w"), view("select * from v"));
    needs(&mut database, id("view", "s.v"), &[id("view", "s.w")]);
    needs(&mut database, id("view", "s.w"), &[id("view", "s.v")]);
    let error = order(&database).unwrap_err().to_string();
    let expected = "no order creates what needs itself: `view s.v` needs `view s.w` needs \
                    `view s.v`; take one of these references out";
    assert_eq!(error, expected);
}

#[test]
fn cannot_leave_a_parsed_body_unchecked() {
    let mut database = with_references(&["s.a"], &[]);
    let function = id("routine", "s.f");
    needs(&mut database, table_id("s.a"), std::slice::from_ref(&function));
    needs(&mut database, function.clone(), &[table_id("s.a")]);
    add_function(&mut database, "s.f", "create function s.f() begin;\n atomic 'x'");
    assert_eq!(order(&database).unwrap().unchecked, [function].into());
    add_function(&mut database, "s.f", "create function s.f()\nBEGIN\n  ATOMIC select 1; end");
    assert_eq!(order(&database).unwrap_err().0.len(), 2);
}

#[test]
fn ties_a_sequence_to_its_column_after_both_exist() {
    let mut database = with_references(&["s.a"], &[]);
    let sequence = crate::model::Sequence {
        owned_by: Some((name("s.a"), "id".into())),
        ..crate::model::Sequence::default()
    };
    database.sequences.insert(name("s.z"), sequence);
    needs(&mut database, table_id("s.a"), &[id("sequence", "s.z")]);
    needs(&mut database, id("sequence", "s.z"), &[table_id("s.a")]);
    assert_eq!(steps(&database), ["sequence s.z", "table s.a", "tie s.z"]);
}

/// Returns the dependencies that the order breaks, beside those of unchecked bodies.
fn broken(database: &Database, steps: &[Step]) -> Vec<(ObjectId, ObjectId)> {
    let place: BTreeMap<&Step, usize> = steps.iter().zip(0..).collect();
    let at = |id: &ObjectId| place.get(&Step::Make(id.clone())).copied();
    let unchecked = order(database).unwrap().unchecked;
    let pairs = database.dependencies.iter().flat_map(|(id, all)| all.iter().map(move |n| (id, n)));
    let pairs = pairs.filter(
        |(id, needed)| matches!((at(id), at(needed)), (Some(id), Some(needed)) if id < needed),
    );
    pairs.filter(|(id, _)| !unchecked.contains(id)).map(|(a, b)| (a.clone(), b.clone())).collect()
}

#[test]
fn respects_every_dependency_of_the_rich_project() {
    let database = fixtures::database();
    let mut steps = order(&database).unwrap().steps;
    assert_eq!(broken(&database, &steps), []);
    steps.reverse();
    assert!(broken(&database, &steps).len() > 20, "the reverse order breaks them");
}

#[test]
fn makes_every_object_once() {
    let database = fixtures::database();
    let steps = order(&database).unwrap().steps;
    let unique: std::collections::BTreeSet<&Step> = steps.iter().collect();
    assert_eq!(unique.len(), steps.len());
    use ObjectKind::{Column, Constraint, Extension, Role, Schema};
    let apart = |id: &ObjectId| matches!(id.kind, Role | Schema | Extension | Column | Constraint);
    for id in database.objects().into_iter().filter(|id| !apart(id)) {
        assert!(unique.contains(&Step::Make(id.clone())), "{id}");
    }
}

#[test]
fn orders_thousands_of_tables_at_once() {
    let mut database = Database::default();
    for number in 0..3000 {
        let mut table = Table::default();
        let target = format!("s{}.t{}", (number * 7 + 1) % 3000 % 20, (number * 7 + 1) % 3000);
        table.constraints.insert("f".into(), tables::foreign_key(&["a"], &target, &["a"]));
        table.indexes.insert(format!("i{number}"), tables::index("(a)"));
        database.tables.insert(name(&format!("s{}.t{number}", number % 20)), table);
    }
    let start = Instant::now();
    assert!(order(&database).unwrap().steps.len() >= 6000);
    assert!(start.elapsed() < Duration::from_secs(5), "took {:?}", start.elapsed());
}
