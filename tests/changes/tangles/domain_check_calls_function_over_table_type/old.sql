create table public.units (name text primary key);
create function public.known_unit(candidate text) returns boolean language sql stable as 'select exists (select from public.units where name = candidate)';
create domain public.unit as text check (public.known_unit(value));
create table public.measures (id integer primary key, unit public.unit);
