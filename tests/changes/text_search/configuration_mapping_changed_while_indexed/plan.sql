-- PostgreSQL 15

-- transaction
alter text search configuration public.notes alter mapping for asciihword with english_stem;
alter text search configuration public.notes alter mapping for asciiword with english_stem;
alter text search configuration public.notes alter mapping for hword with english_stem;
alter text search configuration public.notes alter mapping for hword_asciipart with english_stem;
alter text search configuration public.notes alter mapping for hword_part with english_stem;
alter text search configuration public.notes alter mapping for word with english_stem;
