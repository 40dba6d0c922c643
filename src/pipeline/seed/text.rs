//! Made-up texts.

use fake::Fake;
use fake::faker::{address, company, internet, job, lorem, name};
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt};
use rand_chacha::ChaCha8Rng;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Repetition};

use super::words::{
    CITIES, COLORS, COUNTRIES, CURRENCIES, DOMAINS, LANGUAGES, MATERIALS, STYLES, THINGS, ZONES,
};
use crate::model::Likeness;

/// How often a text is drawn again until it fits.
const TRIES: usize = 20;

/// How much longer than the least what may be repeated without end gets.
const REPEATED: u32 = 7;

/// Somebody whom several columns of a row are about.
#[derive(Debug, Clone)]
pub(super) struct Person {
    first: &'static str,
    last: &'static str,
}

impl Person {
    /// Makes somebody up.
    pub fn draw(random: &mut ChaCha8Rng) -> Self {
        Self {
            first: name::en::FirstName().fake_with_rng(random),
            last: name::en::LastName().fake_with_rng(random),
        }
    }
}

/// What makes the texts of a column.
#[derive(Debug)]
pub(super) struct Texts {
    /// What they are like.
    pub likeness: Likeness,
    /// How many characters they have, at least and at most.
    pub length: (usize, usize),
    /// What they fit.
    pub pattern: Option<Pattern>,
}

/// A regular expression that texts fit.
#[derive(Debug)]
pub(super) struct Pattern {
    fits: regex::Regex,
    makes: rand_regex::Regex,
}

impl Pattern {
    /// Reads one; nothing where no text can be made of it. Only characters that are printable in ASCII are made.
    pub fn of(pattern: &str) -> Option<Self> {
        let fits = regex::Regex::new(pattern).ok()?;
        let tree = plain(regex_syntax::parse(pattern).ok()?);
        let makes = rand_regex::Regex::with_hir(tree, REPEATED).ok()?;
        Some(Self { fits, makes })
    }
}

/// Leaves of a pattern what texts are made of: no anchors, no characters that nobody would type, no endless repetition.
fn plain(tree: Hir) -> Hir {
    match tree.into_kind() {
        HirKind::Class(Class::Unicode(mut class)) => {
            let printable = ClassUnicode::new([ClassUnicodeRange::new(' ', '~')]);
            let all = class.clone();
            class.intersect(&printable);
            Hir::class(Class::Unicode(if class.ranges().is_empty() { all } else { class }))
        }
        HirKind::Repetition(repetition) => {
            let most = repetition.min.saturating_add(REPEATED);
            Hir::repetition(Repetition {
                max: Some(repetition.max.map_or(most, |max| max.min(most.max(repetition.min)))),
                sub: Box::new(plain(*repetition.sub)),
                ..repetition
            })
        }
        HirKind::Capture(capture) => plain(*capture.sub),
        HirKind::Concat(parts) => Hir::concat(parts.into_iter().map(plain).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.into_iter().map(plain).collect()),
        HirKind::Look(_) | HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) => Hir::literal(literal.0),
        HirKind::Class(class) => Hir::class(class),
    }
}

impl Texts {
    /// Makes one. What has to differ from others gets a number when `attempt` says that it did not.
    pub fn draw(&self, random: &mut ChaCha8Rng, person: &Person, attempt: usize) -> String {
        let (least, most) = self.length;
        for _ in 0..TRIES {
            let mut text = made(self.likeness, random, person);
            if attempt > 0 {
                number(&mut text, self.likeness, random.random_range(2..1_000_000_u64));
            }
            let length = text.chars().count();
            let fits = self.pattern.as_ref().is_none_or(|it| it.fits.is_match(&text));
            if fits && (least..=most).contains(&length) {
                return text;
            }
            if let Some(pattern) = &self.pattern {
                let text: String = random.sample(&pattern.makes);
                if (least..=most).contains(&text.chars().count()) {
                    return text;
                }
            }
        }
        let mut text = match &self.pattern {
            Some(pattern) => random.sample(&pattern.makes),
            None => made(self.likeness, random, person),
        };
        while text.chars().count() < least {
            text.push(random.random_range('a'..='z'));
        }
        if text.chars().count() > most {
            text = letters(random, most.clamp(1, 40));
            text.truncate(most);
        }
        text
    }
}

/// Makes a text another by a number.
fn number(text: &mut String, likeness: Likeness, number: u64) {
    match likeness {
        Likeness::Email => {
            let at = text.find('@').unwrap_or(text.len());
            text.insert_str(at, &number.to_string());
        }
        Likeness::Url | Likeness::Path => text.push_str(&format!("-{number}")),
        Likeness::Domain => text.insert_str(0, &format!("n{number}-")),
        Likeness::UserName | Likeness::Code | Likeness::Word => text.push_str(&number.to_string()),
        Likeness::Hash | Likeness::Phone | Likeness::IpAddress => {}
        _ => text.push_str(&format!(" {number}")),
    }
}

fn one<'t>(list: &[&'t str], random: &mut ChaCha8Rng) -> &'t str {
    list.choose(random).copied().unwrap_or_default()
}

fn letters(random: &mut impl Rng, count: usize) -> String {
    (0..count).map(|_| random.random_range('a'..='z')).collect()
}

fn made(likeness: Likeness, random: &mut ChaCha8Rng, person: &Person) -> String {
    // Letters alone, so that it is an address and a name to log in with.
    let plain = |name: &str| name.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "");
    match likeness {
        Likeness::Name => format!("{} {}", person.first, person.last),
        Likeness::FirstName => person.first.to_owned(),
        Likeness::LastName => person.last.to_owned(),
        Likeness::Email => {
            let domain = one(&DOMAINS, random);
            format!("{}.{}@{domain}", plain(person.first), plain(person.last))
        }
        Likeness::UserName => format!("{}_{}", plain(person.first), plain(person.last)),
        Likeness::Phone => format!("+65{}", random.random_range(80_000_000..=99_999_999_u32)),
        Likeness::Company => company::en::CompanyName().fake_with_rng(random),
        Likeness::Job => job::en::Title().fake_with_rng(random),
        Likeness::Product => {
            format!("{} {} {}", one(&STYLES, random), one(&MATERIALS, random), one(&THINGS, random))
        }
        Likeness::Street => {
            let street: String = address::en::StreetName().fake_with_rng(random);
            format!("{} {street}", random.random_range(1..=400_u32))
        }
        Likeness::City => one(&CITIES, random).to_owned(),
        Likeness::PostalCode => format!("{:06}", random.random_range(10_000..=999_999_u32)),
        Likeness::Country => COUNTRIES.choose(random).map_or("", |it| it.1).to_owned(),
        Likeness::CountryCode => COUNTRIES.choose(random).map_or("", |it| it.0).to_owned(),
        Likeness::Currency => one(&CURRENCIES, random).to_owned(),
        Likeness::Language => one(&LANGUAGES, random).to_owned(),
        Likeness::TimeZone => one(&ZONES, random).to_owned(),
        Likeness::Url => format!("https://{}/{}", one(&DOMAINS, random), letters(random, 8)),
        Likeness::Domain => format!("{}.example", letters(random, 8)),
        Likeness::IpAddress => format!("192.0.2.{}", random.random_range(1..=254_u8)),
        Likeness::UserAgent => internet::en::UserAgent().fake_with_rng(random),
        Likeness::Path => format!("/{}/{}.txt", letters(random, 5), letters(random, 8)),
        Likeness::Color => one(&COLORS, random).to_owned(),
        Likeness::Title => {
            let words: Vec<String> = lorem::en::Words(2..5).fake_with_rng(random);
            capitalized(&words.join(" "))
        }
        Likeness::Sentence => sentence(random),
        Likeness::Paragraph => {
            let sentences: Vec<String> = (0..3).map(|_| sentence(random)).collect();
            sentences.join(" ")
        }
        Likeness::Code => {
            let number: u64 = random.random_range(0..10_000_000_000);
            format!("{}{number:010}", letters(random, 2).to_uppercase())
        }
        Likeness::Hash => (0..4).map(|_| format!("{:016x}", random.random::<u64>())).collect(),
        Likeness::Birthday => format!(
            "{}-{:02}-{:02}",
            random.random_range(1950..=2004_u32),
            random.random_range(1..=12_u32),
            random.random_range(1..=28_u32)
        ),
        Likeness::Word
        | Likeness::Price
        | Likeness::Quantity
        | Likeness::Percent
        | Likeness::Share
        | Likeness::Rating
        | Likeness::Age
        | Likeness::Year
        | Likeness::Latitude
        | Likeness::Longitude => lorem::en::Word().fake_with_rng(random),
    }
}

fn sentence(random: &mut ChaCha8Rng) -> String {
    let words: Vec<String> = lorem::en::Words(4..10).fake_with_rng(random);
    format!("{}.", capitalized(&words.join(" ")))
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    fn drawn(likeness: Likeness, length: (usize, usize), pattern: Option<&str>) -> Vec<String> {
        let mut random = ChaCha8Rng::seed_from_u64(3);
        let pattern = pattern.map(|pattern| Pattern::of(pattern).expect("it is a pattern"));
        let texts = Texts { likeness, length, pattern };
        (0..200)
            .map(|_| {
                let person = Person::draw(&mut random);
                texts.draw(&mut random, &person, 0)
            })
            .collect()
    }

    #[test]
    fn texts_fit_their_pattern_and_their_length() {
        let pattern = r"^[^@[:space:]]+@[^@[:space:]]+\.[^@[:space:]]+$";
        let emails = drawn(Likeness::Email, (1, 60), Some(pattern));
        assert!(emails.iter().all(|email| email.contains("@example.")), "{emails:?}");

        let codes = drawn(Likeness::Word, (0, 99), Some("^[A-Z]{2}[0-9]{3,}$"));
        let form = regex::Regex::new("^[A-Z]{2}[0-9]{3,10}$").expect("a pattern");
        assert!(codes.iter().all(|code| form.is_match(code)), "{codes:?}");

        for (least, most) in [(0, 3), (12, 14), (1, 1)] {
            let words = drawn(Likeness::Sentence, (least, most), None);
            let fits = |word: &String| (least..=most).contains(&word.chars().count());
            assert!(words.iter().all(fits), "{words:?}");
        }
    }

    #[test]
    fn columns_of_one_row_are_about_one_person() {
        let mut random = ChaCha8Rng::seed_from_u64(4);
        let person = Person { first: "Ada", last: "O'Hara" };
        assert_eq!(made(Likeness::Name, &mut random, &person), "Ada O'Hara");
        assert!(made(Likeness::Email, &mut random, &person).starts_with("ada.ohara@example."));
    }

    #[test]
    fn all_likenesses_give_text() {
        for (likeness, word, _) in Likeness::ALL {
            assert!(drawn(*likeness, (1, 500), None).iter().all(|it| !it.is_empty()), "{word}");
            assert_eq!(Likeness::find(word), Some(*likeness));
        }
    }
}
