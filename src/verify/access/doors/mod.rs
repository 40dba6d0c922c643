//! Doors: ways by which a role comes to what it is refused.
//!
//! A view or a function that works with its owner's rights, a trigger that such a function is, a
//! partition beside its parent, and SET ROLE. Which doors there are is read from PostgreSQL's own
//! dependency records and from the bodies of functions, with those that they call and fire; whether a door is open to a role was tried.
//! A door that is open on the server and not by what is declared is a fault, and so is one that leads
//! to what a role is denied, unless the denial says that it is meant.
//!
//! Limits: PostgreSQL records which columns a view reads, not which of its columns shows them: one of
//! the same name is taken for it, and where there is none, any. What a function puts together as text
//! while it runs cannot be read: of a denial it counts as all that the function's owner may do.

mod denials;
mod edges;
mod routines;
mod set_role;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use postgres::Transaction;

use super::answer::Answer;
use super::cells::Cell;
use super::surroundings::Surroundings;
use crate::model::{ObjectName, Privilege, Project, Target};
use crate::sql::quote_identifier;
use crate::verify::{Check, Error, Group};

use edges::{Act, Edge};

/// What each role may do at once: as declared, and as was tried.
struct Allowed<'a> {
    by_role: BTreeMap<&'a str, BTreeMap<Act, [bool; 2]>>,
}

/// Which of the two is asked.
#[derive(Debug, Clone, Copy)]
enum As {
    Declared = 0,
    Tried = 1,
}

impl<'a> Allowed<'a> {
    fn of(cells: &[Cell<'a>], answers: &[Answer]) -> Self {
        let mut by_role: BTreeMap<&str, BTreeMap<Act, [bool; 2]>> = BTreeMap::new();
        for (cell, answer) in cells.iter().zip(answers) {
            if !matches!(cell.object, Target::Table(_) | Target::Routine(_)) {
                continue;
            }
            let act = Act {
                object: cell.object.clone(),
                column: cell.column.map(str::to_owned),
                privilege: cell.privilege,
            };
            let tried = match answer {
                Answer::Permitted => true,
                Answer::Untried => cell.expected,
                _ => false,
            };
            by_role.entry(cell.role).or_default().insert(act, [cell.expected, tried]);
        }
        Self { by_role }
    }

    /// Returns what a role may do; of a privilege on columns also the act on any of them.
    fn acts(&self, role: &str, how: As) -> BTreeSet<Act> {
        let all = self.by_role.get(role).into_iter().flatten();
        let mut acts = BTreeSet::new();
        for (act, _) in all.filter(|(_, allowed)| allowed[how as usize]) {
            acts.insert(Act { column: None, ..act.clone() });
            acts.insert(act.clone());
        }
        acts
    }

    /// Returns whether a role did something at once when it tried; of the act on no column, on any.
    fn did(&self, role: &str, act: &Act) -> bool {
        self.tries(role).any(|(tried, done)| {
            let is_it = (&tried.object, tried.privilege) == (&act.object, act.privilege);
            done && is_it && (act.column.is_none() || tried.column == act.column)
        })
    }

    /// Returns what a role tried, and whether it did it without any door.
    fn tries(&self, role: &str) -> impl Iterator<Item = (&Act, bool)> {
        let all = self.by_role.get(role).into_iter().flatten();
        all.map(|(act, allowed)| (act, allowed[As::Tried as usize]))
    }

    /// Returns whether something is refused to a role at once; what cannot be done is refused to nobody.
    fn refuses(&self, role: &str, act: &Act, how: As) -> bool {
        let all = self.by_role.get(role).and_then(|acts| acts.get(act));
        all.is_some_and(|allowed| !allowed[how as usize])
    }
}

/// The edges from each act.
type Leads<'e> = BTreeMap<&'e Act, Vec<&'e Edge>>;

/// What a role comes to by doors: each act with the doors that it is behind.
type Behind = BTreeMap<Act, BTreeSet<String>>;

/// Compares the doors that are open with those that are declared, and with what is denied.
pub(super) fn prove(
    transaction: &mut Transaction<'_>,
    project: &Project,
    around: &Surroundings,
    cells: &[Cell<'_>],
    answers: &[Answer],
) -> Result<Vec<Check>, Error> {
    let (edges, unread) = edges::read(transaction, around)?;
    let mut leads = Leads::new();
    edges.iter().for_each(|edge| leads.entry(&edge.from).or_default().push(edge));
    let allowed = Allowed::of(cells, answers);
    let model = &project.database;
    let (declared, tried) = (set_role::declared(model), set_role::tried(transaction, model)?);
    let mut checks = set_role::compare(&declared, &tried);
    let mut open = BTreeSet::new();
    for role in model.roles.keys() {
        let of = |becomes: &set_role::Becomes<'_>, how| {
            behind(&allowed, &leads, role, &becomes[role.as_str()], how)
        };
        let (declared, tried) = (of(&declared, As::Declared), of(&tried, As::Tried));
        checks.extend(compare(role, &declared, &tried));
        for denial in project.denials.iter().filter(|denial| denial.role == *role) {
            checks.push(denials::held(denial, &allowed, &tried, &unread, &mut open));
        }
    }
    checks.extend(denials::closed(&project.denials, &open));
    Ok(checks)
}

/// Follows the edges from what a role may do, and lists what it reaches and is refused at once.
fn behind(
    allowed: &Allowed<'_>,
    leads: &Leads<'_>,
    role: &str,
    becomes: &BTreeSet<&str>,
    how: As,
) -> Behind {
    let own = allowed.acts(role, how);
    let mut reached: Behind = BTreeMap::new();
    // With each act, the door that it is behind, and whether it is with rows of a partition alone.
    let mut next: VecDeque<(Act, Option<String>, bool)> =
        own.iter().map(|act| (act.clone(), None, false)).collect();
    for other in becomes {
        // What is its own needs no door.
        let acts = allowed.acts(other, how).into_iter().filter(|act| !own.contains(act));
        let door = format!("role {}", quote_identifier(other));
        next.extend(acts.map(|act| (act, Some(door.clone()), false)));
    }
    let mut seen = BTreeSet::new();
    while let Some((act, door, in_part)) = next.pop_front() {
        if !seen.insert((act.clone(), door.clone(), in_part)) {
            continue;
        }
        if let Some(door) = &door
            && allowed.refuses(role, &act, how)
        {
            reached.entry(act.clone()).or_default().insert(door.clone());
        }
        for edge in leads.get(&act).into_iter().flatten() {
            // Some rows of the parent are those of this partition: no road to its siblings.
            if in_part && edge.down {
                continue;
            }
            if edge.owner.as_ref().is_some_and(|owner| allowed.refuses(owner, &edge.to, how)) {
                continue;
            }
            let door = door.clone().unwrap_or_else(|| edge.door.clone());
            next.push_back((edge.to.clone(), Some(door), edge.up));
        }
    }
    reached
}

/// Doors of a role to one relation: which columns lie behind which.
type Doors<'b> = BTreeMap<(&'b ObjectName, Privilege, &'b str), Vec<&'b str>>;

fn doors(behind: &Behind) -> Doors<'_> {
    let mut doors = Doors::new();
    for (act, door) in behind.iter().flat_map(|(act, all)| all.iter().map(move |it| (act, it))) {
        let Target::Table(relation) = &act.object else { continue };
        let columns = doors.entry((relation, act.privilege, door)).or_default();
        columns.extend(act.column.as_deref());
    }
    doors
}

fn compare(role: &str, declared: &Behind, tried: &Behind) -> Vec<Check> {
    let (declared, tried) = (doors(declared), doors(tried));
    let role = quote_identifier(role);
    let mut checks = Vec::new();
    for (key, columns) in &tried {
        let (relation, privilege, door) = key;
        let name = format!("{role}: {} on {relation} through {door}", privilege.sql());
        let known = declared.get(key).map_or(&[][..], Vec::as_slice);
        let opened: Vec<&str> =
            columns.iter().copied().filter(|column| !known.contains(column)).collect();
        let check = match declared.contains_key(key) && opened.is_empty() {
            true => Check::passed(Group::Access, name),
            false => Check::failed(
                Group::Access,
                name,
                format!("open, and not by what is declared{}", listed(&opened)),
            ),
        };
        checks.push(Check { trials: columns.len().max(1), ..check });
    }
    checks
}

fn listed(columns: &[&str]) -> String {
    let names: Vec<_> = columns.iter().map(|column| quote_identifier(column)).collect();
    if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) }
}
