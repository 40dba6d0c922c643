-- PostgreSQL 15

-- transaction
create text search configuration public.notes (parser = pg_catalog."default");
alter text search configuration public.notes add mapping for asciihword with english_stem;
alter text search configuration public.notes add mapping for asciiword with english_stem;
alter text search configuration public.notes add mapping for email with simple;
alter text search configuration public.notes add mapping for file with simple;
alter text search configuration public.notes add mapping for "float" with simple;
alter text search configuration public.notes add mapping for host with simple;
alter text search configuration public.notes add mapping for hword with english_stem;
alter text search configuration public.notes add mapping for hword_asciipart with english_stem;
alter text search configuration public.notes add mapping for hword_numpart with simple;
alter text search configuration public.notes add mapping for hword_part with english_stem;
alter text search configuration public.notes add mapping for "int" with simple;
alter text search configuration public.notes add mapping for numhword with simple;
alter text search configuration public.notes add mapping for numword with simple;
alter text search configuration public.notes add mapping for sfloat with simple;
alter text search configuration public.notes add mapping for uint with simple;
alter text search configuration public.notes add mapping for url with simple;
alter text search configuration public.notes add mapping for url_path with simple;
alter text search configuration public.notes add mapping for version with simple;
alter text search configuration public.notes add mapping for word with english_stem;
create table public.notes (
    id integer not null,
    body text,
    constraint notes_pkey PRIMARY KEY (id)
);
CREATE INDEX notes_body ON public.notes USING gin (to_tsvector('public.notes'::regconfig, body));
