-- PostgreSQL 15

-- transaction
CREATE OR REPLACE PROCEDURE public.add_item(IN id integer)
 LANGUAGE plpgsql
AS $procedure$begin insert into public.items values (id); commit; end$procedure$;
