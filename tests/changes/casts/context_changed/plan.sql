-- PostgreSQL 15

-- transaction
drop cast (text as public.mood);
create cast (text as public.mood) with inout as implicit;
