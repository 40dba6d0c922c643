-- PostgreSQL 15

-- transaction
alter text search dictionary public.plain owner to chg_text_search_owner;
comment on text search dictionary public.plain is 'Plain.';
alter text search configuration public.notes owner to chg_text_search_owner;
comment on text search configuration public.notes is 'New.';
