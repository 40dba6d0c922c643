create type public.pair as (a integer, b integer);
create function public.make_pair() returns public.pair language sql as 'select (1, 2)::public.pair';
create function public.sum_pair(pair public.pair) returns integer language sql immutable as 'select pair.a + pair.b';
