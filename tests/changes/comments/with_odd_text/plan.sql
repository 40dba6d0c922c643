-- PostgreSQL 15

-- transaction
comment on table public.items is E'it''s $$ "quoted" ü \\n -- not a comment /* nor this */';
