-- PostgreSQL 15

-- transaction
CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON public.items FOR EACH ROW EXECUTE FUNCTION public.touched();
