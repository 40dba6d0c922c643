//! Values of rows, one after another in one text.

use super::load::Failure;

/// What marks where NULL stands.
const NULL: u32 = 1 << 31;

/// Values, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Cells {
    text: String,
    /// Where each value ends.
    ends: Vec<u32>,
    /// Whether there was too much to count.
    overflows: bool,
}

impl Cells {
    /// Makes room for so many bytes of text.
    pub fn with_room(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ..Self::default() }
    }

    /// Forgets them, and keeps their room.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.overflows = false;
    }

    /// Refuses a value that did not fit: together, they may have 2 GiB.
    pub fn holds(&self) -> Result<(), Failure> {
        match self.overflows {
            true => Err(Failure::Refused(
                "what the SQL of the source makes of some thousand rows is more than 2 GiB"
                    .to_owned(),
            )),
            false => Ok(()),
        }
    }

    /// Adds a value.
    pub fn push(&mut self, value: Option<&str>) {
        self.text.push_str(value.unwrap_or_default());
        let end = self.end(self.text.len());
        self.ends.push(end | if value.is_none() { NULL } else { 0 });
    }

    fn end(&mut self, length: usize) -> u32 {
        let end = u32::try_from(length).ok().filter(|end| end & NULL == 0);
        self.overflows |= end.is_none();
        end.unwrap_or_default()
    }

    /// Returns a value; nothing where it is NULL, or where there are fewer.
    pub fn get(&self, number: usize) -> Option<&str> {
        let end = self.ends.get(number).filter(|end| **end & NULL == 0)?;
        Some(&self.text[self.begin(number)..*end as usize])
    }

    /// Adds the values of others from one to another.
    pub fn extend(&mut self, others: &Self, first: usize, end: usize) {
        let (begins, here) = (self.end(others.begin(first)), self.end(self.text.len()));
        self.text.push_str(others.text(first, end));
        self.end(self.text.len());
        // What marks NULL stays where it is.
        let moved = here.wrapping_sub(begins);
        self.ends.extend(others.ends[first..end].iter().map(|end| end.wrapping_add(moved)));
    }

    /// Puts groups of values, each of so many, into others by their numbers; NULL where there is none. They stand in no order,
    /// so that each has to be waited for: where nothing else is done between, they are waited for together.
    pub fn gather(&self, groups: impl Iterator<Item = Option<u32>>, count: usize, into: &mut Self) {
        for group in groups {
            match group {
                Some(group) => {
                    into.extend(self, group as usize * count, (group as usize + 1) * count)
                }
                None => (0..count).for_each(|_| into.push(None)),
            }
        }
    }

    /// Returns the text of all values from one to another.
    pub fn text(&self, first: usize, end: usize) -> &str {
        &self.text[self.begin(first)..self.begin(end)]
    }

    /// Returns the text of all values.
    pub fn all(&self) -> &str {
        &self.text
    }

    fn begin(&self, number: usize) -> usize {
        number.checked_sub(1).map_or(0, |before| (self.ends[before] & !NULL) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_told_from_an_empty_text() {
        let mut cells = Cells::default();
        for value in [Some("a"), None, Some(""), Some("bc"), None] {
            cells.push(value);
        }
        let values: Vec<Option<&str>> = (0..6).map(|number| cells.get(number)).collect();
        assert_eq!(values, [Some("a"), None, Some(""), Some("bc"), None, None]);
        assert_eq!((cells.text(0, 5), cells.text(1, 3), cells.text(5, 5)), ("abc", "", ""));
        let mut others = Cells::default();
        others.push(Some("before"));
        others.extend(&cells, 1, 4);
        let values: Vec<Option<&str>> = (0..4).map(|number| others.get(number)).collect();
        assert_eq!(values, [Some("before"), None, Some(""), Some("bc")]);
        let mut gathered = Cells::default();
        others.gather([Some(1), None, Some(0)].into_iter(), 2, &mut gathered);
        let values: Vec<Option<&str>> = (0..6).map(|number| gathered.get(number)).collect();
        assert_eq!(values, [Some(""), Some("bc"), None, None, Some("before"), None]);
    }

    #[test]
    fn too_much_to_count_is_told() {
        let mut cells = Cells::default();
        assert_eq!((cells.end(NULL as usize - 1), cells.overflows), (NULL - 1, false));
        assert_eq!((cells.end(NULL as usize), cells.overflows), (0, true));
        cells.clear();
        assert!(!cells.overflows);
    }
}
