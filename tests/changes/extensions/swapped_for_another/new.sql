create extension pgcrypto;
create table public.keys (id uuid primary key default public.gen_random_uuid(), name text);
