create extension hstore;
create function public.from_hstore(internal) returns internal language internal strict immutable as 'int4_accum';
