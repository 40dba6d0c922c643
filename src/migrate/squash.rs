//! One file in place of an old history.
//!
//! A file that says `-- pgspec: replaces …` is what many files came to. From empty it runs like any
//! other. Where all that it replaces is applied, as exactly those files, the history is rewritten, and
//! nothing is run.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::comments::value_of;
use super::history::{History, Own, Row, failed, remember};
use super::{Error, Fault, File, Folder, How, name};
use crate::apply::Session;
use crate::sql::{line_comments, quote_literal};

/// Files that one is to take the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Squash {
    /// The number of the new file: that of the last one it replaces.
    pub number: u32,
    /// The files that it replaces.
    pub files: Vec<File>,
}

impl Folder {
    /// Returns what a file that stands for all migrations up to a number would replace.
    ///
    /// # Errors
    /// [`Error::NoSuchMigration`].
    pub fn squash(&self, up_to: u32) -> Result<Squash, Error> {
        self.file(up_to).ok_or(Error::NoSuchMigration(up_to))?;
        let files = self.files.iter().filter(|file| file.number <= up_to).cloned().collect();
        Ok(Squash { number: up_to, files })
    }

    /// Writes the file that [`render`](super::render) made of a squash, then removes what it replaces.
    ///
    /// # Errors
    /// As [`Folder::write`]; and a text that does not say that it replaces those files.
    pub fn replace(&self, squash: &Squash, name: &str, text: &str) -> Result<PathBuf, Error> {
        let said = replaces(text);
        let unsaid = squash
            .files
            .iter()
            .find(|file| !said.contains(&(file.file.clone(), file.sha256.clone())));
        if let Some(file) = unsaid {
            let message = format!("it does not say that it replaces `{}`", file.file);
            return Err(Fault::of_file(name, message).into());
        }
        let path = self.write(squash.number, name, text)?;
        for file in &squash.files {
            let old = self.path.join(&file.file);
            fs::remove_file(&old).map_err(|source| Error::Io {
                what: "remove",
                path: old,
                source,
            })?;
        }
        Ok(path)
    }
}

/// Returns the files that a text replaces, each with its SHA-256.
pub(super) fn replaces(text: &str) -> Vec<(String, String)> {
    let directives =
        line_comments(text).into_iter().filter_map(|range| value_of(&text[range], "pgspec"));
    directives
        .filter_map(|directive| {
            let (file, sha256) = directive.strip_prefix("replaces ")?.trim().split_once(' ')?;
            Some((file.to_owned(), sha256.trim().to_owned()))
        })
        .collect()
}

/// A file whose time to replace others has come.
struct Replacement<'f> {
    file: &'f File,
    versions: Vec<i32>,
}

/// Finds the files of which all that they replace is applied.
///
/// # Errors
/// [`Error::HalfReplaced`] where only some of it is.
fn replacements<'f>(folder: &'f Folder, history: &History) -> Result<Vec<Replacement<'f>>, Error> {
    let mut found = Vec::new();
    for file in &folder.files {
        let replaced = replaces(&file.text);
        let known = |row: &Row| row.name == file.name;
        if replaced.is_empty() || history.rows.get(&file.version()).is_some_and(known) {
            continue;
        }
        let is_applied = |(name, sha256): &(String, String)| {
            let version = version_of(name)?;
            let own = history.own.get(&version)?;
            (own.sha256 == *sha256 && history.rows.contains_key(&version)).then_some(version)
        };
        let versions: Vec<Option<i32>> = replaced.iter().map(is_applied).collect();
        let any = replaced.iter().any(|(name, _)| {
            version_of(name).is_some_and(|version| history.rows.contains_key(&version))
        });
        match versions.iter().position(Option::is_none) {
            None => {
                let versions = versions.into_iter().flatten().collect();
                found.push(Replacement { file, versions });
            }
            Some(index) if any => {
                let missing = replaced[index].0.clone();
                return Err(Error::HalfReplaced { file: file.file.clone(), missing });
            }
            Some(_) => {}
        }
    }
    Ok(found)
}

fn version_of(file: &str) -> Option<i32> {
    name::parse(file).ok().and_then(|(number, _)| i32::try_from(number).ok())
}

/// Returns the history as it will be once files have taken the place of others, and their numbers.
pub(super) fn foresee(
    folder: &Folder,
    history: &History,
) -> Result<(History, BTreeSet<i32>), Error> {
    let (mut foreseen, mut replacing) = (history.clone(), BTreeSet::new());
    for Replacement { file, versions } in replacements(folder, history)? {
        for version in versions {
            foreseen.rows.remove(&version);
            foreseen.own.remove(&version);
        }
        let checksum = file.migration()?.checksum().to_string();
        let row = Row { name: file.name.clone(), applied_on: String::new(), checksum };
        foreseen.rows.insert(file.version(), row);
        foreseen.own.insert(
            file.version(),
            Own {
                sha256: file.sha256.clone(),
                how: How::Squash,
                applied_at: String::new(),
                applied_by: String::new(),
            },
        );
        replacing.insert(file.version());
    }
    Ok((foreseen, replacing))
}

/// Rewrites the history where files take the place of others; returns their titles.
pub(super) fn apply(
    session: &mut Session<'_>,
    folder: &Folder,
    history: &History,
) -> Result<Vec<String>, Error> {
    let mut titles = Vec::new();
    for replacement in replacements(folder, history)? {
        let file = replacement.file;
        let statements = rewriting(&replacement, &history.table)?;
        session.record(&statements).map_err(failed)?;
        titles.push(file.title());
    }
    Ok(titles)
}

fn rewriting(replacement: &Replacement<'_>, table: &str) -> Result<[String; 4], Error> {
    let file = replacement.file;
    let versions: Vec<String> = replacement.versions.iter().map(i32::to_string).collect();
    let versions = versions.join(", ");
    Ok([
        format!("delete from {table} where version in ({versions})"),
        format!(
            "update pgspec.migrations set replaced_at = pg_catalog.clock_timestamp() \
             where replaced_at is null and version in ({versions})"
        ),
        // The form of the time is refinery's, who reads it again.
        format!(
            "insert into {table} (version, name, applied_on, checksum) values ({}, {}, \
             pg_catalog.to_char(pg_catalog.now() at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), {})",
            file.version(),
            quote_literal(&file.name),
            quote_literal(&file.migration()?.checksum().to_string())
        ),
        remember(file, How::Squash),
    ])
}
