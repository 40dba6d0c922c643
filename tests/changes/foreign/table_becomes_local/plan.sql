-- PostgreSQL 15

-- transaction
drop foreign table public.lines;
create table public.lines (
    line text
);
