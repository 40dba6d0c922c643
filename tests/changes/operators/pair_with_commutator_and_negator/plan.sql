-- PostgreSQL 15

-- transaction
drop operator public.<<< (text, text);
create operator public.<<< (function = public.lt, leftarg = text, rightarg = text, commutator = operator(public.>>>), negator = operator(public.>>=));
create operator public.>>= (function = public.ge, leftarg = text, rightarg = text, negator = operator(public.<<<));
create operator public.>>> (function = public.gt, leftarg = text, rightarg = text, commutator = operator(public.<<<));
