//! Finding out whether a pooler stands between us and the server that keeps no sessions.
//!
//! A pooler in transaction mode gives a client whatever process is free, so an advisory lock or a
//! setting stays with a process that serves somebody else next. Two connections are made to take
//! turns: with sessions, each has one process of its own throughout. Only statements of the simple
//! protocol are sent, as others may fail for other reasons there.

use postgres::{Client, SimpleQueryMessage};

use super::{Error, error};

/// Checks that each of the two connections is a session of its own.
///
/// # Errors
/// [`Error::NotASession`] where a process served both, or one connection was served by two.
pub(super) fn check(first: &mut Client, second: &mut Client) -> Result<(), Error> {
    let (one, two) = (backend(first)?, backend(second)?);
    if one == two {
        return Err(Error::NotASession(error::SERVER_SHARED));
    }
    // A pool takes the process that was given back last, or the one that waited longest: one of the
    // two orders in which transactions end shows either.
    for _ in 0..2 {
        let turns = (in_turn(first, second)?, in_turn(second, first)?);
        if turns != ((one, two), (two, one)) {
            return Err(Error::NotASession(error::SERVER_CHANGED));
        }
    }
    Ok(())
}

/// Opens a transaction on each, and ends them in the same order.
fn in_turn(first: &mut Client, second: &mut Client) -> Result<(i32, i32), Error> {
    let inside = |client: &mut Client| {
        client.batch_execute("begin").map_err(Error::session)?;
        backend(client)
    };
    let one = inside(first)?;
    let two = inside(second)?;
    for client in [first, second] {
        client.batch_execute("commit").map_err(Error::session)?;
    }
    Ok((one, two))
}

/// Returns the process that answers.
pub(super) fn backend(client: &mut Client) -> Result<i32, Error> {
    let answer = client.simple_query("select pg_catalog.pg_backend_pid()");
    let messages = answer.map_err(Error::session)?;
    let row = messages.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    row.and_then(|text| text.parse().ok()).ok_or(Error::NotASession(error::NO_BACKEND))
}
