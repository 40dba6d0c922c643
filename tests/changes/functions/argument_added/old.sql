create function public.add(a integer, b integer) returns integer language sql as 'select a + b';
