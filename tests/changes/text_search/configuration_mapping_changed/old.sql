create text search dictionary public.plain (template = simple);
create text search configuration public.notes (parser = pg_catalog."default");
alter text search configuration public.notes add mapping for asciiword, word with english_stem;
alter text search configuration public.notes add mapping for email with simple;
