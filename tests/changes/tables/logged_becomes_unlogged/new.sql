create unlogged table public.sessions (id uuid primary key);
