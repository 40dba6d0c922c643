//! What the server made of values that many rows share, by these values: what one who judges rows of a file asked for, the
//! others need not ask.

use std::sync::Mutex;

use rustc_hash::FxHashMap;

use super::cells::Cells;
use super::chunk::Chunk;
use super::judge::Statements;
use super::load::Failure;
use super::sort::locked;

/// How many values of a column are known at most, or as many more as one chunk has.
const MOST_KNOWN: usize = 1 << 16;

/// A short value and its length, or nothing for NULL.
type Key = [u32; 3];

/// What is known of the values of one column.
#[derive(Debug, Default)]
pub(super) struct Learned {
    /// Each value's number among what is known, which is looked up in rows without any order: it should stay near the
    /// processor.
    numbers: FxHashMap<Key, u32>,
    /// What the server gave of each, and of how many.
    known: Cells,
    count: usize,
    /// How often all was forgotten.
    forgotten: usize,
}

/// Where the values of rows are found.
struct LookedUp<'c> {
    /// By rows; nothing where one is broken.
    places: Vec<Option<Place>>,
    /// What the server has to be asked for.
    unknown: Vec<Option<&'c str>>,
    /// As of when that is so.
    forgotten: usize,
}

/// Where a value is found.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// Its number among what is known.
    Known(u32),
    /// Its number among what is not.
    Unknown(u32),
}

impl Learned {
    /// Returns what is known of each value that rows share before the first row: nothing.
    pub fn none(statements: &Statements<'_>) -> Vec<Mutex<Self>> {
        statements.division.shared.iter().map(|_| Mutex::default()).collect()
    }

    /// Gives what is known of the values of a column in the rows, so many answers of each; asks for those that are not known
    /// yet, while others look up theirs.
    pub fn gather(
        shared: &Mutex<Self>,
        (chunk, column): (&Chunk, usize),
        (into, answers): (&mut Cells, usize),
        mut ask: impl FnMut(&[Option<&str>], &mut Cells) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        loop {
            let found = locked(shared).look_up(chunk, column);
            let mut told = Cells::default();
            if !found.unknown.is_empty() {
                ask(&found.unknown, &mut told)?;
            }
            let mut learned = locked(shared);
            // Else another forgot meanwhile what was known.
            if found.forgotten == learned.forgotten {
                let numbers = learned.learn(&found.unknown, &told, answers);
                let numbers = found.places.into_iter().map(|place| match place? {
                    Place::Known(number) => Some(number),
                    Place::Unknown(at) => Some(numbers[at as usize]),
                });
                learned.known.holds()?;
                learned.known.gather(numbers, answers, into);
                return Ok(());
            }
        }
    }

    fn look_up<'c>(&mut self, chunk: &'c Chunk, column: usize) -> LookedUp<'c> {
        if self.count > MOST_KNOWN {
            self.forget();
        }
        let (mut unknown, mut here) = (Vec::new(), FxHashMap::default());
        let mut place = |value| {
            let key = key(value);
            if let Some(known) = key.and_then(|key| self.numbers.get(&key)) {
                return Place::Known(*known);
            }
            let next = number(unknown.len());
            let at = key.map_or(next, |key| *here.entry(key).or_insert(next));
            if at == next {
                unknown.push(value);
            }
            Place::Unknown(at)
        };
        let places = chunk.rows().map(|row| (!row.is_broken()).then(|| place(row.read(column))));
        LookedUp { places: places.collect(), unknown, forgotten: self.forgotten }
    }

    /// Learns what the server told of values, so many answers of each, and returns their numbers; others may have learned it
    /// before.
    fn learn(&mut self, values: &[Option<&str>], told: &Cells, answers: usize) -> Vec<u32> {
        let learn = |(at, value): (usize, &Option<&str>)| {
            let (key, next) = (key(*value), number(self.count));
            let its = key.map_or(next, |key| *self.numbers.entry(key).or_insert(next));
            if its == next {
                self.known.extend(told, at * answers, (at + 1) * answers);
                self.count += 1;
            }
            its
        };
        values.iter().enumerate().map(learn).collect()
    }

    fn forget(&mut self) {
        self.numbers.clear();
        self.known.clear();
        self.count = 0;
        self.forgotten += 1;
    }
}

/// Returns a number of a value: rows of one chunk, and what is known beside them, are far fewer.
fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Returns what a value is known by; nothing where it is longer than such values are.
fn key(value: Option<&str>) -> Option<Key> {
    let Some(value) = value else { return Some(Key::default()) };
    let mut bytes = [0; size_of::<Key>()];
    let (length, text) = bytes.split_first_mut()?;
    text.get_mut(..value.len())?.copy_from_slice(value.as_bytes());
    *length = u8::try_from(1 + value.len()).ok()?;
    let word = |at: usize| u32::from_le_bytes(std::array::from_fn(|byte| bytes[4 * at + byte]));
    Some(std::array::from_fn(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::ingest::chunk::tests::read;

    #[test]
    fn a_value_is_known_by_its_text() {
        let values =
            [None, Some(""), Some("0"), Some("\0"), Some("2026-11-28"), Some("2026-11-29")];
        let keys: std::collections::BTreeSet<Key> = values.into_iter().filter_map(key).collect();
        assert_eq!(keys.len(), values.len());
        assert!(key(Some("0123456789a")).is_some());
        assert_eq!(key(Some("0123456789ab")), None);
        assert_eq!(key(Some(&"0".repeat(255))), None);
    }

    #[test]
    fn what_is_known_is_not_asked_again_unless_asking_failed() {
        let learned = Mutex::new(Learned::default());
        let given = |values: &[Option<&str>], fails: bool| {
            let (mut asked, mut into) = (Vec::new(), Cells::default());
            let ask = |unknown: &[Option<&str>], known: &mut Cells| {
                asked = unknown.iter().map(|value| value.map(str::to_owned)).collect();
                if fails {
                    return Err(Failure::Refused(String::new()));
                }
                unknown.iter().for_each(|value| known.push(*value));
                Ok(())
            };
            let done = Learned::gather(&learned, (&read(values), 0), (&mut into, 1), ask);
            assert_eq!(done.is_err(), fails);
            let got = (0..values.len()).map(|at| into.get(at).map(str::to_owned));
            if !fails {
                let values: Vec<_> = values.iter().map(|it| it.map(str::to_owned)).collect();
                assert_eq!(got.collect::<Vec<_>>(), values);
            }
            asked.len()
        };
        let long = Some("longer than what is known");
        assert_eq!(given(&[Some("a"), None, Some("a"), long], false), 3);
        assert_eq!(given(&[None, long, Some("b"), Some("a")], false), 2);
        assert_eq!(given(&[Some("c"), Some("a")], true), 1);
        assert_eq!(given(&[Some("c"), Some("a")], false), 1);
    }

    #[test]
    fn while_one_asks_others_learn_and_forget() {
        let learned = Mutex::new(Learned::default());
        let tell = |asked: &[Option<&str>], told: &mut Cells| {
            asked.iter().for_each(|value| told.push(*value));
            Ok(())
        };
        // Takes values, meanwhile does something else, and returns what was given and how often was asked.
        let take = |values: &[&str], meanwhile: &dyn Fn()| {
            let rows: Vec<_> = values.iter().copied().map(Some).collect();
            let (mut into, mut count) = (Cells::default(), 0);
            let ask = |asked: &[Option<&str>], told: &mut Cells| {
                count += 1;
                if count == 1 {
                    meanwhile();
                }
                tell(asked, told)
            };
            Learned::gather(&learned, (&read(&rows), 0), (&mut into, 1), ask).unwrap();
            let given: Vec<_> = (0..values.len()).filter_map(|at| into.get(at)).collect();
            assert_eq!(given, values);
            count
        };
        assert_eq!(take(&["a", "b"], &|| assert_eq!(take(&["c", "b", "d"], &|| ()), 1)), 1);
        assert_eq!(locked(&learned).count, 4);
        let forget = || {
            locked(&learned).forget();
            take(&["f"], &|| ());
        };
        assert_eq!(take(&["e", "a", "b"], &forget), 2);
        assert_eq!(locked(&learned).count, 4);
    }
}
