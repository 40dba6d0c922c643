create text search dictionary public.stems (template = snowball, language = english, stopwords = english);
create text search configuration public.notes (parser = pg_catalog."default");
alter text search configuration public.notes add mapping for asciiword with public.stems;
