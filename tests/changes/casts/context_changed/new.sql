create type public.mood as enum ('sad', 'ok');
create cast (text as public.mood) with inout as implicit;
