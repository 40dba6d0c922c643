//! Who reads personal data, and through what: the program itself, on a real server.

use crate::plans::{folder, run};

const SHOP: &str = "
schema: shop
tables:
  people:
    columns: { person: bigint primary key, address: { type: text, classification: pii }, city: text }
  reached:
    columns: { person: bigint primary key, mail: { type: text, classification: pii }, domain: { type: text, classification: aggregate } }
  log:
    columns: { person: bigint, place: { type: text, classification: aggregate } }
";

const ACCESS: &str = "
roles:
  per_etl:
    grants:
      - { on: schema shop, usage: true }
      - { on: shop.*, select: true, insert: true, update: true, delete: true }
  per_letters:
    grants:
      - { on: schema shop, usage: true }
      - { on: shop.reached, select: true }
";

const TRANSFORMS: &str = "
schema: shop
transforms:
  reached:
    run_as: per_etl
    kind: full
    into: reached
    sql: select person, address as mail, split_part(address, '@', 2) as domain from people
  log:
    run_as: per_etl
    kind: statement
    sql: insert into log select person, city || lower(address) from people
";

#[test]
fn copies_that_transforms_make_are_listed_with_their_readers() {
    let project = folder(&[
        ("pgspec.yaml", "project: shop\npostgres: 15\n"),
        ("schema/shop.yaml", SHOP),
        ("roles/roles.yaml", ACCESS),
        ("pipelines/shop.yaml", TRANSFORMS),
    ]);
    let said = run(project.path(), &["access", "pii", "--state", "."]).ends(0).out;
    assert_eq!(
        said,
        "\
shop.people.address
  table shop.people (address): per_etl
  transform log into shop.log (place), which keeps a copy: per_etl
  transform reached into shop.reached (domain), which keeps a copy: per_etl, per_letters
  transform reached into shop.reached (mail), which keeps a copy: per_etl, per_letters
shop.reached.mail
  table shop.reached (mail): per_etl, per_letters
"
    );
}
