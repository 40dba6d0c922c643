//! `pgspec picture`: what can be drawn is listed, and drawn in each form.

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
