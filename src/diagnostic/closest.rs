//! The name that was probably meant.

/// Says which of the `known` names was probably meant by `found`, else lists them all.
///
/// `what` is the word for one of them: `key`.
pub fn suggest(found: &str, known: &[&str], what: &str) -> String {
    if let Some(name) = nearest(found, known.iter().copied()) {
        return format!("did you mean `{name}`?");
    }
    if known.is_empty() {
        return format!("no {what} is allowed here");
    }
    let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    let all = match what.strip_suffix("ry") {
        Some(stem) => format!("{stem}ries"),
        None => format!("{what}s"),
    };
    format!("allowed {all}: {}", names.join(", "))
}

/// Returns the name closest to `found`, if one is close enough to be a slip.
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const CLOSE_ENOUGH: f64 = 0.8;
    let folded = found.to_lowercase().replace('-', "_");
    let score = |name: &str| {
        let similar = strsim::jaro_winkler(&folded, &name.to_lowercase());
        if strsim::damerau_levenshtein(&folded, name) <= 1 && name.len() > 2 {
            1.0
        } else {
            similar
        }
    };
    let similar_length =
        |name: &&str| name.len().abs_diff(folded.len()) <= 3 + folded.len().min(name.len()) / 2;
    known
        .into_iter()
        .filter(similar_length)
        .map(|name| (score(name), name))
        .filter(|(score, _)| *score >= CLOSE_ENOUGH)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, name)| name)
}
