create function public.next_day(day date) returns date language sql immutable as 'select (day + interval ''1 day'')::date';
