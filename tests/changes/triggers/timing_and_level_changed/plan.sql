-- PostgreSQL 15

-- transaction
CREATE OR REPLACE TRIGGER touch AFTER INSERT ON public.items FOR EACH STATEMENT EXECUTE FUNCTION public.touched();
