create table public.sessions (id uuid primary key);
