-- PostgreSQL 15

-- transaction
CREATE OR REPLACE TRIGGER touch BEFORE INSERT OR UPDATE ON public.items FOR EACH ROW EXECUTE FUNCTION public.touched();
alter table public.items disable trigger touch;
