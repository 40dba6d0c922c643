//! Everything that is known before the first migration runs.

use super::bookkeeping::Connection;
use super::history::{self, History};
use super::{Error, Fault, File, Folder, How, Script, StatusRow, squash, status};
use crate::apply::{self, Connector, Executor, Kind, Locked, Options, Records, refusals};

/// A database whose history agrees with the files, under the lock.
pub(super) struct Prepared<'c, 'o> {
    pub connection: Connection<'c, 'o>,
    pub history: History,
    /// Titles of files that took the place of others.
    pub replaced: Vec<String>,
    /// Titles of files that were in the history before pgspec was.
    pub adopted: Vec<String>,
}

/// Takes the lock, makes the tables, and holds files against the history.
pub(super) fn prepare<'c, 'o>(
    connector: &dyn Connector,
    folder: &Folder,
    options: &'c Options<'o>,
) -> Result<Prepared<'c, 'o>, Error> {
    let mut locked = Locked::open(connector, options)?;
    let session = &mut locked.session;
    Records::prepare(session)?;
    history::prepare(session)?;
    let half_done = Records::others(session, Kind::Migration, "")?;
    if let Some(plan) = half_done.into_iter().find(|other| !other.migration) {
        return Err(apply::Error::HalfDone { name: plan.name, begun: plan.begun }.into());
    }
    let before = History::read(session)?;
    let replaced = squash::apply(session, folder, &before)?;
    let history = if replaced.is_empty() { before } else { History::read(session)? };
    let status = status::compare(folder, &history)?;
    let faults: Vec<StatusRow> = status.faults().into_iter().cloned().collect();
    if !faults.is_empty() {
        return Err(Error::Contradiction(faults));
    }
    let mut connection = Connection::new(Executor { locked }, options, history.exists);
    let adopted = adopt(&mut connection, folder, &history)?;
    Ok(Prepared { connection, history, replaced, adopted })
}

/// Adds to pgspec's own table what refinery's has from before; the checksums were found equal.
fn adopt(
    connection: &mut Connection<'_, '_>,
    folder: &Folder,
    history: &History,
) -> Result<Vec<String>, Error> {
    let unknown = |file: &&File| {
        history.rows.contains_key(&file.version()) && !history.own.contains_key(&file.version())
    };
    let files: Vec<&File> = folder.files.iter().filter(unknown).collect();
    for file in &files {
        let session = &mut connection.executor.locked.session;
        session.execute(&history::remember(file, How::Adopted)).map_err(history::failed)?;
    }
    Ok(files.into_iter().map(File::title).collect())
}

/// Reads the scripts of `files`, and refuses hazards that neither they nor the caller allow.
pub(super) fn scripts<'f>(
    files: &[&'f File],
    options: &Options<'_>,
) -> Result<Vec<(&'f File, Script)>, Error> {
    let (mut scripts, mut faults) = (Vec::new(), Vec::<Fault>::new());
    for &file in files {
        match file.script() {
            Ok(script) => scripts.push((file, script)),
            Err(found) => faults.extend(found),
        }
    }
    if !faults.is_empty() {
        return Err(Error::Faults(faults));
    }
    let refused = scripts.iter().flat_map(|(file, script)| {
        let allowed = options.allowed.union(&script.allowed).copied().collect();
        let refused = refusals(&script.steps, &allowed);
        refused.into_iter().map(|refusal| (file.file.clone(), refusal))
    });
    let refused: Vec<_> = refused.collect();
    if refused.is_empty() { Ok(scripts) } else { Err(Error::Refused(refused)) }
}
