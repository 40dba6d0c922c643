create operator family public.numbers using btree;
alter operator family public.numbers using btree add operator 3 = (integer, bigint);
comment on operator family public.numbers using btree is 'Fewer.';
