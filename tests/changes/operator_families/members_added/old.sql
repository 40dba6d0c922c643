create operator family public.numbers using btree;
