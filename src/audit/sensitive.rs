//! How columns are called that hold personal data, or the data of one tenant among many.
//!
//! Regular expressions, in what PostgreSQL and [`regex`] have in common; letters count in either case.

use std::sync::LazyLock;

use regex::Regex;

use crate::sql::quote_literal;

/// Columns that say whose row it is.
const TENANT: &str = "^(tenant|tenant_(id|uuid|key|no)|org_(id|uuid)|organi[sz]ation_(id|uuid)|workspace_(id|uuid))$";

/// Columns that hold personal data, whatever their type.
const PERSONAL: &str = "(^|_)(ssn|social_security(_no|_number)?|national_(id|insurance)(_no|_number)?|nric(_no|_number)?|passport(_no|_number)?|driv(er|ing)s?_licen[cs]e(_no|_number)?|(phone|mobile|telephone|credit_card|card)_(no|number)|salary)$";

/// Columns that hold personal data where they are text, or a day or a time.
const PERSONAL_TEXT: &str = "(^|_)(e_?mails?|e_?mail_address(es)?|(tele|cell)?_?phones?(_?[0-9])?|tel|mobile|date_of_birth|birth_?(date|day)|dob|tax_(id|number)|iban|(home|street|postal)_address|(first|last|middle|maiden|given|family|full)_?name|surname|address(_line_?[0-9])?|bank_account(_no|_number)?|credit_card|card_no|gender|ethnicity|religion|blood_(type|group)|medical_(record|history|condition)s?|diagnos[ie]s)$";

/// Comments that say so.
const SAID: &str = r"\m(pii|personal data|personally identif)";

/// Puts the expressions where `sql` names them in braces.
pub(super) fn filled(sql: &str) -> String {
    let names = [
        ("{tenant}", TENANT),
        ("{personal}", PERSONAL),
        ("{personal_text}", PERSONAL_TEXT),
        ("{said}", SAID),
    ];
    let put =
        |sql: String, (name, pattern): (&str, &str)| sql.replace(name, &quote_literal(pattern));
    names.into_iter().fold(sql.to_owned(), put)
}

fn reader(pattern: &str) -> Regex {
    // The beginning of a word, as PostgreSQL writes it.
    let pattern = pattern.replace(r"\m", r"\b");
    Regex::new(&format!("(?i){pattern}")).expect("the patterns are constants")
}

/// Returns the words of a name, joined as most are: `dateOfBirth` is `date_Of_Birth`.
fn words(column: &str) -> String {
    static HUMP: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("([a-z0-9])([A-Z])").expect("a constant"));
    static GAP: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\s.-]+").expect("a constant"));
    GAP.replace_all(&HUMP.replace_all(column, "${1}_${2}"), "_").into_owned()
}

/// Returns whether a column says whose row it is.
pub fn is_tenant(column: &str) -> bool {
    static READER: LazyLock<Regex> = LazyLock::new(|| reader(TENANT));
    READER.is_match(&words(column))
}

/// Returns whether a column is called like one with personal data; some names only say so of text, days
/// and times.
pub fn is_personal(column: &str, of_text_or_time: bool) -> bool {
    static ALWAYS: LazyLock<Regex> = LazyLock::new(|| reader(PERSONAL));
    static TEXT: LazyLock<Regex> = LazyLock::new(|| reader(PERSONAL_TEXT));
    let words = words(column);
    ALWAYS.is_match(&words) || of_text_or_time && TEXT.is_match(&words)
}

/// Returns whether a comment says that there is personal data.
pub fn says_so(comment: &str) -> bool {
    static READER: LazyLock<Regex> = LazyLock::new(|| reader(SAID));
    READER.is_match(comment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_a_column_holds() {
        assert!(is_tenant("Tenant_id") && !is_tenant("tenant_name"));
        assert!(is_personal("salary", false) && is_personal("home_e_mail", true));
        assert!(!is_personal("email", false), "a flag that is called so is no address");
        assert!(!is_personal("email_verified", true));
        for name in [
            "mobileNo",
            "EMail",
            "Email Address",
            "emails",
            "phone2",
            "birthDate",
            "tel",
            "maiden-name",
        ] {
            assert!(is_personal(name, true), "{name}");
        }
        for name in [
            "nameplate",
            "hotel",
            "telemetry",
            "cellname",
            "emailed_at",
            "phone_count",
            "product_name",
        ] {
            assert!(!is_personal(name, true), "{name}");
        }
        assert!(is_tenant("tenantId") && is_personal("phoneNumber", false));
        assert!(says_so("Holds PII.") && !says_so("a happiid"));
    }
}
