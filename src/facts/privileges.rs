//! Privileges on an object, entry by entry, in terms of its owner.
//!
//! <https://www.postgresql.org/docs/current/ddl-priv.html>

use std::collections::BTreeSet;
use std::sync::Arc;

/// Stands for the owner, whoever that is: no role's name begins so.
pub const OWNER: &str = "\u{1}";

/// One privilege, given to one role by another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Who may: a role, [`OWNER`], or empty for PUBLIC.
    pub grantee: String,
    /// The letter of the privilege: `r` for SELECT.
    pub letter: char,
    /// Whether the grantee may give it on.
    pub grantable: bool,
    /// Who gave it: a role or [`OWNER`].
    pub grantor: String,
}

impl Entry {
    /// Returns the entry as one text, by which entries are compared.
    pub fn encode(&self) -> String {
        let star = if self.grantable { "*" } else { "" };
        format!("{}{star}\t{}\t{}", self.letter, self.grantee, self.grantor)
    }

    /// Reads what [`Entry::encode`] wrote.
    pub fn decode(text: &str) -> Option<Self> {
        let mut parts = text.split('\t');
        let privilege = parts.next()?;
        let letter = privilege.chars().next()?;
        let grantable = privilege.ends_with('*');
        let (grantee, grantor) = (parts.next()?.to_owned(), parts.next()?.to_owned());
        Some(Self { grantee, letter, grantable, grantor })
    }

    /// Returns the entry without the option to give it on.
    pub fn plain(&self) -> Self {
        Self { grantable: false, ..self.clone() }
    }

    /// Returns the entry with the option to give it on.
    pub fn with_option(&self) -> Self {
        Self { grantable: true, ..self.clone() }
    }

    /// Says whether it lets its grantee give another entry.
    pub fn lets_give(&self, other: &Self) -> bool {
        self.grantable && self.letter == other.letter && self.grantee == other.grantor
    }

    /// Returns the word of SQL for the privilege.
    pub fn privilege(&self) -> &'static str {
        word(self.letter)
    }
}

/// Returns the word of SQL for a letter of an access control list.
pub fn word(letter: char) -> &'static str {
    match letter {
        'r' => "select",
        'a' => "insert",
        'w' => "update",
        'd' => "delete",
        'D' => "truncate",
        'x' => "references",
        't' => "trigger",
        'm' => "maintain",
        'X' => "execute",
        'U' => "usage",
        'C' => "create",
        'c' => "connect",
        'T' => "temporary",
        's' => "set",
        'A' => "alter system",
        _ => "all",
    }
}

/// Reads the server's spelling of a list, `{"team a"=r*w/owner}`, into ordered entries.
pub(super) fn parse(items: &[Arc<str>], owner: &str) -> BTreeSet<Entry> {
    let mut entries = BTreeSet::new();
    for item in items {
        let Some((grantee, rest)) = role(item) else { continue };
        let Some((letters, grantor)) = rest.strip_prefix('=').and_then(|it| it.split_once('/'))
        else {
            continue;
        };
        let grantor = role(grantor).map_or_else(String::new, |(name, _)| name);
        let relative = |name: String| if name == owner { OWNER.to_owned() } else { name };
        let (grantee, grantor) = (relative(grantee), relative(grantor));
        let mut letters = letters.chars().peekable();
        while let Some(letter) = letters.next() {
            let grantable = letters.next_if_eq(&'*').is_some();
            let (grantee, grantor) = (grantee.clone(), grantor.clone());
            entries.insert(Entry { grantee, letter, grantable, grantor });
        }
    }
    entries
}

/// Takes a role's name off the front, quoted where the server quotes it.
fn role(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(['=', '/']).unwrap_or(text.len());
        return Some((text[..end].to_owned(), &text[end..]));
    };
    let mut name = String::new();
    let mut rest = quoted;
    loop {
        let end = rest.find('"')?;
        name.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(more) => {
                name.push('"');
                rest = more;
            }
            None => return Some((name, rest)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_entry_by_entry() {
        let items: Vec<Arc<str>> =
            vec!["app=arw*/app".into(), "=r/app".into(), "\"a \"\"b\"\"=/\"=r/\"team a\"".into()];
        let entries = parse(&items, "app");
        let shown: Vec<String> = entries.iter().map(Entry::encode).collect();
        insta::assert_debug_snapshot!(shown, @r#"
        [
            "r\t\t\u{1}",
            "a\t\u{1}\t\u{1}",
            "r\t\u{1}\t\u{1}",
            "w*\t\u{1}\t\u{1}",
            "r\ta \"b\"=/\tteam a",
        ]
        "#);
        assert!(entries.iter().all(|entry| Entry::decode(&entry.encode()).as_ref() == Some(entry)));
    }
}
