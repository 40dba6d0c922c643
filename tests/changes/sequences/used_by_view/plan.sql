-- PostgreSQL 15

-- transaction
create view public.current_number as
 SELECT numbers.last_value
   FROM public.numbers;
