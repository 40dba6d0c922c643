-- PostgreSQL 15

-- transaction
drop view public.numbers;
-- breaks_clients
create view public.numbers as
 SELECT n.column1 AS number,
    s.part
   FROM (( VALUES (1,'one'::text), (2,'two'::text)) n
     CROSS JOIN LATERAL regexp_split_to_table(n.column2, ''::text) WITH ORDINALITY s(part, place));
