//! Databases to read.

use std::sync::OnceLock;

use postgres::Client;

use crate::catalog::{self, Catalog, Options};
use crate::sandbox::{Choice, Database, Request, Sandbox, start};

/// One of everything that the model can hold.
const EVERYTHING: &str = include_str!("everything.sql");

/// Starts a server of its own for a test, as roles belong to servers.
///
/// `PGSPEC_TEST_URL` names an empty server of another version instead; it serves one test alone.
pub fn server() -> Sandbox {
    let url = std::env::var("PGSPEC_TEST_URL").ok();
    let choice = if url.is_some() { Choice::Url } else { Choice::Local };
    let request = Request { url, ..Request::new(choice, 17) };
    start(&request, &|_| ()).unwrap_or_else(|error| panic!("{error}"))
}

/// Fills a new database with everything.
pub fn fill(database: &Database<'_>) -> Client {
    let mut client = database.connect().unwrap();
    let script = EVERYTHING.replace(":database", database.name());
    client.batch_execute(&script).unwrap_or_else(|error| panic!("{error:?}"));
    // What the script set must not matter to who reads.
    client.batch_execute("set timezone = 'Asia/Singapore'; set datestyle = 'German'").unwrap();
    client
}

/// Reads the database with the default options.
pub fn read(client: &mut Client) -> Catalog {
    catalog::read(client, &Options::default()).unwrap_or_else(|error| panic!("{error:?}"))
}

/// Returns what is read of a database with everything, read once per process.
pub fn everything() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| {
        let server = server();
        let database = server.create_database("everything").unwrap();
        read(&mut fill(&database))
    })
}
