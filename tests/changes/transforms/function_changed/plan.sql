-- PostgreSQL 15

-- transaction
drop transform for public.hstore language plpgsql;
create transform for public.hstore language plpgsql (from sql with function public.from_hstore_2(internal));
