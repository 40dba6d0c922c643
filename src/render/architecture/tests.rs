use super::*;
use crate::model::{
    Classification, DataFlow, DataStore, Duration, NodeKind, ObjectName, Point, Purge, Route,
    Standing, System, SystemNode, TradeOff, Zone,
};
use crate::render::fixtures::shop;

fn standing(title: &str, zone: &str) -> Standing {
    Standing {
        title: title.into(),
        description: None,
        technology: Some("PostgreSQL 17, two of it".into()),
        owner: Some("shop team".into()),
        zone: Some(zone.into()),
        replicas: 2,
        failure_domains: ["a".to_owned(), "b".to_owned()].into(),
        scaling: None,
        on_failure: Some("The other one | goes on.".into()),
    }
}

fn zone(title: &str, within: Option<&str>, trusted: bool) -> Zone {
    let within = within.map(str::to_owned);
    Zone { title: title.into(), kind: Some("network".into()), within, trusted, description: None }
}

fn node(title: &str, zone: &str, kind: NodeKind) -> SystemNode {
    SystemNode {
        standing: standing(title, zone),
        kind,
        classification: None,
        roles: ["reporter".to_owned()].into(),
        runs_as: [].into(),
        needs: None,
        queries: [].into(),
        sources: [].into(),
        transforms: [].into(),
    }
}

fn flow(from: &str, to: &str, encryption: Option<&str>) -> DataFlow {
    DataFlow {
        from: from.into(),
        to: to.into(),
        both_ways: encryption.is_some(),
        what: Some("orders \"x\"".into()),
        protocol: Some("HTTPS".into()),
        encryption: encryption.map(str::to_owned),
        authentication: None,
        classification: Some(Classification::Internal),
    }
}

fn purge() -> Purge {
    Purge {
        is_transform: true,
        name: "purge_members".into(),
        by_cascade_of: None,
        age: Some(Duration::of_seconds(7 * 86_400)),
        is_partial: false,
        deletes: true,
        is_scheduled: true,
        gap: Some(Duration::of_seconds(3_600)),
    }
}

/// A system with names that mean something to Mermaid and Markdown.
pub(crate) fn system() -> System {
    let members = ObjectName::new("sales", "members");
    let store = DataStore {
        standing: standing("Members", "inner"),
        holds: Some("Who buys.".into()),
        relations: [members.clone()].into(),
        classification: Some(Classification::Pii),
        retention: Some(Duration::of_seconds(7 * 86_400)),
        kept_until: None,
        purge: None,
        purges: [(members, vec![purge()])].into(),
        encryption_at_rest: Some("AES-256".into()),
        backup: None,
    };
    System {
        title: "The \"shop\" `x` | end".into(),
        description: Some("Sells *things*.".into()),
        zones: [
            ("inner".into(), zone("Inner network", Some("outer"), true)),
            ("outer".into(), zone("Cloud; end", None, false)),
        ]
        .into(),
        nodes: [
            ("end".into(), node("subgraph end", "inner", NodeKind::Worker)),
            ("who".into(), node("Customers", "outer", NodeKind::Person)),
        ]
        .into(),
        stores: [("members".into(), store)].into(),
        flows: [
            ("a".into(), flow("who", "end", Some("TLS 1.3, verify-full"))),
            ("b".into(), flow("end", "members", None)),
        ]
        .into(),
        paths: [(
            "buy_things".into(),
            Route {
                description: None,
                through: vec!["who".into(), "end".into()],
                highly_available: true,
            },
        )]
        .into(),
        concerns: vec![Point {
            name: "secure_access".into(),
            asks: Some("Who gets in?".into()),
            answers: vec![("inner".into(), "Nobody.".into())],
        }],
        qualities: Vec::new(),
        assumptions: vec!["It rains <b>seldom</b>.".into()],
        trade_offs: vec![TradeOff {
            choice: "one".into(),
            instead_of: None,
            because: "it is cheap".into(),
            cost: Some("time".into()),
        }],
    }
}

fn rendered() -> Vec<(String, String)> {
    let mut project = shop();
    project.systems.insert("platform".into(), system());
    render(&project, &Templates::default()).unwrap()
}

#[test]
fn zones_hold_what_stands_in_them_and_flows_say_what_protects_them() {
    let (path, text) = &rendered()[1];
    assert_eq!(path, "architecture/platform.mmd");
    insta::assert_snapshot!(text);
}

#[test]
fn the_document_explains_every_part() {
    let (path, text) = &rendered()[2];
    assert_eq!(path, "architecture/platform.md");
    insta::assert_snapshot!(text);
}

#[test]
fn a_purge_carries_out_what_is_not_younger_than_it() {
    let days = |days: u64| Duration::of_seconds(days * 86_400);
    assert!(purge().carries_out(days(7)));
    assert!(!purge().carries_out(days(6)));
    assert_eq!(purge().greatest_age().map(Duration::words).as_deref(), Some("7 days 1 hour"));
    for spoilt in [
        Purge { is_transform: false, ..purge() },
        Purge { is_partial: true, ..purge() },
        Purge { deletes: false, ..purge() },
        Purge { is_scheduled: false, ..purge() },
        Purge { age: None, ..purge() },
        Purge { gap: Some(days(8)), ..purge() },
    ] {
        assert!(!spoilt.carries_out(days(7)), "{spoilt:?}");
    }
}

#[test]
fn a_flow_crosses_a_boundary_unless_it_stays_in_what_is_trusted() {
    let mut system = system();
    let crosses = |system: &System, flow: &str| system.crosses_boundary(&system.flows[flow]);
    assert!(crosses(&system, "a"), "the customers stand further out");
    assert!(!crosses(&system, "b"));
    system.zones.get_mut("outer").unwrap().trusted = true;
    assert!(!crosses(&system, "a"), "what lies in a trusted zone is trusted");
}

/// Four zones of some nodes each within one; every node sends to the next, and to one in the next zone.
fn large(each: usize) -> Project {
    let mut large = System { nodes: [].into(), stores: [].into(), flows: [].into(), ..system() };
    for place in 0..4 {
        large
            .zones
            .insert(format!("z{place}"), zone(&format!("Zone {place}"), Some("outer"), true));
    }
    let name = |number: usize| format!("n{:03}", number % (4 * each));
    for number in 0..4 * each {
        let within = format!("z{}", number / each);
        large.nodes.insert(name(number), node(&name(number), &within, NodeKind::Service));
        for (way, other) in [("next", number + 1), ("across", number + each)] {
            let sent = flow(&name(number), &name(other), Some("TLS 1.3"));
            large.flows.insert(format!("{way}_{number:03}"), sent);
        }
    }
    let mut project = shop();
    project.systems = [("large".to_owned(), large)].into();
    project
}

#[test]
fn a_large_system_is_drawn_zone_by_zone() {
    let boxes = |project: &Project| -> Vec<(String, usize)> {
        let sheets = diagram::sheets_of(project).remove("large").unwrap();
        sheets.into_iter().map(|sheet| (sheet.name, sheet.leads.len())).collect()
    };
    // 14 of it and 28 beside, of 2 zones: each of these is one box.
    let zones = (0..4).map(|place| (format!("large_zone_{place}"), 16));
    let whole = [("large".to_owned(), 4)];
    assert_eq!(boxes(&large(14)), whole.into_iter().chain(zones).collect::<Vec<_>>());
    // A zone of more than one picture bears is divided once more.
    assert!(boxes(&large(30)).iter().skip(1).all(|(_, count)| (10..=24).contains(count)));
    assert_eq!(boxes(&large(30)).len(), 1 + 4 * 3);
    assert_eq!(boxes(&large(5)), [("large".to_owned(), 20)]);
}
