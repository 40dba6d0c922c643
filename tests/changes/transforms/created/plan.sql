-- PostgreSQL 15

-- transaction
create transform for public.hstore language plpgsql (from sql with function public.from_hstore(internal));
