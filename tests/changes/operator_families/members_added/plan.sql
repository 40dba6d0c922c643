-- PostgreSQL 15

-- transaction
alter operator family public.numbers using btree add operator 1 <(integer,bigint), function 1 (integer, bigint) btint48cmp(integer,bigint);
