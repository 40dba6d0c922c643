//! How the values of a column become those of another type.
//!
//! Where PostgreSQL converts by itself on assignment nothing is said, so that a value that does not
//! fit is an error and never cut short. Elsewhere the value takes the way over its text, which every
//! type has. <https://www.postgresql.org/docs/current/sql-createcast.html>

/// Families of types between which values are assigned without a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Number,
    Text,
    Moment,
    TimeOfDay,
    Json,
    Bits,
    Network,
    Other,
}

/// Returns the expression behind USING, where one is needed.
pub(super) fn conversion(from: &str, to: &str, column: &str) -> Option<String> {
    let (old, new) = (base(from), base(to));
    if old == new {
        return None;
    }
    let array = |name: &str| name.strip_suffix("[]").map(str::to_owned);
    match (array(&old), array(&new)) {
        (Some(old), Some(new)) => {
            return (!assigns(&old, &new)).then(|| format!("{column}::text[]::{to}"));
        }
        (None, None) if assigns(&old, &new) => return None,
        _ => {}
    }
    Some(match (old.as_str(), new.as_str()) {
        ("integer", "boolean") | ("boolean", "integer") => format!("{column}::{to}"),
        ("smallint" | "bigint", "boolean") | ("boolean", "smallint" | "bigint" | "numeric") => {
            format!("{column}::integer::{to}")
        }
        _ if family(&old) == Family::Text => format!("{column}::{to}"),
        _ => format!("{column}::text::{to}"),
    })
}

/// Returns whether values of two types are compared without a word, so that a foreign key may refer
/// from one to the other.
pub(super) fn are_comparable(one: &str, other: &str) -> bool {
    const WHOLE: [&str; 4] = ["smallint", "integer", "bigint", "numeric"];
    let (one, other) = (base(one), base(other));
    let whole = |name: &String| WHOLE.contains(&name.as_str());
    let text = |name: &String| matches!(name.as_str(), "text" | "character varying");
    one == other || whole(&one) && whole(&other) || text(&one) && text(&other)
}

/// Returns whether every value of one type is a value of the other.
pub(super) fn is_widening(from: &str, to: &str) -> bool {
    const ORDER: [&str; 5] = ["smallint", "integer", "bigint", "numeric", "text"];
    let rank = |name: &str| ORDER.iter().position(|known| *known == name);
    if let (Some(old), Some(new)) = (rank(from), rank(to)) {
        return old <= new;
    }
    let length = |name: &str| -> Option<u32> {
        name.strip_prefix("character varying(")?.strip_suffix(')')?.parse().ok()
    };
    match (length(from), to) {
        (Some(_), "text" | "character varying") => true,
        (Some(old), _) => length(to).is_some_and(|new| old <= new),
        _ => matches!((from, to), ("character varying", "text") | ("text", "character varying")),
    }
}

/// Returns the type without its modifier: `numeric(12,2)` is `numeric`.
fn base(name: &str) -> String {
    match (name.find('('), name.find(')')) {
        (Some(open), Some(close)) if open < close => {
            format!("{}{}", name[..open].trim_end(), &name[close + 1..])
        }
        _ => name.to_owned(),
    }
}

fn assigns(from: &str, to: &str) -> bool {
    let (old, new) = (family(from), family(to));
    // Everything is assigned to a string as its text.
    from == to || new == Family::Text || old == new && old != Family::Other
}

fn family(name: &str) -> Family {
    match name {
        "smallint" | "integer" | "bigint" | "numeric" | "real" | "double precision" => {
            Family::Number
        }
        "text" | "character varying" | "character" | "bpchar" => Family::Text,
        "date" | "timestamp without time zone" | "timestamp with time zone" => Family::Moment,
        "time without time zone" | "time with time zone" => Family::TimeOfDay,
        "json" | "jsonb" => Family::Json,
        "bit" | "bit varying" => Family::Bits,
        "inet" | "cidr" => Family::Network,
        _ => Family::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_assigned_needs_no_word() {
        for (from, to) in [
            ("integer", "bigint"),
            ("numeric(12,2)", "numeric(8,1)"),
            ("character varying(20)", "character varying(10)"),
            ("text", "character varying(10)"),
            ("uuid", "text"),
            ("integer[]", "bigint[]"),
            ("timestamp(3) without time zone", "timestamp with time zone"),
        ] {
            assert_eq!(conversion(from, to, "c"), None, "{from} to {to}");
        }
    }

    #[test]
    fn the_rest_takes_the_way_over_text() {
        let say = |from, to| conversion(from, to, "c").unwrap_or_default();
        assert_eq!(say("text", "integer"), "c::integer");
        assert_eq!(say("shop.mood", "shop.state"), "c::text::shop.state");
        assert_eq!(say("integer", "boolean"), "c::boolean");
        assert_eq!(say("bigint", "boolean"), "c::integer::boolean");
        assert_eq!(say("shop.mood[]", "shop.state[]"), "c::text[]::shop.state[]");
    }

    #[test]
    fn a_foreign_key_compares_numbers_with_numbers() {
        assert!(are_comparable("integer", "bigint"));
        assert!(are_comparable("character varying(10)", "text"));
        assert!(!are_comparable("integer", "text"));
    }

    #[test]
    fn widening_loses_nothing() {
        assert!(is_widening("integer", "bigint"));
        assert!(is_widening("character varying(10)", "character varying(20)"));
        assert!(!is_widening("character varying(20)", "character varying(10)"));
        assert!(!is_widening("bigint", "integer"));
    }
}
