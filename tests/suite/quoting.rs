//! The one module that quotes, held to the server's own functions.

use pgspec::sandbox::{self, Choice, Request};
use pgspec::sql::{quote_identifier, quote_literal};

/// Names that have been trouble somewhere.
const NAMES: &[&str] = &[
    "items", "Items", "1st", "_x", "a$b", "$a", "a b", "a-b", "a.b", "a\"b", "\"", "ä", "名前", "",
    "a\nb", "é_", "select", "user", "name", "\\", "'", "a'b", "--", "/*",
];

/// Texts that have been trouble somewhere.
const TEXTS: &[&str] = &[
    "",
    "a",
    "a'b",
    "''",
    "\\",
    "a\\'b",
    "\n",
    "\t",
    "$$",
    "E'x'",
    "%",
    "ä",
    "名前",
    "'; drop table t; --",
];

#[test]
fn the_server_quotes_as_we_do() {
    let server = sandbox::start(&Request::new(Choice::Local, 15), &|_| {}).expect("a sandbox");
    let database = server.create_database("quoting").expect("a database");
    let mut client = database.connect().expect("a connection");
    let words = client.query("select word from pg_get_keywords()", &[]).expect("keywords");
    let words: Vec<String> = words.iter().map(|row| row.get(0)).collect();
    assert!(words.len() > 400, "the server tells its keywords");
    for name in NAMES.iter().copied().chain(words.iter().map(String::as_str)) {
        let ours = quote_identifier(name);
        let theirs: String =
            client.query_one("select quote_ident($1)", &[&name]).expect("a name").get(0);
        // What a newer version reserves is quoted for every version: that is right everywhere.
        let careful = format!("\"{}\"", name.replace('"', "\"\""));
        assert!(*ours == theirs || *ours == careful, "{name:?}: {ours} is not {theirs}");
        if !name.is_empty() {
            let read = client.query_one(&format!("select 1 as {ours}"), &[]).expect("a query");
            assert_eq!(read.columns()[0].name(), name, "{ours} means {name:?}");
        }
    }
    for text in TEXTS {
        let ours = quote_literal(text);
        let theirs: String =
            client.query_one("select quote_literal($1)", &[text]).expect("a text").get(0);
        let read: String =
            client.query_one(&format!("select {ours}::text"), &[]).expect("a query").get(0);
        assert_eq!(read, *text, "{ours} means {text:?}");
        assert_eq!(ours.trim_start(), theirs.trim_start(), "{text:?}");
    }
}

#[test]
fn a_text_that_is_not_quoted_is_told_apart() {
    assert_ne!(quote_identifier("a b"), "a b");
    assert_ne!(quote_literal("a'b"), "'a'b'");
}
