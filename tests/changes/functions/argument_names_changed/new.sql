create function public.add(x integer, y integer) returns integer language sql immutable as 'select $1 + $2';
