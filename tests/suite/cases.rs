//! The spec is complete: every case is a small project that goes all the way to a server and back.
//!
//! A case is a folder `tests/cases/<kind>/<case>/` with a project in it. It is read, checked without
//! an error, rendered, applied to an empty database, read back through the catalog and compared with
//! what was declared. Two more things may stand beside the project:
//!
//! - `expected/*.sql`: the DDL as it was last reviewed; `PGSPEC_BLESS=1` writes it anew.
//! - `equivalent.sql`: the same database as a DBA would write it by hand; applied to a database of
//!   its own, it must read back as exactly the same. Roles belong to the server, which has them.
//!
//! Cases run on the binaries of this machine. One whose `postgres:` is newer needs the image
//! `pgspec-test/postgres`, and is skipped, loudly, where there is none. `PGSPEC_CASES_MAJOR=17` runs
//! every case on that image instead, as if written for it; `PGSPEC_CASES=indexes` runs those whose
//! name holds the word.

mod case;
mod servers;

use case::Case;
use servers::Servers;

#[test]
fn every_case_reads_back_as_declared() {
    let mut servers = Servers::default();
    let mut failures = Vec::new();
    for case in Case::all() {
        let Some(server) = servers.of(&case) else { continue };
        if let Err(why) = case.prove(server) {
            failures.push(format!("== {} on PostgreSQL {}\n{why}", case.name, server.major()));
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n\n"));
}

/// What is left out of the DDL is told by its name, so nothing above passes for want of looking.
#[test]
fn what_the_ddl_leaves_out_is_named() {
    let mut servers = Servers::default();
    let case = Case::named("tables/indexes");
    let Some(server) = servers.of(&case) else { return };
    let without = |marker: &str| {
        let ddl = case.ddl(server).map(|script| {
            let kept = script.split_inclusive(";\n").filter(|text| !text.contains(marker));
            kept.collect::<String>()
        });
        case.told(server, &ddl.collect::<Vec<_>>()).unwrap()
    };
    assert_eq!(without("nothing holds this"), [""; 0]);
    assert_eq!(
        without("create index products_price_partial"),
        ["index shop.products_price_partial is missing"]
    );
    assert_eq!(
        without("comment on table shop.products"),
        ["table shop.products: comment is none, expected What is sold."]
    );
}
