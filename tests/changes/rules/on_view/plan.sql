-- PostgreSQL 15

-- transaction
CREATE OR REPLACE RULE store AS
    ON INSERT TO public.names DO INSTEAD  INSERT INTO public.items (id, name)
  VALUES (new.id, upper(new.name))
  RETURNING items.id,
    items.name;
CREATE RULE remove AS
    ON DELETE TO public.names DO INSTEAD  DELETE FROM public.items
  WHERE (items.id = old.id);
