create table public.items (id integer primary key, name text);
create index items_name on public.items (name desc);
comment on index public.items_name is 'Stays.';
