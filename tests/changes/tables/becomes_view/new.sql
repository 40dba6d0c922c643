create view public.stock as select 1 as id, 2 as count;
