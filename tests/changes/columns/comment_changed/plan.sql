-- PostgreSQL 15

-- transaction
comment on column public.items.name is E'New, with ''quotes'' and a \\ backslash.';
comment on column public.items.note is null;
