//! Commands that a routine puts together as text while it runs, which nobody can read before.

use super::name::fold_identifier;
use super::scanner::{self, Kind, Token};

/// Functions of PostgreSQL and of the extensions beside it that run a text, or read what a text names.
const RUN_TEXT: [&str; 21] = [
    "crosstab",
    "crosstabn",
    "connectby",
    "database_to_xml",
    "database_to_xml_and_xmlschema",
    "database_to_xmlschema",
    "dblink",
    "dblink_exec",
    "dblink_open",
    "dblink_send_query",
    "query_to_xml",
    "query_to_xml_and_xmlschema",
    "query_to_xmlschema",
    "schema_to_xml",
    "schema_to_xml_and_xmlschema",
    "schema_to_xmlschema",
    "table_to_xml",
    "table_to_xml_and_xmlschema",
    "table_to_xmlschema",
    "ts_rewrite",
    "ts_stat",
];

/// Returns whether a routine's body may run commands that do not stand in it: `EXECUTE` of PL/pgSQL, a function
/// that runs a text, and all that is written in another language than these two.
///
/// <https://www.postgresql.org/docs/current/plpgsql-statements.html#PLPGSQL-STATEMENTS-EXECUTING-DYN>
pub fn has_dynamic_commands(language: &str, body: &str) -> bool {
    if !matches!(language, "sql" | "plpgsql") {
        return true;
    }
    let tokens = scanner::tokens(body);
    let word = |at: usize| tokens.get(at).and_then(|token| name(body, token));
    (0..tokens.len()).any(|at| match word(at).as_deref() {
        Some("execute") if language == "plpgsql" && tokens[at].kind == Kind::Word => {
            // GRANT EXECUTE ON, EXECUTE FUNCTION and EXECUTE PROCEDURE of triggers.
            !matches!(word(at + 1).as_deref(), Some("on" | "function" | "procedure"))
        }
        Some(name) if RUN_TEXT.contains(&name) => {
            tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Symbol(b'('))
        }
        _ => false,
    })
}

fn name(text: &str, token: &Token) -> Option<String> {
    let is_name = matches!(token.kind, Kind::Word | Kind::Quoted);
    is_name.then(|| fold_identifier(&text[token.range.clone()]))
}

#[cfg(test)]
mod tests {
    use super::has_dynamic_commands;

    #[test]
    fn what_runs_a_text_is_told_from_what_is_read() {
        for body in [
            "begin execute 'select 1'; end",
            "begin return query EXECUTE format('select * from %I', t); end",
            "begin for r in execute q loop null; end loop; end",
            "begin open c for execute q using 1; end",
            "begin perform dblink ('', 'select 1'); end",
        ] {
            assert!(has_dynamic_commands("plpgsql", body), "{body}");
        }
        for body in [
            "begin perform 1; -- execute format('…')\nend",
            "begin raise notice 'execute'; perform \"execute\"(1); end",
            "begin grant execute on function f() to a; end",
            "begin create trigger t after insert on a for each row execute function f(); end",
            "begin /* execute */ perform executed from execute_log; end",
        ] {
            assert!(!has_dynamic_commands("plpgsql", body), "{body}");
        }
        assert!(has_dynamic_commands("sql", "select query_to_xml('select 1', true, true, '')"));
        assert!(has_dynamic_commands("sql", "select pg_catalog.\"ts_stat\"('select v from t')"));
        assert!(!has_dynamic_commands("sql", "select ts_stat from words"));
        assert!(has_dynamic_commands("plpython3u", "return 1"));
        assert!(has_dynamic_commands("c", "entry"));
    }
}
