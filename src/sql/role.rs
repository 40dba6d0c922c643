//! Statements about roles that hold whatever the cluster has, and whoever runs them.

use super::quote::{dollar_quote, quote_identifier, quote_literal};

/// What only a role that may give it may also take away, each with its column in `pg_roles`.
const GUARDED: [(&str, &str); 5] = [
    ("nosuperuser", "rolsuper"),
    ("nocreatedb", "rolcreatedb"),
    ("nocreaterole", "rolcreaterole"),
    ("noreplication", "rolreplication"),
    ("nobypassrls", "rolbypassrls"),
];

/// Returns the two statements, without semicolons, that give a role exactly these options.
///
/// Roles outlive databases, so a role that is there stays, and loses what the options do not give
/// it. That is said of such a role only: PostgreSQL refuses the mere word `nosuperuser` to whoever
/// is no superuser, and a new role has none of these attributes anyway.
/// See <https://www.postgresql.org/docs/current/sql-alterrole.html>.
pub fn make_role(name: &str, options: &[impl AsRef<str>]) -> [String; 2] {
    let (role, literal) = (quote_identifier(name), quote_literal(name));
    let lacks = |option: &str| options.iter().any(|said| said.as_ref() == option);
    let guarded: Vec<_> = GUARDED.iter().filter(|(option, _)| lacks(option)).collect();
    let mut otherwise = String::new();
    if !guarded.is_empty() {
        let columns: Vec<_> = guarded.iter().map(|(_, column)| *column).collect();
        let words: Vec<_> = guarded.iter().map(|(option, _)| *option).collect();
        otherwise = format!(
            "    elsif exists (\n        select from pg_catalog.pg_roles\n        \
             where rolname = {literal}\n          and ({})\n    ) then\n        \
             alter role {role} with {};\n",
            columns.join(" or "),
            words.join(" "),
        );
    }
    let body = format!(
        "\nbegin\n    if not exists (select from pg_catalog.pg_roles where rolname = {literal}) then\
         \n        create role {role};\n{otherwise}    end if;\nend\n"
    );
    let options = options.iter().map(AsRef::as_ref);
    let said = options.filter(|option| !GUARDED.iter().any(|(word, _)| word == option));
    let mut altered = format!("alter role {role} with");
    for option in said {
        let long = ["connection limit", "valid until"].iter().any(|word| option.starts_with(word));
        altered.push_str(if long { "\n    " } else { " " });
        altered.push_str(option);
    }
    [format!("do {}", dollar_quote(&body)), altered]
}

/// Returns the statement, without a semicolon, that lets whoever runs it act as a role, where it cannot yet.
///
/// Objects can be given only to a role that one can act as. Whoever makes a role administers it, and
/// since PostgreSQL 16 is no member otherwise; a superuser needs none of this.
/// See <https://www.postgresql.org/docs/current/sql-grant.html>.
pub fn act_as(role: &str) -> String {
    let (name, literal) = (quote_identifier(role), quote_literal(role));
    let body = format!(
        "\nbegin\n    if not pg_catalog.pg_has_role({literal}, 'USAGE') then\n        \
         grant {name} to current_user;\n    end if;\nend\n"
    );
    format!("do {}", dollar_quote(&body))
}

#[cfg(test)]
mod tests {
    use super::make_role;

    fn options(words: &[&str]) -> Vec<String> {
        words.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn creates_roles_whatever_they_are_called() {
        let [create, alter] = make_role("a$$'b", &options(&["login"]));
        assert!(create.starts_with("do $body$\n"), "{create}");
        assert!(create.contains("rolname = 'a$$''b'"), "{create}");
        assert_eq!(alter, "alter role \"a$$'b\" with login");
    }

    #[test]
    fn takes_away_only_what_a_role_has_and_should_not_have() {
        let given = options(&["superuser", "nocreatedb", "nologin", "connection limit 3"]);
        let [create, alter] = make_role("boss", &given);
        assert!(create.contains("and (rolcreatedb)\n"), "{create}");
        assert!(create.contains("alter role boss with nocreatedb;"), "{create}");
        assert!(!create.contains("nosuperuser"), "{create}");
        assert_eq!(alter, "alter role boss with superuser nologin\n    connection limit 3");
    }
}
