create table public."select" ("from" integer primary key, "where" text, "order" integer);
