//! From a changed spec to a changed database, by way of migrations.

use super::{Run, folder, run, server, url};

const PROJECT: &str = "project: shop\npostgres: 15\n";

const FIRST: &str = "\
schema: shop
tables:
  goods:
    columns:
      goods_id: bigint primary key
      name: text not null
roles:
  shop_reader:
    grants:
      - { on: schema shop, usage: true }
      - { on: shop.goods, select: true }
";

const SECOND: &str = "\
schema: shop
tables:
  goods:
    columns:
      goods_id: bigint primary key
      name: text not null
      price: numeric(10,2) default 0 not null
    indexes:
      goods_price_idx: (price)
roles:
  shop_reader:
    grants:
      - { on: schema shop, usage: true }
      - { on: shop.goods, select: true }
";

#[test]
fn a_change_goes_from_the_spec_to_the_database_and_back() {
    let server = server();
    let database = server.create_database("flow").unwrap();
    let url = url(&database);
    let files = folder(&[("pgspec.yaml", PROJECT), ("schema/shop.yaml", FIRST)]);
    // Nothing that was read before is used.
    std::fs::create_dir(files.path().join(super::CACHE)).unwrap();
    let run = |arguments: &[&str]| -> Run { run(files.path(), arguments) };
    let database_option = ["--database", url.as_str()];
    let on = |arguments: &[&str]| run(&[arguments, &database_option].concat());

    run(&["migrate", "check"]).ends(1);
    let widens = ["migrate", "new", "First release", "--allow", "widens_access"];
    run(&widens).ends(0);
    assert!(files.path().join("migrations/V1__first_release.sql").is_file());
    run(&["migrate", "check"]).ends(0);
    assert!(run(&widens).ends(0).said.contains("nothing to write"));

    on(&["migrate", "status"]).ends(1);
    // What is only pending is no fault.
    on(&["migrate", "check"]).ends(0);
    on(&["apply"]).ends(0);
    on(&["migrate", "status"]).ends(0);
    assert_eq!(on(&["drift"]).ends(0).out, "");

    let mut client = database.connect().unwrap();
    client.batch_execute("insert into shop.goods values (1, 'a'), (2, 'b')").unwrap();
    std::fs::write(files.path().join("schema/shop.yaml"), SECOND).unwrap();
    assert!(on(&["drift"]).ends(1).out.contains("column shop.goods.price is missing"));
    run(&["migrate", "new", "prices"]).ends(0);
    assert!(on(&["apply"]).ends(0).said.contains("1 migration was applied"));
    assert_eq!(on(&["drift"]).ends(0).out, "");
    let count = client.query_one("select count(*) from shop.goods where price = 0", &[]).unwrap();
    assert_eq!(count.get::<_, i64>(0), 2);

    // A file that was applied and then edited is a contradiction, and nothing is run.
    let path = files.path().join("migrations/V2__prices.sql");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.clone() + "\n-- later\n").unwrap();
    assert!(on(&["apply"]).ends(1).said.contains("V2__prices"));
    on(&["migrate", "check"]).ends(1);
    std::fs::write(&path, text).unwrap();

    // What undoes it loses what it brought, and says so.
    let undone = run(&["migrate", "undo"]).ends(0);
    assert!(undone.said.contains("deletes_data: the values of `column shop.goods.price` are gone"));
    let text = files.path().join("migrations/V3__undo_prices.sql");
    assert!(std::fs::read_to_string(text).unwrap().contains("drop column price"));
    on(&["apply"]).ends(1);
    on(&["apply", "--allow", "deletes_data,breaks_clients"]).ends(0);
    assert!(on(&["drift"]).ends(1).out.contains("column shop.goods.price is missing"));
    drop(client);
    database
        .connect()
        .unwrap()
        .batch_execute("drop owned by shop_reader; drop role shop_reader")
        .unwrap();
}
