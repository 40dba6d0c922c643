//! Reads all facts in one snapshot.

use std::collections::HashMap;
use std::sync::Arc;

use postgres::{Client, Row};

use super::objects::{Objects, Place};
use super::rows::{Head, Layout, Named};
use super::snapshot::Snapshot;
use super::sources::{SOURCES, Source};
use super::texts::{Shared, Texts};
use super::{Error, Fact, Facts, Id, Kind, Options, Value, fact, privileges};

const PRELUDE: &str = include_str!("queries/prelude.sql");

/// The table of versions that refinery keeps; it describes the database and is no part of it.
const HISTORY: &str = "refinery_schema_history";

/// Reads the database that `client` is connected to.
///
/// # Errors
/// Fails where the server refuses a query or is older than PostgreSQL 15.
pub fn read(client: &mut Client, options: &Options) -> Result<Facts, Error> {
    read_sharing(client, options, None)
}

/// Reads the database that `client` is connected to, and shares its texts with others.
///
/// # Errors
/// As [`read`].
pub fn read_sharing(
    client: &mut Client,
    options: &Options,
    shared: Option<Shared>,
) -> Result<Facts, Error> {
    let mut snapshot = Snapshot::open(client)?;
    let mut reader = Reader {
        options,
        user: snapshot.user.clone(),
        texts: Texts::new(shared.clone()),
        lists: HashMap::new(),
        comments: HashMap::new(),
        labels: HashMap::new(),
        objects: Objects::default(),
    };
    reader.members(&mut snapshot)?;
    reader.comments(&mut snapshot)?;
    for source in SOURCES.iter().filter(|source| options.wants(source.kind)) {
        reader.objects(&mut snapshot, source)?;
    }
    reader.dependencies(&mut snapshot)?;
    let unknown = unknown(&mut snapshot)?;
    let postgres = snapshot.major;
    snapshot.close()?;
    // Of several databases one at a time: that takes the most memory.
    let _turn = shared.as_ref().map(Shared::turn);
    let Reader { objects, user, .. } = reader.without_texts();
    let (facts, needs) = objects.finish();
    Ok(Facts { facts, needs, unknown, postgres, user })
}

struct Reader<'a> {
    options: &'a Options,
    /// The role that reads.
    user: String,
    texts: Texts,
    /// Privileges in terms of the owner, by owner and the server's spelling: few differ.
    lists: HashMap<(Arc<str>, Value), Value>,
    comments: HashMap<Place, Arc<str>>,
    labels: HashMap<Place, Vec<Arc<str>>>,
    objects: Objects,
}

impl Reader<'_> {
    /// Forgets what was only needed to keep texts once, and to describe objects.
    fn without_texts(self) -> Self {
        Self {
            texts: Texts::default(),
            lists: HashMap::new(),
            comments: HashMap::new(),
            labels: HashMap::new(),
            ..self
        }
    }

    fn members(&mut self, snapshot: &mut Snapshot<'_>) -> Result<(), Error> {
        let members = &mut self.objects.members;
        snapshot.rows("members of extensions", include_str!("queries/members.sql"), |row| {
            members.insert((row.try_get(0)?, row.try_get(1)?), row.try_get(2)?);
            Ok(())
        })
    }

    fn comments(&mut self, snapshot: &mut Snapshot<'_>) -> Result<(), Error> {
        for sql in
            [include_str!("queries/comments.sql"), include_str!("queries/shared_comments.sql")]
        {
            snapshot.rows("comments", sql, |row| {
                self.comments.insert(place(row, 0)?, self.texts.keep(row.try_get(3)?));
                Ok(())
            })?;
        }
        snapshot.rows("security labels", include_str!("queries/labels.sql"), |row| {
            let (provider, label): (&str, &str) = (row.try_get(3)?, row.try_get(4)?);
            let label = self.texts.keep(&format!("{provider}={label}"));
            self.labels.entry(place(row, 0)?).or_default().push(label);
            Ok(())
        })
    }

    fn objects(&mut self, snapshot: &mut Snapshot<'_>, source: &Source) -> Result<(), Error> {
        let sql = sql(snapshot, source)?;
        let mut layout = None;
        snapshot.rows(source.kind.words(), &sql, |row| {
            let layout = layout.get_or_insert_with(|| Layout::of(row.columns()));
            let (head, attributes) = layout.read(row, &mut self.texts)?;
            self.object(source, head, attributes);
            Ok(())
        })
    }

    fn object(&mut self, source: &Source, head: Head, mut attributes: Named) {
        let class = head.class.unwrap_or(source.class);
        if self.objects.members.contains_key(&(class, head.oid)) || &*head.name == HISTORY {
            return;
        }
        let mut id =
            Id { kind: source.kind, schema: head.schema, name: head.name, part: head.part };
        // Of the role that applies, whoever that is.
        if id.kind == Kind::DefaultPrivileges && *id.name == *self.user {
            id.name = self.texts.keep("");
        }
        let has_place = head.oid != 0 && source.kind != Kind::Membership;
        let place = has_place.then_some((class, head.oid, head.sub));
        if !self.options.holds(&id) {
            return self.objects.pass_over(place);
        }
        self.normalise(&id, &mut attributes);
        if let Some(place) = place {
            self.describe(place, &mut attributes);
        }
        let attributes = self.texts.keep_attributes(attributes);
        self.objects.add(place, id, Fact { attributes, position: head.position });
    }

    /// Leaves out what the options say is unsaid, and states privileges in terms of the owner.
    fn normalise(&mut self, id: &Id, attributes: &mut Named) {
        let owner = text(attributes, "owner").or(text(attributes, "relation_owner"));
        fact::set(attributes, "relation_owner", None);
        let is_list = |name: &str| matches!(name, "acl" | "initial_acl" | "sequence_acl");
        for (_, list) in attributes.iter_mut().filter(|(name, _)| is_list(name)) {
            let owner = owner.clone().unwrap_or_default();
            let texts = &mut self.texts;
            let known = self.lists.entry((owner, list.clone()));
            *list = known.or_insert_with_key(|(owner, list)| relative(texts, list, owner)).clone();
        }
        if owner.is_some()
            && owner.as_deref() == self.options.default_owner.as_deref()
            && id.kind != Kind::DefaultPrivileges
        {
            fact::set(attributes, "owner", None);
        }
        let is_options = |name: &str| {
            matches!(name, "options" | "toast_options" | "foreign_options" | "index_options")
        };
        for (_, value) in attributes.iter_mut().filter(|(name, _)| is_options(name)) {
            if let Value::List(items) = value
                && !items.is_sorted()
                && id.kind != Kind::Role
            {
                // They are kept in the order in which they were given, which says nothing.
                let mut sorted = items.to_vec();
                sorted.sort_unstable();
                *value = Value::List(sorted.into());
            }
        }
        if id.kind == Kind::Extension && !self.options.extension_versions {
            fact::set(attributes, "version", None);
        }
    }

    /// Adds comment and security labels.
    fn describe(&self, place: Place, attributes: &mut Named) {
        if let Some(comment) = self.comments.get(&place) {
            fact::set(attributes, "comment", Some(Value::Text(comment.clone())));
        }
        if let Some(labels) = self.labels.get(&place) {
            fact::set(attributes, "security_labels", Some(Value::List(labels.as_slice().into())));
        }
    }

    fn dependencies(&mut self, snapshot: &mut Snapshot<'_>) -> Result<(), Error> {
        let objects = &mut self.objects;
        snapshot.rows("aliases", include_str!("queries/aliases.sql"), |row| {
            objects.aliases.insert(place(row, 0)?, (place(row, 3)?, row.try_get(6)?));
            Ok(())
        })?;
        snapshot.rows("dependencies", include_str!("queries/dependencies.sql"), |row| {
            objects.add_need(place(row, 0)?, place(row, 3)?);
            Ok(())
        })
    }
}

/// Returns the query of a kind. How a subscription connects is the superuser's to read.
fn sql(snapshot: &mut Snapshot<'_>, source: &Source) -> Result<String, Error> {
    let sql = format!("{PRELUDE}{}", source.sql);
    if source.kind != Kind::Subscription {
        return Ok(sql);
    }
    let asks = include_str!("queries/subscription_columns.sql");
    let (mut may, mut columns) = (false, String::new());
    snapshot.rows("subscription", asks, |row| {
        (may, columns) = (row.try_get(0)?, row.try_get(1)?);
        Ok(())
    })?;
    let connection = if may { "s.subconninfo" } else { "null::text" };
    let columns = format!("jsonb_build_object({columns})");
    Ok(sql.replace("{connection}", connection).replace("to_jsonb(s)", &columns))
}

fn unknown(snapshot: &mut Snapshot<'_>) -> Result<Vec<String>, Error> {
    let sql = format!("{PRELUDE}{}", include_str!("queries/unknown.sql"));
    let mut names = Vec::new();
    snapshot.rows("what is unknown", &sql, |row| {
        names.push(row.try_get(0)?);
        Ok(())
    })?;
    Ok(names)
}

fn place(row: &Row, first: usize) -> Result<Place, postgres::Error> {
    Ok((row.try_get(first)?, row.try_get(first + 1)?, row.try_get(first + 2)?))
}

fn text(attributes: &Named, name: &str) -> Option<Arc<str>> {
    attributes.iter().find_map(|(known, value)| match value {
        Value::Text(text) if *known == name => Some(text.clone()),
        _ => None,
    })
}

/// States privileges in terms of the owner.
fn relative(texts: &mut Texts, list: &Value, owner: &str) -> Value {
    let Value::List(items) = list else { return list.clone() };
    let entries = privileges::parse(items, owner);
    Value::List(entries.iter().map(|entry| texts.keep(&entry.encode())).collect())
}
