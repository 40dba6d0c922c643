-- PostgreSQL 15

-- transaction
alter sequence public.sessions_id_seq set logged;
alter table public.sessions set logged;
