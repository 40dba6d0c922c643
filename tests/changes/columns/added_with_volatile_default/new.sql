create table public.items (id integer primary key);
alter table public.items add column key uuid not null default gen_random_uuid();
