"""The rules of `ingest.rs` in polars, and COPY into the same tables: FILE FOLDER CONNECTION."""

import hashlib
import io
import sys
from datetime import date
from pathlib import Path

import polars as pl
import psycopg

file, folder, connection = sys.argv[1:]
FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%d-%m-%Y", "%m/%d/%Y"]
READ = ["name", "email", "date_of_birth", "mobile_no"]
DERIVED = ["first_name", "last_name", "birthday", "above_18", "hash", "membership_id"]
ACCEPTED = ["membership_id", "first_name", "last_name", "email", "date_of_birth", "birthday", "mobile_no", "above_18"]
REJECTED = [*READ, "reasons", "file", "line", "raw"]


def reason(name, is_met):
    return pl.when(is_met.fill_null(False)).then(None).otherwise(pl.lit(name))


def copy(cursor, table, columns, rows):
    with cursor.copy(f"copy {table} ({', '.join(columns)}) from stdin with (format csv)") as into:
        text = io.BytesIO()
        rows.select(columns).write_csv(text, include_header=False)
        into.write(text.getbuffer())


rows = pl.read_csv(file, infer_schema=False).with_row_index("line", 2)
rows = rows.with_columns(
    raw=pl.concat_str([pl.col(name).fill_null("") for name in READ], separator=","),
    file=pl.lit(Path(file).name),
    read=pl.coalesce(pl.col("date_of_birth").str.to_date(form, strict=False) for form in FORMATS),
)
rows = rows.with_columns(
    misread=pl.when(pl.col("date_of_birth").is_not_null() & pl.col("read").is_null()).then(pl.lit("date_of_birth: no date")),
    date_of_birth=pl.col("read"),
    first_name=pl.col("name").str.split(" ").list.first(),
    last_name=pl.col("name").str.split(" ").list.last(),
    birthday=pl.col("read").dt.strftime("%Y%m%d"),
    above_18=pl.col("read") < date(2004, 1, 1),
)
days = rows["birthday"].drop_nulls().unique()
hashes = [hashlib.sha256(day.encode()).hexdigest()[:5] for day in days]
rows = rows.with_columns(
    hash=pl.col("birthday").replace_strict(days, hashes, default=None),
    all=pl.concat_list(
        pl.col("misread"),
        reason("has_a_name", pl.col("name").is_not_null()),
        reason("mobile_is_8_digits", pl.col("mobile_no").str.contains(r"^[0-9]{8}$")),
        reason("is_over_18", pl.col("above_18")),
        reason("email_is_of_a_provider", pl.col("email").str.ends_with(".com") | pl.col("email").str.ends_with(".net")),
    ).list.drop_nulls(),
)
rows = rows.with_columns(membership_id=pl.col("last_name") + "_" + pl.col("hash"))
with psycopg.connect(connection) as client, client.cursor() as cursor:
    cursor.execute("select membership_id from membership.accepted")
    known = pl.Series([key for (key,) in cursor.fetchall()], dtype=pl.String)
    fine = rows.filter(pl.col("all").list.len() == 0)
    again = pl.col("membership_id").is_in(known.implode()) | ~pl.col("membership_id").is_first_distinct()
    late = fine.filter(again).with_columns(all=pl.lit(["already_there"]))
    accepted = fine.filter(~again)
    rejected = pl.concat([rows.filter(pl.col("all").list.len() > 0), late]).sort("line")
    rejected = rejected.with_columns(
        reasons='{"' + pl.col("all").list.join('","') + '"}', words=pl.col("all").list.join("; ")
    )
    copy(cursor, "membership.accepted", ACCEPTED, accepted)
    copy(cursor, "membership.rejected", REJECTED, rejected)
    accepted.select(*READ, *DERIVED).write_csv(f"{folder}/accepted.csv")
    about = [pl.col("words").alias("reasons"), "file", "line", "raw"]
    rejected.select(*READ, *DERIVED, *about).write_csv(f"{folder}/rejected.csv")
