//! The rows of one table, one after another.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

use super::plan::{Maker, Plan, Scale};
use super::scalar::{DAY, Unit, between, pick};
use super::shape;
use super::text::Person;
use crate::model::Distribution;

/// How often a row is drawn again until it differs from the others.
const TRIES: usize = 60;

/// What a row decides before its values are drawn: for each column 0 where it is null, else 1, or which of its values.
pub(super) type Decisions = Vec<u16>;

/// The rows that a foreign key may refer to.
#[derive(Debug, Default)]
pub(super) struct Parents {
    /// The values of the referenced columns.
    pub rows: Vec<Vec<String>>,
    /// Places in `rows` by the values of columns that another foreign key has as well.
    by_shared: HashMap<Vec<String>, Vec<u32>>,
}

/// What makes rows.
pub(super) struct Rows<'r> {
    plan: &'r Plan<'r>,
    parents: Vec<Parents>,
    /// For each foreign key, the places within it of columns that a foreign key before it has as well.
    shared: Vec<Vec<usize>>,
    /// The order in which columns are drawn.
    order: Vec<usize>,
    now: i64,
    random: ChaCha8Rng,
    serials: BTreeMap<usize, i64>,
    seen: Vec<HashSet<u64>>,
    /// Decisions that the server let pass; any where there are none.
    pub decisions: Vec<Decisions>,
    /// The foreign key whose rows are gone through one by one, with how many there are for each of them.
    per: Option<(usize, u64, u64)>,
    at: (usize, u64),
}

/// A row.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub values: Vec<Option<String>>,
    pub decisions: Decisions,
    steps: Vec<Option<i64>>,
}

impl Parents {
    pub fn new(rows: Vec<Vec<String>>) -> Self {
        Self { rows, by_shared: HashMap::new() }
    }
}

/// Starts a sequence of chance that depends on these words alone.
pub(super) fn chance(seed: u64, words: &[&str]) -> ChaCha8Rng {
    let mut digest = Sha256::new();
    digest.update(seed.to_be_bytes());
    for word in words {
        digest.update((word.len() as u64).to_be_bytes());
        digest.update(word.as_bytes());
    }
    ChaCha8Rng::from_seed(digest.finalize().into())
}

impl<'r> Rows<'r> {
    /// Begins; `greatest` are the greatest values of columns that are numbered.
    pub fn new(
        plan: &'r Plan<'r>,
        parents: Vec<Parents>,
        greatest: &BTreeMap<usize, i64>,
        random: ChaCha8Rng,
        now: i64,
    ) -> Self {
        let mut set: HashSet<usize> = HashSet::new();
        let mut shared = Vec::new();
        for link in &plan.links {
            let places = link.columns.iter().enumerate().filter(|(_, column)| set.contains(column));
            shared.push(places.map(|(place, _)| place).collect());
            set.extend(&link.columns);
        }
        let mut rows = Self {
            plan,
            parents: Vec::new(),
            shared,
            order: order(plan),
            now,
            random: random.clone(),
            serials: BTreeMap::new(),
            seen: Vec::new(),
            decisions: Vec::new(),
            per: None,
            at: (0, 0),
        };
        for (link, parents) in parents.into_iter().enumerate() {
            rows.parents.push(Parents::default());
            rows.refer(link, parents);
        }
        rows.restart(greatest, random, None);
        rows
    }

    /// Begins anew, with what was learned.
    pub fn restart(
        &mut self,
        greatest: &BTreeMap<usize, i64>,
        random: ChaCha8Rng,
        per: Option<(usize, u64, u64)>,
    ) {
        let columns = self.plan.columns.iter().enumerate();
        let serials = columns.filter_map(|(place, made)| match made.maker {
            Maker::Serial(from) => {
                let next = greatest.get(&place).map_or(from, |it| it.saturating_add(1).max(from));
                Some((place, next))
            }
            _ => None,
        });
        self.serials = serials.collect();
        self.seen = vec![HashSet::new(); self.plan.keys.len()];
        (self.random, self.per, self.at) = (random, per, (0, 0));
    }

    /// Lets a foreign key refer to these rows.
    pub fn refer(&mut self, link: usize, mut parents: Parents) {
        let places = &self.shared[link];
        if !places.is_empty() {
            for (at, row) in parents.rows.iter().enumerate() {
                let values: Vec<String> = places.iter().map(|place| row[*place].clone()).collect();
                let at = u32::try_from(at).unwrap_or(u32::MAX);
                parents.by_shared.entry(values).or_default().push(at);
            }
        }
        self.parents[link] = parents;
    }

    /// Makes the next row; nothing where there is none that differs from the others, or none is left.
    pub fn next(&mut self, row: &mut Row) -> bool {
        let fixed = match self.per {
            None => None,
            Some(per) => match self.next_parent(per) {
                None => return false,
                fixed => fixed,
            },
        };
        (0..TRIES).any(|attempt| self.draw(row, fixed, attempt) && self.is_new(row))
    }

    /// Returns the foreign key whose rows are gone through, and which of these is next.
    fn next_parent(&mut self, (link, from, to): (usize, u64, u64)) -> Option<(usize, usize)> {
        while self.at.1 == 0 {
            if self.at.0 >= self.parents[link].rows.len() {
                return None;
            }
            self.at.1 = self.random.random_range(from..=to);
            self.at.0 += 1;
        }
        self.at.1 -= 1;
        Some((link, self.at.0 - 1))
    }

    fn draw(&mut self, row: &mut Row, fixed: Option<(usize, usize)>, attempt: usize) -> bool {
        let width = self.plan.columns.len();
        row.values.clear();
        row.values.resize(width, None);
        row.steps.clear();
        row.steps.resize(width, None);
        self.decide(row, fixed);
        for link in 0..self.plan.links.len() {
            if !self.link(row, link, fixed) {
                return false;
            }
        }
        let person = Person::draw(&mut self.random);
        for place in self.order.clone() {
            self.column(row, place, &person, attempt);
        }
        true
    }

    /// Decides what is null, and which of its values a column has that has few.
    fn decide(&mut self, row: &mut Row, fixed: Option<(usize, usize)>) {
        if let Some(decisions) = self.decisions.choose(&mut self.random) {
            row.decisions.clone_from(decisions);
            return;
        }
        row.decisions.clear();
        for made in &self.plan.columns {
            let is_null = made.nulls > 0 && self.random.random_range(0..10_000) < made.nulls;
            let decision = match &made.maker {
                _ if is_null => 0,
                Maker::Choice(values) => 1 + weighted(values, &mut self.random),
                _ => 1,
            };
            row.decisions.push(decision);
        }
        // The columns of a foreign key are null together, and never where it is gone through.
        for (at, link) in self.plan.links.iter().enumerate() {
            let is_fixed = fixed.is_some_and(|(link, _)| link == at);
            let first = if is_fixed { 1 } else { row.decisions[link.columns[0]] };
            for column in &link.columns {
                let made = &self.plan.columns[*column];
                row.decisions[*column] = if made.nulls == 0 { 1 } else { first };
            }
        }
    }

    /// Chooses what a foreign key refers to; false where nothing agrees with what was chosen before.
    fn link(&mut self, row: &mut Row, at: usize, fixed: Option<(usize, usize)>) -> bool {
        let link = &self.plan.links[at];
        if link.columns.iter().any(|column| row.decisions[*column] == 0) {
            return true;
        }
        let parents = &self.parents[at];
        let given: Option<Vec<String>> =
            self.shared[at].iter().map(|place| row.values[link.columns[*place]].clone()).collect();
        let chosen = match (fixed, given) {
            (Some((fixed, parent)), _) if fixed == at => parent,
            (_, Some(given)) if !given.is_empty() => {
                let Some(fitting) = parents.by_shared.get(&given) else { return false };
                fitting[pick(&mut self.random, fitting.len(), link.distribution)] as usize
            }
            _ if parents.rows.is_empty() => {
                let may_be_null = link.columns.iter().any(|it| self.plan.columns[*it].nulls > 0);
                for column in &link.columns {
                    row.decisions[*column] = 0;
                }
                return may_be_null;
            }
            _ => pick(&mut self.random, parents.rows.len(), link.distribution),
        };
        for (column, value) in link.columns.iter().zip(&parents.rows[chosen]) {
            row.values[*column] = Some(value.clone());
        }
        true
    }

    fn column(&mut self, row: &mut Row, place: usize, person: &Person, attempt: usize) {
        let made = &self.plan.columns[place];
        let decision = row.decisions[place];
        if decision == 0 {
            row.values[place] = None;
            return;
        }
        let random = &mut self.random;
        let value = match &made.maker {
            Maker::Link | Maker::Sql(_) => return,
            Maker::Choice(values) => {
                values.get(usize::from(decision) - 1).map(|(value, _)| value.clone())
            }
            Maker::Serial(_) => self.serials.get_mut(&place).map(|next| {
                *next += 1;
                (*next - 1).to_string()
            }),
            Maker::Scalar(scale) => {
                let steps = steps(self.plan, row, scale, random);
                row.steps[place] = Some(steps);
                Some(scale.unit.write(steps))
            }
            Maker::Text(texts) => {
                let is_key = || self.plan.keys.iter().any(|key| key.contains(&place));
                let again = if attempt > 2 && is_key() { attempt } else { 0 };
                Some(texts.draw(random, person, again))
            }
            Maker::Shape(shape) => Some(shape::draw(shape, random, self.now)),
        };
        row.values[place] = value;
    }

    /// Returns whether a row differs from all before it where it has to, and keeps it in mind if so.
    fn is_new(&mut self, row: &Row) -> bool {
        let mut hashes = Vec::new();
        for (key, seen) in self.plan.keys.iter().zip(&self.seen) {
            if key.iter().any(|place| row.values[*place].is_none()) {
                hashes.push(None);
                continue;
            }
            let mut hasher = DefaultHasher::new();
            key.iter().for_each(|place| row.values[*place].hash(&mut hasher));
            let hash = hasher.finish();
            if seen.contains(&hash) {
                return false;
            }
            hashes.push(Some(hash));
        }
        for (seen, hash) in self.seen.iter_mut().zip(hashes) {
            seen.extend(hash);
        }
        true
    }
}

/// Draws the value of a column with an order: above what it comes after, and within a part that is there.
fn steps(plan: &Plan<'_>, row: &Row, scale: &Scale, random: &mut ChaCha8Rng) -> i64 {
    let (mut low, mut high) = (scale.low, scale.high);
    let mut begins = None;
    for (earlier, above) in &scale.after {
        let Maker::Scalar(other) = &plan.columns[*earlier].maker else { continue };
        let Some(steps) = row.steps[*earlier] else { continue };
        let steps = match (other.unit, scale.unit) {
            (Unit::Date, Unit::Timestamp) => steps.saturating_mul(DAY),
            (Unit::Timestamp, Unit::Date) => steps.div_euclid(DAY),
            _ => steps,
        };
        begins = begins.max(Some(steps.saturating_add(*above)));
    }
    if let Some(begins) = begins {
        low = low.max(begins);
        // What follows on something mostly does soon.
        let soon = match scale.unit.is_of_calendar() {
            true => scale.unit.of_seconds(30 * DAY),
            false => scale.high.saturating_sub(scale.low),
        };
        high = high.min(low.saturating_add(soon)).max(low);
    }
    let steps = match begins.is_some() && scale.unit.is_of_calendar() {
        true => between(random, (low, high), Distribution::Skewed),
        false => between(random, (low, high), scale.distribution),
    };
    let is_there = |(from, to): &(i64, i64)| (*from..*to).contains(&steps);
    if scale.parts.is_empty() || scale.parts.iter().any(is_there) {
        return steps;
    }
    let within = scale.parts.iter().map(|(from, to)| (low.max(*from), high.min(*to - 1)));
    let within: Vec<(i64, i64)> = within.filter(|(from, to)| from <= to).collect();
    let part = within.choose(random).copied();
    let part = part.or_else(|| scale.parts.choose(random).map(|(from, to)| (*from, to - 1)));
    part.map_or(steps, |part| between(random, part, scale.distribution))
}

fn weighted(values: &[(String, u64)], random: &mut ChaCha8Rng) -> u16 {
    let all: u64 = values.iter().map(|(_, weight)| weight).sum();
    let mut left = random.random_range(0..all.max(1));
    for (place, (_, weight)) in values.iter().enumerate() {
        if left < *weight {
            return u16::try_from(place).unwrap_or(0);
        }
        left -= weight;
    }
    0
}

/// Puts columns behind those that they come after.
fn order(plan: &Plan<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    while order.len() < plan.columns.len() {
        let is_ready = |place: &usize| match &plan.columns[*place].maker {
            Maker::Scalar(scale) => scale.after.iter().all(|(earlier, _)| order.contains(earlier)),
            _ => true,
        };
        let waiting = (0..plan.columns.len()).filter(|place| !order.contains(place));
        let ready: Vec<usize> = waiting.filter(is_ready).collect();
        if ready.is_empty() {
            break;
        }
        order.extend(ready);
    }
    order
}
