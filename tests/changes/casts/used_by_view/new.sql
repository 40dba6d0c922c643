create type public.mood as enum ('sad', 'ok');
create table public.people (id integer primary key, mood public.mood);
create function public.mood_number(m public.mood) returns integer language sql immutable as 'select 1';
create cast (public.mood as integer) with function public.mood_number(public.mood) as assignment;
create view public.numbers as select id, mood::integer as number from public.people;
