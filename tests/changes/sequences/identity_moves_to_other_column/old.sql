create table public.items (id integer generated always as identity, code integer not null);
