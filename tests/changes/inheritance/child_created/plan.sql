-- PostgreSQL 15

-- transaction
create table public.child (
    extra text
) inherits (public.parent);
