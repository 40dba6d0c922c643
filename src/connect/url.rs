//! `postgres://` URLs, taken apart as libpq does.
//!
//! Stricter than libpq where a password with unescaped `@` or `/` would be read as a host or a
//! database, and then be shown: such a URL is refused.
//!
//! <https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS>

use super::Error;
use super::values::Pair;

const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

const AT: &str = "there is an `@` too many";
const SLASH: &str = "there is a `/` too many";
const PERCENT: &str = "a `%` has to be followed by two hexadecimal digits, and not by `00`";
const BRACKETS: &str = "the brackets of an IPv6 address do not match, or something follows them";
const QUERY: &str = "what follows `?` has to be `name=value`, joined by `&`";

/// Returns what follows the scheme, if this is a URL of PostgreSQL.
pub(super) fn without_scheme(text: &str) -> Option<&str> {
    SCHEMES.iter().find_map(|scheme| text.strip_prefix(scheme))
}

/// Takes the URL apart; `rest` comes without its scheme.
pub(super) fn parse(rest: &str) -> Result<Vec<Pair>, Error> {
    let (login, rest) = split_login(rest);
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (hosts, rest) = rest.split_at(end);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut pairs = Vec::new();
    add_login(login, &mut pairs)?;
    add_hosts(hosts, &mut pairs)?;
    add_database(path.strip_prefix('/').unwrap_or(path), &mut pairs)?;
    if login.is_none() && query.contains('@') {
        // As in `postgres://user:12/3?user=45@host`, where the query is half a password.
        return Err(Error::BadUrl(AT));
    }
    add_query(query, &mut pairs)?;
    Ok(pairs)
}

/// Splits off what stands before the first `@`, unless a `/` comes before it.
fn split_login(rest: &str) -> (Option<&str>, &str) {
    match rest.find(['@', '/']) {
        Some(at) if rest[at..].starts_with('@') => (Some(&rest[..at]), &rest[at + 1..]),
        _ => (None, rest),
    }
}

fn add_login(login: Option<&str>, pairs: &mut Vec<Pair>) -> Result<(), Error> {
    let (user, password) =
        login.unwrap_or_default().split_once(':').unwrap_or((login.unwrap_or_default(), ""));
    add("user", user, pairs)?;
    add("password", password, pairs)
}

/// Adds `host` and `port` as the lists that libpq makes of them.
fn add_hosts(hosts: &str, pairs: &mut Vec<Pair>) -> Result<(), Error> {
    if hosts.contains('@') {
        return Err(Error::BadUrl(AT));
    }
    let (mut names, mut ports) = (Vec::new(), Vec::new());
    for host in hosts.split(',') {
        let (name, port) = match host.strip_prefix('[') {
            Some(bracketed) => split_brackets(bracketed)?,
            None => host.split_once(':').unwrap_or((host, "")),
        };
        names.push(name);
        ports.push(port);
    }
    add("host", &names.join(","), pairs)?;
    add("port", &ports.join(","), pairs)
}

fn split_brackets(bracketed: &str) -> Result<(&str, &str), Error> {
    let bad = Error::BadUrl(BRACKETS);
    match bracketed.split_once(']') {
        Some(("", _)) | None => Err(bad),
        Some((address, "")) => Ok((address, "")),
        Some((address, port)) => Ok((address, port.strip_prefix(':').ok_or(bad)?)),
    }
}

fn add_database(path: &str, pairs: &mut Vec<Pair>) -> Result<(), Error> {
    match path.find(['@', '/']) {
        None => add("dbname", path, pairs),
        Some(at) if path[at..].starts_with('@') => Err(Error::BadUrl(AT)),
        Some(_) => Err(Error::BadUrl(SLASH)),
    }
}

fn add_query(query: &str, pairs: &mut Vec<Pair>) -> Result<(), Error> {
    let query = query.strip_suffix('&').unwrap_or(query);
    for (index, parameter) in query.split('&').enumerate().filter(|_| !query.is_empty()) {
        let (name, value) = parameter.split_once('=').ok_or(Error::BadUrl(QUERY))?;
        if value.contains('=') {
            return Err(Error::BadUrl(QUERY));
        }
        let (name, value) = (decode(name)?, decode(value)?);
        let place = format!("parameter {} of the URL's query", index + 1);
        // The word of JDBC, which libpq takes as well.
        pairs.push(match (name.as_str(), value.as_str()) {
            ("ssl", "true") => Pair::new("sslmode", "require", place),
            _ => Pair::new(name, value, place),
        });
    }
    Ok(())
}

/// Adds a part of the URL that is there.
fn add(name: &str, part: &str, pairs: &mut Vec<Pair>) -> Result<(), Error> {
    if !part.is_empty() {
        pairs.push(Pair::new(name, decode(part)?, "the URL"));
    }
    Ok(())
}

/// Resolves `%40` and its kin; `+` stays what it is.
fn decode(text: &str) -> Result<String, Error> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hexadecimal(rest.next(), rest.next()).ok_or(Error::BadUrl(PERCENT))?,
            byte => byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| Error::BadUrl("what it encodes is not UTF-8"))
}

/// Returns the byte of two digits; libpq forbids zero.
fn hexadecimal(high: Option<u8>, low: Option<u8>) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = digit(high?)? * 16 + digit(low?)?;
    u8::try_from(byte).ok().filter(|byte| *byte != 0)
}

/// Encodes what would end a part of a URL; the inverse of [`decode`].
pub(super) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() && !character.is_ascii_alphanumeric() && !"-._~".contains(character)
        {
            encoded.push_str(&format!("%{:02X}", u32::from(character)));
        } else {
            encoded.push(character);
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(url: &str) -> String {
        let pairs = parse(without_scheme(url).unwrap()).unwrap();
        pairs
            .iter()
            .map(|pair| format!("{}={}", pair.name, pair.value))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn parts_are_decoded() {
        for (url, expected) in [
            ("postgres://", ""),
            ("postgresql://localhost", "host=localhost"),
            ("postgres:///shop", "dbname=shop"),
            (
                "postgres://app:p%40ss@db:6/shop",
                "user=app password=p@ss host=db port=6 dbname=shop",
            ),
            ("postgres://app:p?s%2Fs@db", "user=app password=p?s/s host=db"),
            ("postgres://a,b:6,[::1]:7", "host=a,b,::1 port=,6,7"),
            ("postgres://%2Frun%2Fpostgresql/shop", "host=/run/postgresql dbname=shop"),
            ("postgres:///shop?host=/run/x&user=a+b", "dbname=shop host=/run/x user=a+b"),
            ("postgres://h?ssl=true&", "host=h sslmode=require"),
        ] {
            assert_eq!(parsed(url), expected, "{url}");
        }
    }

    #[test]
    fn what_is_ambiguous_or_broken_is_refused() {
        for (url, expected) in [
            ("u:p@ss@h/d", AT),
            ("u:12/ss@h/d", AT),
            ("u:12/s/s", SLASH),
            ("u:12/d?user=ss@h", AT),
            ("h/d?x", QUERY),
            ("h/d?x=1=2", QUERY),
            ("h/%4", PERCENT),
            ("h/%00", PERCENT),
            ("[::1/d", BRACKETS),
            ("[]/d", BRACKETS),
            ("[::1]x/d", BRACKETS),
            ("h/%FF", "what it encodes is not UTF-8"),
        ] {
            match parse(url) {
                Err(Error::BadUrl(reason)) => assert_eq!(reason, expected, "{url}"),
                _ => panic!("{url} was taken"),
            }
        }
    }

    #[test]
    fn encoding_is_undone_by_decoding() {
        for text in ["", "app", "a@b/c?d=%", "naïve name", "[::1]"] {
            assert_eq!(decode(&encode(text)).unwrap(), text);
        }
        assert_eq!(encode("a@b-ä"), "a%40b-ä");
    }
}
