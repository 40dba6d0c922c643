create type public.celsius as (degrees numeric);
create function public.to_celsius(degrees numeric) returns public.celsius language sql immutable as 'select row(degrees)::public.celsius';
create cast (numeric as public.celsius) with function public.to_celsius(numeric) as assignment;
