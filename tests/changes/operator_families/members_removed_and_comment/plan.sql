-- PostgreSQL 15

-- transaction
alter operator family public.numbers using btree drop operator 1 (integer,bigint), function 1 (integer, bigint);
comment on operator family public.numbers using btree is 'Fewer.';
