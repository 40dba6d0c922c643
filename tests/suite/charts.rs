//! Named queries, run and drawn by the program itself; the bundled project's classifier and its cases of an illness.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::plans::{folder, run, server, url};
use crate::servers::skip;

const SCHEMA: &str = "
schema: shop
tables:
  sales:
    columns: { day: date, branch: text, amount: 'numeric(10,2)' }
";

const ROLES: &str = "
roles:
  chart_reader:
    grants:
      - { on: schema shop, usage: true }
      - { on: shop.sales, select: true, insert: true }
";

const QUERIES: &str = "
queries:
  by_branch:
    description: Which branches sell most?
    run_as: chart_reader
    params: { least: { type: numeric, default: '0' } }
    sql: select branch, sum(amount) as revenue from shop.sales group by branch having sum(amount) >= :least order by 2 desc
    chart:
      bar: { x: branch, y: revenue, unit: S$ }
  twice:
    run_as: chart_reader
    sql: select branch, amount from shop.sales order by branch, amount
    chart:
      bar: { x: branch, y: amount }
  plain:
    run_as: chart_reader
    params: { day: date }
    sql: select day, branch, amount from shop.sales where day = :day order by branch
  sell:
    run_as: chart_reader
    sql: insert into shop.sales values ('2026-11-18', 'Boston', 5)
";

#[test]
fn a_query_is_run_and_drawn() {
    let project = folder(&[
        ("pgspec.yaml", "project: shop\npostgres: 15\n"),
        ("schema/shop.yaml", SCHEMA),
        ("roles/roles.yaml", ROLES),
        ("queries/shop.yaml", QUERIES),
    ]);
    let (server, root) = (server(), project.path());
    let database = server.create_database("charts").unwrap();
    let url = url(&database);
    run(root, &["plan", "--from", &url, "--out", "plan.json"]).ends(0);
    run(root, &["apply", "--plan", "plan.json", "--database", &url, "--allow=widens_access"])
        .ends(0);
    let rows = "insert into shop.sales values ('2026-11-16', 'Orchard', 12.50), ('2026-11-17', 'Orchard', 30), ('2026-11-16', 'Jurong', 9)";
    database.connect().unwrap().batch_execute(rows).unwrap();
    let query = |arguments: &[&str]| {
        let all: Vec<&str> = ["query"].iter().chain(arguments).copied().collect();
        run(root, &[all, vec!["--database", &url]].concat())
    };

    assert_eq!(
        query(&["by_branch"]).ends(0).out,
        "branch   revenue\n-------  -------\nOrchard    42.50\nJurong      9.00\n"
    );
    assert_eq!(
        query(&["by_branch", "--format", "csv", "--param", "least=20"]).ends(0).out,
        "branch,revenue\nOrchard,42.50\n"
    );
    let json = query(&["plain", "--format", "json", "--param", "day=2026-11-17"]).ends(0).out;
    assert_eq!(json, "{\"day\": \"2026-11-17\", \"branch\": \"Orchard\", \"amount\": 30.00}\n");

    let shown = query(&["by_branch", "--chart"]).ends(0).out;
    assert!(shown.starts_with("Which branches sell most? (S$)\n\nOrchard │███"), "{shown}");
    let drawn = query(&["by_branch", "--chart", "branches.svg"]).ends(0);
    let said = "2 rows drawn in branches.svg, as Vega-Lite in branches.vl.json\n";
    assert_eq!((drawn.out.as_str(), drawn.said.as_str()), ("", said));
    let svg = fs::read_to_string(root.join("branches.svg")).unwrap();
    assert!(svg.contains("role=\"img\"") && svg.contains("<title>Orchard: 42.5</title>"), "{svg}");
    assert!(svg.contains("prefers-color-scheme:dark"), "one picture is for both");
    query(&["by_branch", "--chart", "dark.svg", "--scheme", "dark"]).ends(0);
    assert!(!fs::read_to_string(root.join("dark.svg")).unwrap().contains("prefers-color-scheme"));
    let alone = query(&["by_branch", "--chart", "branches.json"]).ends(0);
    assert_eq!(alone.said, "2 rows drawn in branches.json\n");
    let beside = fs::read_to_string(root.join("branches.vl.json")).unwrap();
    assert_eq!(beside, fs::read_to_string(root.join("branches.json")).unwrap());
    let vega: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(root.join("branches.json")).unwrap()).unwrap();
    assert_eq!(vega["$schema"], "https://vega.github.io/schema/vega-lite/v5.json");
    assert_eq!(vega["data"]["values"][0]["revenue"], 42.5);
    if cfg!(feature = "pictures") {
        query(&["by_branch", "--chart", "branches.png"]).ends(0);
        assert!(fs::read(root.join("branches.png")).unwrap().starts_with(b"\x89PNG"));
    } else {
        let said = query(&["by_branch", "--chart", "branches.png"]).ends(2).said;
        assert!(said.contains("without the feature `pictures`"), "{said}");
    }

    for (arguments, code, words) in [
        (&["by_brunch"][..], 2, "did you mean `by_branch`?"),
        (&["by_branch", "--param", "most=1"], 2, "has no parameter `most`"),
        (&["by_branch", "--param", "least=many"], 3, "invalid input syntax for type numeric"),
        (&["plain"], 2, "give it: `--param day=VALUE`"),
        (&["plain", "--chart", "--param", "day=2026-11-17"], 2, "declares no chart"),
        (&["by_branch", "--chart", "branches.gif"], 2, "let it end in `.svg`, `.png` or `.json`"),
        (
            &["by_branch", "--chart", "nowhere/branches.svg"],
            3,
            "cannot write `nowhere/branches.svg`",
        ),
        (&["twice", "--chart", "twice.svg"], 1, "two rows are for `Orchard` of `amount`"),
    ] {
        let said = query(arguments).ends(code).said;
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
    assert!(!root.join("twice.svg").exists(), "what is refused leaves no file");
    assert!(!root.join("twice.vl.json").exists(), "what is refused leaves no file");

    let count = || -> i64 {
        database
            .connect()
            .unwrap()
            .query_one("select count(*) from shop.sales", &[])
            .unwrap()
            .get(0)
    };
    let undone = query(&["sell"]).ends(0).said;
    assert!(undone.contains("`--commit` keeps it"), "{undone}");
    assert_eq!(count(), 3);
    query(&["sell", "--commit"]).ends(0);
    assert_eq!(count(), 4);
}

#[test]
fn pages_of_queries_say_why_there_is_no_plan() {
    let example = "\n  shown:\n    run_as: chart_reader\n    params: { day: { type: date, example: 2026-11-16 } }\n    sql: select branch from shop.sales where day = :day\n";
    let project = folder(&[
        ("pgspec.yaml", "project: shop\npostgres: 15\n"),
        ("schema/shop.yaml", SCHEMA),
        ("roles/roles.yaml", ROLES),
        ("queries/shop.yaml", &format!("{}{example}", QUERIES.trim_end())),
    ]);
    let (server, root) = (server(), project.path());
    let database = server.create_database("plans_of_pages").unwrap();
    let url = url(&database);
    run(root, &["plan", "--from", &url, "--out", "plan.json"]).ends(0);
    run(root, &["apply", "--plan", "plan.json", "--database", &url, "--allow=widens_access"])
        .ends(0);
    let pages = || {
        let said = run(root, &["docs", "--database", &url]).ends(0).said;
        let page = |name: &str| {
            let text = fs::read_to_string(root.join(format!("site/queries/{name}.html"))).unwrap();
            let plan =
                text.split("id=\"plan\"").nth(1).expect("every query says something of its plan");
            assert!(!text.contains(&url), "where the database is, is nobody's business");
            plan.split("</section>").next().unwrap().to_owned()
        };
        (said, ["by_branch", "plain", "shown"].map(page))
    };

    let (said, [planned, unasked, shown]) = pages();
    assert!(planned.contains("Seq Scan on sales"), "{planned}");
    assert!(
        unasked.contains("None was given: parameter <code>day</code> has no value."),
        "{unasked}"
    );
    assert!(shown.contains("For the example <code>:day = 2026-11-16</code>:"), "{shown}");
    assert!(shown.contains("Seq Scan on sales"), "{shown}");
    assert!(
        said.contains("note: query `plain` has no plan: parameter `day` has no value"),
        "{said}"
    );

    let refuse = "revoke select on shop.sales from chart_reader";
    database.connect().unwrap().batch_execute(refuse).unwrap();
    let (_, [refused, ..]) = pages();
    let why = "None was given: permission denied for table sales (SQLSTATE 42501).";
    assert!(refused.contains(why), "{refused}");
    assert!(!refused.contains("<pre"), "{refused}");
}

/// The names of what the bundled project makes of cars and of the illness.
const WORK: [&str; 5] =
    ["covid_cases", "daily_cases", "car_evaluations", "price_model", "price_predictions"];

/// A copy of what the bundled project declares.
fn bundled() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::copy(root.join("pgspec.yaml"), folder.path().join("pgspec.yaml")).unwrap();
    for part in ["schema", "roles", "queries", "pipelines", "docker", "samples", "migrations"] {
        fs::create_dir(folder.path().join(part)).unwrap();
        for file in fs::read_dir(root.join(part)).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), folder.path().join(part).join(file.file_name())).unwrap();
        }
    }
    folder
}

/// The folder of real data beside the repository, if it is there.
fn real_data() -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let places = here.ancestors().skip(1).map(|above| above.join("shared/data"));
    places.into_iter().find(|place| place.join("car.data").is_file())
}

#[test]
fn a_classifier_of_counts_is_as_right_as_elsewhere() {
    let project = bundled();
    let (server, root) = (server(), project.path());
    let database = server.create_database("bundled").unwrap();
    let url = url(&database);
    run(root, &["apply", "--database", &url, "--allow", "widens_access"]).ends(0);
    let work = |more: &[&str]| {
        run(root, &[&["run"], &WORK[..], &["--database", &url], more].concat()).ends(0)
    };
    let rows = |query: &str| -> Vec<serde_json::Value> {
        let asked = run(root, &["query", query, "--format", "json", "--database", &url]).ends(0);
        asked.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let week = ["--simulate-from", "2026-11-15T16:00Z", "--simulate-to", "2026-11-17T16:00Z"];
    work(&[&week[..], &["--samples"]].concat());
    let cases = rows("covid_cases_so_far");
    assert_eq!(cases.len(), 1142, "all days, each once, though two files came");
    let new = rows("covid_new_cases");
    assert!(new[0]["new_cases"].is_null(), "nothing is known of the day before the first");
    assert_eq!(new[3]["new_cases"], 0, "on Sundays nobody counts");
    let likely = rows("predict_buying_price");
    let sum: f64 = likely.iter().map(|row| row["probability"].as_f64().unwrap()).sum();
    assert!(likely.len() == 4 && (sum - 1.0).abs() < 0.001, "{likely:?}");
    for query in ["predict_buying_price", "price_model_mistakes", "covid_new_cases"] {
        run(root, &["query", query, "--chart", "a.svg", "--database", &url]).ends(0);
    }

    let Some(data) = real_data() else {
        return skip("the accuracy of the classifier", "the data set is not beside the repository");
    };
    fs::copy(data.join("car.data"), root.join("incoming/cars/cars_2026-11-23.data")).unwrap();
    fs::copy(
        data.join("covid_cases_sg.json"),
        root.join("incoming/health/covid_sg_2026-11-23.json"),
    )
    .unwrap();
    work(&["--at", "2026-11-30T00:00Z"]);
    let methods = rows("price_model_accuracy");
    let right = |method: &str| {
        methods.iter().find(|row| row["method"] == method).unwrap()["correct"].clone()
    };
    // What scikit-learn's CategoricalNB and a loop in Python say, over the same tenths.
    assert_eq!((right("naive Bayes"), right("most frequent price")), (499.into(), 376.into()));
    let likely = rows("predict_buying_price");
    assert_eq!((&likely[0]["buying"], &likely[0]["probability"]), (&"low".into(), &0.6438.into()));
    let cases = rows("covid_cases_so_far");
    assert_eq!((cases.len(), &cases[1141]["cases"]), (1142, &2_235_294.into()));
}
