create text search dictionary public.stems (template = snowball, language = english);
