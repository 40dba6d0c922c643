-- PostgreSQL 15

-- transaction
alter table public.parent add column note text default 'none'::text not null;
