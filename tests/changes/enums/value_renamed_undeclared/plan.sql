-- PostgreSQL 15

-- transaction
drop type public.state;
create type public.state as enum ('open', 'closed');
