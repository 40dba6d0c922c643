-- PostgreSQL 15

-- transaction
drop operator class public.pair_ops using hash;
alter operator family public.pair_ops using hash add function 2 (public.pair, public.pair) public.hash(public.pair,bigint);
create operator class public.pair_ops default for type public.pair using hash family public.pair_ops as operator 1 public.==(public.pair,public.pair), function 1 (public.pair, public.pair) public.hash(public.pair);
