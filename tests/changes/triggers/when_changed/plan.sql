-- PostgreSQL 15

-- transaction
CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON public.items FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.touched();
