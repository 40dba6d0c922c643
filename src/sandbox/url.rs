//! A server that the user names: pgspec makes databases of its own there and drops them again.
//!
//! Where and how it is reached, encrypted or not, is what [`connect`](crate::connect) makes of the
//! URL and of this process's environment.
//!
//! Limits: roles belong to the whole server, so what a test does with roles is seen by others;
//! a process that is killed leaves its databases, all named `pgspec_…`.

use super::{Error, Kind, Request, Started};
use crate::connect::{Environment, Target};

/// Where maintenance commands run unless the URL names a database.
const MAINTENANCE: &str = "postgres";

/// Checks that the server answers and lets us create databases.
pub(super) fn start(request: &Request, progress: &dyn Fn(&str)) -> Result<Started, Error> {
    let url = request.url.as_deref().ok_or(Error::NoUrl)?;
    let target = target(url, &Environment::from_process())?;
    target.warnings().iter().for_each(|warning| progress(&warning.to_string()));
    let mut client = target.connect().map_err(Error::Connect)?;
    let statement = "select current_user::text, rolcreatedb or rolsuper \
                     from pg_catalog.pg_roles where rolname = current_user";
    let row = client
        .query_one(statement, &[])
        .map_err(|source| Error::statement("cannot read the role's attributes", source))?;
    if !row.get::<_, bool>(1) {
        return Err(Error::MayNotCreate(row.get(0)));
    }
    Ok(Started {
        kind: Kind::Url,
        place: format!("the server given by URL, as `{}`", row.get::<_, String>(0)),
        target,
        initial_database: None,
        server: Box::new(()),
    })
}

fn target(url: &str, environment: &Environment) -> Result<Target, Error> {
    let target = Target::parse(url, environment).map_err(Error::BadUrl)?;
    match target.database_is_given() {
        true => Ok(target),
        false => Ok(target.with_database(MAINTENANCE)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_urls_are_refused_without_a_word_of_them() {
        let urls = ["hunter2", "mysql://u:hunter2@h/d", "postgres://u:hunter2@h:port/d"];
        for url in urls {
            let error = target(url, &Environment::default()).unwrap_err();
            assert!(matches!(error, Error::BadUrl(_)), "{url}");
            assert!(!format!("{error} {error:?} {:?}", error.help()).contains("hunter2"));
        }
    }

    #[test]
    fn a_database_is_optional() {
        let database = |url, environment| target(url, &environment).unwrap().database().to_owned();
        assert_eq!(database("postgres://u@h", Environment::default()), "postgres");
        assert_eq!(database("postgres://u@h/own", Environment::default()), "own");
        let environment = Environment::default().with("PGDATABASE", "variable");
        assert_eq!(database("host=h user=u", environment), "variable");
    }
}
