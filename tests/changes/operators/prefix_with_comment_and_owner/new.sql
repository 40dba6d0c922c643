create role chg_operator_owner;
create function public.shout(a text) returns text language sql immutable as 'select upper(a)';
create operator public.!! (function = public.shout, rightarg = text);
comment on operator public.!! (none, text) is 'Shouts.';
alter operator public.!! (none, text) owner to chg_operator_owner;
