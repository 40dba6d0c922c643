//! The value of each parameter, completed as libpq does: what the text says, then what its service
//! says, then the environment.

use std::collections::BTreeMap;
use std::fmt;

use super::environment::Environment;
use super::parameters::{self, PARAMETERS, Parameter, Support};
use super::{Error, service};

/// A name and a value as they were written, and where.
pub(super) struct Pair {
    pub name: String,
    pub value: String,
    /// For people, without a word of the value: `parameter 2 of the connection string`.
    pub place: String,
}

impl Pair {
    pub fn new(
        name: impl Into<String>,
        value: impl Into<String>,
        place: impl Into<String>,
    ) -> Self {
        Self { name: name.into(), value: value.into(), place: place.into() }
    }
}

/// Shows neither name nor value, as both may be pieces of a password.
impl fmt::Debug for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pair").field(&self.place).finish()
    }
}

/// The value of every parameter that has one.
pub(super) struct Values(BTreeMap<&'static str, Value>);

struct Value {
    text: String,
    place: String,
}

impl Values {
    /// Completes the pairs of a text. A value of nothing counts: it keeps others away, and means
    /// the default.
    pub fn complete(pairs: Vec<Pair>, environment: &Environment) -> Result<Self, Error> {
        let mut values = Self(BTreeMap::new());
        for pair in pairs {
            let value = Value { text: pair.value, place: pair.place };
            values.0.insert(known(&pair.name, &value.place)?.name, value);
        }
        let service = values.text("service").or_else(|| environment.variable("PGSERVICE"));
        if let Some(service) = service.filter(|service| !service.is_empty()) {
            for pair in service::read(service, environment)? {
                values.add(known(&pair.name, &pair.place)?.name, pair.value, pair.place);
            }
        }
        for parameter in PARAMETERS {
            let Some(variable) = parameter.variable else { continue };
            if let Some(text) = environment.variable(variable) {
                values.add(parameter.name, text.to_owned(), format!("`{variable}`"));
            }
        }
        values.supported()?;
        Ok(values)
    }

    /// Adds a value unless there is one.
    fn add(&mut self, name: &'static str, text: String, place: String) {
        self.0.entry(name).or_insert(Value { text, place });
    }

    /// Refuses what pgspec would have to pass over.
    fn supported(&self) -> Result<(), Error> {
        for parameter in PARAMETERS {
            let Some(text) = self.text(parameter.name) else { continue };
            let reason = match parameter.support {
                Support::Full | Support::NoEffect => continue,
                Support::Only(allowed, _) if allowed.contains(&text) => continue,
                Support::Only(_, reason) | Support::Refused(reason) => reason,
            };
            let place = self.place(parameter.name).to_owned();
            return Err(Error::Unsupported { parameter: parameter.name, place, reason });
        }
        Ok(())
    }

    /// Returns the value, unless it is nothing.
    pub fn text(&self, name: &'static str) -> Option<&str> {
        let value = self.0.get(name)?;
        Some(value.text.as_str()).filter(|text| !text.is_empty())
    }

    fn place(&self, name: &'static str) -> &str {
        self.0.get(name).map_or("", |value| &value.place)
    }

    /// Says what a value has to be, without saying what it is.
    pub fn bad(&self, name: &'static str, expected: impl Into<String>) -> Error {
        let (place, expected) = (self.place(name).to_owned(), expected.into());
        Error::BadValue { parameter: name, place, expected }
    }

    /// Returns the meaning of one word out of a few.
    pub fn choice<T: Copy>(
        &self,
        name: &'static str,
        choices: &[(&'static str, T)],
    ) -> Result<Option<T>, Error> {
        let Some(text) = self.text(name) else { return Ok(None) };
        match choices.iter().find(|(word, _)| *word == text) {
            Some((_, meaning)) => Ok(Some(*meaning)),
            None => {
                let words = choices.iter().map(|(word, _)| format!("`{word}`"));
                let words = words.collect::<Vec<_>>().join(", ");
                Err(self.bad(name, format!("one of {words}")))
            }
        }
    }

    /// Returns a whole number.
    pub fn integer(&self, name: &'static str) -> Result<Option<i64>, Error> {
        let Some(text) = self.text(name) else { return Ok(None) };
        match text.trim().parse::<i32>() {
            Ok(number) => Ok(Some(number.into())),
            Err(_) => Err(self.bad(name, "a whole number")),
        }
    }

    /// Returns a number of which only what is above zero means something.
    pub fn positive(&self, name: &'static str) -> Result<Option<u64>, Error> {
        let number = self.integer(name)?;
        Ok(number.and_then(|number| u64::try_from(number).ok()).filter(|number| *number > 0))
    }
}

fn known(name: &str, place: &str) -> Result<&'static Parameter, Error> {
    parameters::find(name).ok_or_else(|| Error::UnknownParameter {
        place: place.to_owned(),
        nearest: parameters::nearest(name),
    })
}

/// Shows which parameters have a value.
impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::keywords;

    fn complete(text: &str, environment: &Environment) -> Result<Values, Error> {
        Values::complete(keywords::parse(text)?, environment)
    }

    #[test]
    fn the_text_wins_over_the_service_and_that_over_the_environment() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("services");
        std::fs::write(&file, "[s]\nhost=service\nport=2\n").unwrap();
        let environment = Environment::default()
            .with("PGSERVICEFILE", file.to_str().unwrap())
            .with("PGSERVICE", "s")
            .with("PGHOST", "variable")
            .with("PGPORT", "3")
            .with("PGDATABASE", "variable");
        let values = complete("host=text", &environment).unwrap();
        let shown = ["host", "port", "dbname", "user"].map(|name| values.text(name));
        assert_eq!(shown, [Some("text"), Some("2"), Some("variable"), None]);
        // A value of nothing keeps the others away.
        assert_eq!(complete("host=''", &environment).unwrap().text("host"), None);
    }

    #[test]
    fn an_unknown_service_names_the_files_that_were_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pg_service.conf");
        std::fs::write(&file, "[other]\n").unwrap();
        let environment = Environment {
            system_folders: vec!["/nowhere".into(), folder.path().to_owned()],
            ..Environment::default()
        };
        let error = complete("service=shop", &environment).unwrap_err().to_string();
        assert_eq!(error, format!("there is no service `shop` in `{}`", file.display()));
        let error = complete("service=shop", &Environment::default()).unwrap_err().to_string();
        assert_eq!(error, "there is no service `shop`, as there is no service file");
    }

    #[test]
    fn faults_say_where_and_not_what() {
        let empty = Environment::default();
        for (text, expected) in [
            (
                "host=h ssl_mode=hunter2",
                "parameter 2 of the connection string is unknown: did you mean `sslmode`?",
            ),
            ("hunter2=x", "parameter 1 of the connection string is unknown"),
            (
                "requirepeer=hunter2",
                "`requirepeer` in parameter 1 of the connection string is not supported: a \
                 socket's owner is not asked for",
            ),
        ] {
            assert_eq!(complete(text, &empty).unwrap_err().to_string(), expected);
        }
        let environment = Environment::default().with("PGGSSENCMODE", "require");
        assert_eq!(
            complete("", &environment).unwrap_err().to_string(),
            "`gssencmode` in `PGGSSENCMODE` is not supported: there is no GSSAPI here"
        );
        assert!(complete("gssencmode=prefer krbsrvname=x requirepeer=''", &empty).is_ok());
    }
}
