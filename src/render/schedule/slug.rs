//! Names of entries, made from when they run, so that they stay the same when something else comes to run then.

use sha2::{Digest, Sha256};

/// Returns `pgspec-shop-0-every4-x-x-x-asia-singapore`, with a digest in place of what is too long.
///
/// UTC goes without saying. Letters, digits and `-` alone: it names a unit, a DAG, an object of Kubernetes.
pub(super) fn slug(project: &str, fields: &str, time_zone: &str, most: usize) -> String {
    let mut name = format!("pgspec-{}-{}", plain(project), fields_as_words(fields));
    if time_zone != "UTC" {
        name.push('-');
        name.push_str(&plain(time_zone));
    }
    if name.len() <= most {
        return name;
    }
    let digest = Sha256::digest(format!("{project} {fields} {time_zone}").as_bytes());
    let digest = hex::encode(&digest[..4]);
    let start = name[..most - digest.len() - 1].trim_end_matches('-').to_owned();
    format!("{start}-{digest}")
}

/// Makes a name of lower-case letters, digits and `-`.
pub(super) fn plain(text: &str) -> String {
    let text = text.replace('+', "plus").to_ascii_lowercase();
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    text.chars().map(plain).collect::<String>().trim_matches('-').to_owned()
}

fn fields_as_words(fields: &str) -> String {
    let words = [
        ("*/", "every"),
        ("*", "x"),
        ("?", "x"),
        ("-", "to"),
        (",", "and"),
        ("/", "by"),
        ("#", "nth"),
        ("+", "plus"),
        (" ", "-"),
    ];
    let text = fields.to_ascii_lowercase();
    words.iter().fold(text, |text, (sign, word)| text.replace(sign, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_when() {
        let name = |fields, zone| slug("shop", fields, zone, 52);
        assert_eq!(name("0 */4 * * *", "UTC"), "pgspec-shop-0-every4-x-x-x");
        assert_eq!(
            name("5,35 8-18 * * 1-5", "Etc/GMT+5"),
            "pgspec-shop-5and35-8to18-x-x-1to5-etc-gmtplus5"
        );
        assert_eq!(name("0 0 L * *", "UTC"), "pgspec-shop-0-0-l-x-x");
    }

    #[test]
    fn what_is_too_long_ends_in_a_digest() {
        let name = |zone| slug("a_rather_long_name", "0 9 * * 1-5", zone, 52);
        assert_eq!(
            name("America/Argentina/Buenos_Aires"),
            "pgspec-a-rather-long-name-0-9-x-x-1to5-amer-fd27ecfc"
        );
        assert_ne!(name("America/Argentina/Buenos_Aires"), name("America/Argentina/La_Rioja"));
        assert!(name("America/Argentina/La_Rioja").len() <= 52);
    }
}
