create text search dictionary public.stems (template = simple, accept = false);
