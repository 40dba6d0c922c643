//! What templates may call: quoting for each language that an artifact is written in.

use minijinja::{Environment, Value};

use crate::picture::xml;
use crate::sql::{dollar_quote, quote_identifier, quote_literal};

/// Adds every filter.
pub fn add_all(environment: &mut Environment<'static>) {
    environment.add_filter("identifier", |name: &str| quote_identifier(name).into_owned());
    environment.add_filter("literal", quote_literal);
    environment.add_filter("sql_comment", |text: &str| prefix_lines("-- ", text));
    environment.add_filter("comment", |text: &str| prefix_lines("# ", text));
    environment.add_filter("markdown", markdown);
    environment.add_filter("code", code);
    environment.add_filter("quoted", quoted);
    environment.add_filter("dockerfile", dockerfile);
    environment.add_filter("compose", compose);
    environment.add_filter("shell", shell);
    environment.add_filter("one_line", one_line);
    environment.add_filter("python", python);
    environment.add_filter("prose", |text: &str| Value::from_safe_string(prose(text)));
    environment.add_filter("dollar_quoted", |text: &str| dollar_quote(text));
}

/// Puts `prefix` before every line, so that no line of the text leaves the comment.
fn prefix_lines(prefix: &str, text: &str) -> String {
    let lines = text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']);
    let lines: Vec<_> = lines.map(|line| format!("{prefix}{line}").trim_end().to_owned()).collect();
    lines.join("\n")
}

/// Writes text for HTML; what stands between backticks is code.
pub fn prose(text: &str) -> String {
    let pieces: Vec<String> = text.split('`').map(xml).collect();
    // An odd one has no partner.
    if pieces.len().is_multiple_of(2) {
        return xml(text);
    }
    let piece = |(number, piece): (usize, &String)| match number % 2 {
        1 => format!("<code>{piece}</code>"),
        _ => piece.clone(),
    };
    pieces.iter().enumerate().map(piece).collect()
}

/// Makes one line of a text.
pub fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Escapes text for a cell of a Markdown table: one line, nothing of it markup.
pub fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in one_line(text).chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '~' | '#' => {
                escaped.push('\\');
                escaped.push(character);
            }
            other => escaped.push(other),
        }
    }
    escaped
}

/// Writes text as code in a cell of a Markdown table.
///
/// GitHub reads `\|` in a table as a bar even in code; backticks inside want longer fences.
pub fn code(text: &str) -> String {
    let text = one_line(text).replace('|', "\\|");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Quotes a string as JSON does, which YAML and the JSON form of Dockerfiles read alike.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Writes a string for Python, of ASCII alone: every escape of JSON means the same there, but for those of pairs.
pub fn python(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    for character in quoted(text).chars() {
        match character {
            '\x7f'.. => literal.push_str(&format!("\\U{:08x}", u32::from(character))),
            other => literal.push(other),
        }
    }
    literal
}

/// Quotes a value of ENV, LABEL or ARG; `$` would be a variable there.
/// See <https://docs.docker.com/reference/dockerfile/#environment-replacement>.
pub fn dockerfile(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$");
    format!("\"{escaped}\"")
}

/// Quotes a string for a compose file, where `$` starts a variable.
pub fn compose(text: &str) -> String {
    quoted(text).replace('$', "$$")
}

/// Quotes a path for a backslash command of psql, where `\\` starts an escape.
pub fn psql_path(path: &str) -> String {
    format!("'{}'", path.replace('\\', "\\\\").replace('\'', "''"))
}

/// Quotes a word for a POSIX shell.
pub fn shell(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./=:+,@".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_a_comment_becomes_a_statement() {
        assert_eq!(prefix_lines("-- ", "a\nb\r\nc\n"), "-- a\n-- b\n--\n-- c\n--");
        assert_eq!(prefix_lines("# ", ""), "#");
    }

    #[test]
    fn a_markdown_cell_stays_a_cell() {
        assert_eq!(markdown("a|b\n<i>*x*</i>"), "a\\|b &lt;i>\\*x\\*&lt;/i>");
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
    }

    #[test]
    fn quotes_for_containers() {
        assert_eq!(dockerfile("a\"b$c\\"), r#""a\"b\$c\\""#);
        assert_eq!(compose("a$b\"\n"), r#""a$$b\"\n""#);
        assert_eq!(quoted("é\\"), r#""é\\""#);
        assert_eq!(python("é\\\"\n\u{7f}😀"), r#""\U000000e9\\\"\n\U0000007f\U0001f600""#);
    }

    #[test]
    fn quotes_for_the_shell() {
        assert_eq!(shell("postgresql-17-cron=1.6.*"), "'postgresql-17-cron=1.6.*'");
        assert_eq!(shell("a'b; rm"), r"'a'\''b; rm'");
        assert_eq!(shell("plain-1.0"), "plain-1.0");
        assert_eq!(shell(""), "''");
    }
}
