create table public.items (id integer not null, code integer generated always as identity);
