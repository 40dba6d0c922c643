create domain public.code as bigint check (value > 0);
create table public.parts (id integer primary key, code public.code not null default 7);
create index parts_code on public.parts (code);
