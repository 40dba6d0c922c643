create domain public.email as text check (value like '%@%');
create table public.people (id integer primary key, email public.email);
