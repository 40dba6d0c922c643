create function public.lt(a text, b text) returns boolean language sql immutable as 'select a < b';
create function public.gt(a text, b text) returns boolean language sql immutable as 'select a > b';
create function public.ge(a text, b text) returns boolean language sql immutable as 'select a >= b';
create operator public.<<< (function = public.lt, leftarg = text, rightarg = text);
