"""The rules of `ingest.rs` in pandas, and COPY into the same tables: FILE FOLDER CONNECTION."""

import hashlib
import io
import sys
from pathlib import Path

import pandas as pd
import psycopg

file, folder, connection = sys.argv[1:]
FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%d-%m-%Y", "%m/%d/%Y"]
READ = ["name", "email", "date_of_birth", "mobile_no"]
DERIVED = ["first_name", "last_name", "birthday", "above_18", "hash", "membership_id"]
ACCEPTED = ["membership_id", "first_name", "last_name", "email", "date_of_birth", "birthday", "mobile_no", "above_18"]
REJECTED = [*READ, "reasons", "file", "line", "raw"]


def copy(cursor, table, columns, rows):
    with cursor.copy(f"copy {table} ({', '.join(columns)}) from stdin with (format csv)") as into:
        text = io.StringIO()
        rows[columns].to_csv(text, header=False, index=False)
        into.write(text.getvalue())


def add(reasons, name, is_met):
    words = pd.Series("", index=reasons.index, dtype="str").where(is_met.fillna(False).astype(bool), name + ";")
    return reasons + words


rows = pd.read_csv(file, dtype="str", keep_default_na=False, na_values=[""])
written = [rows[name].fillna("") for name in READ]
rows["raw"] = written[0] + "," + written[1] + "," + written[2] + "," + written[3]
rows["file"] = Path(file).name
rows["line"] = rows.index + 2
given, day = rows["date_of_birth"], None
for form in FORMATS:
    read = pd.to_datetime(given, format=form, errors="coerce", exact=True)
    day = read if day is None else day.fillna(read)
rows["first_name"] = rows["name"].str.split(" ", n=1).str[0]
rows["last_name"] = rows["name"].str.rsplit(" ", n=1).str[-1]
days = pd.Series(day.dropna().unique())
text = dict(zip(days, days.dt.strftime("%Y%m%d")))
rows["birthday"] = day.map(text)
hashes = {text: hashlib.sha256(text.encode()).hexdigest()[:5] for text in text.values()}
rows["above_18"] = (day < "2004-01-01").where(day.notna())
rows["hash"] = rows["birthday"].map(hashes)
rows["membership_id"] = rows["last_name"] + "_" + rows["hash"]
iso = dict(zip(days, days.dt.strftime("%Y-%m-%d")))
rows["date_of_birth"] = day.map(iso)
reasons = pd.Series("", index=rows.index, dtype="str")
reasons = add(reasons, "date_of_birth: no date", day.notna() | given.isna())
reasons = add(reasons, "has_a_name", rows["name"].notna())
reasons = add(reasons, "mobile_is_8_digits", rows["mobile_no"].str.fullmatch(r"[0-9]{8}"))
reasons = add(reasons, "is_over_18", rows["above_18"])
email = rows["email"]
reasons = add(reasons, "email_is_of_a_provider", email.str.endswith((".com", ".net")))
rows["all"] = reasons.str.removesuffix(";")
with psycopg.connect(connection) as client, client.cursor() as cursor:
    cursor.execute("select membership_id from membership.accepted")
    known = {key for (key,) in cursor.fetchall()}
    is_fine = rows["all"] == ""
    key = rows.loc[is_fine, "membership_id"]
    again = key[key.isin(known) | key.duplicated()].index
    rows.loc[again, "all"] = "already_there"
    accepted = rows[rows["all"] == ""]
    rejected = rows[rows["all"] != ""].copy()
    rejected["reasons"] = '{"' + rejected["all"].str.replace(";", '","', regex=False) + '"}'
    copy(cursor, "membership.accepted", ACCEPTED, accepted)
    copy(cursor, "membership.rejected", REJECTED, rejected)
    accepted[[*READ, *DERIVED]].to_csv(f"{folder}/accepted.csv", index=False)
    rejected["reasons"] = rejected["all"].str.replace(";", "; ", regex=False)
    rejected[[*READ, *DERIVED, "reasons", "file", "line", "raw"]].to_csv(f"{folder}/rejected.csv", index=False)
