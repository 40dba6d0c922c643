create role chg_text_search_owner;
create text search dictionary public.plain (template = simple);
create text search configuration public.notes (copy = pg_catalog.simple);
comment on text search configuration public.notes is 'Old.';
