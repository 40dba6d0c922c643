-- PostgreSQL 15

-- transaction
create type public.mood as enum ('sad', 'ok', 'happy');
