-- PostgreSQL 15

-- transaction
create or replace view public."both" as
 WITH recent AS (
         SELECT a.id,
            a.name
           FROM public.a
          ORDER BY a.id DESC
         LIMIT 10
        )
(
         SELECT recent.id,
            recent.name,
            row_number() OVER (PARTITION BY recent.name ORDER BY recent.id) AS rank
           FROM recent
        UNION
         SELECT b.id,
            b.name,
            0 AS rank
           FROM public.b
) EXCEPT
 SELECT a.id,
    a.name,
    1 AS rank
   FROM public.a
  WHERE (a.id IS NULL);
