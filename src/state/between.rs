//! The plan between two states: read, planned, tried on a copy, and only then given out.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use postgres::Client;

use super::acting::act_as_owners;
use super::copy::{concerned, copy, read_copy};
use super::leave::leave;
use super::materialise::read_server_as_scripts;
use super::outsiders::outside_members;
use super::{Doubt, Error, Input, Places, State, load, retire};
use crate::diff::{self, Change, Cycle, Difference, Renames};
use crate::facts::{Facts, Id, Kind, Shared};
use crate::plan::{self, Plan};
use crate::rehearse::{self, Failure};

/// How a plan is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Keeps readers and writers of tables that are in use from waiting.
    pub online: bool,
    /// Tries the plan on a copy before it is given out.
    pub rehearse: bool,
    /// How many rows each table of the copy is filled with first, so that times can be compared.
    pub rows: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { online: true, rehearse: true, rows: 0 }
    }
}

/// Why no plan is given out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// A state cannot be had.
    #[error(transparent)]
    State(#[from] Error),
    /// No order of changes helps.
    #[error(transparent)]
    Cycle(#[from] Cycle),
    /// A step fails on the copy.
    #[error("the plan was tried on a copy, and {0}")]
    Step(Box<Failure>),
    /// The copy is not like the desired state afterwards.
    #[error("the plan was tried on a copy, which is not as it should be afterwards: {}", list(.0))]
    Different(Vec<Difference>),
}

fn list(differences: &[Difference]) -> String {
    differences.iter().map(|difference| format!("\n  {difference}")).collect()
}

/// Plans from one state to another, in sandboxes of their own.
///
/// # Errors
/// A state that cannot be had; a plan that was tried and does not lead to the desired state is not
/// given out.
pub fn between(
    from: &Input,
    to: &Input,
    places: (&Places<'_>, &Places<'_>),
    options: &Options,
) -> Result<Plan, PlanError> {
    let (current, desired) = read(from, to, places)?;
    plan_states((from, &current), (to, &desired), places.0, options)
}

/// Reads both states, a live database while the other is read.
fn read(
    from: &Input,
    to: &Input,
    places: (&Places<'_>, &Places<'_>),
) -> Result<(State, State), Error> {
    let none = BTreeSet::new();
    match (from, to) {
        (Input::Server(one), Input::Server(other)) => {
            let shared = Shared::default();
            one.begin(false, Some(shared.clone()));
            other.begin(false, Some(shared));
            Ok((places.0.read(from, &none)?, places.1.read(to, &none)?))
        }
        (Input::Server(live), _) => {
            live.begin(true, None);
            let desired = places.1.read(to, &none)?;
            Ok((places.0.read(from, &to.roles(&desired))?, desired))
        }
        _ => {
            let current = places.0.read(from, &none)?;
            let desired = match to {
                Input::Server(live) => {
                    let client = &mut live.target().connect()?;
                    let facts = read_server_as_scripts(client, &current.roles())?;
                    State { name: to.name(), facts }
                }
                Input::Scripts { .. } => places.1.read(to, &current.roles())?,
            };
            Ok((current, desired))
        }
    }
}

/// Plans between states that were read.
///
/// # Errors
/// As [`between`].
pub fn plan_states(
    (from, current): (&Input, &State),
    (to, desired): (&Input, &State),
    place: &Places<'_>,
    options: &Options,
) -> Result<Plan, PlanError> {
    let declared = to.declared().cloned().unwrap_or_default();
    let renames = diff::renames(&current.facts, &desired.facts, &declared.renames);
    let renamed = match renames.changes.is_empty() {
        true => None,
        false => Some(renamed(from, current, &renames, place)?),
    };
    let start = renamed.as_ref().unwrap_or(&current.facts);
    let (facts, left) = place.reachable((from, start), (to, &desired.facts));
    let wanted = (desired.name.as_str(), &*facts);
    let mut changes = renames.changes;
    changes.extend(diff::changes(start, &facts, options.online)?);
    let has_stance = declared.stance.is_some();
    let retired = declared.stance.map(|stance| stance.retired).unwrap_or_default();
    retire::retire(&mut changes, &retired);
    let mut client = match from {
        Input::Server(live) => Some(live.target().connect().map_err(Error::from)?),
        Input::Scripts { .. } => None,
    };
    act_as_owners(&mut changes, (start, &facts), &retired, client.as_mut()).map_err(Error::from)?;
    plan::mark_personal(&mut changes, start, &facts, &declared.personal);
    let mut changed: BTreeSet<Id> = changes.iter().map(|change| change.id.clone()).collect();
    changed.extend(renames.old);
    let mut plan = plan::of_changes((current.name.as_str(), start), wanted, changes);
    if renamed.is_some() {
        plan.from.fingerprint = current.facts.fingerprint();
    }
    plan.roles = match from.is_server() {
        true => to.roles(desired),
        false => BTreeSet::new(),
    };
    plan.notes = notes(start, &facts);
    plan.notes.extend(left);
    if let Some(client) = client.as_mut().filter(|_| has_stance) {
        plan.notes.extend(outside_members(client, &desired.facts.roles()).map_err(Error::from)?);
    }
    plan.notes.extend(plan::without_effect(start, &facts));
    if options.rehearse && !plan.is_empty() {
        try_out(from, current, start, &facts, &changed, (place, options.rows), &mut plan)?;
    }
    let rows = client.map(|mut client| rows(&mut client, &plan)).unwrap_or_default();
    plan::judge(&mut plan, &rows, options.rehearse);
    Ok(plan)
}

impl Places<'_> {
    /// Returns the desired state as it can be had from the current one: spelled alike where both mean
    /// the same, with all that is left alone; and words about that.
    pub fn reachable<'f>(
        &self,
        (from, current): (&Input, &Facts),
        (to, desired): (&Input, &'f Facts),
    ) -> (Cow<'f, Facts>, Vec<String>) {
        let settled = self.settle(current, desired, Doubt::Likely);
        let desired = settled.map_or(Cow::Borrowed(desired), Cow::Owned);
        let stance = to.declared().and_then(|declared| declared.stance.as_ref());
        let Some(stance) = stance.filter(|_| from.is_server()) else {
            return (desired, Vec::new());
        };
        leave(current, desired.into_owned(), stance)
    }
}

fn try_out(
    from: &Input,
    current: &State,
    start: &Facts,
    desired: &Facts,
    changed: &BTreeSet<Id>,
    (place, rows): (&Places<'_>, u32),
    plan: &mut Plan,
) -> Result<(), PlanError> {
    let sandbox = place.sandbox()?;
    if sandbox.major() != current.facts.postgres {
        let (server, sandbox) = (current.facts.postgres, sandbox.major());
        return Err(Error::OtherVersion { server, sandbox }.into());
    }
    let (database, part) = match from {
        Input::Scripts { scripts, .. } => {
            (load(sandbox, "rehearsal", scripts, &desired.roles())?, None)
        }
        Input::Server(_) => {
            let part = concerned(&current.facts, desired, changed);
            let (database, respelled) = copy(sandbox, &part, desired)?;
            (database, Some((part, respelled)))
        }
    };
    let mut client = database.connect().map_err(Error::from)?;
    if rows > 0 {
        let filled = part.as_ref().map_or(&current.facts, |(part, _)| part);
        rehearse::fill(&mut client, filled, rows);
    }
    let connect = || database.connect().map_err(|error| error.to_string());
    rehearse::run_observed(&mut client, plan, &connect).map_err(PlanError::Step)?;
    let (reached, expected) = match &part {
        None => (database.read(&mut client)?, Cow::Borrowed(desired)),
        Some((part, respelled)) => {
            let mut expected = expected(part, changed, start, desired);
            respelled.apply(&mut expected);
            let roles = expected_roles(part, desired);
            (read_copy(&mut client, &roles)?, Cow::Owned(expected))
        }
    };
    let mut differences = diff::differences(&reached, &expected);
    if !differences.is_empty() {
        let mut expected = expected.into_owned();
        expected.needs = desired.needs.clone();
        if let Some(settled) = place.settle(&reached, &expected, Doubt::Any) {
            differences = diff::differences(&reached, &settled);
        }
    }
    match differences.is_empty() {
        true => Ok(()),
        false => Err(PlanError::Different(differences)),
    }
}

/// Reads what the current state is once its objects were renamed: the server rewrites every text
/// that names them.
fn renamed(
    from: &Input,
    current: &State,
    renames: &Renames,
    place: &Places<'_>,
) -> Result<Facts, PlanError> {
    let sandbox = place.sandbox()?;
    let statements: Vec<Change> = renames.changes.clone();
    let (database, part) = match from {
        Input::Scripts { scripts, .. } => {
            let changed = renames.changes.iter().map(|change| &change.id);
            let roles = changed.filter(|id| id.kind == Kind::Role).map(|id| id.name.to_string());
            (load(sandbox, "renamed", scripts, &roles.collect())?, None)
        }
        Input::Server(_) => {
            let part = concerned(&current.facts, &Facts::default(), &renames.old);
            (copy(sandbox, &part, &Facts::default())?.0, Some(part))
        }
    };
    let mut client = database.connect().map_err(Error::from)?;
    let empty = ("", &Facts::default());
    let mut plan = plan::of_changes(empty, empty, statements);
    rehearse::run(&mut client, &mut plan).map_err(PlanError::Step)?;
    let Some(part) = part else {
        return Ok(database.read(&mut client)?);
    };
    let reached = read_copy(&mut client, &part)?;
    let mut facts = current.facts.clone();
    facts.facts.retain(|id, _| !part.contains(id));
    facts.needs.retain(|id| !part.contains(id));
    facts.facts.extend(reached.facts);
    facts.needs.extend(reached.needs.into_pairs());
    // The live database has the version that it has.
    for (id, fact) in current.facts.facts.iter().filter(|(id, _)| id.kind == Kind::Extension) {
        facts.facts.insert(id.clone(), fact.clone());
    }
    Ok(facts)
}

/// Returns the objects of the desired state that the copy should show: what it has, and what is new.
fn expected(part: &Facts, changed: &BTreeSet<Id>, start: &Facts, desired: &Facts) -> Facts {
    // What was renamed is in the copy by its old name, with its parts.
    let renamed = |id: &Id| {
        changed.contains(id) || desired.whole(id).is_some_and(|whole| changed.contains(&whole))
    };
    let shown = |id: &Id| part.contains(id) || !start.contains(id) || renamed(id);
    let facts = desired.facts.iter().filter(|(id, _)| shown(id));
    let facts = facts.map(|(id, fact)| (id.clone(), fact.clone())).collect();
    let mut expected =
        Facts { facts, postgres: desired.postgres, user: desired.user.clone(), ..Facts::default() };
    for (id, fact) in &mut expected.facts {
        if id.kind == Kind::Extension {
            fact.set("version", None);
        }
        if id.kind == Kind::Database {
            fact.set("owner", None);
        }
    }
    expected
}

fn expected_roles(part: &Facts, desired: &Facts) -> Facts {
    let mut roles = part.clone();
    roles.facts.extend(
        desired
            .facts
            .iter()
            .filter(|(id, _)| id.kind == Kind::Role)
            .map(|(id, fact)| (id.clone(), fact.clone())),
    );
    roles
}

/// Returns what a person should know that no step says.
fn notes(current: &Facts, desired: &Facts) -> Vec<String> {
    let unknown = |facts: &Facts| facts.unknown.clone();
    let named = unknown(current).into_iter().chain(unknown(desired));
    let mut notes: Vec<String> =
        named.map(|name| format!("not known to pgspec, and left alone: {name}")).collect();
    notes.sort();
    notes.dedup();
    notes.extend(super::renames::likely(current, desired));
    notes
}

/// Returns about how many rows each table that a plan rewrites or reads has.
fn rows(client: &mut Client, plan: &Plan) -> BTreeMap<String, u64> {
    let names: BTreeSet<&String> =
        plan.steps.iter().flat_map(|step| step.rewrites.iter().chain(&step.scans)).collect();
    let names: Vec<&str> = names.into_iter().map(String::as_str).collect();
    // Of what was never analysed, nothing is known but what was counted.
    let sql = "select n.name, case when c.reltuples >= 0 then c.reltuples::int8 else l.live end \
               from unnest($1::text[]) as n (name) \
               join pg_class c on c.oid = to_regclass(n.name), \
               lateral (select pg_stat_get_live_tuples(c.oid)) as l (live) \
               where c.relkind in ('r', 'p', 'm') and (c.reltuples >= 0 or l.live > 0)";
    // An estimate that cannot be had is none.
    let rows = client.query(sql, &[&names]).unwrap_or_default();
    rows.iter()
        .map(|row| (row.get(0), u64::try_from(row.get::<_, i64>(1)).unwrap_or_default()))
        .collect()
}
