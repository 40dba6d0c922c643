//! What made-up rows look like, and when further ones come.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::UTC;
use serde::Serialize;

use super::{Duration, ObjectName, Schedule, read_time};

/// What made-up rows of some tables look like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seed {
    /// What it shows.
    pub description: Option<String>,
    /// When further rows come.
    pub schedule: Option<Schedule>,
    /// Tables.
    pub tables: BTreeMap<ObjectName, SeedTable>,
    /// Statements that run when all rows are there.
    pub then: Vec<String>,
}

/// What made-up rows of a table look like.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SeedTable {
    /// How many; as many as suit the table when absent.
    pub rows: Option<SeedRows>,
    /// How many further ones come each time of the schedule.
    pub each_time: u64,
    /// What columns hold.
    pub columns: BTreeMap<String, SeedColumn>,
}

/// How many rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SeedRows {
    /// So many.
    Rows(u64),
    /// So many for each new row of another table.
    Per {
        /// The other table.
        table: ObjectName,
        /// At least.
        from: u64,
        /// At most.
        to: u64,
    },
}

/// What a column holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SeedColumn {
    /// A kind of text or number.
    pub like: Option<Likeness>,
    /// Values with their weights.
    pub values: Vec<(String, u64)>,
    /// The least.
    pub from: Option<Bound>,
    /// The greatest.
    pub to: Option<Bound>,
    /// How values spread.
    pub distribution: Option<Distribution>,
    /// How many in ten thousand are null.
    pub nulls: Option<u32>,
    /// A regular expression that the text fits.
    pub pattern: Option<String>,
    /// SQL over the other columns.
    pub sql: Option<String>,
    /// A condition on the rows that a foreign key may refer to.
    pub among: Option<String>,
}

/// How values spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// Each as often as any other.
    Uniform,
    /// Most near the middle.
    Normal,
    /// Most near the least.
    Skewed,
    /// Most near the greatest.
    Growing,
}

/// The least or the greatest of values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// A number, as it is written.
    Number(String),
    /// A time.
    Time(DateTime<Utc>),
    /// So long ago.
    Ago(Duration),
    /// So long from now.
    Later(Duration),
    /// Now.
    Now,
}

impl Bound {
    /// Reads `3.50`, `2026-11-01 08:00`, `90 days ago`, `in 30 days` or `now`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text == "now" {
            return Some(Self::Now);
        }
        if let Some(span) = text.strip_suffix("ago") {
            return Duration::parse(span).map(Self::Ago);
        }
        if let Some(span) = text.strip_prefix("in ") {
            return Duration::parse(span).map(Self::Later);
        }
        let digits = text.strip_prefix('-').unwrap_or(text);
        let is_number = !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && digits.parse::<f64>().is_ok();
        match is_number {
            true => Some(Self::Number(text.to_owned())),
            false => read_time(text, UTC).map(Self::Time),
        }
    }

    /// Returns the time that it is, where it is one.
    pub fn time(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::Number(_) => None,
            Self::Time(time) => Some(*time),
            Self::Ago(span) => now.checked_sub_signed(span.delta()),
            Self::Later(span) => now.checked_add_signed(span.delta()),
            Self::Now => Some(now),
        }
    }
}

macro_rules! likenesses {
    ($($name:ident $word:literal $what:literal),* $(,)?) => {
        /// A kind of text or number.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Likeness {
            $(#[doc = $what] $name,)*
        }

        impl Likeness {
            /// All of them: how each is written, and what it is.
            pub const ALL: &'static [(Self, &'static str, &'static str)] =
                &[$((Self::$name, $word, $what),)*];
        }
    };
}

likenesses! {
    Name "name" "Somebody's first and last name.",
    FirstName "first_name" "Somebody's first name.",
    LastName "last_name" "Somebody's last name.",
    Email "email" "An address of e-mail, below a domain that nobody has.",
    UserName "user_name" "What somebody logs in with.",
    Phone "phone" "A number of a telephone.",
    Company "company" "The name of a company.",
    Job "job" "What somebody works as.",
    Product "product" "The name of something for sale.",
    Street "street" "A street with a number.",
    City "city" "A city.",
    PostalCode "postal_code" "A postal code.",
    Country "country" "A country.",
    CountryCode "country_code" "Two letters of a country, as ISO 3166 has them.",
    Currency "currency" "Three letters of a currency, as ISO 4217 has them.",
    Language "language" "Two letters of a language, as ISO 639 has them.",
    TimeZone "time_zone" "A time zone.",
    Url "url" "An address on the web, below a domain that nobody has.",
    Domain "domain" "A domain that nobody has.",
    IpAddress "ip_address" "An address on the Internet that is kept for examples.",
    UserAgent "user_agent" "What a browser says that it is.",
    Path "path" "A path of a file.",
    Color "color" "A colour, as CSS has them.",
    Word "word" "A word.",
    Title "title" "A few words, as above an article.",
    Sentence "sentence" "A sentence.",
    Paragraph "paragraph" "Some sentences.",
    Code "code" "Letters and digits, as of a number of an order.",
    Hash "hash" "64 hexadecimal digits.",
    Price "price" "An amount of money: many small ones, few large ones.",
    Quantity "quantity" "How many of something: one, mostly.",
    Percent "percent" "From 0 to 100.",
    Share "share" "From 0 to 1.",
    Rating "rating" "From 1 to 5, mostly good.",
    Age "age" "The age of a grown person.",
    Year "year" "A year of the last thirty.",
    Latitude "latitude" "From -60 to 70 degrees.",
    Longitude "longitude" "From -180 to 180 degrees.",
    Birthday "birthday" "A day on which a grown person was born.",
}

impl Likeness {
    /// Finds one by how it is written.
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, written, _)| *written == word).map(|(likeness, ..)| *likeness)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_numbers_times_or_told_from_now() {
        let now = read_time("2026-11-26 12:00", UTC).expect("a time");
        let time = |text: &str| {
            Bound::parse(text).and_then(|it| it.time(now)).map(|time| time.to_rfc3339())
        };
        assert_eq!(time("90 min ago").as_deref(), Some("2026-11-26T10:30:00+00:00"));
        assert_eq!(time("in 2 days").as_deref(), Some("2026-11-28T12:00:00+00:00"));
        assert_eq!(time("now").as_deref(), Some("2026-11-26T12:00:00+00:00"));
        assert_eq!(time("2026-01-01").as_deref(), Some("2026-01-01T00:00:00+00:00"));
        assert_eq!(Bound::parse("-3.50"), Some(Bound::Number("-3.50".to_owned())));
        for wrong in ["", "-", "soon", "3 apples ago", "1.2.3", "in 3", "1e5"] {
            assert_eq!(Bound::parse(wrong), None, "{wrong}");
        }
    }
}
