create function public.same(a integer, b integer) returns boolean language sql immutable as 'select a = b';
create operator public.=== (function = public.same, leftarg = integer, rightarg = integer, restrict = neqsel, join = neqjoinsel);
