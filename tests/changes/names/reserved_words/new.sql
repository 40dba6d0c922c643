create table public."select" ("from" bigint primary key, "where" text not null default 'group', "order" integer check ("order" > 0), "user" text);
create index "index" on public."select" ("where", "order");
create view public."view" as select "from", "user" from public."select";
