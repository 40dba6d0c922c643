//! Declared renames keep what is renamed; likely ones are offered.

use super::{folder, run, server, url};

const PROJECT: &str = "project: shop\npostgres: 15\n";

const BEFORE: &str = "\
schema: shop
enums:
  colour: [red, green]
tables:
  goods:
    columns:
      goods_id: bigint primary key
      name: text
      colour: colour
    checks:
      goods_named: name <> ''
    indexes:
      goods_name_idx: (name)
views:
  light:
    sql: select goods_id, name from shop.goods
";

const AFTER: &str = "\
schema: shop
enums:
  color:
    labels: [red, lime]
    renamed_from: colour
    renamed_labels: { green: lime }
tables:
  items:
    renamed_from: goods
    columns:
      goods_id: bigint primary key
      title: { type: text, renamed_from: name }
      colour: color
    checks:
      items_named: { expression: title <> '', renamed_from: goods_named }
    indexes:
      items_title_idx: { on: (title), renamed_from: goods_name_idx }
views:
  bright:
    renamed_from: light
    sql: select goods_id, title as name from shop.items
";

#[test]
fn what_is_renamed_keeps_its_rows_and_nothing_is_dropped() {
    let server = server();
    let database = server.create_database("renames").unwrap();
    let url = url(&database);
    let files = folder(&[("pgspec.yaml", PROJECT), ("schema/shop.yaml", BEFORE)]);
    let plan =
        |to: &str| ["plan", "--from", &url, "--to", to, "--out", "plan.json"].map(str::to_owned);
    let run = |arguments: &[String]| {
        run(files.path(), &arguments.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let apply = ["apply", "--plan", "plan.json", "--database", &url].map(str::to_owned);
    run(&plan(".")).ends(0);
    run(&apply).ends(0);
    let mut client = database.connect().unwrap();
    let rows = "insert into shop.goods values (1, 'one', 'red'), (2, 'two', 'green')";
    client.batch_execute(rows).unwrap();
    std::fs::write(files.path().join("schema/shop.yaml"), AFTER).unwrap();
    let text = run(&plan(".")).ends(0).out;
    assert!(!text.contains("drop ") && !text.contains("deletes_data"), "{text}");
    run(&apply).ends(1);
    let allowed = [&apply[..], &["--allow".to_owned(), "breaks_clients".to_owned()]].concat();
    run(&allowed).ends(0);
    let found = client
        .query_one(
            "select string_agg(title || ' ' || colour, ', ' order by goods_id) from shop.items",
            &[],
        )
        .unwrap();
    assert_eq!(found.get::<_, String>(0), "one red, two lime");
    let drift = ["drift", "--database", &url].map(str::to_owned);
    assert_eq!(run(&drift).ends(0).out, "");
    // Once it has been renamed, what is declared says nothing any more.
    assert!(run(&plan(".")).ends(0).out.ends_with("\nnothing to do\n"));
}

#[test]
fn a_likely_rename_is_offered_and_not_made() {
    let old = "create table t (id int, a text); create index i on t (a);";
    let new = "create table t (id int, b text); create index j on t (id);";
    let files = folder(&[("old.sql", old), ("new.sql", new)]);
    let text = run(files.path(), &["plan", "--from", "old.sql", "--to", "new.sql"]).ends(0).out;
    let offer = "note: `column public.t.a` is dropped and `column public.t.b` made; \
                 if that is a rename, say `renamed_from: a`\n";
    assert!(text.contains(offer), "{text}");
    assert!(text.contains("alter table public.t drop column a;"), "{text}");
    assert_eq!(text.matches("note: ").count(), 1, "{text}");
}

#[test]
fn a_renamed_function_keeps_what_calls_it() {
    let function = |name: &str, rename: &str| {
        format!(
            "schema: shop\nfunctions:\n  {name}:\n    arguments: n integer\n    returns: integer\n    \
             volatility: immutable\n    {rename}\n    body: select 2 * n\n\
             tables:\n  t:\n    columns: {{ a: integer }}\n    checks:\n      small: {name}(a) < 10\n"
        )
    };
    let server = server();
    let database = server.create_database("routines").unwrap();
    let url = url(&database);
    let old = function("twice", "comment: doubles");
    let files = folder(&[("pgspec.yaml", PROJECT), ("schema/shop.yaml", &old)]);
    let plan = ["plan", "--from", &url, "--out", "plan.json"];
    let apply = ["apply", "--plan", "plan.json", "--allow", "breaks_clients", "--database", &url];
    run(files.path(), &plan).ends(0);
    run(files.path(), &apply).ends(0);
    let new = function("double", "renamed_from: twice");
    std::fs::write(files.path().join("schema/shop.yaml"), new).unwrap();
    let text = run(files.path(), &plan).ends(0).out;
    assert!(text.contains("alter function shop.twice(integer) rename to double;"), "{text}");
    assert!(!text.contains("drop "), "{text}");
    run(files.path(), &apply).ends(0);
    assert_eq!(run(files.path(), &["drift", "--database", &url]).ends(0).out, "");
}
