create function public.twice(a integer) returns integer language sql as 'select a * 2';
create function public.twice(a text) returns text language sql as 'select a || a';
create function public.twice(a integer, times integer) returns integer language sql as 'select a * times';
