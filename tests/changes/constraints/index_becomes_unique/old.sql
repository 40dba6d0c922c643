create table public.items (id integer primary key, code text);
create unique index items_code on public.items (code);
