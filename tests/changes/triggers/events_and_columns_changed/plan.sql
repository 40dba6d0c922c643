-- PostgreSQL 15

-- transaction
drop trigger cut on public.items;
CREATE OR REPLACE TRIGGER touch BEFORE INSERT OR DELETE OR UPDATE OF price, name ON public.items FOR EACH ROW EXECUTE FUNCTION public.touched();
