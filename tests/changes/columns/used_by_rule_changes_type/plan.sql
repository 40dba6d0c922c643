-- PostgreSQL 15

-- transaction
drop rule keep_names on public.items;
alter table public.items alter column name type text;
alter table public.log alter column name type text;
CREATE RULE keep_names AS
    ON INSERT TO public.items DO  INSERT INTO public.log (name)
  VALUES (new.name);
