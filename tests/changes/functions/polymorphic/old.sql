create function public.last_of(list anyarray) returns anyelement language sql immutable as 'select list[array_upper(list, 1)]';
