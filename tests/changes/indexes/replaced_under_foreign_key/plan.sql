-- PostgreSQL 15

-- transaction
alter table public.parts drop constraint parts_code_fkey;
drop index public.items_code;

-- outside of a transaction
-- depends_on_data
CREATE UNIQUE INDEX CONCURRENTLY items_code ON public.items USING btree (code) WITH (fillfactor='50');

-- transaction
alter table public.parts add constraint parts_code_fkey FOREIGN KEY (code) REFERENCES public.items(code) NOT VALID;

-- transaction
-- depends_on_data
alter table public.parts validate constraint parts_code_fkey;
