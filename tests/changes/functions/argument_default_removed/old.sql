create function public.add(a integer default 5, b integer default 1) returns integer language sql as 'select a + b';
