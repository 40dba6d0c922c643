create function public.add(a integer, b integer, c integer) returns integer language sql as 'select a + b + c';
