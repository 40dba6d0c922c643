create table public.units (name text primary key, factor numeric not null default 1);
create function public.known_unit(candidate text, minimum numeric default 0) returns boolean language sql stable as 'select exists (select from public.units where name = candidate and factor > minimum)';
create domain public.unit as text check (public.known_unit(value));
create table public.measures (id integer primary key, unit public.unit);
