//! What routines that run with their owner's rights do with relations, when they are called or a statement
//! fires them: by their own bodies, and by those of the routines that they call and the triggers that they
//! fire, as far as these run with the rights of who calls them.

use std::collections::{BTreeMap, BTreeSet};

use postgres::{Row, Transaction};

use super::edges::{Act, Edge, Unread, privilege};
use crate::model::{ObjectName, Privilege, RoutineName, Target};
use crate::sql::references::{Access, Fragment, FunctionUse, RelationUse, references};
use crate::sql::{QualifiedName, has_dynamic_commands, has_word, quote_identifier};
use crate::verify::Error;
use crate::verify::access::surroundings::Surroundings;

/// A routine as the server has it.
struct Routine {
    kind: String,
    owner: String,
    body: String,
    is_definer: bool,
    is_trigger: bool,
    /// Whether it runs what does not stand in it.
    is_dynamic: bool,
    /// Its own search path, where it sets one.
    path: Option<Vec<String>>,
    relations: Vec<RelationUse>,
    calls: Vec<FunctionUse>,
}

/// What fires a routine: the statement, and the trigger.
struct Fired {
    routine: RoutineName,
    by: Act,
    door: String,
}

struct Routines<'a> {
    all: BTreeMap<RoutineName, Routine>,
    fired: Vec<Fired>,
    around: &'a Surroundings,
}

/// What a routine does with relations and other routines.
#[derive(Default)]
struct Does {
    acts: BTreeSet<Act>,
    /// Whether it may do more, which cannot be read.
    more: bool,
}

/// Returns what leads from each call and from each statement that fires a trigger, and what of these may
/// lead anywhere.
pub(super) fn read(
    transaction: &mut Transaction<'_>,
    around: &Surroundings,
) -> Result<(Vec<Edge>, Vec<Unread>), Error> {
    let failed = Error::server("read what routines do with their owners' rights");
    let rows = transaction.query(include_str!("routines.sql"), &[]).map_err(failed)?;
    let all = rows.iter().map(|row| (name(row), Routine::of(row))).collect();
    let rows = transaction.query(include_str!("triggers.sql"), &[]).map_err(failed)?;
    let fired = rows.iter().filter_map(Fired::of).collect();
    let routines = Routines { all, fired, around };
    let (mut edges, mut unread) = (Vec::new(), Vec::new());
    let mut add = |from: &Act, door: &str, name, routine, comes_back| {
        let (found, more) = routines.leads(from, door, name, routine, comes_back);
        edges.extend(found);
        unread.extend(more);
    };
    for (name, routine) in routines.all.iter().filter(|(_, it)| it.is_definer && !it.is_trigger) {
        add(&execute(name), &format!("{} {name}", routine.kind), name, routine, |_| true);
    }
    for fired in &routines.fired {
        let routine = routines.all.get_key_value(&fired.routine);
        if let Some((name, routine)) = routine.filter(|(_, routine)| routine.is_definer) {
            // What a trigger reads comes back to nobody.
            add(&fired.by, &fired.door, name, routine, changes);
        }
    }
    Ok((edges, unread))
}

fn changes(act: &Act) -> bool {
    act.privilege != Privilege::Select
}

fn execute(name: &RoutineName) -> Act {
    Act { object: Target::Routine(name.clone()), column: None, privilege: Privilege::Execute }
}

fn name(row: &Row) -> RoutineName {
    let name = ObjectName::new(row.get::<_, String>("schema"), row.get::<_, String>("name"));
    RoutineName { name, arguments: row.get("types") }
}

impl Routine {
    fn of(row: &Row) -> Self {
        let definition: &str = row.get("definition");
        let found = references(definition, Fragment::Statements);
        Self {
            kind: row.get("kind"),
            owner: row.get("owner"),
            body: row.get("body"),
            is_definer: row.get("is_definer"),
            is_trigger: row.get("is_trigger"),
            is_dynamic: has_dynamic_commands(row.get("language"), row.get("body")),
            path: row.get("search_path"),
            relations: found.relations,
            calls: found.functions,
        }
    }
}

impl Fired {
    fn of(row: &Row) -> Option<Self> {
        let text = |name: &str| -> String { row.get(name) };
        let table = ObjectName::new(text("table_schema"), text("table_name"));
        let by = Act::on(&table, None, privilege(&text("privilege"))?);
        let door = format!("trigger {} on {table}", quote_identifier(&text("trigger")));
        Some(Self { routine: name(row), by, door })
    }
}

impl Routines<'_> {
    fn leads(
        &self,
        from: &Act,
        door: &str,
        name: &RoutineName,
        routine: &Routine,
        comes_back: fn(&Act) -> bool,
    ) -> (Vec<Edge>, Option<Unread>) {
        let path = routine.path.clone().unwrap_or_default();
        let mut does = Does::default();
        self.gather(name, routine, &path, &mut BTreeSet::new(), &mut does);
        let acts = does.acts.into_iter().filter(|act| comes_back(act) && act != from);
        let edge = |to| Edge {
            from: from.clone(),
            to,
            door: door.to_owned(),
            owner: Some(routine.owner.clone()),
            down: false,
            up: false,
        };
        let unread = does.more.then(|| Unread {
            from: from.clone(),
            door: door.to_owned(),
            owner: routine.owner.clone(),
            comes_back,
        });
        (acts.map(edge).collect(), unread)
    }

    /// Adds what a routine does, and what is done for it with the same rights.
    fn gather<'r>(
        &'r self,
        name: &'r RoutineName,
        routine: &'r Routine,
        path: &[String],
        seen: &mut BTreeSet<&'r RoutineName>,
        does: &mut Does,
    ) {
        if !seen.insert(name) {
            return;
        }
        let path = routine.path.as_deref().unwrap_or(path);
        let own = self.acts(routine, path);
        let called = routine.calls.iter().flat_map(|call| self.called(call, path));
        let fired = self.fired.iter().filter(|fired| own.contains(&fired.by));
        let fired = fired.filter_map(|fired| self.all.get_key_value(&fired.routine));
        for (name, other) in called.chain(fired) {
            if !other.is_definer {
                let mut further = Does::default();
                self.gather(name, other, path, seen, &mut further);
                further.acts.retain(|act| !other.is_trigger || changes(act));
                does.acts.extend(further.acts);
                does.more |= further.more;
            } else if !other.is_trigger {
                does.acts.insert(execute(name));
            }
        }
        does.acts.extend(own);
        does.more |= routine.is_dynamic;
    }

    /// Returns the routines that a call may mean: of that name, with at least so many arguments.
    fn called<'r>(
        &'r self,
        call: &FunctionUse,
        path: &[String],
    ) -> Vec<(&'r RoutineName, &'r Routine)> {
        let takes = |known: &RoutineName| match (call.arguments, known.arguments.as_str()) {
            (None | Some(0), _) => true,
            (Some(_), "") => false,
            (Some(given), types) => types.split(", ").count() >= given,
        };
        let is_meant =
            |known: &RoutineName| is_meant(&call.mention.name, &known.name, path) && takes(known);
        self.all.iter().filter(|(known, _)| is_meant(known)).collect()
    }

    /// Returns what a routine's own body does with relations of the project.
    fn acts(&self, routine: &Routine, path: &[String]) -> BTreeSet<Act> {
        let mut acts = BTreeSet::new();
        for used in &routine.relations {
            let mut relations = self.around.relations.iter();
            let Some((relation, columns)) =
                relations.find(|(known, _)| is_meant(&used.mention.name, known, path))
            else {
                continue;
            };
            let columns = columns.iter().map(|column| column.name.clone());
            let mut push = |privilege, columns: Vec<String>| {
                acts.insert(Act::on(relation, None, privilege));
                acts.extend(columns.into_iter().map(|it| Act::on(relation, Some(it), privilege)));
            };
            match &used.access {
                Access::Mention => (),
                Access::Read => {
                    let named = columns.filter(|column| says(&routine.body, column));
                    push(Privilege::Select, named.collect());
                }
                Access::Insert(listed) if listed.is_empty() => {
                    push(Privilege::Insert, columns.collect());
                }
                Access::Insert(listed) => push(Privilege::Insert, listed.clone()),
                Access::Update(listed) => push(Privilege::Update, listed.clone()),
                Access::Delete => push(Privilege::Delete, Vec::new()),
                Access::Truncate => push(Privilege::Truncate, Vec::new()),
            }
        }
        acts
    }
}

/// Returns whether a name that a body writes can mean a known one, by that search path.
fn is_meant(written: &QualifiedName, known: &ObjectName, path: &[String]) -> bool {
    known.name == written.name
        && match &written.schema {
            Some(schema) => known.schema == *schema,
            None => path.is_empty() || path.contains(&known.schema),
        }
}

/// Returns whether a body names a column as a word of its own, or takes all of them.
fn says(body: &str, column: &str) -> bool {
    has_word(body, column) || body.contains(".*") || body.contains("select *")
}
