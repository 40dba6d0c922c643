//! Reading real servers.

use super::{Options, Roles, read};
use crate::catalog::tests::support::{fill, server};

#[test]
fn everything_is_read() {
    let server = server();
    let database = server.create_database("facts").unwrap();
    let mut client = fill(&database);
    let options = Options { roles: Roles::All, ..Options::default() };
    let facts = read(&mut client, &options).unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(facts.unknown, [""; 0]);
    let lines = facts.facts.iter().map(|(id, fact)| {
        let attributes = fact.attributes.0.iter().map(|(name, value)| format!(" {name}={value:?}"));
        format!("{id}{}\n", attributes.collect::<String>())
    });
    eprintln!("{}", lines.collect::<String>());
    for (id, needs) in &facts.needs {
        eprintln!("{id} <- {needs:?}");
    }
}
