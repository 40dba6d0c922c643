-- PostgreSQL 15

-- transaction
alter index public.items_name alter column 3 set statistics -1;
alter index public.items_name alter column 1 set statistics 500;
