//! Flips what is declared on a server, one cell after the other: each has to be found.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use postgres::Client;

use super::cells::{self, Cell};
use super::surroundings::Surroundings;
use crate::catalog::tests::support::server;
use crate::model::{Access, PUBLIC, Privilege, Project, Road, Target, Verdict};
use crate::render::{self, Templates};
use crate::sandbox::script::{self, Script};
use crate::sql::quote_identifier;
use crate::verify::{Check, Context, Outcome, Secrets, ddl_scripts, shape};
use crate::{check, spec};

/// How many cells are flipped; `PGSPEC_FLIPS` names another number.
const FLIPS: usize = 100;

fn bundled() -> Project {
    let (spec, sources, findings) = spec::read(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(findings.is_empty(), "{findings:?}");
    check::check(&spec, &sources).project.expect("the bundled project is sound")
}

/// A change to one cell, and the way back to what is declared.
struct Flip {
    there: String,
    back: String,
}

impl Flip {
    fn of(project: &Project, cell: &Cell<'_>, database: &str, grants: &str) -> Self {
        let privilege = cell.privilege.sql();
        let on = match &cell.object {
            Target::Database => format!("database {}", quote_identifier(database)),
            object => object.to_string(),
        };
        let of = cell.column.map(|it| format!(" ({})", quote_identifier(it))).unwrap_or_default();
        if !cell.expected {
            let role = grantee(cell.role);
            return Self {
                there: format!("grant {privilege}{of} on {on} to {role}"),
                back: format!("revoke {privilege}{of} on {on} from {role}"),
            };
        }
        let access = Access::new(&project.database);
        let whole = access.verdict(cell.role, &cell.object, cell.privilege);
        let (road, others) = match (&whole, &cell.object, cell.column) {
            // A column cannot be taken out of a privilege on the whole table.
            (Verdict::Allowed(road), Target::Table(table), Some(column)) => {
                let columns = project.database.columns_of(table).expect("it has columns");
                let others = columns.into_iter().filter(|(name, _)| *name != column);
                (road.clone(), others.map(|(name, _)| quote_identifier(name)).collect())
            }
            (Verdict::Allowed(road), ..) => (road.clone(), Vec::new()),
            (Verdict::Refused, Target::Table(table), Some(column)) => {
                let column = Target::Column(table.clone(), column.to_owned());
                match access.verdict(cell.role, &column, cell.privilege) {
                    Verdict::Allowed(road) => (road, Vec::new()),
                    Verdict::Refused => unreachable!("it is declared allowed"),
                }
            }
            (Verdict::Refused, ..) => unreachable!("it is declared allowed"),
        };
        let Road::Grant(from) = road else { unreachable!("the project grants all of it") };
        let from = grantee(&from);
        let mut there = match (others.is_empty(), whole.is_allowed()) {
            (_, false) => format!("revoke {privilege}{of} on {on} from {from}"),
            _ => format!("revoke {privilege} on {on} from {from}"),
        };
        if !others.is_empty() {
            there.push_str(&format!(
                "; grant {privilege} ({}) on {on} to {from}",
                others.join(", ")
            ));
        }
        Self { there, back: format!("revoke {privilege} on {on} from {from}; {grants}") }
    }
}

fn grantee(role: &str) -> String {
    if role == PUBLIC { "public".to_owned() } else { quote_identifier(role).into_owned() }
}

/// Returns whether a failure names the cell.
fn names(check: &Check, cell: &Cell<'_>) -> bool {
    let Outcome::Failed(detail) = &check.outcome else { return false };
    let text = format!("{}: {detail}", check.name);
    let object = cell.object.to_string();
    let object = object.strip_prefix("table ").unwrap_or(&object);
    let has = |word: &str| text.contains(word);
    let column = cell.column.is_none_or(|column| has(column) || has("every column"));
    column && has(cell.privilege.sql()) && has(object) && has(cell.role)
}

#[test]
fn each_cell_that_is_flipped_is_found_and_named() {
    let flips = std::env::var("PGSPEC_FLIPS").ok().and_then(|it| it.parse().ok()).unwrap_or(FLIPS);
    let server = server();
    // What is granted to columns of older versions is another matter.
    let project = Project { postgres: server.major(), ..bundled() };
    let artifacts = render::render(&project, &Templates::default(), &BTreeMap::new()).unwrap();
    let scripts = ddl_scripts(&project, &artifacts, &Templates::default(), server.major()).unwrap();
    let apply = |name: &str| {
        let database = server.create_database(name).unwrap();
        let mut client: Client = database.connect().unwrap();
        for script in &scripts {
            script::run(&mut client, script).unwrap();
        }
        (database, client)
    };
    let (database, mut client) = apply("flipped");
    let (second, _) = apply("declared");
    let secrets = Secrets::of(&project.database, &BTreeMap::new()).unwrap();
    let context = Context {
        project: &project,
        sandbox: &server,
        database: database.name().to_owned(),
        secrets: &secrets,
        progress: &(),
    };
    let failures = || {
        let mut checks = Vec::new();
        super::prove(&context, &mut checks).unwrap_or_else(|error| panic!("{error}"));
        shape::prove(&context, second.name(), &mut checks)
            .unwrap_or_else(|error| panic!("{error}"));
        checks.retain(Check::has_failed);
        checks
    };
    assert_eq!(failures(), [], "before anything is flipped");

    let model = &project.database;
    let around = Surroundings::read(&mut client.transaction().unwrap(), model).unwrap();
    let cells = cells::of(model, server.major(), &around, "stranger");
    assert!(cells.len() > 2400, "{}", cells.len());
    let grants =
        scripts.iter().find(|script| script.name.contains("grants")).expect("there are grants");
    let grants = Script { name: String::new(), text: grants.text.clone() };
    let mut missed = Vec::new();
    let mut kinds: BTreeSet<Privilege> = BTreeSet::new();
    for chosen in 0..flips.min(cells.len()) {
        let cell = &cells[chosen * cells.len() / flips.min(cells.len())];
        kinds.insert(cell.privilege);
        let flip = Flip::of(&project, cell, database.name(), &grants.text);
        client
            .batch_execute(&flip.there)
            .unwrap_or_else(|error| panic!("{}: {error:?}", flip.there));
        let found = failures();
        if !found.iter().any(|check| names(check, cell)) {
            missed.push(format!("{}: {found:?}", flip.there));
        }
        client.batch_execute(&flip.back).unwrap_or_else(|error| panic!("{}: {error:?}", flip.back));
    }
    assert!(missed.is_empty(), "{} of {flips}: {missed:#?}", missed.len());
    assert!(kinds.len() > 5, "{kinds:?}");
    assert_eq!(failures(), [], "after everything is flipped back");
}
