-- PostgreSQL 15

-- transaction
drop trigger touch on public.a;
CREATE TRIGGER touch BEFORE INSERT ON public.b FOR EACH ROW EXECUTE FUNCTION public.touched();
