create function public.list() returns table (id integer, name text) language sql as 'select 1, ''a''';
