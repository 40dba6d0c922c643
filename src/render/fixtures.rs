//! A small shop, built by hand, for the tests of the renderers.
//!
//! It is not `model::fixtures`, which has a trap for every kind of object: what is drawn or listed
//! here is read by people in snapshots, so there is little of it. Its parts are built alike.

use std::collections::BTreeMap;

use crate::model::*;

pub use crate::model::fixtures::tables::{column, foreign_key, primary_key, unique};

/// Names an object of the schema `sales`.
pub fn sales(name: &str) -> ObjectName {
    ObjectName::new("sales", name)
}

/// Builds a table from its columns and named constraints.
pub fn table(columns: Vec<Column>, constraints: Vec<(&str, Constraint)>) -> Table {
    let constraints = constraints.into_iter().map(|(name, c)| (name.to_owned(), c)).collect();
    Table { columns, constraints, ..Table::default() }
}

/// Grants privileges, none of which may be granted on.
pub fn grant(database: &mut Database, target: Target, grantee: &str, privileges: &[Privilege]) {
    let granted = database.grants.entry(target).or_default().entry(grantee.into()).or_default();
    granted.extend(privileges.iter().map(|privilege| (*privilege, false)));
}

/// Builds the image of a project called `shop`.
pub fn image() -> Image {
    Image {
        base: Image::default_base(17).expect("17 is supported").into(),
        packages: Vec::new(),
        settings: BTreeMap::new(),
        database: "shop".into(),
        user: "postgres".into(),
        port: 5432,
        health_check: HealthCheck::default(),
        labels: BTreeMap::new(),
        sample_data: false,
    }
}

/// Builds a project called `shop` around a database.
pub fn project(database: Database) -> Project {
    Project {
        name: "shop".into(),
        description: Some("What we sell.".into()),
        postgres: 17,
        sandbox: "auto".into(),
        database,
        image: image(),
        queries: BTreeMap::new(),
        diagrams: BTreeMap::new(),
        denials: Vec::new(),
        sources: BTreeMap::new(),
        transforms: BTreeMap::new(),
        seeds: BTreeMap::new(),
        systems: BTreeMap::new(),
        column_flows: Vec::new(),
        renames: Vec::new(),
        acceptances: Vec::new(),
        row_fixtures: BTreeMap::new(),
        stance: Stance::default(),
        sample_data: Vec::new(),
    }
}

/// Builds the shop: members buy items; teams hold the grants, people are their members.
pub fn shop() -> Project {
    let mut database = Database::default();
    database.schemas.insert("sales".into(), Schema::default());
    add_tables(&mut database);
    add_roles(&mut database);
    add_grants(&mut database);
    project(database)
}

fn add_tables(database: &mut Database) {
    let mut email = column("email", "text!");
    email.classification = Some("pii".into());
    email.comment = Some("Where we write to.".into());
    let members = table(
        vec![column("member_id", "bigint!"), email, column("referred_by", "bigint")],
        vec![
            ("members_pkey", primary_key(&["member_id"])),
            ("members_email_key", unique(&["email"])),
            (
                "members_referred_by_fkey",
                foreign_key(&["referred_by"], "sales.members", &["member_id"]),
            ),
        ],
    );
    let orders = table(
        vec![
            column("order_id", "bigint!"),
            column("member_id", "bigint!"),
            column("total", "numeric(12,2)!"),
            column("status", "sales.status!"),
        ],
        vec![
            ("orders_pkey", primary_key(&["order_id"])),
            ("orders_member_id_fkey", foreign_key(&["member_id"], "sales.members", &["member_id"])),
        ],
    );
    database.tables.insert(sales("members"), members);
    database.tables.insert(sales("orders"), orders);
    let labels = vec!["open".into(), "shipped".into()];
    let status = Type { definition: TypeDefinition::Enum(labels), owner: None, comment: None };
    database.types.insert(sales("status"), status);
    let routine = Routine {
        kind: RoutineKind::Function,
        definition: "create function …".into(),
        security_definer: false,
        owner: None,
        comment: None,
    };
    database.routines.insert(total_of(), routine);
}

/// Names the shop's one function.
pub fn total_of() -> RoutineName {
    RoutineName { name: sales("total_of"), arguments: "bigint, text".into() }
}

fn add_roles(database: &mut Database) {
    let comment = Some("Ships orders.".to_owned());
    database.roles.insert("logistics".into(), Role { comment, ..Role::default() });
    database.roles.insert("analytics".into(), Role::default());
    let membership = Membership { admin: false, inherit: true, set: true };
    let reports = Role {
        login: true,
        member_of: BTreeMap::from([("analytics".into(), membership)]),
        password: Some(PasswordSource::Environment("REPORTS_PASSWORD".into())),
        ..Role::default()
    };
    database.roles.insert("Reports".into(), reports);
}

fn add_grants(database: &mut Database) {
    use Privilege::*;
    let orders = sales("orders");
    grant(database, Target::Database, "analytics", &[Connect]);
    grant(database, Target::Database, "Reports", &[Connect]);
    grant(database, Target::Schema("sales".into()), "analytics", &[Usage]);
    grant(database, Target::Schema("sales".into()), "logistics", &[Usage]);
    grant(database, Target::Table(orders.clone()), "analytics", &[Select]);
    grant(database, Target::Table(sales("members")), "analytics", &[Select]);
    for column in ["order_id", "status"] {
        grant(database, Target::Column(orders.clone(), column.into()), "logistics", &[Select]);
    }
    grant(database, Target::Column(orders, "status".into()), "logistics", &[Update]);
    grant(database, Target::Routine(total_of()), "analytics", &[Execute]);
    let key = DefaultPrivilege {
        creator: None,
        schema: Some("sales".into()),
        kind: FutureKind::Tables,
        grantee: "analytics".into(),
    };
    database.default_privileges.insert(key, BTreeMap::from([(Select, false)]));
}
