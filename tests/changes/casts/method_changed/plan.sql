-- PostgreSQL 15

-- transaction
drop cast (public.mood as integer);
create cast (public.mood as integer) with function public.mood_number(public.mood) as assignment;
comment on cast (public.mood as integer) is 'How good it is.';
