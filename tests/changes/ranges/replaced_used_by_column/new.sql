create type public.span as range (subtype = float8, subtype_diff = float8mi);
create table public.measures (id integer primary key, valid public.span);
