create table public."a""b" ("c.d" integer primary key, "e'f" text default 'it''s "x"', "g\h" integer);
create function public."fn ""x"""("arg 1" integer) returns integer language sql as 'select "arg 1"';
comment on column public."a""b"."e'f" is 'quoted';
