create unlogged table public.sessions (id serial primary key, note text);
