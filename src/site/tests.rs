//! What the site is, without a browser: `tests/support/site/` looks at it in one.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::*;
use crate::model::{Expectation, Query, Role, Scale, Schema, View};
use crate::render::chart::Column;
use crate::render::fixtures::{column, foreign_key, grant, primary_key, sales, shop, table};

/// Names that people would not give, and that a site has to bear.
const HOSTILE: [&str; 7] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'; drop table x; --",
    "../../etc/passwd",
    "größe {{ 7 * 7 }} 表",
    "Größe {{ 7 * 7 }} 表",
    "a&amp;b\\c?d#e%2f",
];

fn query(run_as: &str, sql: &str) -> Query {
    Query {
        description: Some("How many <b>members</b>?".into()),
        run_as: run_as.into(),
        parameters: Vec::new(),
        sql: sql.into(),
        expectation: Expectation::default(),
        chart: None,
    }
}

/// A shop, and beside it objects of every kind with names of the worst sort.
fn hostile() -> Project {
    let mut project = shop();
    project.description = Some("</main><script>alert(2)</script>".into());
    project.database.schemas.insert("empty".into(), Schema::default());
    project.queries.insert("members".into(), query("analytics", "select 1 as \"<i>\""));
    for name in HOSTILE {
        let object = ObjectName::new(name, name);
        let mut hostile = column(name, "text!");
        hostile.comment = Some(name.into());
        hostile.classification = Some(name.into());
        let mut made = table(vec![hostile], vec![(name, primary_key(&[name]))]);
        made.comment = Some(name.into());
        project
            .database
            .schemas
            .insert(name.into(), Schema { comment: Some(name.into()), ..Schema::default() });
        project.database.tables.insert(object.clone(), made);
        let view = View { query: format!("select '{name}'"), ..View::default() };
        project.database.views.insert(ObjectName::new(name, format!("{name} too")), view);
        project.database.roles.insert(name.into(), Role::default());
        let on = Target::Table(object);
        grant(&mut project.database, on, name, &[crate::model::Privilege::Select]);
        project.queries.insert(name.into(), query(name, name));
    }
    project
}

fn site(project: &Project) -> Site<'_> {
    let said = audit::Finding {
        weight: audit::Weight::Error,
        code: "grant_to_public",
        object: HOSTILE[0].into(),
        detail: HOSTILE[1].into(),
        fix: String::new(),
    };
    let finding = Finding { said, accepted: None };
    Site { project, migrations: Vec::new(), findings: vec![finding], live: None }
}

fn pages(project: &Project) -> BTreeMap<String, String> {
    let pages = render(&site(project), &Templates::default()).unwrap();
    pages.iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

/// Every value of an attribute, as a browser reads it.
fn values<'t>(text: &'t str, attribute: &'t str) -> impl Iterator<Item = String> + 't {
    let pattern = Regex::new(&format!(" {attribute}=\"([^\"]*)\"")).unwrap();
    let all: Vec<String> = pattern.captures_iter(text).map(|found| unescaped(&found[1])).collect();
    all.into_iter()
}

fn unescaped(text: &str) -> String {
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/")];
    let text = marks.iter().fold(text.to_owned(), |text, (mark, plain)| text.replace(mark, plain));
    text.replace("&amp;", "&")
}

/// Returns the path that a link of a page leads to, below the root of the site.
fn target(page: &str, link: &str) -> String {
    let mut folders: Vec<&str> = page.split('/').collect();
    folders.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(folders.pop().expect("a link stays below the root")),
            _ => folders.push(part),
        }
    }
    folders.join("/")
}

/// Every link that leads to no page, or to no id of it.
fn lost(pages: &BTreeMap<String, String>) -> Vec<String> {
    let ids: BTreeMap<&String, BTreeSet<String>> =
        pages.iter().map(|(path, text)| (path, values(text, "id").collect())).collect();
    let mut lost = Vec::new();
    for (path, text) in pages.iter().filter(|(path, _)| path.ends_with(".html")) {
        for link in values(text, "href").chain(values(text, "src")) {
            let (file, id) = link.split_once('#').unwrap_or((&link, ""));
            let file = if file.is_empty() { path.clone() } else { target(path, file) };
            let is_there = ids.get(&file).is_some_and(|ids| id.is_empty() || ids.contains(id));
            if !is_there {
                lost.push(format!("{path}: {link}"));
            }
        }
    }
    lost
}

#[test]
fn every_link_leads_somewhere() {
    for project in [shop(), hostile()] {
        assert_eq!(lost(&pages(&project)), [""; 0]);
    }
}

#[test]
fn a_link_that_leads_nowhere_is_noticed() {
    let mut pages = pages(&shop());
    pages.remove("tables/sales.orders.html");
    let index = pages.remove("tables.html").unwrap();
    pages.insert("tables.html".into(), index.replace("id=\"schema-sales\"", "id=\"other\""));
    let lost = lost(&pages);
    for expected in
        ["tables.html: tables/sales.orders.html", "index.html: tables.html#schema-sales"]
    {
        assert!(lost.iter().any(|line| line == expected), "{expected} is not in {lost:#?}");
    }
}

#[test]
fn an_id_is_there_once() {
    for (path, text) in pages(&hostile()) {
        let mut seen = BTreeSet::new();
        let twice: Vec<String> =
            values(&text, "id").filter(|id| !seen.insert(id.clone())).collect();
        assert_eq!(twice, [""; 0], "{path}");
        assert!(seen.iter().all(|id| !id.contains(char::is_whitespace)), "{path}: {seen:?}");
    }
}

#[test]
fn hostile_names_are_text() {
    let pages = pages(&hostile());
    for (path, text) in pages.iter().filter(|(path, _)| path.ends_with(".html")) {
        for forbidden in ["<script>alert", "<img", "</main><script", "<b>members", " onerror=\""] {
            assert!(!text.contains(forbidden), "{path}: {forbidden}");
        }
        assert!(!text.contains("49 表"), "{path}: a name is no template");
    }
    let shown = pages.values().filter(|text| text.contains("&lt;script&gt;alert(1)")).count();
    assert!(shown > 5, "names are shown all the same");
}

#[test]
fn hostile_names_have_paths_that_every_system_takes() {
    let pages = pages(&hostile());
    let safe = Regex::new(r"^([a-z_]+/)?[a-z0-9._]+\.(html|js|css)$").unwrap();
    for path in pages.keys() {
        assert!(safe.is_match(path) && !path.contains(".."), "{path}");
    }
    let folder = |folder: &str| pages.keys().filter(|path| path.starts_with(folder)).count();
    assert_eq!(folder("tables/"), 2 + 2 * HOSTILE.len(), "each has a page of its own");
    assert_eq!((folder("roles/"), folder("queries/")), (3 + HOSTILE.len(), 1 + HOSTILE.len()));
}

#[test]
fn everything_that_has_a_page_is_searched_for() {
    let pages = pages(&hostile());
    let script = &pages["assets/search.js"];
    let list = script.strip_prefix("window.pgspecPages = ").unwrap().trim_end();
    let list: Vec<[String; 4]> = serde_json::from_str(list.trim_end_matches(';')).unwrap();
    for [kind, name, _, path] in &list {
        let file = path.split('#').next().unwrap();
        assert!(pages.contains_key(file), "{kind} {name}: {path}");
    }
    let found: BTreeSet<&str> =
        list.iter().map(|it| it[3].split('#').next().unwrap_or_default()).collect();
    let folders = ["tables/", "roles/", "queries/", "diagrams/"];
    let with_page = pages.keys().filter(|path| folders.iter().any(|it| path.starts_with(it)));
    let missing: Vec<&String> = with_page.filter(|path| !found.contains(path.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let ids = [sales("orders").to_string(), "sales.members.email".to_owned()];
    assert!(ids.iter().all(|id| list.iter().any(|it| it[1] == *id)));
}

#[test]
fn the_same_project_gives_the_same_bytes() {
    assert_eq!(pages(&hostile()), pages(&hostile()));
}

#[test]
fn the_parts_of_an_overview_lead_to_their_diagrams() {
    let mut project = shop();
    for number in 0..90 {
        let key = foreign_key(&["id"], "sales.t0", &["id"]);
        let constraints = vec![("p", primary_key(&["id"])), ("f", key)];
        let made = table(vec![column("id", "bigint!")], constraints);
        project.database.tables.insert(sales(&format!("t{number}")), made);
    }
    let pages = pages(&project);
    for (page, root) in [("diagrams/sales.html", "../"), ("index.html", "")] {
        let links: Vec<String> =
            values(&pages[page], "href").filter(|link| link.contains("sales_")).take(3).collect();
        let parts = [2, 3, 4].map(|number| format!("{root}diagrams/sales_{number}.html"));
        assert_eq!(links, parts, "{page}");
    }
    assert!(pages["diagrams/sales_2.html"].contains("sales 1 of 3"));
    let counts = &pages["diagrams/sales.html"];
    assert!(counts.contains("<th scope=\"col\">From</th><th scope=\"col\">sales 1 of 3</th>"));
    let row = "sales_3.html\">sales 2 of 3</a></th><td>";
    assert!(counts.contains(row), "{counts}");
    assert!(!pages["diagrams/sales_2.html"].contains("id=\"keys\""));
    assert_eq!(lost(&pages), [""; 0]);
}

#[test]
fn without_roles_the_owner_is_named_in_place_of_an_empty_matrix() {
    let mut project = shop();
    let nobody = "No role is given anything";
    let access = |project: &Project| pages(project)["access.html"].clone();
    let full = access(&project);
    assert!(full.contains("class=\"matrix\"") && !full.contains(nobody));
    project.database.roles.clear();
    project.database.grants.clear();
    project.denials.clear();
    project.queries.clear();
    let empty = access(&project);
    assert!(empty.contains(nobody) && !empty.contains("class=\"matrix\""), "{empty}");
    assert!(!empty.contains("id=\"picture\""));
}

#[test]
fn a_chart_has_its_figures_beside_it() {
    let mut project = shop();
    project.queries.insert("members".into(), query("analytics", "select 1"));
    let data = |count: usize| Data {
        columns: vec![Column { name: "<n>".into(), scale: Scale::Number }],
        rows: (0..count).map(|row| vec![(row > 0).then(|| format!("figure {row}."))]).collect(),
    };
    let page = |data: Data| {
        let chart = Chart { svg: "<svg></svg>".into(), vega_lite: "{}\n".into(), data };
        let live = Live { charts: [("members".into(), Ok(chart))].into(), ..Live::default() };
        let site = Site { live: Some(live), ..site(&project) };
        let pages = render(&site, &Templates::default()).unwrap();
        assert_eq!(pages.get("queries/members.vl.json"), Some("{}\n"));
        pages.get("queries/members.html").unwrap().to_owned()
    };
    let few = page(data(3));
    assert!(few.contains("<th scope=\"col\">&lt;n&gt;</th>") && few.contains("figure 2."));
    assert!(!few.contains("The first"));
    assert!(
        few.contains("<a href=\"members.vl.json\" class=\"code\">members.vl.json</a>"),
        "{few}"
    );
    let many = page(data(501));
    assert!(many.contains("figure 499.") && !many.contains("figure 500."));
    assert!(many.contains("The first 500 of 501 rows."));
}
