-- PostgreSQL 15

-- transaction
drop trigger touch on public.items;
CREATE CONSTRAINT TRIGGER touch AFTER INSERT ON public.items FROM public.parts NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION public.touched();
