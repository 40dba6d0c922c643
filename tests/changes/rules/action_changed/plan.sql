-- PostgreSQL 15

-- transaction
CREATE OR REPLACE RULE log_updates AS
    ON UPDATE TO public.items
   WHERE (old.name <> new.name) DO INSTEAD ( INSERT INTO public.log (what)
  VALUES (old.name);
 INSERT INTO public.log (what)
  VALUES (new.name);
);
