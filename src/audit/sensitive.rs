//! How columns are called that hold personal data, or the data of one tenant among many.
//!
//! Regular expressions, in what PostgreSQL and [`regex`] have in common; letters count in either case.

use std::sync::LazyLock;

use regex::Regex;

use crate::sql::quote_literal;

/// Columns that say whose row it is.
const TENANT: &str = "^(tenant|tenant_(id|uuid|key)|org_id|organi[sz]ation_id|workspace_id)$";

/// Columns that hold personal data, whatever their type.
const PERSONAL: &str =
    "(^|_)(ssn|social_security_(no|number)|national_id|passport(_no|_number)?|salary)$";

/// Columns that hold personal data where they are text, or a day or a time.
const PERSONAL_TEXT: &str = "(^|_)(e_?mail(_address)?|phone(_no|_number)?|telephone|mobile(_no|_number)?|date_of_birth|birth_?(date|day)|dob|tax_id|iban|(credit_)?card_number|(home|street|postal)_address|(first|last|given|family|full)_?name|surname|address(_line_?[0-9])?|bank_account(_no|_number)?|credit_card(_no|_number)?|card_no|diagnosis)$";

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

/// Returns whether a column says whose row it is.
pub fn is_tenant(column: &str) -> bool {
    static READER: LazyLock<Regex> = LazyLock::new(|| reader(TENANT));
    READER.is_match(column)
}

/// Returns whether a column is called like one with personal data; some names only say so of text, days
/// and times.
pub fn is_personal(column: &str, of_text_or_time: bool) -> bool {
    static ALWAYS: LazyLock<Regex> = LazyLock::new(|| reader(PERSONAL));
    static TEXT: LazyLock<Regex> = LazyLock::new(|| reader(PERSONAL_TEXT));
    ALWAYS.is_match(column) || of_text_or_time && TEXT.is_match(column)
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
        assert!(says_so("Holds PII.") && !says_so("a happiid"));
    }
}
