//! The rules of `access audit` in `docs/access.md`, written from the rules themselves.
//!
//! They stand between `<!-- rules -->` and `<!-- end of rules -->`. With `PGSPEC_BLESS` set, the test
//! writes them; without, it holds them to the rules.

use pgspec::audit::{RULES, Rule};

use super::{read, root};

const PAGE: &str = "docs/access.md";
const OPEN: &str = "<!-- rules -->\n";
const CLOSE: &str = "<!-- end of rules -->";

#[test]
fn every_rule_of_an_audit_is_described() {
    let page = read(PAGE);
    let (before, rest) = page.split_once(OPEN).expect("the page has a place for them");
    let (_, after) = rest.split_once(CLOSE).expect("it ends");
    let rules: String = RULES.iter().map(described).collect();
    let written = format!("{before}{OPEN}\n{rules}{CLOSE}{after}");
    if std::env::var_os("PGSPEC_BLESS").is_some() {
        std::fs::write(root().join(PAGE), &written).expect("written");
    } else {
        assert!(page == written, "{PAGE} is stale: run the test with PGSPEC_BLESS=1");
    }
}

#[test]
fn codes_of_rules_are_names_of_defects() {
    for rule in RULES {
        let is_word = |c: char| c.is_ascii_lowercase() || c == '_';
        assert!(rule.code.chars().all(|c| is_word(c) || c.is_ascii_digit()), "{}", rule.code);
        assert!(!rule.summary.is_empty() && rule.why.ends_with('.'), "{}", rule.code);
        assert!(rule.page.ends_with(".html"), "{}", rule.code);
    }
}

fn described(rule: &Rule) -> String {
    let Rule { code, weight, summary, why, .. } = rule;
    format!("**`{code}`** ({weight}): {summary}. {why} [PostgreSQL]({})\n\n", rule.url())
}
