//! `pgspec picture`: what can be drawn is listed, and drawn in each form.

use std::fmt::Write;
use std::fs;

use crate::plans::{folder, run};

const SCHEMA: &str = "
schema: shop
tables:
  customers: { columns: { customer_id: bigint primary key, name: text not null } }
  orders:
    columns:
      order_id: bigint primary key
      customer_id: bigint not null references customers
views:
  names: { security_invoker: true, sql: select name from customers }
diagrams:
  all: { title: All of it, tables: [shop.*] }
";

fn project() -> tempfile::TempDir {
    folder(&[("pgspec.yaml", "project: shop\npostgres: 17\n"), ("schema/shop.yaml", SCHEMA)])
}

/// Reads a number of the head of a PNG: its width at 16, its height at 20.
fn number(png: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"))
}

#[test]
fn every_picture_is_listed_and_drawn() {
    let project = project();
    let root = project.path();
    let listed = run(root, &["picture"]).ends(0).out;
    let names: Vec<&str> = listed.lines().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(names, ["all", "pipelines", "roles", "shop.customers", "shop.names", "shop.orders"]);
    for name in names {
        run(root, &["picture", name, "--out", "x.svg"]).ends(0);
        assert!(fs::read_to_string(root.join("x.svg")).unwrap().contains("<svg"), "{name}");
        run(root, &["picture", name, "--out", "x.mmd"]).ends(0);
        assert!(!fs::read_to_string(root.join("x.mmd")).unwrap().contains("<svg"), "{name}");
    }
    run(root, &["picture", "all"]).ends(0);
    assert!(root.join("all.svg").is_file(), "an SVG with its name, unless told otherwise");
}

#[cfg(feature = "pictures")]
#[test]
fn a_png_is_as_large_as_asked() {
    let project = project();
    let root = project.path();
    run(root, &["picture", "all", "--out", "1.png", "--scale", "1"]).ends(0);
    run(root, &["picture", "all", "--out", "3.png", "--scale", "3"]).ends(0);
    let [once, thrice] = ["1.png", "3.png"].map(|name| fs::read(root.join(name)).unwrap());
    assert!(once.starts_with(b"\x89PNG"));
    for at in [16, 20] {
        assert!(number(&once, at) > 100);
        assert!(number(&thrice, at).abs_diff(3 * number(&once, at)) <= 3, "rounded up once");
    }
    assert!(!root.join("1.png.part").exists());
}

#[cfg(not(feature = "pictures"))]
#[test]
fn a_program_without_the_feature_says_so() {
    let project = project();
    let said = run(project.path(), &["picture", "all", "--out", "1.png"]).ends(2).said;
    assert!(said.contains("feature `pictures`"), "{said}");
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let project = project();
    let root = project.path();
    let said = run(root, &["picture", "shop.order"]).ends(2).said;
    assert!(said.contains("no picture `shop.order`") && said.contains("`shop.orders`"), "{said}");
    let said = run(root, &["picture", "all", "--out", "all.pdf"]).ends(2).said;
    assert!(said.contains("`all.pdf`") && said.contains("`.mmd`"), "{said}");
    for scale in ["0", "-1", "21", "NaN", "large"] {
        run(root, &["picture", "all", &format!("--scale={scale}")]).ends(2);
    }
    run(root, &["picture", "all", "--out", "no/such/folder.svg"]).ends(3);
    assert_eq!(fs::read_dir(root).unwrap().count(), 2, "nothing was written");
}

/// A project in which every picture has 600 lines or more.
fn many() -> tempfile::TempDir {
    let lines = |head: &str, count: usize, line: &dyn Fn(usize) -> String| {
        (0..count).fold(head.to_owned(), |mut text, number| {
            let _ = writeln!(text, "{}", line(number));
            text
        })
    };
    let keys = (0..21).map(|key| format!("c{key}: bigint references hub"));
    let keys = keys.collect::<Vec<_>>().join(", ");
    let hub = "schema: many\ntables:\n  hub: { columns: { id: bigint primary key } }\n";
    let tables = lines(hub, 30, &|it| {
        format!("  t{it}: {{ columns: {{ id: bigint primary key, {keys} }} }}")
    });
    let team = "roles:
  team:
    grants:
      - { on: schema many, usage: true }
      - { on: many.hub, select: true, delete: true }
";
    let roles = lines(team, 601, &|it| format!("  r{it}: {{ member_of: [team] }}"));
    let queries = lines("schema: many\nqueries:\n", 601, &|it| {
        format!("  q{it}: {{ run_as: team, sql: select id from many.hub }}")
    });
    let work = lines("transforms:\n", 301, &|it| {
        let sql = format!("delete from many.hub where id < {it}");
        format!("  d{it}: {{ run_as: team, kind: statement, sql: {sql} }}")
    });
    let zone = "systems:\n  many:\n    zones: { here: { trusted: true } }\n    nodes:\n";
    let nodes = lines(zone, 601, &|it| format!("      n{it}: {{ zone: here }}"));
    let flow = |it| format!("      f{it}: {{ from: n{it}, to: n600 }}");
    let system = lines(&format!("{nodes}    flows:\n"), 600, &flow);
    folder(&[
        ("pgspec.yaml", "project: many\npostgres: 17\n"),
        ("schema/many.yaml", &tables),
        ("roles/many.yaml", &roles),
        ("queries/many.yaml", &queries),
        ("queries/work.yaml", &work),
        ("architecture/many.yaml", &system),
    ])
}

/// Returns how many lines a picture for Mermaid has, and characters as JavaScript counts them.
fn measure(text: &str) -> (usize, usize) {
    let is_line = |line: &&str| ["--", "..", "==>", "-.->"].iter().any(|it| line.contains(it));
    let drawn = text.lines().skip_while(|line| !line.starts_with(['e', 'f'])).filter(is_line);
    (drawn.count(), text.encode_utf16().count())
}

#[test]
fn what_is_more_than_mermaid_draws_is_divided_or_left_to_the_svg() {
    let project = many();
    run(project.path(), &["gen"]).ends(0);
    let generated = project.path().join("generated");
    let mut pictures = 0;
    let mut left = Vec::new();
    for folder in ["access", "architecture", "erd", "erd/tables", "lineage"] {
        for file in fs::read_dir(generated.join(folder)).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_none_or(|end| end != "mmd") {
                continue;
            }
            pictures += 1;
            let text = fs::read_to_string(&path).unwrap();
            let (lines, characters) = measure(&text);
            let name = format!("{folder}/{}", path.file_stem().unwrap().display());
            assert!(lines <= 500 && characters < 50_000, "{name}: {lines} lines, {characters}");
            if text.contains("The SVG shows them all.") {
                assert_eq!(lines, 0, "{name}");
                let svg = fs::read_to_string(path.with_extension("svg")).unwrap();
                assert!(svg.matches("<path").count() >= 600, "{name}");
                left.push(name);
            }
        }
    }
    // One table that all others refer to cannot be divided; what flows, and who is a member of what, can.
    left.sort();
    assert_eq!(left, ["erd/many", "erd/tables/many.hub"]);
    assert!(pictures > 100, "{pictures}");
}

#[test]
fn lines_of_a_picture_are_counted() {
    let chart = "---\ntitle: a--b\n---\nflowchart LR\n    a[\"x\"]\n    a --> b\n    b -.-> a\n";
    assert_eq!(measure(chart).0, 2);
    let tables = "---\ntitle: x\n---\nerDiagram\n    \"a\"\n    \"a\" ||..o{ \"b\" : \"c\"\n";
    assert_eq!(measure(tables).0, 1);
}
