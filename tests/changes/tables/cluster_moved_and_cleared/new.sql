create table public.a (id integer primary key, code text);
create index a_code on public.a (code);
create table public.b (id integer primary key);
alter table public.a cluster on a_code;
