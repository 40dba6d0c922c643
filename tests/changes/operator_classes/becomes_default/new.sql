create type public.pair as (a integer, b integer);
create function public.same(a public.pair, b public.pair) returns boolean language sql immutable as 'select a.a = b.a';
create operator public.== (function = public.same, leftarg = public.pair, rightarg = public.pair, hashes);
create function public.hash(a public.pair) returns integer language sql immutable as 'select a.a';
create function public.hash(a public.pair, salt bigint) returns bigint language sql immutable as 'select a.a + salt';
create operator class public.pair_ops default for type public.pair using hash as
    operator 1 public.==, function 1 public.hash(public.pair), function 2 public.hash(public.pair, bigint);
