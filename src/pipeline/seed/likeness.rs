//! What a column is likely to hold, told by its name.

use crate::model::Likeness::{self, *};

/// Words of a column's name, each with what it tells: all of the words have to be there, the first line that fits counts.
const OF_TEXT: &[(&[&str], Likeness)] = &[
    (&["email"], Email),
    (&["mail"], Email),
    (&["first", "name"], FirstName),
    (&["given", "name"], FirstName),
    (&["firstname"], FirstName),
    (&["last", "name"], LastName),
    (&["family", "name"], LastName),
    (&["lastname"], LastName),
    (&["surname"], LastName),
    (&["user", "name"], UserName),
    (&["username"], UserName),
    (&["login"], UserName),
    (&["user", "agent"], UserAgent),
    (&["phone"], Phone),
    (&["mobile"], Phone),
    (&["telephone"], Phone),
    (&["fax"], Phone),
    (&["company"], Company),
    (&["employer"], Company),
    (&["supplier"], Company),
    (&["vendor"], Company),
    (&["carrier"], Company),
    (&["manufacturer"], Company),
    (&["brand"], Company),
    (&["job"], Job),
    (&["profession"], Job),
    (&["street"], Street),
    (&["address"], Street),
    (&["city"], City),
    (&["town"], City),
    (&["zip"], PostalCode),
    (&["postal"], PostalCode),
    (&["postcode"], PostalCode),
    (&["country", "code"], CountryCode),
    (&["country"], Country),
    (&["currency"], Currency),
    (&["language"], Language),
    (&["locale"], Language),
    (&["timezone"], TimeZone),
    (&["time", "zone"], TimeZone),
    (&["url"], Url),
    (&["website"], Url),
    (&["link"], Url),
    (&["homepage"], Url),
    (&["domain"], Domain),
    (&["host"], Domain),
    (&["hostname"], Domain),
    (&["ip"], IpAddress),
    (&["path"], Path),
    (&["file"], Path),
    (&["filename"], Path),
    (&["color"], Color),
    (&["colour"], Color),
    (&["sha256"], Hash),
    (&["hash"], Hash),
    (&["digest"], Hash),
    (&["checksum"], Hash),
    (&["password"], Hash),
    (&["token"], Hash),
    (&["code"], Code),
    (&["sku"], Code),
    (&["number"], Code),
    (&["no"], Code),
    (&["reference"], Code),
    (&["key"], Code),
    (&["id"], Code),
    (&["product"], Product),
    (&["item"], Product),
    (&["title"], Title),
    (&["subject"], Title),
    (&["headline"], Title),
    (&["topic"], Title),
    (&["label"], Word),
    (&["tag"], Word),
    (&["slug"], Word),
    (&["category"], Word),
    (&["body"], Paragraph),
    (&["content"], Paragraph),
    (&["text"], Paragraph),
    (&["description"], Sentence),
    (&["comment"], Sentence),
    (&["note"], Sentence),
    (&["notes"], Sentence),
    (&["remark"], Sentence),
    (&["message"], Sentence),
    (&["reason"], Sentence),
    (&["summary"], Sentence),
];

/// Words of a table's name, where a column is a `name` and no more.
const OF_NAMES: &[(&[&str], Likeness)] = &[
    (&["person"], Name),
    (&["people"], Name),
    (&["user"], Name),
    (&["member"], Name),
    (&["customer"], Name),
    (&["client"], Name),
    (&["employee"], Name),
    (&["author"], Name),
    (&["contact"], Name),
    (&["patient"], Name),
    (&["student"], Name),
    (&["actor"], Name),
    (&["applicant"], Name),
    (&["company"], Company),
    (&["manufacturer"], Company),
    (&["supplier"], Company),
    (&["vendor"], Company),
    (&["organization"], Company),
    (&["organisation"], Company),
    (&["store"], Company),
    (&["shop"], Company),
    (&["account"], Company),
    (&["tenant"], Company),
    (&["item"], Product),
    (&["product"], Product),
    (&["article"], Product),
    (&["part"], Product),
    (&["country"], Country),
    (&["city"], City),
    (&["branch"], City),
    (&["location"], City),
    (&["warehouse"], City),
    (&["office"], City),
];

const OF_NUMBERS: &[(&[&str], Likeness)] = &[
    (&["latitude"], Latitude),
    (&["lat"], Latitude),
    (&["longitude"], Longitude),
    (&["lon"], Longitude),
    (&["lng"], Longitude),
    (&["percent"], Percent),
    (&["percentage"], Percent),
    (&["ratio"], Share),
    (&["share"], Share),
    (&["fraction"], Share),
    (&["rating"], Rating),
    (&["stars"], Rating),
    (&["score"], Percent),
    (&["age"], Age),
    (&["year"], Year),
    (&["quantity"], Quantity),
    (&["qty"], Quantity),
    (&["count"], Quantity),
    (&["price"], Price),
    (&["cost"], Price),
    (&["amount"], Price),
    (&["total"], Price),
    (&["fee"], Price),
    (&["salary"], Price),
    (&["balance"], Price),
    (&["revenue"], Price),
    (&["weight"], Price),
];

/// Returns what a column of text is like.
pub(super) fn of_text(table: &str, column: &str) -> Likeness {
    let words = words(column);
    if words == ["name"] || words == ["full", "name"] || words == ["fullname"] {
        return find(OF_NAMES, &self::words(table)).unwrap_or(Title);
    }
    if let Some(found) = find(OF_TEXT, &words) {
        return found;
    }
    match words.iter().any(|word| word == "name") {
        true => find(OF_NAMES, &words).unwrap_or(Name),
        false => Word,
    }
}

/// Returns what a column of numbers is like, where its name tells.
pub(super) fn of_numbers(column: &str) -> Option<Likeness> {
    find(OF_NUMBERS, &words(column))
}

/// Where in its time a row's date or time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// When somebody was born.
    Birth,
    /// When it began, or when that is not told.
    Beginning,
    /// After it began.
    After,
    /// In the time to come.
    ToCome,
}

/// Returns where in its row's time a column is.
pub(super) fn phase(column: &str) -> Phase {
    const AFTER: &[&str] = &[
        "updated",
        "modified",
        "changed",
        "completed",
        "finished",
        "ended",
        "end",
        "closed",
        "resolved",
        "cancelled",
        "canceled",
        "deleted",
        "removed",
        "shipped",
        "delivered",
        "paid",
        "left",
        "uninstalled",
        "archived",
        "expired",
        "seen",
        "processed",
        "read",
        "to",
        "until",
        "stopped",
        "last",
    ];
    const TO_COME: &[&str] = &["expires", "expiry", "due", "deadline", "planned", "scheduled"];
    let words = words(column);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    if has(&["birth", "birthday", "born", "dob", "birthdate"]) {
        Phase::Birth
    } else if has(TO_COME) {
        Phase::ToCome
    } else if has(AFTER) {
        Phase::After
    } else {
        Phase::Beginning
    }
}

fn find(list: &[(&[&str], Likeness)], words: &[String]) -> Option<Likeness> {
    let has = |word: &str| words.iter().any(|other| *other == word || is_plural(other, word));
    list.iter().find(|(all, _)| all.iter().all(|word| has(word))).map(|(_, likeness)| *likeness)
}

fn is_plural(word: &str, singular: &str) -> bool {
    word.strip_suffix('s').is_some_and(|stem| {
        stem == singular
            || stem.strip_suffix('e') == Some(singular)
            || stem.strip_suffix("ie").is_some_and(|stem| singular.strip_suffix('y') == Some(stem))
    })
}

/// Takes a name apart: `firstName` and `first_name` are two words.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && was_lower {
            words.push(String::new());
        }
        was_lower = c.is_lowercase();
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_columns_hold() {
        for (table, column, likeness) in [
            ("members", "email_address", Email),
            ("members", "firstName", FirstName),
            ("members", "name", Name),
            ("companies", "name", Company),
            ("cities", "name", City),
            ("items", "name", Product),
            ("widgets", "name", Title),
            ("orders", "customer_name", Name),
            ("orders", "mobile_no", Phone),
            ("orders", "tracking_number", Code),
            ("orders", "flavour", Word),
        ] {
            assert_eq!(of_text(table, column), likeness, "{table}.{column}");
        }
        assert_eq!(of_numbers("unit_price"), Some(Price));
        assert_eq!(of_numbers("lat"), Some(Latitude));
        assert_eq!(of_numbers("plate"), None);
        assert_eq!(phase("date_of_birth"), Phase::Birth);
        assert_eq!(phase("completed_at"), Phase::After);
        assert_eq!(phase("created_at"), Phase::Beginning);
        assert_eq!(phase("due_on"), Phase::ToCome);
    }
}
