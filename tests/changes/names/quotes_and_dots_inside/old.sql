create table public."a""b" ("c.d" integer primary key, "e'f" text);
