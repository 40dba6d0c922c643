-- PostgreSQL 15

-- transaction
alter text search configuration public.notes drop mapping for email;
alter text search configuration public.notes alter mapping for asciiword with public.plain, english_stem;
alter text search configuration public.notes add mapping for "int" with simple;
alter text search configuration public.notes alter mapping for word with simple;
