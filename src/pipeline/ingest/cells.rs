//! Values of rows, one after another in one text.

/// What marks where NULL stands.
const NULL: usize = 1 << (usize::BITS - 1);

/// Values, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Cells {
    text: String,
    /// Where each value ends.
    ends: Vec<usize>,
}

impl Cells {
    /// Forgets them, and keeps their room.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// Adds a value.
    pub fn push(&mut self, value: Option<&str>) {
        self.text.push_str(value.unwrap_or_default());
        self.ends.push(self.text.len() | if value.is_none() { NULL } else { 0 });
    }

    /// Returns a value; nothing where it is NULL, or where there are fewer.
    pub fn get(&self, number: usize) -> Option<&str> {
        let end = self.ends.get(number).filter(|end| **end & NULL == 0)?;
        Some(&self.text[self.begin(number)..*end])
    }

    /// Adds the values of others from one to another.
    pub fn extend(&mut self, others: &Self, first: usize, end: usize) {
        let (begins, here) = (others.begin(first), self.text.len());
        self.text.push_str(others.text(first, end));
        // What marks NULL stays where it is.
        self.ends.extend(others.ends[first..end].iter().map(|end| end - begins + here));
    }

    /// Takes groups of values, each of so many, by their numbers. They stand in no order, so that each has to be waited for:
    /// where nothing else is done between, they are waited for together.
    pub fn gather(&self, groups: &[usize], count: usize) -> Self {
        let mut gathered = Self::default();
        groups.iter().for_each(|group| gathered.extend(self, group * count, (group + 1) * count));
        gathered
    }

    /// Returns the text of all values from one to another.
    pub fn text(&self, first: usize, end: usize) -> &str {
        &self.text[self.begin(first)..self.begin(end)]
    }

    fn begin(&self, number: usize) -> usize {
        number.checked_sub(1).map_or(0, |before| self.ends[before] & !NULL)
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
        let gathered = others.gather(&[1, 0, 1], 2);
        let values: Vec<Option<&str>> = (0..6).map(|number| gathered.get(number)).collect();
        assert_eq!(values, [Some(""), Some("bc"), Some("before"), None, Some(""), Some("bc")]);
    }
}
