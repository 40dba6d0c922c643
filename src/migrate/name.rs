//! Names of migration files.

/// The highest number of a migration: refinery keeps numbers as `int4`.
pub const MAX_NUMBER: u32 = i32::MAX as u32;

/// The longest name, which is a column of refinery's history.
const LONGEST_NAME: usize = 255;

/// Reads `V<number>__<name>.sql`.
///
/// # Errors
/// What is wrong with it, in words.
pub(super) fn parse(file: &str) -> Result<(u32, String), String> {
    let Some(stem) = file.strip_suffix(".sql") else {
        return Err("its name ends in `.sql`, in lower case".into());
    };
    let rest = match stem.chars().next() {
        Some('V') => &stem[1..],
        Some('v') => return Err("its name begins with a capital `V`".into()),
        Some('U') => {
            return Err("migrations without an order, as refinery has them, are not run".into());
        }
        _ => return Err("its name is `V<number>__<name>.sql`".into()),
    };
    let Some((number, name)) = rest.split_once("__") else {
        return Err("two underscores part its number from its name: `V<number>__<name>.sql`".into());
    };
    Ok((parse_number(number)?, parse_name(name)?))
}

fn parse_number(number: &str) -> Result<u32, String> {
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(format!("`{number}` is no whole number"));
    }
    match number.parse() {
        Ok(0) => Err("numbers begin at 1".into()),
        Ok(number) if number <= MAX_NUMBER => Ok(number),
        _ => Err(format!("`{number}` is higher than {MAX_NUMBER}, which is all that fits")),
    }
}

fn parse_name(name: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.is_empty() {
        return Err("a name follows the two underscores".into());
    }
    if let Some(other) = name.chars().find(|&c| !plain(c)) {
        return Err(format!(
            "its name holds `{other}`: letters, digits and underscores are allowed"
        ));
    }
    match name.len() <= LONGEST_NAME {
        true => Ok(name.to_owned()),
        false => Err(format!("its name is longer than {LONGEST_NAME} characters")),
    }
}

/// Makes a name of words: `Add the weight!` becomes `add_the_weight`.
pub fn slug(words: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' };
    let words: String = words.chars().map(plain).collect();
    words.split_whitespace().collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_strictly() {
        assert_eq!(parse("V1__first.sql"), Ok((1, "first".into())));
        assert_eq!(parse("V0042__A_2__b.sql"), Ok((42, "A_2__b".into())));
        assert_eq!(parse("V2147483647__x.sql"), Ok((MAX_NUMBER, "x".into())));
        for (name, expected) in [
            ("v1__a.sql", "capital"),
            ("V1_a.sql", "two underscores"),
            ("V1__.sql", "a name follows"),
            ("V__a.sql", "no whole number"),
            ("V1.5__a.sql", "`1.5` is no whole number"),
            ("V-1__a.sql", "no whole number"),
            ("V0__a.sql", "begin at 1"),
            ("V2147483648__a.sql", "higher than 2147483647"),
            ("V99999999999999999999__a.sql", "higher than"),
            ("V1__a-b.sql", "holds `-`"),
            ("V1__ä.sql", "holds `ä`"),
            ("U1__a.sql", "without an order"),
            ("first.sql", "its name is"),
            ("V1__a.SQL", "in lower case"),
        ] {
            let error = parse(name).expect_err(name);
            assert!(error.contains(expected), "{name}: {error}");
        }
    }

    #[test]
    fn refinery_reads_the_same() {
        for name in ["V1__first.sql", "V0042__A_2__b.sql"] {
            let (number, words) = parse(name).unwrap();
            let theirs = refinery::Migration::unapplied(name.trim_end_matches(".sql"), "").unwrap();
            assert_eq!(u32::try_from(theirs.version()), Ok(number));
            assert_eq!(theirs.name(), words);
        }
    }

    #[test]
    fn words_become_names() {
        assert_eq!(slug("Add the weight, in kg!"), "add_the_weight_in_kg");
        assert_eq!(slug("  ä "), "");
        assert!(parse(&format!("V1__{}.sql", slug("x -- y"))).is_ok());
    }
}
