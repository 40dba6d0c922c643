-- PostgreSQL 15

-- transaction
CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON public.items FOR EACH ROW EXECUTE FUNCTION public.touched('it''s', '2', '');
