//! How old the newest files and rows may be.

use super::{Trial, lines};
use crate::plans::server;

const TABLES: &str = "
schema: shop
tables:
  parcels:
    columns: { parcel: bigint primary key }
  refused:
    columns: { file: text, line: bigint }
";

const SOURCE: &str = "
schema: shop
sources:
  parcels:
    run_as: run_etl
    files: in/parcels_*.csv
    named_by: YYYY-MM-DDTHH24
    schedule: { cron: '0 * * * *' }
    fresh: { warn: 2h, error: 4h }
    columns: { parcel: bigint }
    accepted: { table: parcels }
    rejected: { table: refused }
transforms:
  totals:
    run_as: run_etl
    kind: full
    into: totals
    schedule: { cron: '0 * * * *' }
    sql: select parcel::text as article, 1::bigint as views, null::json as doc from parcels
  log:
    run_as: run_etl
    kind: append
    into: log
    append: { watermark: view_id, start: '0' }
    schedule: { cron: '0 0 1 1 *' }
    sql: select view_id, article, seen_at from views where view_id > :watermark
    expect: [ { fresh: { column: seen_at, warn: 1h, error: 1d } } ]
";

#[test]
fn a_source_whose_newest_file_is_too_old_holds_back_what_needs_it() {
    let server = server();
    let trial = Trial::with(&server, TABLES, SOURCE);
    let folder = trial.project.path().join("in");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("parcels_2026-11-02T08.csv"), "parcel\n1\n").unwrap();

    let at = |time: &str, code: i32| {
        lines(&trial.run(&["parcels", "totals", "--at", time]).ends(code).out)
    };
    let said = at("2026-11-02 10:00", 0);
    assert_eq!(
        said,
        [
            "parcels: parcels_2026-11-02T08.csv: 1 rows, 1 accepted, 0 rejected",
            "totals: 2026-11-02 10:00Z: 1 came"
        ]
    );
    assert_eq!(
        at("2026-11-02 11:00", 0),
        [
            "parcels: 2026-11-02 11:00Z: warning: the newest file is of 2026-11-02 08:00Z, 3h old, and may be 2h",
            "totals: 2026-11-02 11:00Z: nothing changed",
        ]
    );
    assert_eq!(
        at("2026-11-02 13:00", 1),
        [
            "parcels: 2026-11-02 13:00Z: failed: the newest file is of 2026-11-02 08:00Z, 5h old, and may be 4h",
            "totals: held back, as parcels failed",
        ]
    );
    let status = trial.run(&["--status", "--at", "2026-11-02 13:00"]).ends(1).out;
    assert!(status.contains("\n  failed: the newest file is of"), "{status}");
    // Another file, and all goes on.
    std::fs::write(folder.join("parcels_2026-11-02T14.csv"), "parcel\n2\n").unwrap();
    let said = at("2026-11-02 14:00", 0);
    assert!(said.contains(&"totals: 2026-11-02 14:00Z: 1 came".to_owned()), "{said:?}");
    trial.run(&["parcels", "--status", "--at", "2026-11-02 15:00"]).ends(0);
}

#[test]
fn status_tells_rows_that_are_too_old() {
    let server = server();
    let trial = Trial::with(&server, TABLES, SOURCE);
    trial.does("insert into shop.log values (1, 'a', '2026-11-02 08:00Z')");
    let status = |time: &str, code: i32| {
        let out = trial.run(&["log", "--status", "--at", time]).ends(code).out;
        lines(&out).into_iter().filter(|line| line.starts_with("  ")).collect::<Vec<_>>()
    };
    assert!(status("2026-11-02 08:30", 0).is_empty());
    let warning = "  warning: the newest `seen_at` is of 2026-11-02 08:00Z, 2h old, and may be 1h";
    assert_eq!(status("2026-11-02 10:00", 0), [warning]);
    let failed = "  failed: the newest `seen_at` is of 2026-11-02 08:00Z, 1d 1h old, and may be 1d";
    assert_eq!(status("2026-11-03 09:00", 1), [failed]);
    let json =
        trial.run(&["log", "--status", "--at", "2026-11-03 09:00", "--format", "json"]).ends(1);
    let object: serde_json::Value = serde_json::from_str(json.out.trim()).unwrap();
    assert_eq!(object["fresh"][0]["outcome"], "failed");
    assert_eq!(object["fresh"][0]["age_in_seconds"], 90_000);
}
