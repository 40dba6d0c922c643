-- PostgreSQL 15

-- transaction
CREATE OR REPLACE TRIGGER stamp BEFORE INSERT OR UPDATE ON public.sales FOR EACH ROW EXECUTE FUNCTION public.stamp();
alter table public.sales_2025 disable trigger stamp;
