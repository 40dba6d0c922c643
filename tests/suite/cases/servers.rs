//! The servers that cases run on, each started once.

use std::collections::BTreeMap;

use pgspec::sandbox::{Choice, Request, Sandbox, start};

use super::case::Case;
use crate::servers;

/// Servers by what was asked for; `None` where there is none to be had.
#[derive(Default)]
pub struct Servers {
    local: Option<Sandbox>,
    images: BTreeMap<u16, Option<Sandbox>>,
}

impl Servers {
    /// Returns the server for a case; says why where there is none.
    pub fn of(&mut self, case: &Case) -> Option<&Sandbox> {
        if let Some(major) = forced() {
            if case.postgres <= major {
                return self.image(major, case);
            }
            return skip(case, &format!("it needs PostgreSQL {}", case.postgres));
        }
        let local = self.local.get_or_insert_with(local);
        if case.postgres <= local.major() {
            return self.local.as_ref();
        }
        let major = [17, 18].into_iter().find(|major| case.postgres <= *major)?;
        self.image(major, case)
    }

    fn image(&mut self, major: u16, case: &Case) -> Option<&Sandbox> {
        let started = self.images.entry(major).or_insert_with(|| match servers::image(major) {
            Ok(sandbox) => Some(sandbox),
            Err(error) => skip(case, &error.to_string()),
        });
        started.as_ref().or_else(|| skip(case, "no image of its version"))
    }
}

/// Returns the major version that every case is to run on.
pub fn forced() -> Option<u16> {
    std::env::var("PGSPEC_CASES_MAJOR").ok().map(|major| major.parse().expect("a major version"))
}

fn local() -> Sandbox {
    start(&Request::new(Choice::Local, 15), &|_| ()).unwrap_or_else(|error| panic!("{error}"))
}

fn skip<T>(case: &Case, reason: &str) -> Option<T> {
    servers::skip(&format!("case {}", case.name), reason);
    None
}
