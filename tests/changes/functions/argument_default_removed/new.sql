create function public.add(a integer, b integer default 2) returns integer language sql as 'select a + b';
