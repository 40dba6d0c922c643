//! The purge of the images, on a real server: what is older than seven days goes, the rest stays.

use pgspec::sandbox::Database;

use super::images;
use crate::plans::{run, server, url};

/// The committed migration and the rows of the samples, in a database of its own.
fn filled(database: &Database<'_>) {
    let folder = images();
    let url = url(database);
    run(&folder, &["apply", "--database", &url, "--allow=widens_access,narrows_access"]).ends(0);
    let samples = std::fs::read_to_string(folder.join("samples/images.sql")).expect("the samples");
    database.connect().unwrap().batch_execute(&samples).unwrap();
}

fn count(database: &Database<'_>, of: &str) -> i64 {
    let sql = format!("select count(*) from {of}");
    database.connect().unwrap().query_one(&sql, &[]).unwrap().get(0)
}

#[test]
fn what_is_older_than_seven_days_goes_and_the_rest_stays() {
    let server = server();
    let database = server.create_database("images").unwrap();
    filled(&database);
    // A run is for the last time of its schedule, which is up to an hour ago: the greatest age that the document gives.
    const OLD: &str = "archive.images where uploaded_at < now() - interval '7 days 1 hour'";
    const NEW: &str = "archive.images where uploaded_at >= now() - interval '7 days'";
    // Of an image every two hours of ten days.
    assert_eq!((count(&database, OLD), count(&database, NEW)), (35, 84));
    let results = count(&database, "archive.results");

    let at: String = database
        .connect()
        .unwrap()
        .query_one(
            "select to_char(now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
            &[],
        )
        .unwrap()
        .get(0);
    let arguments = ["run", "purge_images", "--database", &url(&database), "--at", &at];
    run(&images(), &arguments).ends(0);
    assert_eq!((count(&database, OLD), count(&database, NEW)), (0, 84));
    // Results go with their images, and no others.
    let kept = count(&database, "archive.results");
    assert_eq!(kept, count(&database, "archive.images where source = 'api'"));
    assert!(kept < results, "some had to go");
}

#[test]
fn an_image_lies_in_the_partition_of_its_day_and_no_program_says_which() {
    let server = server();
    let database = server.create_database("images").unwrap();
    filled(&database);
    let mut client = database.connect().unwrap();
    client.batch_execute("set role upload_api_app").unwrap();
    let insert =
        "insert into archive.images (source, uploaded_by, file_name, object_key, bytes, sha256)
        values ('api', 'ada@example.org', 'garden.jpg', 'k', 1, repeat('0', 64)) returning ring";
    let ring: i32 = client.query_one(insert, &[]).unwrap().get(0);
    client.batch_execute("reset role").unwrap();
    let day = "select ((now() at time zone 'UTC')::date - date '2000-01-01') % 8";
    assert_eq!(ring, client.query_one(day, &[]).unwrap().get::<_, i32>(0));

    client.batch_execute("set role upload_api_app").unwrap();
    let forged = "insert into archive.images (uploaded_at, source, uploaded_by, file_name, object_key, bytes, sha256)
        values (now() + interval '1 year', 'api', 'a', 'b', 'c', 1, repeat('0', 64))";
    let refused = client.batch_execute(forged).unwrap_err();
    assert_eq!(refused.code().map(|code| code.code()), Some("42501"), "{refused}");
    client.batch_execute("reset role").unwrap();
    let misplaced = "update archive.images set uploaded_at = uploaded_at - interval '1 day'";
    let refused = client.batch_execute(misplaced).unwrap_err();
    assert_eq!(refused.code().map(|code| code.code()), Some("23514"), "{refused}");
}
