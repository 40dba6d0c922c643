create role chg_text_search_owner;
create text search dictionary public.plain (template = simple);
create text search configuration public.notes (copy = pg_catalog.simple);
comment on text search configuration public.notes is 'New.';
comment on text search dictionary public.plain is 'Plain.';
alter text search configuration public.notes owner to chg_text_search_owner;
alter text search dictionary public.plain owner to chg_text_search_owner;
