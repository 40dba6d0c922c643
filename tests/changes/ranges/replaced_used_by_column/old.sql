create type public.span as range (subtype = float8);
create table public.measures (id integer primary key, valid public.span);
