create function public.by_size(a text, b text) returns integer language sql immutable as 'select length(a) - length(b)';
