-- PostgreSQL 15

-- transaction
drop trigger touch on public.items;
CREATE CONSTRAINT TRIGGER touch AFTER INSERT ON public.items DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.touched();
