-- PostgreSQL 15

-- transaction
CREATE RULE log_inserts AS
    ON INSERT TO public.items DO  INSERT INTO public.log (what)
  VALUES (new.name);
