//! Objects as they are read, and what they need, by their places in the catalogs.

use std::collections::{BTreeMap, HashMap};

use super::links::roles_of;
use super::sources::catalog;
use super::{Fact, Id, Kind, Needs};

/// A row of a catalog, or a part of one: catalog, row, and column or 0.
pub(super) type Place = (u32, u32, i32);

/// What was read so far.
#[derive(Default)]
pub(super) struct Objects {
    objects: Vec<Object>,
    /// Where the object of a place is in the list above; nowhere, if it is none of the state's.
    places: HashMap<Place, Option<u32>>,
    /// The extension that a catalog row belongs to.
    pub members: HashMap<(u32, u32), u32>,
    /// The place that a place stands for, and whether also where it is what needs something.
    pub aliases: HashMap<Place, (Place, bool)>,
    /// What needs what, as places in the list.
    needs: Vec<(u32, u32)>,
}

struct Object {
    id: Id,
    fact: Fact,
    /// Its place in the list as it was read.
    number: u32,
}

impl Objects {
    /// Adds an object; the last one of a name counts.
    pub fn add(&mut self, place: Option<Place>, id: Id, fact: Fact) {
        let number =
            u32::try_from(self.objects.len()).expect("rows of a catalog have numbers of 32 bits");
        self.objects.push(Object { id, fact, number });
        self.places.extend(place.map(|place| (place, Some(number))));
    }

    /// Notes the place of something that is none of the state's.
    pub fn pass_over(&mut self, place: Option<Place>) {
        self.places.extend(place.map(|place| (place, None)));
    }

    /// Adds a record of `pg_depend`.
    pub fn add_need(&mut self, dependent: Place, needed: Place) {
        if let Some(dependent) = self.find(dependent, true)
            && let Some(needed) = self.find(needed, false)
        {
            self.needs.push((dependent, needed));
        }
    }

    /// Finds the object that a place is, stands for, or is a part of.
    fn find(&self, place: Place, dependent: bool) -> Option<u32> {
        let mut at = place;
        // A chain is as long as partitions are deep; the bound only keeps it from going round.
        for _ in 0..64 {
            if let Some(found) = self.places.get(&at) {
                return *found;
            }
            if let Some(extension) = self.members.get(&(at.0, at.1)) {
                return *self.places.get(&(catalog::EXTENSION, *extension, 0))?;
            }
            at = match self.aliases.get(&at) {
                Some((_, false)) if dependent => return None,
                Some((next, _)) => *next,
                None if at.2 != 0 => (at.0, at.1, 0),
                None => return None,
            };
        }
        None
    }

    /// Returns the facts by identity, and what needs what.
    pub fn finish(self) -> (BTreeMap<Id, Fact>, Needs) {
        let Self { mut objects, places, needs, members, aliases } = self;
        drop((places, members, aliases));
        objects
            .sort_unstable_by(|one, other| (&one.id, one.number).cmp(&(&other.id, other.number)));
        let mut numbers = vec![0; objects.len()];
        let mut count = 0;
        for (at, object) in objects.iter().enumerate() {
            count += u32::from(at > 0 && objects[at - 1].id != object.id);
            numbers[object.number as usize] = count;
        }
        objects.dedup_by(|later, earlier| {
            let same = later.id == earlier.id;
            if same {
                std::mem::swap(&mut later.fact, &mut earlier.fact);
            }
            same
        });
        let number = |number: u32| numbers[number as usize];
        let mut needs: Vec<(u32, u32)> =
            needs.into_iter().map(|(one, other)| (number(one), number(other))).collect();
        link(&objects, &mut needs);
        needs.retain(|(one, other)| one != other);
        let needs = Needs::of_places(objects.iter().map(|object| &object.id), needs);
        (objects.into_iter().map(|object| (object.id, object.fact)).collect(), needs)
    }
}

/// Adds the needs that `pg_depend` does not record: parts need their whole, and everything needs the
/// roles that own it or are granted something on it.
fn link(objects: &[Object], needs: &mut Vec<(u32, u32)>) {
    let find = |id: &Id| objects.binary_search_by(|object| object.id.cmp(id)).ok();
    let has_roles = objects.iter().any(|object| object.id.kind == Kind::Role);
    let (mut last, mut whole) = (None::<&Id>, None);
    for (at, Object { id, fact, .. }) in objects.iter().enumerate() {
        if matches!(id.kind, Kind::Column | Kind::Attribute) {
            // Columns of one relation follow each other.
            if last.is_none_or(|last| {
                (last.kind, &last.schema, &last.name) != (id.kind, &id.schema, &id.name)
            }) {
                whole = id.wholes().find_map(|whole| find(&whole));
            }
            last = Some(id);
            needs.extend(whole.map(|whole| (at as u32, whole as u32)));
        }
        if let (Kind::Privileges, Some(extension)) = (id.kind, fact.text("extension")) {
            let found = find(&Id::new(Kind::Extension, "", extension, ""));
            needs.extend(found.map(|extension| (at as u32, extension as u32)));
        }
        if has_roles {
            let roles = roles_of(id, fact).into_iter();
            let found = roles.filter_map(|role| find(&Id::new(Kind::Role, "", role, "")));
            needs.extend(found.map(|role| (at as u32, role as u32)));
        }
    }
}
