//! What a statement outside of a transaction works on: enough to find in the catalog what became of it.

use std::ops::Range;

use crate::sql::fold_identifier;
use crate::sql::scanner::{Kind, Token, tokens};

/// A statement that runs outside of a transaction. Names are as they stand in the statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Statement {
    /// `CREATE INDEX CONCURRENTLY`.
    CreateIndex(Index),
    /// `DROP INDEX CONCURRENTLY`.
    DropIndex(String),
    /// `ALTER TABLE … DETACH PARTITION … CONCURRENTLY`.
    Detach {
        /// The table that has the partition.
        parent: String,
        /// The partition.
        partition: String,
    },
    /// `REINDEX … CONCURRENTLY`.
    Reindex(Reindexed),
    /// Makes or removes what belongs to the server, or to this database alone.
    Whole {
        /// What sort of thing.
        kind: Whole,
        /// Its name, folded.
        name: String,
        /// Whether it is there afterwards.
        there: bool,
    },
    /// Comes to the same however often it runs.
    Repeatable,
    /// `CALL` and `DO`, which may commit on their way and fail after it.
    Procedure,
    /// Nothing is known about it, but that it is done as a whole or not at all.
    Other,
}

/// An index that is built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Index {
    /// Its name, folded; none where the server is to choose.
    pub name: Option<String>,
    /// The table, as it stands in the statement.
    pub table: String,
    /// Where the table stands in the statement.
    pub place: Range<usize>,
    /// Whether it is unique.
    pub unique: bool,
    /// Whether an index of that name is reason to do nothing.
    pub if_not_exists: bool,
}

/// What is indexed anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reindexed {
    /// One index, or the indexes of one table.
    Relation(String),
    /// All of a schema; its name, folded.
    Schema(String),
    /// All of the database.
    Database,
}

/// What belongs to the server, or to one database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whole {
    /// A database.
    Database,
    /// A tablespace.
    Tablespace,
    /// A subscription.
    Subscription,
}

impl Whole {
    const ALL: [(&'static str, Self); 3] = [
        ("database", Self::Database),
        ("tablespace", Self::Tablespace),
        ("subscription", Self::Subscription),
    ];
}

impl Statement {
    /// Reads the beginning of a statement.
    pub fn read(sql: &str) -> Self {
        let mut words = Words { sql, tokens: tokens(sql), at: 0 };
        let statement = match words.next().to_ascii_lowercase().as_str() {
            "create" => words.create(),
            "drop" => words.drop(),
            "alter" => words.alter(),
            "reindex" => words.reindex(),
            "call" | "do" => Some(Self::Procedure),
            "vacuum" | "cluster" | "discard" | "checkpoint" | "analyze" => Some(Self::Repeatable),
            _ => None,
        };
        statement.unwrap_or(Self::Other)
    }
}

/// Tokens, from one on.
struct Words<'a> {
    sql: &'a str,
    tokens: Vec<Token>,
    at: usize,
}

impl<'a> Words<'a> {
    fn peek(&self) -> &'a str {
        self.tokens.get(self.at).map_or("", |token| &self.sql[token.range.clone()])
    }

    fn next(&mut self) -> &'a str {
        let word = self.peek();
        self.at += 1;
        word
    }

    /// Passes over `words`, if they come next.
    fn eat(&mut self, words: &[&str]) -> bool {
        let start = self.at;
        let all = words.iter().all(|word| self.next().eq_ignore_ascii_case(word));
        if !all {
            self.at = start;
        }
        all
    }

    /// Reads a name with as many parts as it has; `None` where none stands here.
    fn name(&mut self) -> Option<Range<usize>> {
        let part = |token: &Token| matches!(token.kind, Kind::Word | Kind::Quoted);
        let first = self.tokens.get(self.at).filter(|token| part(token))?.range.clone();
        self.at += 1;
        let mut end = first.end;
        while self.peek() == "." {
            let next = self.tokens.get(self.at + 1).filter(|token| part(token))?;
            end = next.range.end;
            self.at += 2;
        }
        Some(first.start..end)
    }

    fn written(&mut self) -> Option<String> {
        self.name().map(|range| self.sql[range].to_owned())
    }

    fn create(&mut self) -> Option<Statement> {
        for (word, kind) in Whole::ALL {
            if self.eat(&[word]) {
                let name = fold_identifier(&self.written()?);
                return Some(Statement::Whole { kind, name, there: true });
            }
        }
        let unique = self.eat(&["unique"]);
        if !self.eat(&["index", "concurrently"]) {
            return None;
        }
        let if_not_exists = self.eat(&["if", "not", "exists"]);
        let name = if self.peek().eq_ignore_ascii_case("on") { None } else { self.written() };
        if !self.eat(&["on"]) {
            return None;
        }
        self.eat(&["only"]);
        let place = self.name()?;
        let table = self.sql[place.clone()].to_owned();
        let name = name.map(|name| fold_identifier(&name));
        Some(Statement::CreateIndex(Index { name, table, place, unique, if_not_exists }))
    }

    fn drop(&mut self) -> Option<Statement> {
        for (word, kind) in Whole::ALL {
            if self.eat(&[word]) {
                self.eat(&["if", "exists"]);
                let name = fold_identifier(&self.written()?);
                return Some(Statement::Whole { kind, name, there: false });
            }
        }
        if !self.eat(&["index", "concurrently"]) {
            return None;
        }
        self.eat(&["if", "exists"]);
        self.written().map(Statement::DropIndex)
    }

    fn alter(&mut self) -> Option<Statement> {
        if ["system", "database", "subscription"].iter().any(|word| self.eat(&[word])) {
            return Some(Statement::Repeatable);
        }
        if !self.eat(&["table"]) {
            return None;
        }
        self.eat(&["if", "exists"]);
        self.eat(&["only"]);
        let parent = self.written()?;
        self.eat(&["*"]);
        if !self.eat(&["detach", "partition"]) {
            return None;
        }
        let partition = self.written()?;
        self.eat(&["concurrently"]).then_some(Statement::Detach { parent, partition })
    }

    fn reindex(&mut self) -> Option<Statement> {
        let mut concurrently = false;
        if self.eat(&["("]) {
            while !matches!(self.peek(), ")" | "") {
                concurrently |= self.next().eq_ignore_ascii_case("concurrently");
            }
            self.at += 1;
        }
        let kind = self.next().to_ascii_lowercase();
        concurrently |= self.eat(&["concurrently"]);
        if !concurrently {
            return Some(Statement::Repeatable);
        }
        let name = self.written();
        Some(Statement::Reindex(match kind.as_str() {
            "schema" => Reindexed::Schema(fold_identifier(&name?)),
            "database" => Reindexed::Database,
            _ => Reindexed::Relation(name?),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(sql: &str) -> Index {
        match Statement::read(sql) {
            Statement::CreateIndex(index) => index,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn reads_indexes() {
        let sql = "create unique index concurrently if not exists \"I x\" on only \"S\" . t using btree (a)";
        let read = index(sql);
        assert_eq!(read.name.as_deref(), Some("I x"));
        assert_eq!(read.table, "\"S\" . t");
        assert_eq!(&sql[read.place], "\"S\" . t");
        assert!(read.unique && read.if_not_exists);
        let read = index("/* a */ CREATE INDEX CONCURRENTLY Ix ON t (a)");
        assert_eq!((read.name.as_deref(), read.table.as_str()), (Some("ix"), "t"));
        assert_eq!(index("create index concurrently on t (a)").name, None);
        assert_eq!(Statement::read("create index i on t (a)"), Statement::Other);
        let drop = Statement::read("drop index concurrently if exists s.\"I\" cascade");
        assert_eq!(drop, Statement::DropIndex("s.\"I\"".into()));
    }

    #[test]
    fn reads_the_others() {
        let (parent, partition) = ("s.p".to_owned(), "\"C\"".to_owned());
        let detach = "alter table if exists only s.p detach partition \"C\" concurrently";
        assert_eq!(Statement::read(detach), Statement::Detach { parent, partition });
        assert_eq!(Statement::read("alter table p detach partition c finalize"), Statement::Other);
        let relation = |name: &str| Statement::Reindex(Reindexed::Relation(name.into()));
        assert_eq!(Statement::read("reindex (verbose, concurrently) table s.t"), relation("s.t"));
        assert_eq!(Statement::read("reindex index concurrently i"), relation("i"));
        let schema = Statement::Reindex(Reindexed::Schema("s".into()));
        assert_eq!(Statement::read("reindex schema concurrently S"), schema);
        assert_eq!(Statement::read("reindex schema s"), Statement::Repeatable);
        assert_eq!(Statement::read("vacuum full t"), Statement::Repeatable);
        let dropped = Statement::Whole { kind: Whole::Database, name: "d".into(), there: false };
        assert_eq!(Statement::read("drop database if exists D"), dropped);
        assert_eq!(Statement::read("CALL p()"), Statement::Procedure);
        for other in
            ["select p()", "create index concurrently", "", "alter table", "create database"]
        {
            assert_eq!(Statement::read(other), Statement::Other, "{other}");
        }
    }
}
