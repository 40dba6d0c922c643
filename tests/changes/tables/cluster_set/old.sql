create table public.items (id integer primary key, code text not null);
create index items_code on public.items (code);
