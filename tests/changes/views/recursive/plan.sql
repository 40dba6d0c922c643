-- PostgreSQL 15

-- transaction
create view public.paths as
 WITH RECURSIVE paths(id, depth) AS (
         SELECT nodes.id,
            1 AS "?column?"
           FROM public.nodes
          WHERE (nodes.parent IS NULL)
        UNION ALL
         SELECT nodes.id,
            (paths_1.depth + 1)
           FROM (public.nodes
             JOIN paths paths_1 ON ((nodes.parent = paths_1.id)))
        )
 SELECT paths.id,
    paths.depth
   FROM paths;
