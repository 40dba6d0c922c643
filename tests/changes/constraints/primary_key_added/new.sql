create table public.items (id integer not null, name text);
alter table public.items add primary key (id);
