//! What the server made of values that many rows share, by these values: what one who judges rows of a file asked for, the
//! others need not ask.

use std::sync::Mutex;

use rustc_hash::FxHashMap;

use super::cells::Cells;
use super::chunk::Chunk;
use super::judge::Statements;
use super::load::Failure;

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
}

impl Learned {
    /// Returns what is known of each value that rows share before the first row: nothing.
    pub fn none(statements: &Statements<'_>) -> Vec<Mutex<Self>> {
        statements.division.shared.iter().map(|_| Mutex::default()).collect()
    }

    /// Gives what is known of the values of a column in the rows, so many answers of each; asks for those that are not known
    /// yet.
    pub fn gather(
        &mut self,
        (chunk, column): (&Chunk, usize),
        (into, answers): (&mut Cells, usize),
        ask: impl FnOnce(&[Option<&str>], &mut Cells) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        if self.count > MOST_KNOWN {
            self.forget();
        }
        let (mut numbers, mut unknown) = (Vec::with_capacity(chunk.len()), Vec::new());
        for row in chunk.rows() {
            if row.is_broken() {
                numbers.push(None);
                continue;
            }
            let value = row.read(column);
            let key = key(value);
            let known = key.and_then(|key| self.numbers.get(&key).copied());
            let next = u32::try_from(self.count + unknown.len()).unwrap_or(u32::MAX);
            numbers.push(Some(known.unwrap_or(next)));
            if known.is_none() {
                unknown.push(value);
                self.numbers.extend(key.map(|key| (key, next)));
            }
        }
        if !unknown.is_empty() {
            if let Err(failure) = ask(&unknown, &mut self.known) {
                // What was to be known is not.
                self.forget();
                return Err(failure);
            }
            self.count += unknown.len();
        }
        self.known.gather(numbers.into_iter(), answers, into);
        Ok(())
    }

    fn forget(&mut self) {
        self.numbers.clear();
        self.known.clear();
        self.count = 0;
    }
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
        let mut learned = Learned::default();
        let mut given = |values: &[Option<&str>], fails: bool| {
            let (mut asked, mut into) = (Vec::new(), Cells::default());
            let ask = |unknown: &[Option<&str>], known: &mut Cells| {
                asked = unknown.iter().map(|value| value.map(str::to_owned)).collect();
                if fails {
                    return Err(Failure::Refused(String::new()));
                }
                unknown.iter().for_each(|value| known.push(*value));
                Ok(())
            };
            let done = learned.gather((&read(values), 0), (&mut into, 1), ask);
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
        assert_eq!(given(&[Some("c"), Some("a")], false), 2);
    }
}
