//! Which objects each object needs.
//!
//! A large database has several needs an object, so each is four bytes here: a place in one ordered
//! list of identities. What is looked up is read often and changed seldom.

use super::Id;

/// Which objects each object needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// Everything that needs something or is needed, ordered.
    ids: Vec<Id>,
    /// The needs of each of them.
    rows: Rows,
}

/// For each of some things the numbers of others, ordered and without repetition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Rows {
    /// Where the numbers of each thing end.
    ends: Vec<u32>,
    numbers: Vec<u32>,
}

impl Rows {
    /// Sorts pairs into rows, of which there are `count`.
    fn new(count: usize, mut pairs: Vec<(u32, u32)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let mut ends = vec![0; count];
        for (row, _) in &pairs {
            ends[*row as usize] += 1;
        }
        let mut end = 0;
        for count in &mut ends {
            end += *count;
            *count = end;
        }
        Self { ends, numbers: pairs.into_iter().map(|(_, number)| number).collect() }
    }

    fn row(&self, row: usize) -> &[u32] {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.numbers[start as usize..self.ends[row] as usize]
    }

    fn pairs(&self) -> impl Iterator<Item = (usize, u32)> {
        (0..self.ends.len()).flat_map(|row| self.row(row).iter().map(move |number| (row, *number)))
    }

    /// Returns for each number the rows that it is in.
    fn turned(&self) -> Self {
        let mut ends = vec![0; self.ends.len()];
        for number in &self.numbers {
            ends[*number as usize] += 1;
        }
        let mut end = 0;
        // For now these are the places where the next row is written.
        for count in &mut ends {
            end += std::mem::replace(count, end);
        }
        let mut numbers = vec![0; self.numbers.len()];
        for (row, number) in self.pairs() {
            let next = &mut ends[number as usize];
            numbers[*next as usize] = u32::try_from(row).expect("rows are numbered so");
            *next += 1;
        }
        Self { ends, numbers }
    }
}

impl Needs {
    /// Builds the needs from pairs of places in an ordered list of identities without repetition: what
    /// needs, and what it needs. Of the list those are taken that occur.
    pub(super) fn of_places<'a>(
        all: impl Iterator<Item = &'a Id>,
        mut pairs: Vec<(u32, u32)>,
    ) -> Self {
        let last = pairs.iter().map(|(one, other)| (*one).max(*other)).max();
        let mut numbers = vec![None; last.map_or(0, |last| last as usize + 1)];
        for (one, other) in &pairs {
            (numbers[*one as usize], numbers[*other as usize]) = (Some(0), Some(0));
        }
        for (next, number) in (0..).zip(numbers.iter_mut().flatten()) {
            *number = next;
        }
        let number = |place: u32| numbers[place as usize].expect("every place was marked above");
        for (one, other) in &mut pairs {
            (*one, *other) = (number(*one), number(*other));
        }
        let ids: Vec<Id> = all
            .zip(&numbers)
            .filter(|(_, number)| number.is_some())
            .map(|(id, _)| id.clone())
            .collect();
        let rows = Rows::new(ids.len(), pairs);
        Self { ids, rows }
    }

    /// Returns what an object needs, ordered.
    pub fn of<'a>(&'a self, id: &Id) -> impl Iterator<Item = &'a Id> + use<'a> {
        let row = self.number(id).map_or(&[][..], |number| self.rows.row(number));
        row.iter().map(|number| &self.ids[*number as usize])
    }

    /// Returns whether anything needs an object.
    pub fn is_needed(&self, id: &Id) -> bool {
        let number = self.number(id).and_then(|number| u32::try_from(number).ok());
        number.is_some_and(|number| self.rows.numbers.contains(&number))
    }

    /// Returns every object that needs something, ordered, with what it needs.
    pub fn iter(&self) -> impl Iterator<Item = (&Id, impl Iterator<Item = &Id>)> {
        let needs =
            |row: usize| self.rows.row(row).iter().map(|number| &self.ids[*number as usize]);
        let needing = self.ids.iter().enumerate().map(move |(row, id)| (row, id, needs(row)));
        needing
            .filter(|(row, _, _)| !self.rows.row(*row).is_empty())
            .map(|(_, id, needs)| (id, needs))
    }

    /// Returns what needs what, pair by pair, ordered.
    pub fn pairs(&self) -> impl Iterator<Item = (&Id, &Id)> {
        self.rows.pairs().map(|(row, number)| (&self.ids[row], &self.ids[number as usize]))
    }

    /// Returns what needs what, pair by pair, ordered.
    pub fn into_pairs(self) -> impl Iterator<Item = (Id, Id)> {
        let Self { ids, rows } = self;
        let pairs: Vec<_> = rows.pairs().collect();
        pairs.into_iter().map(move |(row, number)| (ids[row].clone(), ids[number as usize].clone()))
    }

    /// Returns for each object those that need it.
    pub fn dependents(&self) -> Dependents<'_> {
        Dependents { needs: self, rows: self.rows.turned() }
    }

    /// Forgets what the objects need of which this is not true.
    pub fn retain(&mut self, keep: impl Fn(&Id) -> bool) {
        let kept: Vec<bool> = self.ids.iter().map(keep).collect();
        self.filter(|one, _| kept[one]);
    }

    /// Forgets what concerns objects of which this is not true.
    pub fn retain_among(&mut self, keep: impl Fn(&Id) -> bool) {
        let kept: Vec<bool> = self.ids.iter().map(keep).collect();
        self.filter(|one, other| kept[one] && kept[other]);
    }

    fn filter(&mut self, keep: impl Fn(usize, usize) -> bool) {
        let pairs = self.rows.pairs().filter(|(one, other)| keep(*one, *other as usize));
        let number = |row| u32::try_from(row).expect("rows are numbered so");
        let pairs: Vec<(u32, u32)> = pairs.map(|(one, other)| (number(one), other)).collect();
        if pairs.len() < self.rows.numbers.len() {
            *self = Self::of_places(self.ids.iter(), pairs);
        }
    }

    fn number(&self, id: &Id) -> Option<usize> {
        self.ids.binary_search(id).ok()
    }
}

fn cloned((one, other): (&Id, &Id)) -> (Id, Id) {
    (one.clone(), other.clone())
}

impl FromIterator<(Id, Id)> for Needs {
    fn from_iter<T: IntoIterator<Item = (Id, Id)>>(pairs: T) -> Self {
        let pairs: Vec<(Id, Id)> = pairs.into_iter().collect();
        let mut ids: Vec<Id> =
            pairs.iter().flat_map(|(one, other)| [one, other]).cloned().collect();
        ids.sort_unstable();
        ids.dedup();
        let number = |id: &Id| {
            let found = ids.binary_search(id).expect("the list holds both of every pair");
            u32::try_from(found).expect("no database has so many objects")
        };
        let pairs = pairs.iter().map(|(one, other)| (number(one), number(other))).collect();
        let rows = Rows::new(ids.len(), pairs);
        Self { ids, rows }
    }
}

impl Extend<(Id, Id)> for Needs {
    fn extend<T: IntoIterator<Item = (Id, Id)>>(&mut self, pairs: T) {
        *self = self.pairs().map(cloned).chain(pairs).collect();
    }
}

/// For each object those that need it.
#[derive(Debug)]
pub struct Dependents<'a> {
    needs: &'a Needs,
    rows: Rows,
}

impl<'a> Dependents<'a> {
    /// Returns what needs an object, ordered.
    pub fn of<'d>(&'d self, id: &Id) -> impl Iterator<Item = &'a Id> + use<'a, 'd> {
        let row = self.needs.number(id).map_or(&[][..], |number| self.rows.row(number));
        row.iter().map(|number| &self.needs.ids[*number as usize])
    }
}
