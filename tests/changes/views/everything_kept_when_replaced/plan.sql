-- PostgreSQL 15

-- transaction
drop view public.names;
create view public.names as
 SELECT items.id,
    upper(items.name) AS shout,
    items.name
   FROM public.items;
-- widens_access
grant select on table public.names to chg_view_kept with grant option;
comment on view public.names is 'All the names.';
-- widens_access
grant update (name) on table public.names to chg_view_kept;
comment on column public.names.name is 'A name.';
alter view public.names alter column name set default 'n'::text;
CREATE RULE no_delete AS
    ON DELETE TO public.names DO INSTEAD NOTHING;
CREATE TRIGGER store INSTEAD OF INSERT ON public.names FOR EACH ROW EXECUTE FUNCTION public.store();
