create table public.items (id integer generated always as identity primary key, name text);
