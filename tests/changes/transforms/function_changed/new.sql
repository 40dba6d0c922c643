create extension hstore;
create function public.from_hstore(internal) returns internal language internal strict immutable as 'int4_accum';
create function public.from_hstore_2(internal) returns internal language internal strict immutable as 'int4_accum';
create transform for hstore language plpgsql (from sql with function public.from_hstore_2(internal));
