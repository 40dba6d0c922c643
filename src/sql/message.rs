//! Puts the parser's error messages into this project's words.

/// How an error begins that was met where a statement could begin.
pub(super) const STATEMENT_EXPECTED: &str = "expected a statement";

/// Rewords `message`; `at_end` says that it is about the end of the text, where the parser sees
/// what a fragment was set into.
pub(super) fn reword(message: &str, at_end: bool) -> String {
    let mut words: Vec<String> = message.trim_end_matches('.').split(' ').map(token).collect();
    let found = words.iter().rposition(|word| matches!(word.as_str(), "found" | "got"));
    if let (Some(found), true) = (found, at_end) {
        words.truncate(found + 1);
        words.push("the end of the text".into());
    }
    match words.join(" ").as_str() {
        text if text.starts_with("expected command") => {
            text.replacen("expected command", STATEMENT_EXPECTED, 1)
        }
        text if text.starts_with("Invalid parameter type") => {
            "parameters such as `:name` belong to named queries".into()
        }
        text => lower_first(text),
    }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => "this is not SQL".into(),
    }
}

/// The parser names some tokens after its own constants.
fn token(word: &str) -> String {
    let bare = word.trim_end_matches(',');
    let comma = &word[bare.len()..];
    let plain = match bare {
        "L_PAREN" => "`(`",
        "R_PAREN" => "`)`",
        "L_BRACK" => "`[`",
        "R_BRACK" => "`]`",
        "COMMA" => "`,`",
        "SEMICOLON" => "`;`",
        "COLON" => "`:`",
        "DOT" => "`.`",
        "EQ" => "`=`",
        "PLUS" => "`+`",
        "MINUS" => "`-`",
        "STAR" => "`*`",
        "IDENT" => "a name",
        "INT_NUMBER" | "NUMERIC_NUMBER" => "a number",
        "STRING" | "ESC_STRING" | "DOLLAR_QUOTED_STRING" => "a string",
        "EOF" => "the end of the text",
        _ => match bare.strip_suffix("_KW") {
            Some(keyword) => return format!("`{}`{comma}", keyword.to_ascii_lowercase()),
            None => return word.to_string(),
        },
    };
    format!("{plain}{comma}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rewords() {
        assert_eq!(reword("expected COMMA", false), "expected `,`");
        assert_eq!(
            reword("expected command, found IDENT", false),
            "expected a statement, found a name"
        );
        assert_eq!(
            reword("expected an expression, found R_PAREN", true),
            "expected an expression, found the end of the text"
        );
        assert_eq!(reword("Missing semicolon.", false), "missing semicolon");
        assert_eq!(reword("", false), "this is not SQL");
    }
}
