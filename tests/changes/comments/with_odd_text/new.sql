create table public.items (id integer primary key);
comment on table public.items is E'it''s $$ "quoted" \u00fc \\n -- not a comment /* nor this */';
