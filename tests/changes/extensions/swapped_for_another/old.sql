create extension "uuid-ossp";
create table public.keys (id uuid primary key default uuid_generate_v4(), name text);
