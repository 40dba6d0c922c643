//! Reads all facts in one snapshot.

use std::collections::HashMap;

use postgres::{Client, IsolationLevel, Transaction};

use super::privileges;
use super::rows::{self, Texts};
use super::sources::{SOURCES, catalog};
use super::{Error, Fact, Facts, Id, Kind, Options, Value};

const PRELUDE: &str = include_str!("queries/prelude.sql");

/// What is printed is printed the same whatever the session was set to.
const SETTINGS: &str = include_str!("queries/session.sql");

/// The table of versions that refinery keeps; it describes the database and is no part of it.
const HISTORY: &str = "refinery_schema_history";

/// A row of a catalog, or a part of one.
type Place = (u32, u32, i32);

/// Reads the database that `client` is connected to.
///
/// # Errors
/// Fails where the server refuses a query or is older than PostgreSQL 15.
pub fn read(client: &mut Client, options: &Options) -> Result<Facts, Error> {
    let failed = |source| Error::Query { part: "the snapshot", source };
    let builder = client.build_transaction();
    let snapshot = builder.isolation_level(IsolationLevel::RepeatableRead).read_only(true);
    let mut transaction = snapshot.start().map_err(failed)?;
    transaction.batch_execute(SETTINGS).map_err(failed)?;
    let server = "select current_setting('server_version_num')::int4, current_user::text";
    let row = transaction.query_one(server, &[]).map_err(failed)?;
    let version: i32 = row.try_get(0).map_err(failed)?;
    let user: String = row.try_get(1).map_err(failed)?;
    if version < 150_000 {
        return Err(Error::TooOld { major: version / 10_000 });
    }
    let mut reader = Reader {
        transaction,
        options,
        texts: Texts::default(),
        members: HashMap::new(),
        places: HashMap::new(),
        facts: Facts {
            postgres: u16::try_from(version / 10_000).unwrap_or(u16::MAX),
            user,
            ..Facts::default()
        },
    };
    reader.members()?;
    reader.objects()?;
    reader.comments()?;
    reader.dependencies()?;
    reader.unknown()?;
    let Reader { transaction, mut facts, .. } = reader;
    transaction.commit().map_err(failed)?;
    facts.link();
    Ok(facts)
}

struct Reader<'a> {
    transaction: Transaction<'a>,
    options: &'a Options,
    texts: Texts,
    /// The extension that a catalog row belongs to.
    members: HashMap<(u32, u32), u32>,
    places: HashMap<Place, Id>,
    facts: Facts,
}

impl Reader<'_> {
    fn rows(&mut self, part: &'static str, sql: &str) -> Result<Vec<postgres::Row>, Error> {
        self.transaction.query(sql, &[]).map_err(|source| Error::Query { part, source })
    }

    fn members(&mut self) -> Result<(), Error> {
        for row in self.rows("members of extensions", include_str!("queries/members.sql"))? {
            self.members.insert((row.get(0), row.get(1)), row.get(2));
        }
        Ok(())
    }

    fn objects(&mut self) -> Result<(), Error> {
        for source in SOURCES {
            if !self.options.wants(source.kind) {
                continue;
            }
            let part = source.kind.words();
            let sql = self.sql(source)?;
            for row in self.rows(part, &sql)? {
                let read = rows::read(&row, &mut self.texts);
                let (head, attributes) = read.map_err(|source| Error::Query { part, source })?;
                let class = head.class.unwrap_or(source.class);
                if self.members.contains_key(&(class, head.oid)) || &*head.name == HISTORY {
                    continue;
                }
                let mut id =
                    Id { kind: source.kind, schema: head.schema, name: head.name, part: head.part };
                // Of the role that applies, whoever that is.
                if id.kind == Kind::DefaultPrivileges && *id.name == *self.facts.user {
                    id.name = self.texts.keep("");
                }
                let mut fact = Fact { attributes, position: head.position };
                self.normalise(&id, &mut fact);
                if head.oid != 0 && source.kind != Kind::Membership {
                    self.places.insert((class, head.oid, head.sub), id.clone());
                }
                self.facts.facts.insert(id, fact);
            }
        }
        let options = self.options;
        self.facts.facts.retain(|id, _| options.holds(id));
        Ok(())
    }

    /// How a subscription connects is the superuser's to read.
    fn sql(&mut self, source: &super::sources::Source) -> Result<String, Error> {
        let sql = format!("{PRELUDE}{}", source.sql);
        if source.kind != Kind::Subscription {
            return Ok(sql);
        }
        let asks = "select has_column_privilege('pg_subscription', 'subconninfo', 'select')";
        let may = self.rows("subscription", asks)?.first().is_some_and(|row| row.get(0));
        Ok(sql.replace("{connection}", if may { "s.subconninfo" } else { "null::text" }))
    }

    /// Leaves out what the options say is unsaid, and states privileges in terms of the owner.
    fn normalise(&mut self, id: &Id, fact: &mut Fact) {
        let owner = fact.text("owner").or(fact.text("relation_owner")).map(str::to_owned);
        fact.set("relation_owner", None);
        for name in ["acl", "sequence_acl"] {
            if let Some(Value::List(items)) = fact.get(name) {
                let texts = &mut self.texts;
                let entries = privileges::parse(items, owner.as_deref().unwrap_or_default());
                let kept = entries.iter().map(|entry| texts.keep(&entry.encode())).collect();
                fact.set(name, Some(Value::List(kept)));
            }
        }
        if owner.is_some()
            && owner == self.options.default_owner
            && id.kind != Kind::DefaultPrivileges
        {
            fact.set("owner", None);
        }
        for name in ["options", "toast_options", "foreign_options", "index_options"] {
            if let Some(Value::List(items)) = fact.get(name)
                && !items.is_sorted()
                && id.kind != Kind::Role
            {
                // They are kept in the order in which they were given, which says nothing.
                let mut items = items.to_vec();
                items.sort_unstable();
                fact.set(name, Some(Value::List(items.into())));
            }
        }
        if id.kind == Kind::Extension && !self.options.extension_versions {
            fact.set("version", None);
        }
    }

    fn comments(&mut self) -> Result<(), Error> {
        for sql in
            [include_str!("queries/comments.sql"), include_str!("queries/shared_comments.sql")]
        {
            for row in self.rows("comments", sql)? {
                let place: Place = (row.get(0), row.get(1), row.get(2));
                let comment = self.texts.keep(row.get(3));
                self.set(place, "comment", Value::Text(comment));
            }
        }
        for row in self.rows("security labels", include_str!("queries/labels.sql"))? {
            let place: Place = (row.get(0), row.get(1), row.get(2));
            let (provider, label): (&str, &str) = (row.get(3), row.get(4));
            let label = self.texts.keep(&format!("{provider}={label}"));
            let known = self.places.get(&place).and_then(|id| self.facts.facts.get(id));
            let mut labels = known.map_or_else(Vec::new, |fact| fact.list("labels").to_vec());
            labels.push(label);
            self.set(place, "security_labels", Value::List(labels.into()));
        }
        Ok(())
    }

    fn set(&mut self, place: Place, name: &'static str, value: Value) {
        if let Some(fact) = self.places.get(&place).and_then(|id| self.facts.facts.get_mut(id)) {
            fact.set(name, Some(value));
        }
    }

    fn dependencies(&mut self) -> Result<(), Error> {
        let mut aliases = HashMap::<Place, (Place, bool)>::new();
        for row in self.rows("aliases", include_str!("queries/aliases.sql"))? {
            let place = (row.get(0), row.get(1), row.get(2));
            aliases.insert(place, ((row.get(3), row.get(4), row.get(5)), row.get(6)));
        }
        for row in self.rows("dependencies", include_str!("queries/dependencies.sql"))? {
            let dependent = self.find((row.get(0), row.get(1), row.get(2)), &aliases, true);
            let needed = self.find((row.get(3), row.get(4), row.get(5)), &aliases, false);
            if let Some((dependent, needed)) = dependent.zip(needed)
                && dependent != needed
            {
                self.facts.needs.entry(dependent).or_default().insert(needed);
            }
        }
        Ok(())
    }

    /// Finds the object that a place is, stands for, or is a part of.
    fn find(
        &self,
        place: Place,
        aliases: &HashMap<Place, (Place, bool)>,
        dependent: bool,
    ) -> Option<Id> {
        let mut at = place;
        // A chain is as long as partitions are deep; the bound only keeps it from going round.
        for _ in 0..64 {
            if let Some(id) = self.places.get(&at) {
                return self.facts.facts.contains_key(id).then(|| id.clone());
            }
            if let Some(extension) = self.members.get(&(at.0, at.1)) {
                return self.places.get(&(catalog::EXTENSION, *extension, 0)).cloned();
            }
            at = match aliases.get(&at) {
                Some((_, false)) if dependent => return None,
                Some((next, _)) => *next,
                None if at.2 != 0 => (at.0, at.1, 0),
                None => return None,
            };
        }
        None
    }

    fn unknown(&mut self) -> Result<(), Error> {
        let sql = format!("{PRELUDE}{}", include_str!("queries/unknown.sql"));
        for row in self.rows("what is unknown", &sql)? {
            self.facts.unknown.push(row.get(0));
        }
        Ok(())
    }
}
