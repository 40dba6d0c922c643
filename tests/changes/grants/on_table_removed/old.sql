create role chg_grants_removed;
create table public.items (id integer primary key, name text);
grant select, insert, update, delete, truncate, references, trigger on public.items to chg_grants_removed;
