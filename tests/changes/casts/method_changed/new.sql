create type public.mood as enum ('sad', 'ok');
create function public.to_mood(n integer) returns public.mood language sql immutable as 'select ''ok''::public.mood';
create function public.from_mood(m public.mood) returns integer language sql immutable as 'select 1';
create function public.mood_number(m public.mood) returns integer language sql immutable as 'select 2';
create cast (public.mood as integer) with function public.mood_number(public.mood) as assignment;
comment on cast (public.mood as integer) is 'How good it is.';
