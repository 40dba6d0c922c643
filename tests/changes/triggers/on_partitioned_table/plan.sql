-- PostgreSQL 15

-- transaction
CREATE OR REPLACE TRIGGER touch AFTER INSERT OR UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION public.touched();
CREATE TRIGGER only_here AFTER INSERT ON public.events_2026 FOR EACH ROW EXECUTE FUNCTION public.touched();
